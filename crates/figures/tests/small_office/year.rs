//! What happened in the small office: money, benefits, old injuries, a survey, a target.

use yiju_store::tables::*;
use yiju_store::{Effect, Store};

use crate::rows::*;

/// January assessed twice (the second holds: 7 000), February 7 000; January paid in March, half of February in April.
/// 5 000 spent on a benefit, 40 000 sent to the province, and the year closed.
pub(crate) fn money(effect: &mut Effect<'_>) {
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
    let grant = |account, amount| {
        [
            Line("settled_funds.quota", amount, 0, None, None),
            Line(account, 0, amount, None, None),
        ]
    };
    let basic = grant("appropriation_income.basic", 3_000);
    voucher(effect, "department", 5, "2023-01-09", "D1", &basic);
    let project = grant("appropriation_income.project", 1_000);
    voucher(effect, "department", 6, "2023-02-09", "D1", &project);
    for (line, stage, amount) in [
        ("office", "initial", 1_500),
        ("other_public", "initial", 600),
        ("reception", "initial", 1_300),
        ("procurement", "initial", 400),
    ] {
        budget(effect, line, stage, amount);
    }
}

pub(crate) fn budget(effect: &mut Effect<'_>, line: &str, stage: &str, amount: i64) {
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
pub(crate) fn benefits(effect: &mut Effect<'_>) {
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
pub(crate) fn service(effect: &mut Effect<'_>) {
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
                items: String::new(),
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

pub(crate) fn fill(store: &mut Store) {
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
