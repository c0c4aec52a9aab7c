//! A small office for page tests: two employers, one project, one injury from accident to payment, two old injuries,
//! and matters in every state. Rows are written as effects of approved matters, so every constraint of the store holds.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::sync::Arc;

use axum::Router;
use yiju_lawbook::Lawbook;
use yiju_server::{App, Setup, router};
use yiju_store::tables::*;
use yiju_store::{Effect, Store, matters, schema};
use yiju_terms::{Date, Lang};

pub const REGION: &str = "431123";
pub const INJURED: &str = "王小明";
pub const ID_NUMBER: &str = "431123180001010019";
/// A name that would run as a script on a page that does not escape it.
pub const HOSTILE: &str = "<script>alert(1)</script>&\"厂";

/// A store with the office in it, and the folder that keeps it.
pub struct Place {
    pub url: String,
    _folder: tempfile::TempDir,
}

pub fn place() -> Place {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("pages.db").display());
    let mut store = Store::open(&url).expect("an empty store");
    fill(&mut store);
    Place {
        url,
        _folder: folder,
    }
}

pub fn setup(place: &Place) -> Setup {
    Setup {
        db_url: place.url.clone(),
        lang: Lang::Zh,
        book: Arc::new(
            Lawbook::with_overlay(Lawbook::builtin(), &[]).expect("the law compiled in"),
        ),
        today: || Date::constant(2024, 3, 1),
    }
}

pub fn app(place: &Place) -> Router {
    router(App::open(setup(place)).expect("the office stands"))
}

