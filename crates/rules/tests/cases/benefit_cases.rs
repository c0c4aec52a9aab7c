//! Worked cases of disability benefits and of the answer as a whole, by hand.

use crate::common::{
    amount, benefits, child, death, disability, items, not_due, paper, payer, problems, refusals,
    spouse,
};
use serde_json::{Value, json};

/// A grade with its own wage mean.
fn graded(grade: u8, mean: &str) -> Value {
    benefits(&disability(json!({"grade": grade, "own_wage_mean": mean})))
}

fn own_wage(mean: &str) -> (String, String, String) {
    let out = graded(10, mean);
    let text = |field: &str| out["own_wage"][field].as_str().unwrap().to_owned();
    (text("amount"), text("floor"), text("ceiling"))
}

#[test]
fn the_own_wage_keeps_to_unrounded_bounds() {
    let bounds = |amount: &str| {
        (
            amount.to_owned(),
            "4072.20".to_owned(),
            "20361.00".to_owned(),
        )
    };
    assert_eq!(own_wage("3000.00"), bounds("4072.20"));
    assert_eq!(own_wage("5350.75"), bounds("5350.75"));
    assert_eq!(own_wage("25000.00"), bounds("20361.00"));
}

#[test]
fn the_mean_of_twelve_months_is_not_rounded() {
    // 11 × 5 000 + 5 000.07 = 60 000.07; ÷ 12 × 7 = 35 000.040833…
    let mut wages: Vec<Value> = (3..=12)
        .map(|month| json!({"month": format!("2024-{month:02}"), "amount": "5000.00"}))
        .collect();
    wages.push(json!({"month": "2025-01", "amount": "5000.00"}));
    wages.push(json!({"month": "2025-02", "amount": "5000.07"}));
    let mut case = disability(json!({"grade": 10, "contribution_wages": wages}));
    case.as_object_mut().unwrap().remove("own_wage_mean");
    let out = benefits(&case);
    assert_eq!(out["own_wage"]["mean"], "5000.01");
    assert_eq!(amount(&out, "disability_lump_sum"), "35000.04");
}

#[test]
fn fewer_than_twelve_months_need_a_paper() {
    let mut case = disability(json!({"grade": 10, "contribution_wages": [
        {"month": "2025-01", "amount": "5000.00"}, {"month": "2025-02", "amount": "5200.00"}]}));
    case.as_object_mut().unwrap().remove("own_wage_mean");
    let out = benefits(&case);
    assert_eq!(
        refusals(&out),
        ["needs_document own_wage_short_record 2025"]
    );
    assert_eq!(out["refusals"][0]["stops"], json!(["disability_lump_sum"]));
    let rows = case["confirmed"].as_array_mut().unwrap();
    rows.push(paper(
        "own_wage_short_record",
        "2025",
        "mean_of_actual_months",
    ));
    assert_eq!(amount(&benefits(&case), "disability_lump_sum"), "35700.00");
}

#[test]
fn disability_lump_sums_of_all_grades() {
    let months = [27, 25, 23, 21, 18, 16, 13, 11, 9, 7];
    for (grade, months) in (1..).zip(months) {
        let out = graded(grade, "5350.75");
        let fen = 535_075 * months;
        let want = format!("{}.{:02}", fen / 100, fen % 100);
        assert_eq!(amount(&out, "disability_lump_sum"), want, "grade {grade}");
        assert_eq!(payer(&out, "disability_lump_sum"), "fund");
    }
    assert_eq!(
        amount(&graded(7, "5350.75"), "disability_lump_sum"),
        "69559.75"
    );
    assert_eq!(
        amount(&graded(6, "5350.75"), "disability_lump_sum"),
        "85612.00"
    );
    assert_eq!(
        amount(&graded(5, "5350.75"), "disability_lump_sum"),
        "96313.50"
    );
}

#[test]
fn the_floor_of_the_own_wage_is_not_rounded_before_it_is_multiplied() {
    assert_eq!(
        amount(&graded(9, "3000.00"), "disability_lump_sum"),
        "36649.80"
    );
}

#[test]
fn grade_one_at_the_ceiling() {
    let out = graded(1, "25000.00");
    assert_eq!(amount(&out, "disability_lump_sum"), "549747.00");
    assert_eq!(amount(&out, "disability_allowance"), "18324.90");
    assert_eq!(payer(&out, "disability_allowance"), "fund");
}

#[test]
fn allowances_of_grades_five_and_six_are_the_employers_and_round_half_up() {
    let out = graded(5, "5350.75");
    assert_eq!(amount(&out, "disability_allowance"), "3745.53");
    assert_eq!(payer(&out, "disability_allowance"), "employer");
    assert_eq!(items(&out, "disability_allowance")[0]["from"], "2025-09-01");
    assert_eq!(
        amount(&graded(6, "5350.75"), "disability_allowance"),
        "3210.45"
    );
    assert_eq!(amount(&graded(7, "5350.75"), "disability_allowance"), "-");
    let working = disability(json!({"grade": 6, "suitable_work": true}));
    let out = benefits(&working);
    assert_eq!(amount(&out, "disability_allowance"), "-");
    assert_eq!(not_due(&out, "disability_allowance"), ["suitable_work"]);
}

