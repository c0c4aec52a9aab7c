//! Traps about the own wage, grades, retirement, leaving and pauses: T07, T09, T10, T14, T16, T17, T28, T29, T32,
//! T36, T37, T41.

use crate::common::{
    amount, benefits, book, disability, items, not_due, paper, payer, refusals, with, yuan,
};
use serde_json::{Value, json};
use yiju_lawbook::Confirmed;
use yiju_rules::Sources;
use yiju_rules::facts::{Pause, PauseCause};
use yiju_rules::schedule::{payable_months, unpaid_months};
use yiju_rules::settlement::{AmountFrom, Due, monthly_dues, settle};
use yiju_terms::{Month, Region};

fn average(period: &str, value: &str) -> Value {
    paper("average_wage_for_benefits", period, value)
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn t07_the_bounds_are_unrounded_and_lie_on_the_contribution_mean() {
    // A = 6 787: floor 4 072.20 (not 4 072), ceiling 20 361. Grade 9 at the floor: 9 × 4 072.20 = 36 649.80.
    let at = |mean: &str| benefits(&disability(json!({"grade": 9, "own_wage_mean": mean})));
    assert_eq!(amount(&at("3000.00"), "disability_lump_sum"), "36649.80");
    assert_eq!(at("3000.00")["own_wage"]["amount"], "4072.20");
    assert_eq!(at("25000.00")["own_wage"]["amount"], "20361.00");
    // The mean of the twelve months is clipped, not each month: 6 × 1 000 + 6 × 9 000 is a mean of 5 000.
    let months: Vec<Value> = (1..=12)
        .map(|back| {
            let pay = if back <= 6 { "1000.00" } else { "9000.00" };
            json!({"month": month("2025-03").plus(-back), "amount": pay})
        })
        .collect();
    let mut case = disability(json!({"grade": 9, "contribution_wages": months}));
    case.as_object_mut().unwrap().remove("own_wage_mean");
    assert_eq!(benefits(&case)["own_wage"]["amount"], "5000.00");
}

#[test]
fn t09_the_year_of_execution_and_the_statistical_year_are_not_mixed() {
    // An injury of 2025 asks for the average wage executed in 2025; a paper for 2024 does not answer.
    let case = |period: &str| {
        benefits(&disability(
            json!({"grade": 9, "confirmed": [average(period, "6787.00")]}),
        ))
    };
    assert_eq!(
        refusals(&case("2024")),
        ["needs_document average_wage_for_benefits 2025"]
    );
    assert_eq!(amount(&case("2025"), "disability_lump_sum"), "48156.75");
    // The income of a death of 2025 is the one of the statistical year 2024, and the trace names both years.
    let out = benefits(&crate::common::death(json!({})));
    let trace = items(&out, "death_lump_sum")[0]["trace"].to_string();
    assert!(
        trace.contains("injury_year") && trace.contains("statistical_year"),
        "{trace}"
    );
    assert!(trace.contains("54188.00"), "{trace}");
}

fn care(extra: Value) -> Value {
    let case = json!({
        "grade": 1, "self_care_level": "total", "as_of": "2026-08-31",
        "confirmed": [average("2025", "7694.00"), average("2026", "6843.00")]});
    benefits(&disability(with(case, extra)))
}

#[test]
fn t10_a_lower_average_wage_does_not_lower_care_in_payment_without_a_paper() {
    // 50 % of 7 694 is 3 847.00; of 6 843 it is 3 421.50.
    assert_eq!(amount(&care(json!({})), "attendance_allowance"), "3421.50");
    let out = care(json!({"attendance_in_payment": "3847.00"}));
    assert_eq!(amount(&out, "attendance_allowance"), "3847.00");
    let notes = items(&out, "attendance_allowance")[0]["notes"].to_string();
    assert!(notes.contains("没有文件不降低"), "{notes}");
    // The paper that lets it fall is needed and enough.
    let papers = json!([
        average("2025", "7694.00"),
        average("2026", "6843.00"),
        paper("attendance_falls_with_average", "2026", "true")
    ]);
    let out = care(json!({"attendance_in_payment": "3847.00", "confirmed": papers}));
    assert_eq!(amount(&out, "attendance_allowance"), "3421.50");
    // A rise needs none: 3 393.50 in payment, 3 421.50 due.
    let out = care(json!({"attendance_in_payment": "3393.50"}));
    assert_eq!(amount(&out, "attendance_allowance"), "3421.50");
}

#[test]
fn t14_at_the_moved_retirement_age_the_pension_is_topped_up() {
    // Born 1966-07-01: 60 years and 5 months, 1 December 2026. 4 072.20 × 75 % = 3 054.15; less 2 350.50 is 703.65.
    let case = |as_of: &str, pension: Option<&str>| {
        let mut case = disability(json!({
            "grade": 4, "own_wage_mean": "3000.00", "birth": "1966-07-01",
            "retirement_category": "male60", "as_of": as_of}));
        if let Some(pension) = pension {
            case["pension"] = json!(pension);
        }
        benefits(&case)
    };
    let at_work = case("2026-11-30", None);
    assert_eq!(amount(&at_work, "disability_allowance"), "3054.15");
    assert_eq!(
        items(&at_work, "disability_allowance")[0]["until"],
        "2026-12-01"
    );
    assert_eq!(
        refusals(&case("2026-12-01", None)),
        ["needs_fact pension -"]
    );
    let out = case("2026-12-01", Some("2350.50"));
    assert_eq!(amount(&out, "disability_allowance"), "703.65");
    assert_eq!(payer(&out, "disability_allowance"), "fund");
}

fn reviewed(papers: &[Value]) -> Value {
    let mut confirmed = vec![average("2025", "6787.00")];
    confirmed.extend_from_slice(papers);
    benefits(&disability(json!({
        "grade": 3, "appraised_on": "2026-09-10",
        "earlier_appraisal": {"grade": 4, "appraised_on": "2025-08-01"}, "confirmed": confirmed})))
}

#[test]
fn t16_a_review_changes_monthly_benefits_and_pays_no_second_lump_sum() {
    let out = reviewed(&[paper("lump_sum_on_regrade", "2026", "false")]);
    assert_eq!(amount(&out, "disability_lump_sum"), "-");
    assert_eq!(
        not_due(&out, "disability_lump_sum"),
        ["lump_sum_paid_before"]
    );
    // 5 350.75 × 80 % = 4 280.60 from the month after the conclusion.
    assert_eq!(amount(&out, "disability_allowance"), "4280.60");
    assert_eq!(items(&out, "disability_allowance")[0]["from"], "2026-10-01");
}

#[test]
fn t16_without_the_paper_only_the_lump_sum_waits() {
    let out = reviewed(&[]);
    assert_eq!(refusals(&out), ["needs_document lump_sum_on_regrade 2026"]);
    assert_eq!(out["refusals"][0]["stops"], json!(["disability_lump_sum"]));
    assert_eq!(amount(&out, "disability_allowance"), "4280.60");
}

/// Grade 8 here, and another injury with the same employer.
fn two_injuries(other_grade: u8, papers: &[Value]) -> Value {
    let mut confirmed = vec![average("2025", "6787.00")];
    confirmed.extend_from_slice(papers);
    benefits(&disability(json!({
        "grade": 8, "birth": "1990-05-05", "retirement_category": "male60",
        "leaving": {"on": "2025-12-31", "reason": "resigned"},
        "other_injuries": [{"injured_on": "2022-06-01", "grade": other_grade}], "confirmed": confirmed})))
}

#[test]
fn t17_two_injuries_with_one_employer_give_the_leaving_grants_once() {
    let once = [paper("leaving_grants_highest_once", "2025", "true")];
    // The other injury is grade 6: its case pays, this one does not; the lump sum of this injury stays.
    let out = two_injuries(6, &once);
    assert_eq!(not_due(&out, "medical_lump_sum"), ["paid_on_graver_injury"]);
    assert_eq!(
        not_due(&out, "employment_lump_sum"),
        ["paid_on_graver_injury"]
    );
    assert_eq!(amount(&out, "disability_lump_sum"), "58858.25");
    // The other is grade 9: this one pays 10 × 5 350.75.
    assert_eq!(
        amount(&two_injuries(9, &once), "medical_lump_sum"),
        "53507.50"
    );
    // Alike: the earlier injury pays.
    assert_eq!(
        not_due(&two_injuries(8, &once), "medical_lump_sum"),
        ["paid_on_graver_injury"]
    );
    let out = two_injuries(6, &[]);
    assert_eq!(
        refusals(&out),
        ["needs_document leaving_grants_highest_once 2025"]
    );
}

fn leaving(grade: u8, birth: &str, on: &str, reason: &str) -> Value {
    benefits(&disability(json!({
        "grade": grade, "birth": birth, "retirement_category": "male60",
        "leaving": {"on": on, "reason": reason}})))
}

#[test]
fn t28_near_retirement_takes_off_both_grants() {
    // Born 1968-09-15 retires 2029-09-15; on 2026-05-15 three full years are left: 60 % of 80 261.25 = 48 156.75.
    let out = leaving(7, "1968-09-15", "2026-05-15", "resigned");
    assert_eq!(amount(&out, "medical_lump_sum"), "48156.75");
    assert_eq!(amount(&out, "employment_lump_sum"), "48156.75");
    let out = leaving(7, "1966-07-01", "2026-12-01", "resigned");
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
fn t29_dismissal_is_no_resignation() {
    let due = |grade: u8, reason: &str| {
        amount(
            &leaving(grade, "1990-05-05", "2025-12-31", reason),
            "medical_lump_sum",
        )
    };
    assert_eq!(due(6, "terminated_by_employer"), "-");
    assert_eq!(due(6, "contract_expired"), "-");
    assert_eq!(due(6, "resigned"), "96313.50");
    assert_eq!(due(8, "terminated_by_employer"), "-");
    assert_eq!(due(8, "contract_expired"), "53507.50");
    assert_eq!(due(8, "ended_by_law"), "53507.50");
}

#[test]
fn t32_a_new_grade_prices_from_its_month_and_no_month_before() {
    // Grade 4 since September 2025 (4 013.06), grade 3 since October 2026 (4 280.60), learnt in December 2026.
    let steps = |list: &[(&str, &str)]| -> Vec<AmountFrom> {
        let one = |(from, amount): &(&str, &str)| AmountFrom {
            from: from.parse().unwrap(),
            amount: yuan(amount),
        };
        list.iter().map(one).collect()
    };
    let out = reviewed(&[]);
    let line = items(&out, "disability_allowance")[0];
    let from = line["from"].as_str().unwrap();
    let new_grade = (from, line["amount"].as_str().unwrap());
    let paid = steps(&[("2025-09-01", "4013.06")]);
    let due = steps(&[("2025-09-01", "4013.06"), new_grade]);
    let through = month("2026-12");
    let paid = monthly_dues("allowance", &paid, through);
    let due = monthly_dues("allowance", &due, through);
    let settled = settle(&paid, &due);
    // October to December: 3 × 267.54 = 802.62.
    let months: Vec<String> = settled
        .lines
        .iter()
        .map(|line| line.month.to_string())
        .collect();
    assert_eq!(months, ["2026-10", "2026-11", "2026-12"]);
    assert_eq!(
        (settled.top_up, settled.recovery),
        (yuan("802.62"), yuan("0.00"))
    );
}

fn confirmed(rows: &[Value]) -> Confirmed {
    serde_json::from_value(json!(rows)).unwrap()
}

#[test]
fn t36_a_pause_is_not_paid_later() {
    // Stopped from March 2025 for refusing an appraisal, appraised on 20 May: March to May stay unpaid, June is paid.
    let region: Region = "431123".parse().unwrap();
    let pause = Pause {
        cause: PauseCause::RefusedAppraisal,
        from: month("2025-03"),
        ended_on: Some("2025-05-20".parse().unwrap()),
    };
    let ask = |confirmed: &Confirmed| {
        let sources = Sources {
            book: book(),
            confirmed,
            region: &region,
        };
        unpaid_months(
            sources,
            std::slice::from_ref(&pause),
            "2025-12-31".parse().unwrap(),
        )
    };
    let notice = confirmed(&[paper("back_pay_after_pause", "2025", "false")]);
    let unpaid = ask(&notice).unwrap();
    let paid = payable_months(month("2025-01"), None, &unpaid, month("2025-07"));
    assert_eq!(
        paid,
        ["2025-01", "2025-02", "2025-06", "2025-07"].map(month)
    );
    // Without the notice of 2013 the office does not guess.
    let refusal = ask(&Confirmed::NONE).unwrap_err();
    assert_eq!(refusal.arg("parameter"), Some("back_pay_after_pause"));
    // The case carries it to the line.
    let papers = json!([
        average("2025", "6787.00"),
        paper("back_pay_after_pause", "2025", "false")
    ]);
    let out = benefits(&disability(json!({
        "grade": 4, "pauses": [{"cause": "refused_appraisal", "from": "2025-10", "ended_on": "2025-12-20"}],
        "as_of": "2025-12-31", "confirmed": papers})));
    let line = items(&out, "disability_allowance")[0];
    assert_eq!(
        line["pauses"],
        json!([{"from": "2025-10", "until": "2025-12"}])
    );
}

#[test]
fn t37_an_overpayment_is_a_recovery_beside_the_old_lines() {
    let due = |month_text: &str, amount: &str| Due {
        key: "survivor_pension 1".to_owned(),
        month: month(month_text),
        amount: yuan(amount),
    };
    // A child of 18 was paid 1 605.23 in July and August 2025.
    let paid = [
        due("2025-06", "1605.23"),
        due("2025-07", "1605.23"),
        due("2025-08", "1605.23"),
    ];
    let before = paid.clone();
    let settled = settle(&paid, &[due("2025-06", "1605.23")]);
    assert_eq!(paid, before);
    assert_eq!(
        (settled.top_up, settled.recovery),
        (yuan("0.00"), yuan("3210.46"))
    );
    for line in &settled.lines {
        assert_eq!(
            (line.before, line.after, line.change),
            (yuan("1605.23"), yuan("0.00"), -yuan("1605.23"))
        );
    }
}

#[test]
fn t41_one_rounding_half_up_for_each_line() {
    // 3 745.525 → 3 745.53; half to even would give 3 745.52.
    let out = benefits(&disability(json!({"grade": 5})));
    assert_eq!(amount(&out, "disability_allowance"), "3745.53");
    // A mean of 60 000.07 ÷ 12 = 5 000.005833…: × 7 = 35 000.04; rounded first to 5 000.01 it would be 35 000.07.
    let mut months: Vec<Value> = (1..=12)
        .map(|back| json!({"month": month("2025-03").plus(-back), "amount": "5000.00"}))
        .collect();
    months[0]["amount"] = json!("5000.07");
    let mut case = disability(json!({"grade": 10, "contribution_wages": months}));
    case.as_object_mut().unwrap().remove("own_wage_mean");
    assert_eq!(amount(&benefits(&case), "disability_lump_sum"), "35000.04");
}
