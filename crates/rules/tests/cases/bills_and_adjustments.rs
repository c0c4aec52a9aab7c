//! Worked cases of bills (travel, devices, rehabilitation) and of yearly adjustments, by hand.

use crate::common::{amount, benefits, book, items, not_due, paper, refusals, with, yuan};
use serde_json::{Value, json};
use yiju_lawbook::Confirmed;
use yiju_rules::adjustment::yearly_adjustment;
use yiju_rules::compensation::{for_death, for_disability};
use yiju_rules::{NoTrace, Sources};
use yiju_terms::{Benefit, DisabilityGrade, Money, Region};

fn bills(list: Value, papers: Value) -> Value {
    benefits(
        &json!({"region": "431123", "kind": "disability", "injured_on": "2025-03-10",
                     "expenses": list, "confirmed": papers}),
    )
}

fn travel(part: &str, total: &str, days: u16) -> Value {
    json!({"benefit": "travel_lodging_expense", "on": "2025-05-06", "amount": total, "approved": true,
           "part": part, "days": days})
}

#[test]
fn travel_out_of_the_area_needs_approval_and_the_standards_of_the_place() {
    let list = json!([
        travel("transport", "386.50", 0),
        travel("lodging", "1000.00", 3),
        travel("food", "120.00", 3)
    ]);
    let found = refusals(&bills(list.clone(), json!([])));
    let mut want = [
        "needs_document travel_transport_by_ticket 2025",
        "needs_document travel_lodging_per_day 2025",
        "needs_document travel_food_per_day 2025",
    ];
    want.sort_unstable();
    let mut found = found;
    found.sort();
    assert_eq!(found, want);
    // Lodging 3 × 200 = 600 of 1 000; food 3 × 50 = 150, but only 120 was spent; the ticket as it is.
    let papers = json!([
        paper("travel_transport_by_ticket", "2025", "true"),
        paper("travel_lodging_per_day", "2025", "200.00"),
        paper("travel_food_per_day", "2025", "50.00")
    ]);
    let out = bills(list, papers.clone());
    let amounts: Vec<&str> = items(&out, "travel_lodging_expense")
        .iter()
        .map(|line| line["amount"].as_str().unwrap())
        .collect();
    assert_eq!(amounts, ["386.50", "600.00", "120.00"]);
    let refused = with(travel("food", "120.00", 3), json!({"approved": false}));
    assert_eq!(
        not_due(&bills(json!([refused]), papers), "travel_lodging_expense"),
        ["not_approved"]
    );
}

fn leg(extra: Value) -> Value {
    let base = json!({"benefit": "assistive_device", "on": "2026-06-01", "amount": "32000.00",
                      "approved": true, "agreement_institution": true, "device": "大腿假肢"});
    with(base, extra)
}

#[test]
fn a_device_is_paid_up_to_its_limit_and_not_before_its_least_life_is_over() {
    let papers = json!([
        paper("assistive_device_limit.大腿假肢", "2026", "28000.00"),
        paper("assistive_device_life_months.大腿假肢", "2026", "48")
    ]);
    let out = bills(json!([leg(json!({}))]), papers.clone());
    assert_eq!(amount(&out, "assistive_device"), "28000.00");
    // Fitted on 1 June 2022: 48 months are over on 1 June 2026, not on 31 May.
    let again = |last: &str| {
        bills(
            json!([leg(json!({"last_fitted_on": last}))]),
            papers.clone(),
        )
    };
    assert_eq!(amount(&again("2022-06-01"), "assistive_device"), "28000.00");
    assert_eq!(
        not_due(&again("2022-06-02"), "assistive_device"),
        ["device_life_not_over"]
    );
    let elsewhere = bills(
        json!([leg(json!({"agreement_institution": false}))]),
        papers.clone(),
    );
    assert_eq!(
        not_due(&elsewhere, "assistive_device"),
        ["not_agreement_institution"]
    );
    let unconfirmed = bills(json!([leg(json!({"approved": false}))]), papers);
    assert_eq!(not_due(&unconfirmed, "assistive_device"), ["not_approved"]);
    let out = bills(json!([leg(json!({}))]), json!([]));
    assert_eq!(
        refusals(&out),
        ["needs_document assistive_device_limit.大腿假肢 2026"]
    );
}

