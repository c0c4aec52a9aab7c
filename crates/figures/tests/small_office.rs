//! A very small office, computed by hand; the same on SQLite and (where `YIJU_TEST_POSTGRES` names one) PostgreSQL.

use yiju_figures::{Basis, FigureValue};
use yiju_lawbook::Lawbook;
use yiju_store::tables::*;
use yiju_store::{Effect, Store, schema};
use yiju_terms::{Lang, Region};

const REGION: &str = "431123";
const YEAR: i16 = 2023;

/// A fresh store: an own file, or an own schema of the server.
struct Place {
    store: Store,
    _folder: tempfile::TempDir,
}

fn places(name: &str) -> Vec<Place> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let mut places = vec![Place {
        store: Store::open(&url).unwrap(),
        _folder: folder,
    }];
    if let Ok(url) = std::env::var("YIJU_TEST_POSTGRES") {
        let mut store = Store::open(&url).unwrap();
        let name = format!("figures_{name}_{}", std::process::id());
        store
            .script(&format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path TO {name}"))
            .unwrap();
        places.push(Place {
            store,
            _folder: tempfile::tempdir().unwrap(),
        });
    }
    places
}

fn s(text: &str) -> String {
    text.to_owned()
}

fn open(store: &mut Store) {
    schema::prepare(store).unwrap();
    store
        .insert(&OfficeRow {
            region: s(REGION),
            name: s("测试县工伤保险服务中心"),
            department: s("测试县人力资源和社会保障局"),
            mode: s("graded"),
            authorized_posts: 8,
            notice: s("测试"),
        })
        .unwrap();
    for (id, since) in [
        ("a", "2020-01-01"),
        ("b", "2020-01-01"),
        ("c", "2020-01-01"),
        ("d", "2024-02-01"),
    ] {
        store
            .insert(&ActorRow {
                region: s(REGION),
                id: s(id),
                name: s("张三丰"),
                role: s("director"),
                since: s(since),
            })
            .unwrap();
    }
}

/// An approved matter of `persons` persons; gives its number.
fn matter(
    store: &mut Store,
    id: i64,
    item: &str,
    persons: i64,
    due_on: Option<&str>,
    approved_on: &str,
) {
    store
        .insert(&MatterRow {
            region: s(REGION),
            id,
            item: s(item),
            applicant_kind: s("employer"),
            applicant_id: s("E1"),
            subject: s("测试"),
            persons,
            received_on: s("2023-03-01"),
            due_on: due_on.map(s),
            materials: s(""),
            proposal: s("{}"),
            request_key: id.to_string(),
        })
        .unwrap();
    for (number, (kind, actor)) in [
        ("accept", "a"),
        ("review", "b"),
        ("second_review", "c"),
        ("approve", "d"),
    ]
    .into_iter()
    .enumerate()
    {
        let step = StepRow {
            region: s(REGION),
            matter_id: id,
            number: number as i64 + 1,
            kind: s(kind),
            actor_id: s(actor),
            done_on: s(approved_on),
            outcome: s("pass"),
            reason: None,
        };
        yiju_store::matters::add_step(store, &step).unwrap();
    }
    store
        .insert(&ApprovalRow {
            region: s(REGION),
            matter_id: id,
            approved_on: s(approved_on),
            accepted_by: s("a"),
            accept_kind: s("accept"),
            reviewed_by: s("b"),
            review_kind: s("review"),
            second_reviewed_by: s("c"),
            second_review_kind: s("second_review"),
            approved_by: s("d"),
            approve_kind: s("approve"),
        })
        .unwrap();
}

fn employer(effect: &mut Effect<'_>, id: &str, from: &str, state: &str, industry: &str) {
    let seq = effect.seq();
    effect
        .insert(&EmployerRow {
            region: s(REGION),
            id: s(id),
            valid_from: s(from),
            seq,
            name: format!("单位{id}"),
            credit_code: None,
            kind: s("enterprise"),
            industry_code: s(industry),
            industry_edition: s("GB/T 4754-2017"),
            risk_class: 4,
            experience_tier: 100,
            state: s(state),
        })
        .unwrap();
}

