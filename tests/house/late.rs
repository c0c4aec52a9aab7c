//! An office that learns late: one injured person, acts in one call, what is in hand in the end.

use serde_json::{Value, json};
use yiju_actions::accident_notice::AccidentNotice;
use yiju_actions::benefit_determination::BenefitDetermination;
use yiju_actions::case_event::{CaseEvent, CaseStep};
use yiju_actions::employee_enrollment::{EmployeeEnrollment, PersonRecord};
use yiju_actions::fact_correction::FactCorrection;
use yiju_actions::parameter_confirmation::ParameterConfirmation;
use yiju_actions::pay_batch::{PayBatch, PaymentOrder};
use yiju_actions::settlement::Settlement;
use yiju_actions::{Action, ActionError, Office};
use yiju_store::cases::due_lines;
use yiju_store::tables::{PaymentRow, SettlementLineRow};
use yiju_store::{Store, verify};
use yiju_terms::{Benefit, Money, Month};
use yiju_tests::{
    BENEFIT_HANDS, MANAGEMENT_HANDS, MEDICAL_HANDS, MONEY_HANDS, REGION, REGISTER_HANDS,
    application, day, employer, found,
};

pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

/// The codes of the refusals that an act came back with.
pub fn codes<T>(result: Result<T, ActionError>) -> Vec<&'static str> {
    match result {
        Ok(_) => Vec::new(),
        Err(ActionError::Refused(refusals)) => refusals.iter().map(|r| r.code).collect(),
        Err(ActionError::Fault(fault)) => panic!("{fault}"),
    }
}

/// Takes an application through the four hands of its family.
pub fn handle<A: Action + Clone>(office: &mut Office<'_>, key: &str, on: &str, proposal: A) {
    try_handle(office, key, on, proposal).unwrap();
}

pub fn try_handle<A: Action + Clone>(
    office: &mut Office<'_>,
    key: &str,
    on: &str,
    proposal: A,
) -> Result<i64, ActionError> {
    let item = yiju_actions::items::find(A::ITEM).unwrap();
    let hands = match item.family {
        "register" => &REGISTER_HANDS,
        "benefit" => &BENEFIT_HANDS,
        "medical" => &MEDICAL_HANDS,
        "money" => &MONEY_HANDS,
        _ => &MANAGEMENT_HANDS,
    };
    office.handle(hands, &application(key, on, proposal), day(on))
}

pub fn confirm(office: &mut Office<'_>, on: &str, parameter: &str, period: &str, value: &str) {
    let proposal = ParameterConfirmation {
        parameter: parameter.to_owned(),
        period: period.to_owned(),
        value: value.to_owned(),
        document: format!("测试文件{on}"),
    };
    handle(office, &format!("{parameter} {period} {on}"), on, proposal);
}

/// The notice of an injury of the one person.
pub fn notice_of(id: &str, injured_on: &str, noticed_on: &str) -> AccidentNotice {
    AccidentNotice {
        id: id.to_owned(),
        person_id: "P00000001".to_owned(),
        cover_kind: "employer".to_owned(),
        cover_id: "E0001".to_owned(),
        injured_on: day(injured_on),
        noticed_on: day(noticed_on),
        cause: "machine".to_owned(),
        body_part: "右手".to_owned(),
        severity: "serious".to_owned(),
        place: "车间".to_owned(),
        summary: "测试事故".to_owned(),
    }
}

/// A step of a case with its paper.
pub fn step(kind: &str, on: &str, detail: Value) -> CaseStep {
    CaseStep {
        kind: kind.to_owned(),
        happened_on: day(on),
        document: Some(format!("测{kind}〔{on}〕")),
        article: None,
        detail,
    }
}

/// Applied for, accepted and recognised on these days.
pub fn recognition(injury: &str, on: [&str; 3]) -> CaseEvent {
    let kinds = ["employer_applied", "accepted", "recognized"];
    CaseEvent {
        injury_id: injury.to_owned(),
        steps: kinds
            .iter()
            .zip(on)
            .map(|(kind, on)| step(kind, on, json!({})))
            .collect(),
    }
}

/// An employer with one person, hurt on 2023-03-10 and recognised.
pub fn injured<'s>(store: &'s mut Store, average_wage: &str) -> Office<'s> {
    let mut office = found(store);
    confirm(
        &mut office,
        "2023-01-10",
        "average_wage_for_contributions",
        "2023",
        "6000.00",
    );
    confirm(
        &mut office,
        "2023-01-10",
        "average_wage_for_benefits",
        "2023",
        average_wage,
    );
    handle(&mut office, "employer", "2023-01-16", employer("E0001"));
    let person = PersonRecord {
        name: "测试甲".to_owned(),
        id_number: "431123180001010019".to_owned(),
        migrant_worker: false,
        wage: Some(yuan("3000.00")),
    };
    let join = EmployeeEnrollment {
        cover_kind: "employer".to_owned(),
        cover_id: "E0001".to_owned(),
        from: day("2023-02-01"),
        people: vec![person],
    };
    handle(&mut office, "join", "2023-02-01", join);
    let notice = notice_of("G2023-001", "2023-03-10", "2023-03-11");
    handle(&mut office, "notice", "2023-03-13", notice);
    let recognized = recognition("G2023-001", ["2023-03-20", "2023-03-24", "2023-04-10"]);
    handle(&mut office, "recognized", "2023-04-11", recognized);
    office
}

