//! Worked cases of the two leaving grants, by hand.

use crate::common::{amount, benefits, disability, not_due, paper, payer, refusals, with};
use serde_json::{Value, json};

fn leaving(grade: u8, birth: &str, on: &str, reason: &str) -> Value {
    disability(json!({
        "grade": grade, "birth": birth, "retirement_category": "male60",
        "leaving": {"on": on, "reason": reason}}))
}

#[test]
fn leaving_grants_of_hunan_for_all_grades() {
    for (grade, medical, employment) in [
        (5, "128418.00", "192627.00"),
        (6, "96313.50", "160522.50"),
        (7, "80261.25", "80261.25"),
        (8, "53507.50", "53507.50"),
        (9, "42806.00", "42806.00"),
        (10, "32104.50", "32104.50"),
    ] {
        let out = benefits(&leaving(grade, "1990-05-05", "2025-12-31", "resigned"));
        assert_eq!(amount(&out, "medical_lump_sum"), medical, "grade {grade}");
        assert_eq!(
            amount(&out, "employment_lump_sum"),
            employment,
            "grade {grade}"
        );
        assert_eq!(payer(&out, "medical_lump_sum"), "fund");
        assert_eq!(payer(&out, "employment_lump_sum"), "employer");
    }
}

#[test]
fn near_retirement_both_grants_go_down_by_full_years() {
    // Born 1966-07: the retirement day is 2026-12-01 (60 years and 5 months).
    let out = |on: &str, birth: &str| benefits(&leaving(7, birth, on, "resigned"));
    // Born 1968-09-15: 1965-01 is 44 months before, 12 months of delay, so 2029-09-15; from 2026-05-15 that is 3 y 4 m.
    let found = out("2026-05-15", "1968-09-15");
    assert_eq!(amount(&found, "medical_lump_sum"), "48156.75");
    assert_eq!(amount(&found, "employment_lump_sum"), "48156.75");
    // 20 % and 10 % of 80 261.25, and the days around the step.
    for (on, want) in [
        ("2025-11-30", "16052.25"),
        ("2025-12-01", "16052.25"),
        ("2025-12-02", "8026.13"),
        ("2026-11-30", "8026.13"),
    ] {
        assert_eq!(
            amount(&out(on, "1966-07-01"), "medical_lump_sum"),
            want,
            "{on}"
        );
    }
    let out = out("2026-12-01", "1966-07-01");
    assert_eq!(amount(&out, "medical_lump_sum"), "-");
    assert_eq!(
        not_due(&out, "medical_lump_sum"),
        ["retirement_age_reached"]
    );
    assert_eq!(
        not_due(&out, "employment_lump_sum"),
        ["retirement_age_reached"]
    );
}

#[test]
fn five_full_years_before_retirement_nothing_is_taken_off() {
    // Born 1970-10-10: 69 months after 1965-01, 18 months of delay, 61 y 6 m: 2032-04-10.
    let at = |on: &str| {
        amount(
            &benefits(&leaving(7, "1970-10-10", on, "resigned")),
            "medical_lump_sum",
        )
    };
    assert_eq!(at("2027-04-10"), "80261.25");
    assert_eq!(at("2027-04-11"), "64209.00");
    assert_eq!(at("2029-04-10"), "48156.75");
    assert_eq!(at("2029-04-11"), "32104.50");
}

#[test]
fn before_2025_the_retirement_age_has_no_delay() {
    let case = with(
        leaving(7, "1966-07-01", "2024-02-29", "resigned"),
        json!({"injured_on": "2023-03-10", "appraised_on": "2023-08-01",
               "confirmed": [paper("average_wage_for_benefits", "2023", "6284.00")]}),
    );
    // Retires 2026-07-01: two full years left, 40 %.
    assert_eq!(amount(&benefits(&case), "medical_lump_sum"), "32104.50");
}

#[test]
fn the_reason_for_leaving_decides_with_the_grade() {
    let due = |grade: u8, reason: &str| {
        let out = benefits(&leaving(grade, "1990-05-05", "2025-12-31", reason));
        let not_due = not_due(&out, "medical_lump_sum");
        assert_eq!(not_due, crate::common::not_due(&out, "employment_lump_sum"));
        not_due
            .first()
            .cloned()
            .unwrap_or_else(|| amount(&out, "medical_lump_sum"))
    };
    assert_eq!(due(5, "resigned"), "128418.00");
    assert_eq!(due(5, "contract_expired"), "leaving_reason");
    assert_eq!(due(6, "terminated_by_employer"), "leaving_reason");
    assert_eq!(due(7, "contract_expired"), "80261.25");
    assert_eq!(due(7, "ended_by_law"), "80261.25");
    assert_eq!(due(7, "terminated_by_employer"), "leaving_reason");
    assert_eq!(due(8, "retired"), "retired");
    assert_eq!(due(4, "resigned"), "grade_keeps_employment");
}

#[test]
fn leaving_grants_need_birth_and_category() {
    let case =
        disability(json!({"grade": 7, "leaving": {"on": "2025-12-31", "reason": "resigned"}}));
    let out = benefits(&case);
    assert_eq!(
        refusals(&out),
        ["needs_fact birth -", "needs_fact retirement_category -"]
    );
    assert_eq!(
        out["refusals"][0]["stops"],
        json!(["medical_lump_sum", "employment_lump_sum"])
    );
    assert_eq!(amount(&out, "disability_lump_sum"), "69559.75");
}
