//! The rows of the small office's year.

use yiju_store::tables::*;
use yiju_store::{Effect, Store};

use super::{FOUR, HOSTILE, ID_NUMBER, INJURED, REGION, effect, matter, some, text};

pub fn register(store: &mut Store) {
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

pub fn contributions(store: &mut Store) {
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

pub fn injury(store: &mut Store) {
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

pub fn old_injuries(store: &mut Store) {
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
                items: text("disability_allowance,medical_expense"),
            };
            effect.insert(&row).expect("an old injury");
        }
    });
}

pub fn department(store: &mut Store) {
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
pub fn unfinished(store: &mut Store) {
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