fn person(effect: &mut Effect<'_>, id: &str) {
    let seq = effect.seq();
    effect
        .insert(&EmployeeRow {
            region: s(REGION),
            id: s(id),
            valid_from: s("2020-01-01"),
            seq,
            name: s("王小明"),
            id_number: s("431123199001010019"),
            birth: s("1990-01-01"),
            sex: s("male"),
            migrant_worker: 0,
        })
        .unwrap();
}

fn cover(effect: &mut Effect<'_>, kind: &str, cover: &str, person: &str, from: &str, state: &str) {
    let seq = effect.seq();
    effect
        .insert(&EnrollmentRow {
            region: s(REGION),
            cover_kind: s(kind),
            cover_id: s(cover),
            person_id: s(person),
            valid_from: s(from),
            seq,
            state: s(state),
            reason: None,
        })
        .unwrap();
}

/// E1 active with P1, P2 (left on 2023-12-31), P3 (leaves 2024-01-01: still covered at year end);
/// E2 cancelled in June although P4 was never signed off; E3 active without anybody.
/// J1 running with P1 (counted at E1 already) and P5; J2 finished in November with P6 still on its roster.
fn register(effect: &mut Effect<'_>) {
    for id in ["P1", "P2", "P3", "P4", "P5", "P6"] {
        person(effect, id);
    }
    employer(effect, "E1", "2020-01-01", "active", "0610");
    employer(effect, "E2", "2020-01-01", "active", "13");
    employer(effect, "E2", "2023-06-01", "cancelled", "13");
    employer(effect, "E3", "2020-01-01", "active", "83");
    for person in ["P1", "P2", "P3"] {
        cover(effect, "employer", "E1", person, "2021-01-01", "on");
    }
    cover(effect, "employer", "E1", "P2", "2023-12-31", "off");
    cover(effect, "employer", "E1", "P3", "2024-01-01", "off");
    cover(effect, "employer", "E2", "P4", "2021-01-01", "on");
    for (id, ends_on) in [("J1", "2024-06-30"), ("J2", "2023-11-30")] {
        let seq = effect.seq();
        effect
            .insert(&ProjectRow {
                region: s(REGION),
                id: s(id),
                valid_from: s("2023-02-01"),
                seq,
                name: format!("工程{id}"),
                contractor: s("一建"),
                cost_fen: 100_000_000,
                starts_on: s("2023-02-01"),
                ends_on: s(ends_on),
                state: s("active"),
            })
            .unwrap();
    }
    cover(effect, "project", "J1", "P1", "2023-02-01", "on");
    cover(effect, "project", "J1", "P5", "2023-02-01", "on");
    cover(effect, "project", "J2", "P6", "2023-02-01", "on");
}

fn assessment(effect: &mut Effect<'_>, month: &str, amount: i64, local: i64, temporary: i64) {
    let seq = effect.seq();
    effect
        .insert(&AssessmentRow {
            region: s(REGION),
            payer_kind: s("employer"),
            payer_id: s("E1"),
            month: s(month),
            seq,
            persons: 3,
            base_fen: 1_000_000,
            base_rate_ppm: 14_000,
            reference_rate_ppm: 14_000,
            rate_ppm: 7_000,
            amount_fen: amount,
            relief_local_fen: local,
            relief_temporary_fen: temporary,
            provisional: 0,
            law_digest: s("sm3:0"),
            known_seq: 0,
        })
        .unwrap();
}

struct Line<'a>(&'a str, i64, i64, Option<&'a str>, Option<&'a str>);

