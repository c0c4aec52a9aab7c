//! Worked cases of death benefits, by hand.

use crate::common::{
    amount, benefits, child, death, items, not_due, paper, payer, refusals, spouse, with,
};
use serde_json::{Value, json};

#[test]
fn the_death_lump_sum_follows_the_year_of_the_injury() {
    let at = |injured: &str, died: &str| {
        let out = benefits(&death(json!({"injured_on": injured, "died_on": died})));
        amount(&out, "death_lump_sum")
    };
    assert_eq!(at("2025-12-30", "2026-01-05"), "1083760.00");
    assert_eq!(at("2024-12-30", "2025-01-05"), "1036420.00");
    assert_eq!(at("2021-05-05", "2021-05-06"), "876680.00");
    // The income of 2025 is not verified yet.
    let out = benefits(&death(
        json!({"injured_on": "2026-01-05", "died_on": "2026-01-06"}),
    ));
    let stopped = refusals(&out);
    assert!(
        stopped.contains(&"needs_document disposable_income 2025".to_owned()),
        "{stopped:?}"
    );
}

#[test]
fn the_income_announced_at_the_time_is_used() {
    for (injured, statistical_year, income, want) in [
        ("2013-05-05", "2012", "24565.00", "491300.00"),
        ("2011-05-05", "2010", "19109.00", "382180.00"),
        ("2026-05-05", "2025", "56502.00", "1130040.00"),
    ] {
        let papers = [paper("disposable_income", statistical_year, income)];
        let out = benefits(&death(json!({
            "injured_on": injured, "died_on": injured, "confirmed": papers})));
        assert_eq!(amount(&out, "death_lump_sum"), want);
    }
}

#[test]
fn a_funeral_grant_is_six_average_wages_of_the_year_of_death() {
    for (year, average, want) in [
        ("2025", "6787.00", "40722.00"),
        ("2025", "7694.00", "46164.00"),
        ("2026", "6843.00", "41058.00"),
    ] {
        let out = benefits(&death(json!({
            "injured_on": "2025-12-30", "died_on": format!("{year}-12-31"),
            "after_injury_leave": false,
            "confirmed": [paper("average_wage_for_benefits", year, average)]})));
        assert_eq!(amount(&out, "funeral_grant"), want);
        assert_eq!(payer(&out, "funeral_grant"), "fund");
    }
}

/// The amounts of the dependents in their order.
fn pensions(dependents: Value) -> Vec<String> {
    let out = benefits(&death(json!({"dependents": dependents})));
    let lines = items(&out, "survivor_pension");
    lines
        .iter()
        .map(|line| line["amount"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn survivor_pensions_of_spouse_and_one_child() {
    let out = benefits(&death(
        json!({"dependents": [spouse(), child("2015-06-15")]}),
    ));
    let lines = items(&out, "survivor_pension");
    let amounts = [&lines[0]["amount"], &lines[1]["amount"]];
    assert_eq!(amounts, ["2140.30", "1605.23"]);
    assert_eq!(
        [&lines[0]["dependent"], &lines[1]["dependent"]],
        [&json!(0), &json!(1)]
    );
    assert_eq!(
        [&lines[0]["until"], &lines[1]["until"]],
        [&json!(null), &json!("2033-06-14")]
    );
    assert_eq!(
        [&lines[0]["from"], &lines[0]["paid"]],
        ["2025-04-01", "monthly"]
    );
}

#[test]
fn survivor_pensions_of_one_hundred_percent_make_the_own_wage_to_the_fen() {
    let found = pensions(json!([spouse(), child("2015-06-15"), child("2017-06-15")]));
    assert_eq!(found, ["2140.30", "1605.23", "1605.22"]);
}

#[test]
fn survivor_pensions_over_the_own_wage_are_cut_in_proportion() {
    let three = [
        child("2015-06-15"),
        child("2017-06-15"),
        child("2019-06-15"),
    ];
    let [a, b, c] = three;
    let found = pensions(json!([spouse(), a, b, c]));
    assert_eq!(found, ["1646.38", "1234.79", "1234.79", "1234.79"]);
}

#[test]
fn an_orphan_has_ten_points_more() {
    let orphan = with(child("2015-06-15"), json!({"orphan_or_lone": true}));
    assert_eq!(pensions(json!([orphan])), ["2140.30"]);
}

#[test]
fn dependents_are_judged_on_the_day_of_death() {
    let dependents = json!([
        {"relation": "spouse", "birth": "1973-01-01", "sex": "female", "relied_on": true},
        {"relation": "parent", "birth": "1965-03-12", "sex": "male", "relied_on": true},
        {"relation": "parent", "birth": "1970-03-13", "sex": "female", "relied_on": true},
        {"relation": "parent", "birth": "1970-03-12", "sex": "female", "relied_on": true},
        child("2007-03-12"), child("2007-03-13"),
        with(child("2000-01-01"), json!({"no_capacity": true})),
        with(child("2015-01-01"), json!({"relied_on": false})),
        {"relation": "sibling", "birth": "2015-01-01", "sex": "male", "relied_on": true, "condition_met": false},
    ]);
    let out = benefits(&death(json!({"dependents": dependents})));
    let lines = items(&out, "survivor_pension");
    let entitled: Vec<_> = lines
        .iter()
        .map(|line| line["dependent"].as_u64().unwrap())
        .collect();
    // Two parents, one child of 17, one child without capacity: 120 %, cut to the wage.
    assert_eq!(entitled, [1, 3, 5, 6]);
    let codes = [
        "under_age",
        "under_age",
        "of_age",
        "did_not_rely_on",
        "kin_condition_not_met",
    ];
    assert_eq!(not_due(&out, "survivor_pension"), codes);
    let last_day = lines[2]["until"].as_str().unwrap();
    assert_eq!(last_day, "2025-03-12");
}

#[test]
fn grades_one_to_four_after_the_leave_have_no_death_lump_sum() {
    let after = |grade: u8| {
        benefits(&death(json!({
            "injured_on": "2023-01-01", "grade": grade, "after_injury_leave": true,
            "dependents": [spouse()],
            "confirmed": [paper("average_wage_for_benefits", "2023", "6284.00"),
                          paper("average_wage_for_benefits", "2025", "6787.00")]})))
    };
    let out = after(3);
    assert_eq!(amount(&out, "death_lump_sum"), "-");
    assert_eq!(not_due(&out, "death_lump_sum"), ["death_after_leave"]);
    assert_eq!(amount(&out, "funeral_grant"), "40722.00");
    assert_eq!(amount(&out, "survivor_pension"), "2140.30");
    let out = after(7);
    assert_eq!(out["items"], json!([]));
    assert_eq!(out["not_due"].as_array().unwrap().len(), 3);
}

#[test]
fn a_late_death_must_say_whether_the_leave_was_over() {
    let out = benefits(&death(json!({"injured_on": "2023-01-01", "confirmed": [
        paper("average_wage_for_benefits", "2025", "6787.00")]})));
    assert!(refusals(&out).contains(&"needs_fact after_injury_leave -".to_owned()));
    assert_eq!(amount(&out, "funeral_grant"), "40722.00");
}