fn text(value: &str) -> String {
    value.to_owned()
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn fill(store: &mut Store) {
    schema::prepare(store).expect("tables");
    store
        .insert(&OfficeRow {
            region: text(REGION),
            name: text("测试县工伤保险服务中心"),
            department: text("测试县人社局"),
            mode: text("graded"),
            authorized_posts: 8,
            notice: text("合成数据，仅供演示"),
        })
        .expect("the office");
    for (id, name, role) in [
        ("window", "赵受理", "enrollment_clerk"),
        ("benefit", "钱初审", "benefit_reviewer"),
        ("second", "孙复核", "benefit_second_reviewer"),
        ("director", "李审批", "director"),
    ] {
        let row = ActorRow {
            region: text(REGION),
            id: text(id),
            name: text(name),
            role: text(role),
            since: text("2022-01-01"),
        };
        store.insert(&row).expect("a person");
    }
    store
        .transaction(|store| {
            register(store);
            contributions(store);
            injury(store);
            old_injuries(store);
            department(store);
            unfinished(store);
            Ok::<(), yiju_store::Fault>(())
        })
        .expect("the year of the office");
}

/// A matter with its first steps; the outcome of the last is given.
fn matter(
    store: &mut Store,
    item: &str,
    on: &str,
    due: Option<&str>,
    steps: &[(&str, &str, &str)],
) -> i64 {
    let id = matters::next_id(store, "matter", REGION).expect("a number");
    store
        .insert(&MatterRow {
            region: text(REGION),
            id,
            item: text(item),
            applicant_kind: text("employer"),
            applicant_id: text("E0001"),
            subject: format!("第{id}件"),
            persons: 2,
            received_on: text(on),
            due_on: due.map(text),
            materials: text("申请表、营业执照"),
            proposal: text("{}"),
            request_key: format!("key-{id}"),
        })
        .expect("a matter");
    for (number, (kind, actor, outcome)) in steps.iter().enumerate() {
        let reason = (*outcome != "pass").then(|| text("材料不齐"));
        let step = StepRow {
            region: text(REGION),
            matter_id: id,
            number: number as i64 + 1,
            kind: text(kind),
            actor_id: text(actor),
            done_on: text(on),
            outcome: text(outcome),
            reason,
        };
        matters::add_step(store, &step).expect("a step");
    }
    id
}

const FOUR: &[(&str, &str, &str)] = &[
    ("accept", "window", "pass"),
    ("review", "benefit", "pass"),
    ("second_review", "second", "pass"),
    ("approve", "director", "pass"),
];

/// An approved matter and the rows it writes.
fn effect(store: &mut Store, item: &str, on: &str, write: impl FnOnce(&mut Effect<'_>)) {
    let id = matter(store, item, on, Some("2023-12-31"), FOUR);
    store
        .insert(&ApprovalRow {
            region: text(REGION),
            matter_id: id,
            approved_on: text(on),
            accepted_by: text("window"),
            accept_kind: text("accept"),
            reviewed_by: text("benefit"),
            review_kind: text("review"),
            second_reviewed_by: text("second"),
            second_review_kind: text("second_review"),
            approved_by: text("director"),
            approve_kind: text("approve"),
        })
        .expect("an approval");
    let mut effect = Effect::begin(store, REGION, id, item, on).expect("an effect");
    write(&mut effect);
    effect.finish().expect("a journal entry");
}

fn register(store: &mut Store) {
    effect(store, "opening", "2023-01-03", |effect| {
        for (id, name, class) in [("E0001", "甲机械厂", 4), ("E0002", HOSTILE, 2)] {
            let row = EmployerRow {
                region: text(REGION),
                id: text(id),
                valid_from: text("2023-01-01"),
                seq: effect.seq(),
                name: text(name),
                credit_code: None,
                kind: text("enterprise"),
                industry_code: text("34"),
                industry_edition: text("GB/T 4754-2017"),
                risk_class: class,
                experience_tier: 100,
                state: text("active"),
            };
            effect.insert(&row).expect("an employer");
        }
        let row = ProjectRow {
            region: text(REGION),
            id: text("X0001"),
            valid_from: text("2023-01-01"),
            seq: effect.seq(),
            name: text("新区桥梁工程"),
            contractor: text("乙建筑公司"),
            cost_fen: 3_865_000_000,
            starts_on: text("2023-01-01"),
            ends_on: text("2024-06-30"),
            state: text("active"),
        };
        effect.insert(&row).expect("a project");
        for (id, name, number) in [
            ("P00000001", INJURED, ID_NUMBER),
            ("P00000002", "刘二", "431123180001010027"),
        ] {
            let row = EmployeeRow {
                region: text(REGION),
                id: text(id),
                valid_from: text("2023-01-01"),
                seq: effect.seq(),
                name: text(name),
                id_number: text(number),
                birth: text("1980-01-01"),
                sex: text("male"),
                migrant_worker: 0,
            };
            effect.insert(&row).expect("a person");
            let row = EnrollmentRow {
                region: text(REGION),
                cover_kind: text("employer"),
                cover_id: text("E0001"),
                person_id: text(id),
                valid_from: text("2023-01-01"),
                seq: effect.seq(),
                state: text("on"),
                reason: None,
            };
            effect.insert(&row).expect("cover");
        }
    });
}

fn voucher(effect: &mut Effect<'_>, ledger: &str, id: i64, on: &str, pattern: &str, summary: &str) {
    let row = VoucherRow {
        region: text(REGION),
        ledger: text(ledger),
        id,
        seq: effect.seq(),
        booked_on: text(on),
        pattern: text(pattern),
        summary: text(summary),
        reverses: None,
        reason: None,
    };
    effect.insert(&row).expect("a voucher");
}

fn posting(
    effect: &Effect<'_>,
    key: (&str, i64, i64),
    on: &str,
    account: &str,
    debit: i64,
    credit: i64,
) -> PostingRow {
    PostingRow {
        region: text(REGION),
        ledger: text(key.0),
        voucher_id: key.1,
        line: key.2,
        seq: effect.seq(),
        booked_on: text(on),
        account: text(account),
        debit_fen: debit,
        credit_fen: credit,
        employer_id: None,
        person_id: None,
        benefit: None,
        month: None,
        project_id: None,
        legacy: None,
        payment_id: None,
        budget_line: None,
        procurement: None,
    }
}

fn contributions(store: &mut Store) {
    effect(store, "contribution_assessment", "2023-02-03", |effect| {
        let row = AssessmentRow {
            region: text(REGION),
            payer_kind: text("employer"),
            payer_id: text("E0001"),
            month: text("2023-01"),
            seq: effect.seq(),
            persons: 2,
            base_fen: 1_000_000,
            base_rate_ppm: 14_000,
            reference_rate_ppm: 14_000,
            rate_ppm: 7_000,
            amount_fen: 7_000,
            relief_local_fen: 7_000,
            relief_temporary_fen: 0,
            provisional: 0,
            law_digest: text("sm3:0123456789abcdef0123456789abcdef"),
            known_seq: 1,
        };
        effect.insert(&row).expect("an assessment");
    });
    effect(store, "contribution_receipt", "2023-02-10", |effect| {
        voucher(effect, "fund", 1, "2023-02-10", "E1", "甲机械厂缴费到账");
        let debit = posting(effect, ("fund", 1, 1), "2023-02-10", "treasury", 7_000, 0);
        let mut credit = posting(
            effect,
            ("fund", 1, 2),
            "2023-02-10",
            "contribution_income.employer",
            0,
            7_000,
        );
        credit.employer_id = some("E0001");
        credit.month = some("2023-01");
        effect.insert(&debit).expect("a posting");
        effect.insert(&credit).expect("a posting");
        let row = ReceiptRow {
            region: text(REGION),
            id: 1,
            seq: effect.seq(),
            payer_kind: text("employer"),
            payer_id: text("E0001"),
            month: text("2023-01"),
            received_on: text("2023-02-10"),
            amount_fen: 7_000,
            channel: text("tax"),
            voucher_id: 1,
        };
        effect.insert(&row).expect("a receipt");
    });
}

fn injury(store: &mut Store) {
    effect(store, "accident_notice", "2023-03-12", |effect| {
        let row = InjuryRow {
            region: text(REGION),
            id: text("G2023-001"),
            seq: effect.seq(),
            person_id: text("P00000001"),
            cover_kind: text("employer"),
            cover_id: text("E0001"),
            injured_on: text("2023-03-10"),
            noticed_on: text("2023-03-12"),
            cause: text("machine"),
            body_part: text("右手食指"),
            severity: text("serious"),
            place: text("冲压车间"),
            summary: text("操作冲床时右手食指受伤"),
        };
        effect.insert(&row).expect("an injury");
    });
    let events = [
        (
            "recognized",
            "2023-04-20",
            "认字〔2023〕1号",
            "工伤保险条例 @ 2011 § 14(1)",
            "{}",
        ),
        (
            "appraised",
            "2023-08-01",
            "鉴字〔2023〕1号",
            "工伤保险条例 @ 2011 § 21",
            "{\"grade\":9}",
        ),
    ];
    for (number, (kind, on, document, article, detail)) in events.into_iter().enumerate() {
        effect(store, "case_event", on, |effect| {
            let row = CaseEventRow {
                region: text(REGION),
                injury_id: text("G2023-001"),
                number: number as i64 + 1,
                seq: effect.seq(),
                kind: text(kind),
                happened_on: text(on),
                document: some(document),
                article: some(article),
                detail: text(detail),
            };
            effect.insert(&row).expect("an event");
        });
    }
    effect(store, "benefit_determination", "2023-08-20", |effect| {
        let row = DeterminationRow {
            region: text(REGION),
            id: 1,
            seq: effect.seq(),
            subject_kind: text("injury"),
            subject_id: text("G2023-001"),
            person_id: text("P00000001"),
            version: 1,
            decided_on: text("2023-08-20"),
            facts: text(
                "{\"region\":\"431123\",\"kind\":\"disability\",\"injured_on\":\"2023-03-10\",\"own_wage_mean\":\"5350.75\",\"grade\":9,\"birth\":\"1980-05-06\",\"only\":[\"disability_lump_sum\"]}",
            ),
            law_digest: text("sm3:law"),
            trace_digest: text("sm3:trace"),
            provisional: 0,
        };
        effect.insert(&row).expect("a determination");
        let row = BenefitLineRow {
            region: text(REGION),
            determination_id: 1,
            line: 1,
            seq: effect.seq(),
            benefit: text("disability_lump_sum"),
            payer: text("fund"),
            paid: text("once"),
            amount_fen: 4_815_675,
            from_month: None,
            until_month: None,
            dependent: None,
            cite: text("工伤保险条例 @ 2011 § 37"),
            provisional: 0,
        };
        effect.insert(&row).expect("a line");
    });
    payment(store);
}

fn payment(store: &mut Store) {
    effect(store, "pay_batch", "2023-09-15", |effect| {
        voucher(effect, "fund", 2, "2023-09-15", "E8", "支付工伤待遇");
        let account = "benefit_expenditure.disability.disability_lump_sum";
        let mut debit = posting(effect, ("fund", 2, 1), "2023-09-15", account, 4_815_675, 0);
        debit.person_id = some("P00000001");
        debit.benefit = some("disability_lump_sum");
        debit.month = some("2023-09");
        debit.payment_id = some("1");
        let credit = posting(
            effect,
            ("fund", 2, 2),
            "2023-09-15",
            "expenditure_account",
            0,
            4_815_675,
        );
        effect.insert(&debit).expect("a posting");
        effect.insert(&credit).expect("a posting");
        let batch = PayBatchRow {
            region: text(REGION),
            id: 1,
            seq: effect.seq(),
            month: text("2023-09"),
            paid_on: text("2023-09-15"),
            payments: 1,
            amount_fen: 4_815_675,
            voucher_id: 2,
        };
        effect.insert(&batch).expect("a batch");
        let row = PaymentRow {
            region: text(REGION),
            id: 1,
            seq: effect.seq(),
            batch_id: 1,
            determination_id: 1,
            line: 1,
            person_id: text("P00000001"),
            benefit: text("disability_lump_sum"),
            month: text("2023-09"),
            amount_fen: 4_815_675,
            account_tail: text("0123"),
            legacy: 0,
        };
        effect.insert(&row).expect("a payment");
    });
}

fn old_injuries(store: &mut Store) {
    effect(store, "legacy_injury", "2023-05-05", |effect| {
        for (id, person, pooled) in [("L0001", "P00000001", true), ("L0002", "P00000002", false)] {
            let row = LegacyInjuryRow {
                region: text(REGION),
                id: text(id),
                valid_from: text("2023-05-01"),
                seq: effect.seq(),
                person_id: text(person),
                employer_name: text("原县农机厂"),
                injured_on: text("1998-06-01"),
                grade: Some(5),
                pooled: i64::from(pooled),
                pooled_on: pooled.then(|| text("2023-05-01")),
                reason: text(if pooled {
                    "原单位已参保"
                } else {
                    "原单位已破产"
                }),
                funding_source: text(if pooled {
                    "工伤保险基金"
                } else {
                    "财政"
                }),
                evidence: text("原工伤证"),
            };
            effect.insert(&row).expect("an old injury");
        }
    });
}

fn department(store: &mut Store) {
    effect(store, "department_budget", "2023-01-20", |effect| {
        let row = BudgetRow {
            region: text(REGION),
            year: 2023,
            line: text("procurement"),
            seq: effect.seq(),
            stage: text("initial"),
            amount_fen: 200_000,
            reason: text(""),
            document: text("预算批复〔2023〕1号"),
        };
        effect.insert(&row).expect("a budget line");
    });
    effect(store, "department_budget", "2023-10-20", |effect| {
        let row = BudgetRow {
            region: text(REGION),
            year: 2023,
            line: text("procurement"),
            seq: effect.seq(),
            stage: text("adjustment"),
            amount_fen: 98_000,
            reason: text("更换服务器"),
            document: text("调整批复〔2023〕9号"),
        };
        effect.insert(&row).expect("an adjustment");
    });
}

/// Matters that are not approved: open and late, sent back, refused.
fn unfinished(store: &mut Store) {
    matter(
        store,
        "employee_enrollment",
        "2023-09-01",
        Some("2023-09-08"),
        &FOUR[..2],
    );
    matter(
        store,
        "wage_declaration",
        "2023-10-01",
        None,
        &[FOUR[0], ("review", "benefit", "return")],
    );
    matter(
        store,
        "medical_claim",
        "2023-10-02",
        Some("2023-12-01"),
        &[FOUR[0], ("review", "benefit", "refuse")],
    );
}