fn voucher(
    effect: &mut Effect<'_>,
    ledger: &str,
    id: i64,
    on: &str,
    pattern: &str,
    lines: &[Line<'_>],
) {
    let seq = effect.seq();
    effect
        .insert(&VoucherRow {
            region: s(REGION),
            ledger: s(ledger),
            id,
            seq,
            booked_on: s(on),
            pattern: s(pattern),
            summary: s("摘要"),
            reverses: None,
            reason: None,
        })
        .unwrap();
    for (number, line) in lines.iter().enumerate() {
        effect
            .insert(&PostingRow {
                region: s(REGION),
                ledger: s(ledger),
                voucher_id: id,
                line: number as i64 + 1,
                seq,
                booked_on: s(on),
                account: s(line.0),
                debit_fen: line.1,
                credit_fen: line.2,
                employer_id: None,
                person_id: None,
                benefit: None,
                month: None,
                project_id: None,
                legacy: None,
                payment_id: None,
                budget_line: line.3.map(s),
                procurement: line.4.map(s),
            })
            .unwrap();
    }
}

fn receipt(effect: &mut Effect<'_>, id: i64, month: &str, on: &str, amount: i64) {
    let seq = effect.seq();
    effect
        .insert(&ReceiptRow {
            region: s(REGION),
            id,
            seq,
            payer_kind: s("employer"),
            payer_id: s("E1"),
            month: s(month),
            received_on: s(on),
            amount_fen: amount,
            channel: s("税务"),
            voucher_id: id,
        })
        .unwrap();
}

/// January assessed twice (the second holds: 7 000), February 7 000; January paid in March, half of February in April.
/// 5 000 spent on a benefit, 40 000 sent to the province, and the year closed.
fn money(effect: &mut Effect<'_>) {
    assessment(effect, "2023-02", 7_000, 4_000, 3_000);
    let paid_in = |account, amount| {
        [
            Line("treasury", amount, 0, None, None),
            Line(account, 0, amount, None, None),
        ]
    };
    voucher(
        effect,
        "fund",
        1,
        "2023-03-10",
        "E1",
        &paid_in("contribution_income.employer", 7_000),
    );
    receipt(effect, 1, "2023-01", "2023-03-10", 7_000);
    voucher(
        effect,
        "fund",
        2,
        "2023-04-10",
        "E1",
        &paid_in("contribution_income.employer", 3_500),
    );
    receipt(effect, 2, "2023-02", "2023-04-10", 3_500);
    let benefit = "benefit_expenditure.disability.disability_lump_sum";
    let out = |account, amount| {
        [
            Line(account, amount, 0, None, None),
            Line("expenditure_account", 0, amount, None, None),
        ]
    };
    voucher(effect, "fund", 3, "2023-05-10", "E8", &out(benefit, 5_000));
    voucher(
        effect,
        "fund",
        4,
        "2023-06-10",
        "E17",
        &out("upward_remittance", 40_000),
    );
    voucher(effect, "fund", 5, "2024-01-10", "E8", &out(benefit, 9_999));
    let close = [
        Line("contribution_income.employer", 10_500, 0, None, None),
        Line("fund_balance", 0, 10_500, None, None),
    ];
    voucher(effect, "fund", 6, "2023-12-31", "E22", &close);
    let spend = |line, amount, bought| {
        [
            Line(
                "operating_expenditure.basic.public",
                amount,
                0,
                Some(line),
                bought,
            ),
            Line("settled_funds.quota", 0, amount, None, None),
        ]
    };
    voucher(
        effect,
        "department",
        1,
        "2023-03-01",
        "D2",
        &spend("office", 1_480, None),
    );
    voucher(
        effect,
        "department",
        2,
        "2023-04-01",
        "D2",
        &spend("other_public", 500, Some("设备")),
    );
    voucher(
        effect,
        "department",
        3,
        "2023-05-01",
        "D2",
        &spend("reception", 1_020, None),
    );
    voucher(
        effect,
        "department",
        4,
        "2023-12-31",
        "D9",
        &spend("office", -1_480, None),
    );
    for (line, stage, amount) in [
        ("office", "initial", 1_500),
        ("other_public", "initial", 600),
        ("reception", "initial", 1_300),
        ("procurement", "initial", 400),
    ] {
        budget(effect, line, stage, amount);
    }
}

fn budget(effect: &mut Effect<'_>, line: &str, stage: &str, amount: i64) {
    let seq = effect.seq();
    effect
        .insert(&BudgetRow {
            region: s(REGION),
            year: i64::from(YEAR),
            line: s(line),
            seq,
            stage: s(stage),
            amount_fen: amount,
            reason: s("采购追加"),
            document: s("批复"),
        })
        .unwrap();
}

/// Two payments to one person (May, one of them an old injury would be separate), one batch.
fn benefits(effect: &mut Effect<'_>) {
    let seq = effect.seq();
    let region = s(REGION);
    effect
        .insert(&InjuryRow {
            region: region.clone(),
            id: s("I1"),
            seq,
            person_id: s("P1"),
            cover_kind: s("employer"),
            cover_id: s("E1"),
            injured_on: s("2022-12-30"),
            noticed_on: s("2023-03-03"),
            cause: s("fall"),
            body_part: s("手"),
            severity: s("minor"),
            place: s("车间"),
            summary: s("摔伤"),
        })
        .unwrap();
    for (number, kind, on) in [
        (1, "recognized", "2023-04-01"),
        (2, "appraised", "2023-05-01"),
        (3, "appraised", "2023-09-01"),
    ] {
        effect
            .insert(&CaseEventRow {
                region: region.clone(),
                injury_id: s("I1"),
                number,
                seq,
                kind: s(kind),
                happened_on: s(on),
                document: Some(s("决定书")),
                article: None,
                detail: s("{}"),
            })
            .unwrap();
    }
    effect
        .insert(&DeterminationRow {
            region: region.clone(),
            id: 1,
            seq,
            subject_kind: s("injury"),
            subject_id: s("I1"),
            person_id: s("P1"),
            version: 1,
            decided_on: s("2023-05-02"),
            facts: s("{}"),
            law_digest: s("sm3:0"),
            trace_digest: s("sm3:0"),
            provisional: 0,
        })
        .unwrap();
    effect
        .insert(&PayBatchRow {
            region: region.clone(),
            id: 1,
            seq,
            month: s("2023-05"),
            paid_on: s("2023-05-10"),
            payments: 2,
            amount_fen: 5_000,
            voucher_id: 3,
        })
        .unwrap();
    for (line, amount) in [(1, 3_000), (2, 2_000)] {
        effect
            .insert(&BenefitLineRow {
                region: region.clone(),
                determination_id: 1,
                line,
                seq,
                benefit: s("disability_lump_sum"),
                payer: s("fund"),
                paid: s("once"),
                amount_fen: amount,
                from_month: None,
                until_month: None,
                dependent: None,
                cite: s(""),
                provisional: 0,
            })
            .unwrap();
        effect
            .insert(&PaymentRow {
                region: region.clone(),
                id: line,
                seq,
                batch_id: 1,
                determination_id: 1,
                line,
                person_id: s("P1"),
                benefit: s("disability_lump_sum"),
                month: s("2023-05"),
                amount_fen: amount,
                account_tail: s("0001"),
                legacy: 0,
            })
            .unwrap();
    }
}

/// L1 pooled in 2011; L2 outside; L3 joined the pool in 2024, so outside at year end.
fn service(effect: &mut Effect<'_>) {
    let seq = effect.seq();
    let region = s(REGION);
    for (id, pooled_on, funding) in [
        ("L1", Some("2011-12-01"), "基金"),
        ("L2", None, ""),
        ("L3", Some("2024-01-02"), "原单位"),
    ] {
        effect
            .insert(&LegacyInjuryRow {
                region: region.clone(),
                id: s(id),
                valid_from: s("2023-04-01"),
                seq,
                person_id: s("P6"),
                employer_name: s("县水泥厂"),
                injured_on: s("1990-01-01"),
                grade: None,
                pooled: i64::from(pooled_on.is_some()),
                pooled_on: pooled_on.map(s),
                reason: s("未缴费"),
                funding_source: s(funding),
                evidence: s("档案"),
            })
            .unwrap();
    }
    effect
        .insert(&SurveyRow {
            region: region.clone(),
            id: 1,
            seq,
            held_on: s("2023-12-01"),
            method: s("等距抽样"),
            asked: 420,
            answered: 400,
            satisfied: 386,
        })
        .unwrap();
    effect
        .insert(&TargetRow {
            region,
            year: i64::from(YEAR),
            figure: s("persons_insured"),
            seq,
            operator: s("at_least"),
            value: 2,
            document: s("绩效目标批复"),
        })
        .unwrap();
}

fn fill(store: &mut Store) {
    open(store);
    matter(
        store,
        1,
        "employee_enrollment",
        5,
        Some("2023-03-20"),
        "2023-03-20",
    );
    matter(
        store,
        2,
        "benefit_determination",
        1,
        Some("2023-03-20"),
        "2023-03-21",
    );
    matter(store, 3, "contribution_receipt", 9, None, "2023-03-21");
    matter(store, 4, "wage_declaration", 7, None, "2024-01-02");
    let before = |store: &mut Store| {
        let mut effect = Effect::begin(store, REGION, 1, "employee_enrollment", "2023-03-20")?;
        register(&mut effect);
        assessment(&mut effect, "2023-01", 6_000, 4_000, 4_000);
        effect.finish()
    };
    store.transaction(before).unwrap();
    let after = |store: &mut Store| {
        let mut effect = Effect::begin(store, REGION, 2, "benefit_determination", "2023-03-21")?;
        assessment(&mut effect, "2023-01", 7_000, 4_000, 3_000);
        money(&mut effect);
        benefits(&mut effect);
        service(&mut effect);
        effect.finish()
    };
    store.transaction(after).unwrap();
    let adjusted = |store: &mut Store| {
        let mut effect = Effect::begin(store, REGION, 3, "department_budget", "2023-05-16")?;
        budget(&mut effect, "procurement", "adjustment", 100);
        effect.finish()
    };
    store.transaction(adjusted).unwrap();
}

fn value(store: &mut Store, stem: &str) -> FigureValue {
    let region: Region = REGION.parse().unwrap();
    yiju_figures::compute(store, Lawbook::builtin(), &region, YEAR, stem).unwrap()
}

fn basis(store: &mut Store, stem: &str) -> Basis {
    let region: Region = REGION.parse().unwrap();
    yiju_figures::drill(
        store,
        Lawbook::builtin(),
        &region,
        YEAR,
        stem,
        Lang::Zh,
        100,
    )
    .unwrap()
}

/// By hand, from the rows above.
const EXPECTED: &[(&str, &str)] = &[
    ("employers_insured", "1"),
    ("projects_insured", "1"),
    // P1, P3 at E1 and P5 on J1.
    ("persons_insured", "3"),
    ("persons_insured_by_project", "1"),
    ("coverage_target", "2"),
    ("coverage_completion", "150"),
    // 5 + 1; the receipt is internal, the declaration of 2024 is not in the year.
    ("matters_handled", "6"),
    ("matters_on_time", "50"),
    ("determinations_on_time", "0"),
    ("contributions_received", "105.00"),
    ("contributions_assessed", "140.00"),
    ("collection_rate", "75"),
    ("arrears_at_year_end", "35.00"),
    ("relief_local", "80.00"),
    ("relief_temporary", "60.00"),
    ("relief_total", "140.00"),
    ("fund_expenditure", "50.00"),
    ("expenditure_by_benefit", "50.00"),
    ("benefit_person_times", "2"),
    ("benefit_recipients", "1"),
    ("payments_returned", "0"),
    ("payments_success_rate", "100"),
    ("accident_notices", "1"),
    // Reported on 3 March, entered on the 21st.
    ("accident_notices_registered", "0"),
    ("accident_notices_on_time", "0"),
    // 1 ÷ 3
    ("injury_incidence", "33.33"),
    ("recognitions", "1"),
    ("appraisals", "1"),
    ("legacy_pooled", "1"),
    ("legacy_unpooled", "2"),
    ("legacy_surveyed", "3"),
    ("legacy_documented", "100"),
    ("legacy_entered_early", "100"),
    ("legacy_funding_named", "50"),
    ("legacy_recipients", "0"),
    ("survey_answered", "400"),
    ("satisfaction", "96.50"),
    ("authorized_posts", "8"),
    ("filled_posts", "3"),
    ("staffing_rate", "37.50"),
    ("department_office_outturn", "14.80"),
    ("department_public_outturn", "30.00"),
    ("department_three_public_outturn", "10.20"),
    ("department_public_initial", "34.00"),
    ("department_procurement_initial", "4.00"),
    ("department_procurement_adjusted", "5.00"),
    ("department_procurement_outturn", "5.00"),
    ("department_total_outturn", "30.00"),
    ("department_office_prior_outturn", "—"),
    ("budget_execution_rate", "88.24"),
    ("books_closed", "0"),
    ("training_sessions", "0"),
];

#[test]
fn the_figures_are_what_the_hand_says() {
    for mut place in places("values") {
        fill(&mut place.store);
        for (stem, expected) in EXPECTED {
            assert_eq!(value(&mut place.store, stem).shown, *expected, "{stem}");
        }
    }
}

#[test]
fn every_figure_opens_and_has_words() {
    for mut place in places("words") {
        fill(&mut place.store);
        for figure in yiju_figures::all() {
            for lang in [Lang::Zh, Lang::En] {
                let words = [
                    figure.name(lang),
                    figure.definition(lang),
                    figure.formula(lang),
                    figure.unit_word(lang),
                ];
                assert!(!words.join("").contains('⟦'), "{}: {words:?}", figure.stem);
            }
            let basis = basis(&mut place.store, figure.stem);
            let text = serde_json::to_string(&basis).unwrap();
            assert!(!text.contains('⟦'), "{}: {text}", figure.stem);
            for row in &basis.records.rows {
                assert_eq!(row.len(), basis.records.headers.len(), "{}", figure.stem);
            }
            // Nobody's name or number leaves whole.
            assert!(
                !text.contains("王小明") && !text.contains("19900101") && !text.contains("张三丰"),
                "{text}"
            );
        }
    }
}

#[test]
fn a_figure_opens_to_records_vouchers_matters_and_articles() {
    for mut place in places("drill") {
        fill(&mut place.store);
        let received = basis(&mut place.store, "contributions_received");
        assert_eq!(received.records.total, 2);
        let vouchers: Vec<String> = received
            .vouchers
            .iter()
            .map(|v| format!("{} {}", v.number, v.amount))
            .collect();
        assert_eq!(vouchers, ["1 70.00", "2 35.00"]);
        assert_eq!(
            received.matters.iter().map(|m| m.id).collect::<Vec<_>>(),
            [2]
        );
        assert!(
            received.articles[0].starts_with("社会保险法 @ 2018 § 60"),
            "{:?}",
            received.articles
        );
        assert!(
            received
                .remarks
                .iter()
                .any(|remark| remark.contains("一致")),
            "{:?}",
            received.remarks
        );
        let months: Vec<i64> = received
            .figure
            .parts
            .iter()
            .map(|part| part.value)
            .collect();
        assert_eq!(months, [0, 0, 7_000, 3_500, 0, 0, 0, 0, 0, 0, 0, 0]);

        let handled = basis(&mut place.store, "matters_handled");
        assert_eq!(
            handled.matters.iter().map(|m| m.id).collect::<Vec<_>>(),
            [1, 2]
        );

        let industries = value(&mut place.store, "injuries_by_industry");
        assert_eq!(industries.parts.len(), 1);
        assert_eq!(
            (industries.parts[0].key.as_str(), industries.parts[0].value),
            ("b", 1)
        );

        let completion = basis(&mut place.store, "coverage_completion");
        assert_eq!(completion.records.rows[0][..2], [s("参保人数"), s("3")]);
        let target = basis(&mut place.store, "coverage_target");
        assert!(
            target.remarks[0].contains("绩效目标批复"),
            "{:?}",
            target.remarks
        );
        assert_eq!(target.matters.len(), 1);
    }
}

/// Counts and sums are taken over the records shown; a figure that says otherwise is broken.
#[test]
fn counts_agree_with_their_records() {
    for mut place in places("counts") {
        fill(&mut place.store);
        for figure in yiju_figures::all() {
            let basis = basis(&mut place.store, figure.stem);
            match figure.measure {
                yiju_figures::Measure::Count => {
                    assert_eq!(
                        basis.figure.value, basis.records.total as i64,
                        "{}",
                        figure.stem
                    );
                }
                yiju_figures::Measure::Posted => {
                    let sum: i64 = basis.vouchers.iter().map(|v| v.amount.fen()).sum();
                    assert_eq!(basis.figure.value, sum, "{}", figure.stem);
                }
                _ => {}
            }
            if !basis.figure.parts.is_empty() {
                let parts: i64 = basis.figure.parts.iter().map(|part| part.value).sum();
                assert_eq!(basis.figure.value, parts, "{}", figure.stem);
            }
        }
    }
}

#[test]
fn stems_are_unique_and_inputs_exist() {
    let mut seen = std::collections::BTreeSet::new();
    for figure in yiju_figures::all() {
        assert!(seen.insert(figure.stem), "{} twice", figure.stem);
        for input in figure.inputs() {
            assert!(
                yiju_figures::find(input).is_some(),
                "{} needs {input}",
                figure.stem
            );
        }
    }
}
