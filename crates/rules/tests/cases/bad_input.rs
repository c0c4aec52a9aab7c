//! Bad input: every problem of a case at once, nothing worked out.

use crate::common::{book, child, death, disability, paper, problems, spouse, with};
use serde_json::{Value, json};
use yiju_terms::Lang;

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

fn check(case: &Value, want: &[&str]) {
    let want = sorted(want.iter().map(|text| (*text).to_owned()).collect());
    assert_eq!(sorted(problems(case)), want);
}

#[test]
fn everything_wrong_with_one_case_is_said_in_one_pass() {
    let case = json!({
        "region": "991123", "kind": "death", "injured_on": "2023-02-29", "died_on": "2023-01-01",
        "grade": 0, "own_wage_mean": "-1.00", "advance_requested": true,
        "enrollments": [{"employer": "E1", "from": "2022-01-01"},
                        {"employer": "E1", "from": "2022-06-01", "until": "2022-05-01"}],
        "expenses": [{"benefit": "funeral_grant", "on": "2023-13-01", "amount": "999999999.00"},
                     {"benefit": "medical_expense", "on": "2023-03-01", "amount": "10.00",
                      "third_party_paid": "10.01"}],
        "injury_leave": {"from": "2023-03-10", "until": "2023-03-09", "monthly_pay": "0.00"},
        "pauses": [{"cause": "tired", "from": "2023-00"}]});
    check(
        &case,
        &[
            "unknown_region region",
            "bad_date injured_on",
            "bad_grade grade",
            "not_positive own_wage_mean",
            "only_for_missing advance_requested",
            "dates_out_of_order enrollments[1].until",
            "not_paid_by_bills expenses[0].benefit",
            "bad_date expenses[0].on",
            "absurd_amount expenses[0].amount",
            "part_over_whole expenses[1].third_party_paid",
            "dates_out_of_order injury_leave.until",
            "not_positive injury_leave.monthly_pay",
            "unknown_word pauses[0].cause",
            "bad_month pauses[0].from",
            "only_for_disability pauses",
        ],
    );
}

#[test]
fn grades_and_days_outside_their_lists_are_problems() {
    for (grade, is_bad) in [
        (json!(0), true),
        (json!(11), true),
        (json!(-1), true),
        (json!("7"), true),
        (json!(10), false),
    ] {
        let case = disability(json!({"grade": grade}));
        let found = yiju_rules::read_benefit_case(&case.to_string(), book());
        assert_eq!(found.is_err(), is_bad, "{grade}");
    }
    for day in [
        "2025-02-30",
        "2025-13-01",
        "2025-3-1",
        "20250310",
        "",
        "yesterday",
    ] {
        let found = problems(&disability(json!({"grade": 7, "injured_on": day})));
        assert!(
            found.contains(&"bad_date injured_on".to_owned()),
            "{day}: {found:?}"
        );
    }
}

#[test]
fn a_death_lies_not_before_its_injury_nor_kin_out_of_the_world() {
    let case = death(json!({
        "died_on": "2025-03-09", "dependents": [spouse(), child("1890-01-01")],
        "dependent_events": [{"dependent": 2, "event": "died", "on": "2025-04-01"},
                             {"dependent": 1, "event": "remarried", "on": "2025-01-01"},
                             {"dependent": 0, "event": "employed", "on": "2025-05-01", "until": "2025-06-01"}]}));
    check(
        &case,
        &[
            "dates_out_of_order died_on",
            "absurd_date dependents[1].birth",
            "no_such_dependent dependent_events[0].dependent",
            "event_does_not_fit dependent_events[1].event",
            "dates_out_of_order dependent_events[1].on",
            "event_has_no_end dependent_events[2].until",
        ],
    );
}