/// Grade, mean of the own wage, and what else the case has.
pub fn case(grade: u8, mean: &str, extra: Value) -> Value {
    let mut case = json!({
        "region": REGION, "kind": "disability", "injured_on": "2023-03-10",
        "own_wage_mean": mean, "grade": grade, "appraised_on": "2023-08-01",
    });
    for (key, value) in extra.as_object().unwrap() {
        case[key] = value.clone();
    }
    case
}

pub fn decide(office: &mut Office<'_>, case: &Value, benefits: &[Benefit]) {
    let proposal = BenefitDetermination {
        subject_kind: "injury".to_owned(),
        subject_id: "G2023-001".to_owned(),
        decided_on: day("2023-08-15"),
        case: serde_json::from_value(case.clone()).unwrap(),
        benefits: benefits.to_vec(),
    };
    handle(office, "determination", "2023-08-15", proposal);
}

pub const THREE: &[Benefit] = &[
    Benefit::DisabilityLumpSum,
    Benefit::DisabilityAllowance,
    Benefit::AttendanceAllowance,
];

/// Everything that is due by the month, as a pay run.
pub fn run(store: &mut Store, of: &str) -> PayBatch {
    let mut payments = Vec::new();
    for due in due_lines(store, REGION).unwrap() {
        let months = if due.is_monthly {
            Month::year_months(2023)
                .chain(Month::year_months(2024))
                .collect()
        } else {
            vec![month(of)]
        };
        for m in months
            .into_iter()
            .filter(|m| *m <= month(of) && due.is_due(&m.to_string()))
        {
            payments.push(PaymentOrder {
                determination_id: due.determination_id,
                line: due.line,
                month: m,
                account_tail: "0000".to_owned(),
            });
        }
    }
    PayBatch {
        month: month(of),
        paid_on: month(of).last_day(),
        payments,
        signed: Vec::new(),
    }
}

pub fn pay(office: &mut Office<'_>, of: &str) {
    let batch = run(office.store, of);
    if !batch.payments.is_empty() {
        handle(
            office,
            &format!("pay {of} {:?}", batch.payments),
            &month(of).last_day().to_string(),
            batch,
        );
    }
}

pub fn settle(office: &mut Office<'_>, through: &str, on: &str) {
    let proposal = Settlement {
        through: month(through),
        settled_on: day(on),
        document: "测试通知".to_owned(),
    };
    handle(office, &format!("settle {on}"), on, proposal);
}

/// What the person has in hand or is asked to give back, by benefit.
pub fn in_hand(store: &mut Store, benefit: &str) -> Money {
    let paid = store
        .select::<PaymentRow>("benefit = $1", &[benefit.into()])
        .unwrap();
    let asked = store
        .select::<SettlementLineRow>(
            "benefit = $1 AND kind = 'recovery' AND payer = 'fund'",
            &[benefit.into()],
        )
        .unwrap();
    let paid: i64 = paid.iter().map(|row| row.amount_fen).sum();
    let asked: i64 = asked.iter().map(|row| row.before_fen - row.after_fen).sum();
    Money::from_fen(paid - asked)
}

/// The facts of the first determination, corrected.
pub fn correct(office: &mut Office<'_>, on: &str, case: &Value) {
    let proposal = FactCorrection {
        determination_id: 1,
        case: serde_json::from_value(case.clone()).unwrap(),
        reason: "核对更正".to_owned(),
        document: "更正材料".to_owned(),
    };
    handle(office, "correction", on, proposal);
}

/// The average wage of 2023 as it was published late.
pub fn publish(office: &mut Office<'_>, on: &str, average_wage: &str) {
    confirm(
        office,
        on,
        "average_wage_for_benefits",
        "2023",
        average_wage,
    );
}

/// Books balance, the chain holds, every row is as it was written.
pub fn assert_sound(store: &mut Store) {
    let breaks = verify::verify(store, REGION, None).unwrap().breaks;
    assert!(breaks.is_empty(), "{breaks:?}");
}

/// September was paid; then the injury turns out to be of 2022, a year whose average wage nobody brought.
pub fn cannot_be_worked_out(store: &mut Store) -> Office<'_> {
    let mut office = injured(store, "6284.00");
    let told = |injured_on: &str| {
        let extra = json!({"self_care_level": "partial", "injured_on": injured_on});
        case(4, "3000.00", extra)
    };
    decide(&mut office, &told("2023-03-10"), THREE);
    pay(&mut office, "2023-09");
    correct(&mut office, "2023-10-10", &told("2022-03-10"));
    office
}