#[test]
fn a_pension_lower_than_the_allowance_is_topped_up() {
    let case = disability(json!({
        "grade": 4, "own_wage_mean": "3000.00", "birth": "1964-06-01",
        "retirement_category": "male60", "pension": "2350.50"}));
    // 4 072.20 × 75 % = 3 054.15
    assert_eq!(amount(&benefits(&case), "disability_allowance"), "703.65");
    let mut case = case;
    case.as_object_mut().unwrap().remove("pension");
    assert_eq!(refusals(&benefits(&case)), ["needs_fact pension -"]);
    assert_eq!(
        amount(&graded(4, "3000.00"), "disability_allowance"),
        "3054.15"
    );
}

#[test]
fn the_minimum_wage_is_the_floor_of_an_allowance() {
    // The average wage of the case gives an own wage of 1 973.33…: 75 % of it is 1 480.00.
    let case = |minimum: Option<&str>| {
        let mut papers = vec![paper("average_wage_for_benefits", "2025", "3000.00")];
        papers.extend(minimum.map(|value| paper("minimum_wage", "2025", value)));
        let case = json!({"grade": 4, "own_wage_mean": "1973.33", "confirmed": papers});
        benefits(&disability(case))
    };
    // 1 973.33 × 75 % = 1 479.9975
    assert_eq!(amount(&case(None), "disability_allowance"), "1480.00");
    let out = case(Some("1550.00"));
    assert_eq!(amount(&out, "disability_allowance"), "1550.00");
    let trace = items(&out, "disability_allowance")[0]["trace"]
        .as_array()
        .unwrap();
    let top_up = trace
        .iter()
        .find(|step| step["step"] == "minimum_wage_top_up")
        .unwrap();
    assert_eq!(top_up["value"], "70.00");
    assert_eq!(
        amount(&case(Some("1400.00")), "disability_allowance"),
        "1480.00"
    );
}

#[test]
fn attendance_allowances_follow_the_average_wage_not_the_own_wage() {
    for (average, total, major, partial) in [
        ("6787.00", "3393.50", "2714.80", "2036.10"),
        ("7694.00", "3847.00", "3077.60", "2308.20"),
    ] {
        for (level, want) in [("total", total), ("major", major), ("partial", partial)] {
            let out = benefits(&disability(json!({
                "grade": 2, "self_care_level": level,
                "confirmed": [paper("average_wage_for_benefits", "2025", average)]})));
            assert_eq!(amount(&out, "attendance_allowance"), want);
            assert_eq!(payer(&out, "attendance_allowance"), "fund");
        }
    }
}

#[test]
fn an_attendance_allowance_needs_the_average_wage_of_the_year_paid_for() {
    let out = benefits(&disability(json!({
        "grade": 2, "self_care_level": "total", "as_of": "2026-03-01"})));
    assert_eq!(
        refusals(&out),
        ["needs_document average_wage_for_benefits 2026"]
    );
    assert_eq!(amount(&out, "disability_lump_sum"), "133768.75");
}

#[test]
fn an_old_service_wound_has_everything_but_the_lump_sum() {
    let out = benefits(&disability(json!({
        "grade": 2, "recognized_under": "15(3)", "self_care_level": "total"})));
    assert_eq!(amount(&out, "disability_lump_sum"), "-");
    assert_eq!(not_due(&out, "disability_lump_sum"), ["old_service_wound"]);
    assert_eq!(amount(&out, "disability_allowance"), "4548.14");
    assert_eq!(amount(&out, "attendance_allowance"), "3393.50");
}

fn in_hospital(stays: Value) -> Value {
    json!({
        "region": "431123", "kind": "disability", "injured_on": "2021-12-20", "hospital": stays,
        "confirmed": [paper("hospital_meal_per_day", "2021", "10.00"),
                      paper("hospital_meal_per_day", "2022", "20.00"),
                      paper("hospital_meal_per_day", "2023", "20.00")]})
}

#[test]
fn hospital_meals_by_day_without_the_day_of_discharge() {
    let meals = |stays: Value| amount(&benefits(&in_hospital(stays)), "hospital_meal_allowance");
    // 23 days at 20 yuan.
    assert_eq!(
        meals(json!([{"from": "2023-03-10", "to": "2023-04-02"}])),
        "460.00"
    );
    // 7 days at 10 and 4 days at 20.
    assert_eq!(
        meals(json!([{"from": "2021-12-25", "to": "2022-01-05"}])),
        "150.00"
    );
    let both = json!([{"from": "2021-12-25", "to": "2022-01-05"}, {"from": "2022-01-05", "to": "2022-01-06"}]);
    assert_eq!(meals(both), "170.00");
    let out = benefits(&in_hospital(
        json!([{"from": "2023-03-10", "to": "2023-03-10"}]),
    ));
    assert_eq!(
        not_due(&out, "hospital_meal_allowance"),
        ["no_day_in_hospital"]
    );
}