#[test]
fn enrollments_with_one_employer_must_not_overlap_and_must_cover_the_injury() {
    let at = |rows: Value| disability(json!({"grade": 7, "enrollments": rows}));
    // Two employers at one time are lawful.
    let two = at(
        json!([{"employer": "E1", "from": "2024-01-01"}, {"employer": "E2", "from": "2024-06-01"}]),
    );
    assert!(yiju_rules::read_benefit_case(&two.to_string(), book()).is_ok());
    // One day in both is an overlap, the next day is not.
    let rows = |from: &str| {
        at(
            json!([{"employer": "E1", "from": "2024-01-01", "until": "2024-12-31"},
                  {"employer": "E1", "from": from}]),
        )
    };
    check(&rows("2024-12-31"), &["enrollments_overlap enrollments[1]"]);
    assert!(yiju_rules::read_benefit_case(&rows("2025-01-01").to_string(), book()).is_ok());
    check(
        &at(json!([{"employer": "E1", "from": "2025-03-11"}])),
        &["not_enrolled_at_injury enrollments"],
    );
}

#[test]
fn wages_below_zero_or_beyond_reason_are_problems_each_in_its_row() {
    let case = disability(json!({
        "grade": 7, "own_wage_mean": null,
        "contribution_wages": [{"month": "2025-02", "amount": "-0.01"}, {"month": "2025-02", "amount": "1000000.01"},
                               {"month": "2025-03", "amount": "5000.00"}, {"month": "2024-02", "amount": "5,000"}]}));
    check(
        &case,
        &[
            "not_positive contribution_wages[0].amount",
            "month_twice contribution_wages[1].month",
            "absurd_amount contribution_wages[1].amount",
            "month_outside contribution_wages[2].month",
            "month_outside contribution_wages[3].month",
            "bad_amount contribution_wages[3].amount",
        ],
    );
}

#[test]
fn a_contribution_case_says_all_that_is_wrong_with_it() {
    let text = json!({"region": "4311", "month": "2023-6", "kind": "employer", "risk_class": 9,
                      "total_wages": "0.00", "experience_tier": 120, "wages": "1.00"});
    let found = yiju_rules::read_contribution_case(&text.to_string(), book()).unwrap_err();
    let found: Vec<String> = found
        .iter()
        .map(|p| format!("{} {}", p.code, p.field))
        .collect();
    let want = [
        "unknown_field wages",
        "bad_region region",
        "bad_month month",
        "bad_risk_class risk_class",
        "not_positive total_wages",
        "bad_tier experience_tier",
    ];
    assert_eq!(sorted(found), sorted(want.map(str::to_owned).to_vec()));
}

#[test]
fn a_missing_person_has_no_grade_and_no_death() {
    let case = json!({"region": "431123", "kind": "missing", "injured_on": "2025-03-10", "grade": 3,
                      "died_on": "2026-01-01"});
    check(
        &case,
        &[
            "only_for_death died_on",
            "only_for_disability grade",
            "nothing_to_determine dependents",
        ],
    );
}

#[test]
fn figures_from_papers_are_checked_with_the_rest_of_the_case() {
    let case = disability(json!({"grade": 11, "confirmed": [
        paper("average_wage_for_benefits", "2025", "-1"),
        paper("no_such", "2025", "1"),
        {"parameter": "average_wage_for_benefits", "period": "23", "value": 5, "document": " "},
        paper("hospital_meal_per_day", "2025", "30.00"),
        paper("hospital_meal_per_day", "2025", "40.00"),
    ]}));
    check(
        &case,
        &[
            "bad_grade grade",
            "confirmed_yuan confirmed[0].value",
            "confirmed_unknown confirmed[1].parameter",
            "confirmed_year confirmed[2].period",
            "want_text confirmed[2].value",
            "want_text confirmed[2].document",
            "confirmed_twice confirmed[4].value",
        ],
    );
    let text = json!({"region": "431123", "month": "2023-06", "kind": "employer", "risk_class": 4,
    "total_wages": "1.00", "confirmed": [
        paper("contributions.industry_base_rate.4", "2023", "-0.50"),
        paper("contributions.temporary_reduction.percent", "2023", "500"),
    ]});
    let found = yiju_rules::read_contribution_case(&text.to_string(), book()).unwrap_err();
    let found: Vec<String> = found.iter().map(|p| p.message(Lang::Zh)).collect();
    assert_eq!(
        found,
        [
            "“confirmed[0].value”：“行业基准费率”（contributions.industry_base_rate.4）的数值不能是“-0.50”。\
             应是0.01至10.00的百分数，不带百分号，如 0.90。",
            "“confirmed[1].value”：“阶段性降低费率的幅度”（contributions.temporary_reduction.percent）的数值不能是“500”。\
             应是0.00至100.00的百分数，不带百分号，如 0.90。",
        ]
    );
}

