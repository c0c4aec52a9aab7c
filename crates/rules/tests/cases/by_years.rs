//! Monthly benefits by their months: the calculators' attendance allowance by years, allowances that never begin.

use serde_json::{Value, json};

use crate::common::{benefits, by_years, disability, items, not_due, paper, refusals};

const WAGE: &str = "average_wage_for_benefits";

fn case(extra: Value) -> Value {
    let base = disability(json!({
        "injured_on": "2023-03-10", "appraised_on": "2023-08-01", "as_of": "2024-02-29",
        "grade": 3, "self_care_level": "major",
        "confirmed": [paper(WAGE, "2023", "6284.00"), paper(WAGE, "2024", "6584.00")]}));
    crate::common::with(base, extra)
}

/// `amount from until` of each item of the allowance.
fn lines(out: &Value) -> Vec<String> {
    let text = |item: &Value, field: &str| item[field].as_str().unwrap_or("-").to_owned();
    items(out, "attendance_allowance")
        .iter()
        .map(|item| {
            ["amount", "from", "until"]
                .map(|field| text(item, field))
                .join(" ")
        })
        .collect()
}

// 6 284.00 × 40 % = 2 513.60; 6 584.00 × 40 % = 2 633.60.
const OF_2023: &str = "2513.60 2023-09-01 2023-12-31";
const OF_2024: &str = "2633.60 2024-01-01 -";

#[test]
fn each_year_has_its_own_item_and_a_missing_year_stops_only_itself() {
    let out = by_years(&case(json!({})));
    assert_eq!(lines(&out), [OF_2023, OF_2024]);
    assert_eq!(refusals(&out), [""; 0]);
    // Between the lines of one benefit stands no other: the order of the items is that of the benefits.
    let all = out["items"].as_array().unwrap();
    let mut stems: Vec<&Value> = all.iter().map(|item| &item["benefit"]).collect();
    stems.dedup();
    assert_eq!(
        stems,
        [
            "disability_lump_sum",
            "disability_allowance",
            "attendance_allowance"
        ]
    );

    let first = by_years(&case(
        json!({"confirmed": [paper(WAGE, "2023", "6284.00")]}),
    ));
    assert_eq!(lines(&first), [OF_2023]);
    assert_eq!(
        refusals(&first),
        ["needs_document average_wage_for_benefits 2024"]
    );
    let second = by_years(&case(
        json!({"confirmed": [paper(WAGE, "2024", "6584.00")]}),
    ));
    assert_eq!(lines(&second), [OF_2024]);
    assert_eq!(
        refusals(&second),
        ["needs_document average_wage_for_benefits 2023"]
    );
}

#[test]
fn a_fall_needs_a_paper_and_one_year_stays_one_item() {
    let wages = json!([
        paper(WAGE, "2023", "6284.00"),
        paper(WAGE, "2024", "6184.00")
    ]);
    let out = by_years(&case(json!({"confirmed": wages})));
    // 6 184.00 × 40 % = 2 473.60 would be less: the amount of 2023 stays.
    assert_eq!(lines(&out), [OF_2023, "2513.60 2024-01-01 -"]);
    let one = by_years(&case(json!({"as_of": "2023-12-31"})));
    assert_eq!(lines(&one), ["2513.60 2023-09-01 -"]);
    // Appraised in December, paid from January: the figure of 2023 is not asked for by the allowance.
    let late = case(
        json!({"appraised_on": "2023-12-05", "only": ["attendance_allowance"],
                           "confirmed": [paper(WAGE, "2024", "6584.00")]}),
    );
    let out = by_years(&late);
    assert_eq!(lines(&out), [OF_2024]);
    assert_eq!(refusals(&out), [""; 0]);
}

#[test]
fn an_allowance_that_ends_before_its_first_month_is_not_due() {
    let leaving = |on: &str| {
        benefits(&case(
            json!({"grade": 6, "self_care_level": null, "as_of": null,
                              "leaving": {"on": on, "reason": "resigned"}}),
        ))
    };
    // Appraised on 1 August: the first month is September.
    for on in ["2023-06-01", "2023-08-31"] {
        let out = leaving(on);
        assert_eq!(
            not_due(&out, "disability_allowance"),
            ["left_before_first_month"],
            "{on}"
        );
        assert!(items(&out, "disability_allowance").is_empty());
    }
    let out = leaving("2023-09-15");
    let one = &items(&out, "disability_allowance")[0];
    assert_eq!(
        (&one["from"], &one["until"]),
        (&json!("2023-09-01"), &json!("2023-09-15"))
    );
    // Born on 15 August 1963, retired at sixty before September.
    let out = benefits(&case(json!({
        "as_of": "2023-08-10", "self_care_level": null, "birth": "1963-08-15", "sex": "male",
        "retirement_category": "male60"})));
    assert_eq!(
        not_due(&out, "disability_allowance"),
        ["retired_before_first_month"]
    );
}

#[test]
fn monthly_benefits_ask_for_the_day_of_the_appraisal() {
    let out = by_years(&case(json!({"appraised_on": null})));
    assert_eq!(refusals(&out), ["needs_fact appraised_on -"]);
    let all = out["items"].as_array().unwrap();
    let stems: Vec<&Value> = all.iter().map(|item| &item["benefit"]).collect();
    assert_eq!(stems, ["disability_lump_sum"]);
}