#[test]
fn hospital_meals_need_the_standard_of_each_year() {
    let mut case = in_hospital(json!([{"from": "2021-12-25", "to": "2022-01-05"}]));
    case["confirmed"] = json!([]);
    let want = [
        "needs_document hospital_meal_per_day 2021",
        "needs_document hospital_meal_per_day 2022",
    ];
    assert_eq!(refusals(&benefits(&case)), want);
}

#[test]
fn a_refusal_stops_only_what_needs_the_figure() {
    let out = benefits(&death(json!({"confirmed": [], "dependents": [spouse()]})));
    assert_eq!(amount(&out, "death_lump_sum"), "1083760.00");
    assert_eq!(
        refusals(&out),
        ["needs_document average_wage_for_benefits 2025"]
    );
    assert_eq!(
        out["refusals"][0]["stops"],
        json!(["funeral_grant", "survivor_pension"])
    );
    assert!(out["own_wage"].is_null());
}

#[test]
fn what_rests_on_a_paper_says_so_and_what_does_not_does_not() {
    let out = benefits(&death(json!({})));
    assert_eq!(
        items(&out, "death_lump_sum")[0]["provisional"],
        json!(false)
    );
    assert_eq!(items(&out, "funeral_grant")[0]["provisional"], json!(true));
    let trace = items(&out, "funeral_grant")[0]["trace"].as_array().unwrap();
    assert!(trace.iter().any(|step| step["document"] == "测试文件"));
}

#[test]
fn the_case_of_the_contract() {
    let out = benefits(&json!({
        "region": "431123", "kind": "disability", "injured_on": "2023-03-10",
        "recognized_under": "14(1)", "own_wage_mean": "5350.75",
        "contribution_wages": [{"month": "2022-03", "amount": "5350.75"}],
        "grade": 6, "appraised_on": "2023-08-01", "self_care_level": "major",
        "birth": "1966-07-01", "sex": "male", "retirement_category": "male60",
        "leaving": {"on": "2024-02-29", "reason": "resigned"},
        "hospital": [{"from": "2023-03-10", "to": "2023-04-02", "out_of_area": false}],
        "as_of": "2024-02-29",
        "confirmed": [paper("average_wage_for_benefits", "2023", "6284.00")]}));
    assert_eq!(amount(&out, "disability_lump_sum"), "85612.00");
    assert_eq!(amount(&out, "disability_allowance"), "3210.45");
    // Two full years to 2026-07-01: 40 % of 18 and of 30 months.
    assert_eq!(amount(&out, "medical_lump_sum"), "38525.40");
    assert_eq!(amount(&out, "employment_lump_sum"), "64209.00");
    let want = [
        "needs_document hospital_meal_per_day 2023",
        "needs_document average_wage_for_benefits 2024",
    ];
    assert_eq!(refusals(&out), want);
    assert_eq!(out["own_wage"]["floor"], "3770.40");
    assert_eq!(out["own_wage"]["ceiling"], "18852.00");
}

#[test]
fn all_problems_are_reported_at_once() {
    let case = json!({
        "region": "991123", "kind": "disability", "injured_on": "2023-02-30", "grade": 11,
        "own_wage_mean": "-5.00", "sex": "male", "retirement_category": "female50",
        "hospital": [{"from": "2023-03-10", "to": "2023-03-05"}, {"from": "2023-05-01", "to": "2023-05-10"},
                     {"from": "2023-05-09", "to": "2023-05-12"}],
        "contribution_wages": [{"month": "2023-13", "amount": "99999999.00"}],
        "leaving": {"on": "2024-01-01", "reason": "fired"}, "colour": "red"});
    let mut found = problems(&case);
    found.sort();
    let mut want = [
        "unknown_field colour",
        "unknown_region region",
        "bad_date injured_on",
        "bad_grade grade",
        "not_positive own_wage_mean",
        "category_and_sex retirement_category",
        "dates_out_of_order hospital[0].to",
        "stays_overlap hospital[2]",
        "bad_month contribution_wages[0].month",
        "absurd_amount contribution_wages[0].amount",
        "unknown_word leaving.reason",
    ];
    want.sort_unstable();
    assert_eq!(found, want);
}

#[test]
fn a_death_before_the_injury_and_kin_born_later_are_problems() {
    let case = death(json!({
        "died_on": "2025-03-01", "leaving": {"on": "2025-03-11", "reason": "resigned"},
        "dependents": [spouse(), spouse(), child("2027-01-01")]}));
    let want = [
        "dates_out_of_order died_on",
        "dates_out_of_order died_on",
        "only_for_disability leaving",
        "two_spouses dependents[1].relation",
        "absurd_date dependents[2].birth",
    ];
    assert_eq!(problems(&case), want);
}

#[test]
fn a_field_given_twice_is_a_problem() {
    let text = disability(json!({"grade": 7})).to_string();
    let twice = text.replacen("\"grade\":7", "\"grade\":7,\"grade\":5", 1);
    let found = yiju_rules::read_benefit_case(&twice, crate::common::book()).unwrap_err();
    assert_eq!(found[0].code, "key_twice");
}