/// `code field` of every problem of a contribution case.
fn of_contribution(extra: Value) -> Vec<String> {
    let base = json!({"region": "431123", "month": "2023-06", "kind": "employer", "risk_class": 4,
                      "total_wages": "512340.00"});
    let text = with(base, extra).to_string();
    let found = yiju_rules::read_contribution_case(&text, book());
    let found = found.err().unwrap_or_default().into_iter();
    found.map(|p| format!("{} {}", p.code, p.field)).collect()
}

#[test]
fn a_tier_that_no_class_has_is_told_with_everything_else() {
    let wrong = json!({"risk_class": 9, "experience_tier": "7", "total_wages": "-1.00", "month": "2023-13"});
    let want = [
        "bad_month month",
        "bad_risk_class risk_class",
        "not_positive total_wages",
        "unknown_tier experience_tier",
    ];
    assert_eq!(of_contribution(wrong), want);
    assert_eq!(
        of_contribution(json!({"experience_tier": "110"})),
        ["unknown_tier experience_tier"]
    );
    // Class 1 has no tier 50: that is refused with its article, not a wrong input.
    assert_eq!(
        of_contribution(json!({"risk_class": 1, "experience_tier": "50"})),
        [""; 0]
    );
}

#[test]
fn days_and_months_lie_within_reason_whichever_they_are() {
    for month in ["0000-06", "9999-12", "1949-12"] {
        let found = of_contribution(json!({"month": month}));
        assert_eq!(found, ["month_out_of_range month"], "{month}");
    }
    let far = disability(
        json!({"grade": 3, "appraised_on": "2099-01-01", "as_of": "9999-12-31",
                                "birth": "0990-01-01"}),
    );
    check(
        &far,
        &[
            "absurd_date birth",
            "day_out_of_range appraised_on",
            "day_out_of_range as_of",
        ],
    );
    let early = disability(json!({"grade": 3, "injured_on": "1800-01-01"}));
    check(&early, &["absurd_date injured_on"]);
}

#[test]
fn the_day_of_reference_is_not_before_the_appraisal() {
    let case = disability(json!({"grade": 3, "as_of": "2025-07-31"}));
    check(&case, &["dates_out_of_order as_of"]);
}

#[test]
fn numbers_and_texts_are_told_apart() {
    let case = disability(json!({"grade": "6", "region": 431123}));
    let found = yiju_rules::read_benefit_case(&case.to_string(), book()).unwrap_err();
    let found: Vec<String> = found.iter().map(|p| p.message(Lang::Zh)).collect();
    assert_eq!(
        found,
        [
            "“region”应加上引号：写 \"431123\"，不写 431123。",
            "“grade”应是不带引号的数字：写 6，不写 \"6\"。",
        ]
    );
    assert_eq!(
        of_contribution(json!({"risk_class": "4"})),
        ["quotes_too_many risk_class"]
    );
}

#[test]
fn a_key_that_stands_twice_hides_nothing_and_a_mark_before_the_text_is_no_problem() {
    let text = r#"{"region": "431123", "kind": "disability", "injured_on": "2025-03-10", "grade": 11,
                   "own_wage_mean": "1.00", "own_wage_mean": "2.00", "hospital": [{"from": "2025-03-10", "from": "x"}]}"#;
    let found = yiju_rules::read_benefit_case(text, book()).unwrap_err();
    let found: Vec<String> = found
        .iter()
        .map(|p| format!("{} {}", p.code, p.field))
        .collect();
    let want = [
        "key_twice own_wage_mean",
        "key_twice hospital[0].from",
        "bad_grade grade",
        "bad_date hospital[0].from",
        "missing_field hospital[0].to",
    ];
    assert_eq!(sorted(found), sorted(want.map(str::to_owned).to_vec()));
    let marked = format!("\u{feff}{}", disability(json!({"grade": 3})));
    assert!(yiju_rules::read_benefit_case(&marked, book()).is_ok());
}
