//! Rows of the small office, one function each.

use yiju_store::tables::*;
use yiju_store::{Effect, Store, partitions, schema};

pub(crate) const REGION: &str = "431123";
pub(crate) const YEAR: i16 = 2023;

pub(crate) fn s(text: &str) -> String {
    text.to_owned()
}

pub(crate) fn open(store: &mut Store) {
    schema::prepare(store).unwrap();
    partitions::attach(store, REGION).unwrap();
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
pub(crate) fn matter(
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

pub(crate) fn employer(effect: &mut Effect<'_>, id: &str, from: &str, state: &str, industry: &str) {
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

pub(crate) fn person(effect: &mut Effect<'_>, id: &str) {
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

pub(crate) fn cover(
    effect: &mut Effect<'_>,
    kind: &str,
    cover: &str,
    person: &str,
    from: &str,
    state: &str,
) {
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
pub(crate) fn register(effect: &mut Effect<'_>) {
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

pub(crate) fn assessment(
    effect: &mut Effect<'_>,
    month: &str,
    amount: i64,
    local: i64,
    temporary: i64,
) {
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

/// Account, debit, credit, budget line, purchase.
pub(crate) struct Line<'a>(
    pub &'a str,
    pub i64,
    pub i64,
    pub Option<&'a str>,
    pub Option<&'a str>,
);

pub(crate) fn voucher(
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

pub(crate) fn receipt(effect: &mut Effect<'_>, id: i64, month: &str, on: &str, amount: i64) {
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