#[test]
fn treatment_elsewhere_is_paid_in_an_emergency_only_and_other_diseases_never() {
    let bill = |extra: Value| {
        let base = json!({"benefit": "medical_expense", "on": "2025-03-10", "amount": "3210.98",
                          "agreement_institution": false});
        bills(json!([with(base, extra)]), json!([]))
    };
    assert_eq!(
        amount(&bill(json!({"emergency": true})), "medical_expense"),
        "3210.98"
    );
    assert_eq!(
        not_due(&bill(json!({})), "medical_expense"),
        ["not_agreement_institution"]
    );
    let other = bill(json!({"agreement_institution": true, "unrelated_disease": true}));
    assert_eq!(not_due(&other, "medical_expense"), ["unrelated_disease"]);
    let unsaid = bill(json!({"agreement_institution": null}));
    assert_eq!(
        refusals(&unsaid),
        ["needs_fact expenses.agreement_institution -"]
    );
}

#[test]
fn a_worker_of_a_project_without_a_provable_wage_has_the_average_by_a_paper() {
    let case = |papers: Value| {
        benefits(
            &json!({"region": "431123", "kind": "disability", "injured_on": "2025-03-10", "grade": 9,
                         "appraised_on": "2025-08-01", "wage_unproven_on_project": true, "confirmed": papers}),
        )
    };
    let average = paper("average_wage_for_benefits", "2025", "6787.00");
    let out = case(json!([average]));
    assert_eq!(
        refusals(&out),
        ["needs_document own_wage_project_worker 2025"]
    );
    // 9 × 6 787.
    let out = case(json!([
        average,
        paper("own_wage_project_worker", "2025", "average_wage")
    ]));
    assert_eq!(amount(&out, "disability_lump_sum"), "61083.00");
}

#[test]
fn an_unlawful_employer_compensates_once_and_the_fund_never() {
    let confirmed: Confirmed = serde_json::from_value(json!([paper(
        "average_wage_for_benefits",
        "2025",
        "6787.00"
    )]))
    .unwrap();
    let region: Region = "431123".parse().unwrap();
    let sources = Sources {
        book: book(),
        confirmed: &confirmed,
        region: &region,
    };
    let on = "2025-03-10".parse().unwrap();
    let grade = |grade: u8| {
        let grade = DisabilityGrade::new(grade).unwrap();
        for_disability(sources, grade, on, &mut NoTrace).unwrap()
    };
    // 6 787 × 12 = 81 444: sixteen times 1 303 104, once 81 444; a death 30 × 54 188 = 1 625 640.
    assert_eq!(
        (grade(1), grade(10)),
        (yuan("1303104.00"), yuan("81444.00"))
    );
    assert_eq!(
        for_death(sources, on, &mut NoTrace).unwrap(),
        yuan("1625640.00")
    );
    let none = Sources {
        confirmed: &Confirmed::NONE,
        ..sources
    };
    let grade_one = DisabilityGrade::new(1).unwrap();
    assert!(for_disability(none, grade_one, on, &mut NoTrace).is_err());
}

fn adjusted(papers: &[Value], since: &str) -> Result<(Money, Money), Vec<String>> {
    let confirmed: Confirmed = serde_json::from_value(json!(papers)).unwrap();
    let region: Region = "431123".parse().unwrap();
    let sources = Sources {
        book: book(),
        confirmed: &confirmed,
        region: &region,
    };
    let found = yearly_adjustment(
        sources,
        Benefit::DisabilityAllowance,
        "4",
        yuan("4013.06"),
        since.parse().unwrap(),
        "2025-01".parse().unwrap(),
        &mut NoTrace,
    );
    let found = found.map_err(|all| {
        let one = |refusal: &yiju_terms::Refusal| refusal.arg("parameter").unwrap().to_owned();
        all.iter().map(one).collect::<Vec<_>>()
    })?;
    Ok((found.after, found.back_pay("2025-09".parse().unwrap())))
}

#[test]
fn a_yearly_adjustment_needs_its_notice_and_reaches_back_to_january() {
    let notice = [
        paper(
            "adjustments.disability_allowance.entitled_before",
            "2025",
            "2025-01-01",
        ),
        paper("adjustments.disability_allowance.fixed.4", "2025", "60.00"),
        paper("adjustments.disability_allowance.percent.4", "2025", "2.5"),
    ];
    // 4 013.06 + 60 + 4 013.06 × 2.5 % = 4 173.3865 → 4 173.39; nine months of 160.33 = 1 442.97.
    assert_eq!(
        adjusted(&notice, "2023-09-01"),
        Ok((yuan("4173.39"), yuan("1442.97")))
    );
    // Entitled on the cut-off day or later: as before.
    assert_eq!(
        adjusted(&notice, "2025-01-01"),
        Ok((yuan("4013.06"), yuan("0.00")))
    );
    let missing = adjusted(&notice[..1], "2023-09-01").unwrap_err();
    assert_eq!(
        missing,
        [
            "adjustments.disability_allowance.fixed.4",
            "adjustments.disability_allowance.percent.4"
        ]
    );
}
