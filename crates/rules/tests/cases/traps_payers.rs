//! Traps about who pays: T01–T03, T06, T08, T15, T18, T20–T22, T30, T31. Each fails on the naive way.

use crate::common::{
    amount, benefits, death, disability, items, not_due, paper, payer, refusals, spouse, with,
};
use serde_json::{Value, json};

/// What comes from the fund in this answer, over all lines.
fn from_fund(out: &Value, benefit: &str) -> usize {
    let lines = items(out, benefit);
    lines.iter().filter(|line| line["payer"] == "fund").count()
}

fn average(period: &str, value: &str) -> Value {
    paper("average_wage_for_benefits", period, value)
}

#[test]
fn t01_allowances_of_grades_five_and_six_never_come_from_the_fund() {
    // 5 350.75 × 70 % = 3 745.525 → 3 745.53; × 60 % = 3 210.45.
    for (grade, want) in [(5, "3745.53"), (6, "3210.45")] {
        let out = benefits(&disability(json!({"grade": grade})));
        assert_eq!(amount(&out, "disability_allowance"), want);
        assert_eq!(payer(&out, "disability_allowance"), "employer");
        assert_eq!(from_fund(&out, "disability_allowance"), 0);
    }
    // Grade 4 is the fund's: 5 350.75 × 75 % = 4 013.0625 → 4 013.06.
    let out = benefits(&disability(json!({"grade": 4})));
    assert_eq!(amount(&out, "disability_allowance"), "4013.06");
    assert_eq!(payer(&out, "disability_allowance"), "fund");
}

fn leaving(grade: u8, extra: Value) -> Value {
    let case = disability(json!({
        "grade": grade, "birth": "1990-05-05", "retirement_category": "male60",
        "leaving": {"on": "2025-12-31", "reason": "resigned"}}));
    with(case, extra)
}

#[test]
fn t02_the_employment_lump_sum_is_the_employers_and_only_the_medical_one_the_funds() {
    // Grade 7: 15 × 5 350.75 = 80 261.25 each.
    let out = benefits(&leaving(7, json!({})));
    assert_eq!(amount(&out, "employment_lump_sum"), "80261.25");
    assert_eq!(payer(&out, "employment_lump_sum"), "employer");
    assert_eq!(from_fund(&out, "employment_lump_sum"), 0);
    assert_eq!(amount(&out, "medical_lump_sum"), "80261.25");
    assert_eq!(payer(&out, "medical_lump_sum"), "fund");
}

#[test]
fn t03_the_grants_of_hunan_multiply_the_own_wage_not_the_average_wage() {
    // W = 5 350.75, A = 6 787: grade 5 gets 24 × W = 128 418.00, not 24 × A = 162 888.00.
    let out = benefits(&leaving(5, json!({})));
    assert_eq!(amount(&out, "medical_lump_sum"), "128418.00");
    assert_eq!(amount(&out, "employment_lump_sum"), "192627.00");
}

#[test]
fn t06_care_and_funeral_multiply_the_average_wage_not_the_own_wage() {
    // A = 6 787: 50 % = 3 393.50 (of W it would be 2 675.38); 6 × A = 40 722.00 (of W 32 104.50).
    let out = benefits(&disability(json!({"grade": 1, "self_care_level": "total"})));
    assert_eq!(amount(&out, "attendance_allowance"), "3393.50");
    let out = benefits(&death(json!({})));
    assert_eq!(amount(&out, "funeral_grant"), "40722.00");
    // Without the paper that says which average wage: refused, the lump sum still given.
    let out = benefits(&death(json!({"confirmed": []})));
    assert_eq!(
        refusals(&out),
        ["needs_document average_wage_for_benefits 2025"]
    );
    assert_eq!(amount(&out, "funeral_grant"), "-");
    assert_eq!(amount(&out, "death_lump_sum"), "1083760.00");
}

fn on_leave(extra: Value) -> Value {
    let leave = with(
        json!({"from": "2025-03-10", "until": "2025-07-20", "monthly_pay": "28000.00"}),
        extra,
    );
    json!({"region": "431123", "kind": "disability", "injured_on": "2025-03-10",
           "injury_leave": leave})
}

#[test]
fn t08_the_leave_is_paid_at_the_original_pay_by_the_employer() {
    // 28 000 a month stays 28 000: the ceiling of the own wage (20 361) does not touch it, and no average wage is asked.
    let out = benefits(&on_leave(json!({})));
    assert_eq!(amount(&out, "injury_leave_wage"), "28000.00");
    assert_eq!(payer(&out, "injury_leave_wage"), "employer");
    assert_eq!(refusals(&out), Vec::<String>::new());
    let line = |out: &Value, field: &str| items(out, "injury_leave_wage")[0][field].clone();
    assert_eq!(line(&out, "until"), "2025-07-20");
    // At most 12 months: from 10 March 2025 to 9 March 2026; 24 with the committee's word: to 9 March 2027.
    let long = json!({"until": "2027-12-31"});
    assert_eq!(
        line(&benefits(&on_leave(long.clone())), "until"),
        "2026-03-09"
    );
    let extended = with(long, json!({"extension_confirmed": true}));
    assert_eq!(line(&benefits(&on_leave(extended)), "until"), "2027-03-09");
    // The grade ends it.
    let graded = with(
        disability(json!({"grade": 7})),
        json!({"injury_leave": {"from": "2025-03-10", "until": "2025-12-31", "monthly_pay": "6000.00"}}),
    );
    assert_eq!(line(&benefits(&graded), "until"), "2025-08-01");
    // A relapse after the grade has a leave of its own.
    let relapse = with(
        disability(json!({"grade": 7})),
        json!({"injury_leave": {"from": "2026-02-01", "until": "2026-04-30", "monthly_pay": "6000.00"}}),
    );
    assert_eq!(line(&benefits(&relapse), "until"), "2026-04-30");
}

/// A mean of 1 973.33 with A = 3 000 (floor 1 800): grade 4 gives 1 479.9975 → 1 480.00, grade 6 1 183.998 → 1 184.00.
fn low_wage(grade: u8, as_of: &str, papers: &[Value]) -> Value {
    let mut confirmed = vec![average("2025", "3000.00")];
    confirmed.extend_from_slice(papers);
    benefits(&disability(json!({
        "grade": grade, "own_wage_mean": "1973.33", "as_of": as_of, "confirmed": confirmed})))
}

#[test]
fn t15_the_minimum_wage_tops_up_by_the_right_payer_and_by_date_and_tier() {
    let papers = [
        paper("wages.minimum_wage_tier", "2025", "3"),
        paper("minimum_wage.3", "2022-04-01", "1550.00"),
    ];
    for (grade, payer_is) in [(4, "fund"), (6, "employer")] {
        let out = low_wage(grade, "2025-09-01", &papers);
        assert_eq!(
            amount(&out, "disability_allowance"),
            "1550.00",
            "grade {grade}"
        );
        assert_eq!(payer(&out, "disability_allowance"), payer_is);
    }
    // The same county in another tier has another floor.
    let tier_one = [
        paper("wages.minimum_wage_tier", "2025", "1"),
        paper("minimum_wage.1", "2022-04-01", "1930.00"),
    ];
    let out = low_wage(4, "2025-09-01", &tier_one);
    assert_eq!(amount(&out, "disability_allowance"), "1930.00");
    // Without the tier of the county no floor is assumed: the percentage is paid, and the note says what is open.
    let out = low_wage(4, "2025-09-01", &[]);
    assert_eq!(amount(&out, "disability_allowance"), "1480.00");
    let notes = items(&out, "disability_allowance")[0]["notes"].to_string();
    assert!(notes.contains("最低工资"), "{notes}");
}

#[test]
fn t18_an_old_service_wound_has_no_lump_sum_and_all_the_rest() {
    let case = json!({"grade": 5, "recognized_under": "15(3)"});
    let out = benefits(&disability(case));
    assert_eq!(not_due(&out, "disability_lump_sum"), ["old_service_wound"]);
    assert_eq!(amount(&out, "disability_lump_sum"), "-");
    assert_eq!(amount(&out, "disability_allowance"), "3745.53");
}

fn bill(extra: Value) -> Value {
    let base = json!({"benefit": "medical_expense", "on": "2025-12-01", "amount": "10000.00",
                      "agreement_institution": true});
    with(base, extra)
}

fn bills(list: &[Value], extra: Value) -> Value {
    let case = json!({"region": "431123", "kind": "disability", "injured_on": "2025-03-10",
                      "expenses": list});
    benefits(&with(case, extra))
}

#[test]
fn t20_a_third_party_takes_off_what_it_paid_of_the_treatment_and_nothing_else() {
    // 10 000 less 6 000 paid by the third party: 4 000. The lump sum (13 × 5 350.75) stays whole.
    let case = disability(json!({
        "grade": 7, "expenses": [bill(json!({"third_party_paid": "6000.00"}))]}));
    let out = benefits(&case);
    assert_eq!(amount(&out, "medical_expense"), "4000.00");
    assert_eq!(amount(&out, "disability_lump_sum"), "69559.75");
    assert_eq!(not_due(&out, "disability_lump_sum"), Vec::<String>::new());
    // A rehabilitation bill is not on the list of what is offset.
    let rehabilitation =
        bill(json!({"benefit": "rehabilitation_expense", "third_party_paid": "6000.00"}));
    let out = bills(&[rehabilitation], json!({}));
    assert_eq!(amount(&out, "rehabilitation_expense"), "10000.00");
    // One that does not pay, or is not known: the fund pays first, to recover.
    let unknown = bill(json!({"third_party_liable": true}));
    let out = bills(&[unknown], json!({}));
    assert_eq!(amount(&out, "medical_expense"), "10000.00");
    let notes = items(&out, "medical_expense")[0]["notes"].to_string();
    assert!(notes.contains("追偿"), "{notes}");
    let all = bill(json!({"third_party_paid": "10000.00"}));
    assert_eq!(
        not_due(&bills(&[all], json!({})), "medical_expense"),
        ["nothing_left_of_bill"]
    );
}

fn joined_late(grade: u8, extra: Value) -> Value {
    let case = json!({
        "grade": grade, "injured_on": "2023-01-10", "appraised_on": "2023-08-01",
        "insurance": {"status": "uninsured", "joined_on": "2025-01-20"}, "as_of": "2025-06-01",
        "confirmed": [average("2023", "6284.00"), average("2025", "6787.00")]});
    benefits(&with(disability(case), extra))
}

#[test]
fn t21_an_employer_that_joined_late_hands_over_new_expenses_only() {
    let out = joined_late(4, json!({"self_care_level": "partial"}));
    // 21 × 5 350.75 = 112 365.75: not a new expense.
    assert_eq!(amount(&out, "disability_lump_sum"), "112365.75");
    assert_eq!(payer(&out, "disability_lump_sum"), "employer");
    // The allowance: the employer's through the month of joining, the fund's from the next.
    let lines = items(&out, "disability_allowance");
    let shown: Vec<[&str; 4]> = lines
        .iter()
        .map(|line| ["payer", "amount", "from", "until"].map(|f| line[f].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(
        shown,
        [
            ["employer", "4013.06", "2023-09-01", "2025-01-31"],
            ["fund", "4013.06", "2025-02-01", "-"]
        ]
    );
    // Leaving after joining: the medical lump sum is a new expense, the employment one never the fund's.
    let leaving = json!({"birth": "1990-05-05", "retirement_category": "male60",
                         "leaving": {"on": "2025-05-31", "reason": "resigned"}});
    let out = joined_late(7, leaving);
    assert_eq!(payer(&out, "medical_lump_sum"), "fund");
    assert_eq!(payer(&out, "employment_lump_sum"), "employer");
    // A death before joining: of the three only the pension, and only from joining on.
    let out = benefits(&death(json!({
        "injured_on": "2024-12-10", "died_on": "2024-12-11", "dependents": [spouse()],
        "insurance": {"status": "uninsured", "joined_on": "2025-01-20"},
        "confirmed": [average("2024", "6711.00")]})));
    assert_eq!(payer(&out, "death_lump_sum"), "employer");
    assert_eq!(payer(&out, "funeral_grant"), "employer");
    let pension = items(&out, "survivor_pension");
    assert_eq!(
        [&pension[0]["payer"], &pension[1]["payer"]],
        ["employer", "fund"]
    );
    assert_eq!(pension[1]["from"], "2025-02-01");
}

#[test]
fn t21_without_insurance_all_is_the_employers_and_arrears_are_blocked() {
    let with_status =
        |insurance: Value| benefits(&disability(json!({"grade": 7, "insurance": insurance})));
    let out = with_status(json!({"status": "uninsured"}));
    assert_eq!(payer(&out, "disability_lump_sum"), "employer");
    let out = with_status(json!({"status": "uninsured", "employer_refuses": true}));
    assert_eq!(payer(&out, "disability_lump_sum"), "fund");
    let notes = items(&out, "disability_lump_sum")[0]["notes"].to_string();
    assert!(notes.contains("追偿"), "{notes}");
    // In arrears on the day of injury: nothing is paid without the province's paper.
    let out = with_status(json!({"status": "in_arrears"}));
    assert_eq!(refusals(&out), ["needs_document in_arrears_payer 2025"]);
    assert_eq!(out["items"], json!([]));
    let papers = json!([
        average("2025", "6787.00"),
        paper("in_arrears_payer", "2025", "employer")
    ]);
    let case = json!({"grade": 7, "insurance": {"status": "in_arrears"}, "confirmed": papers});
    let out = benefits(&disability(case));
    assert_eq!(payer(&out, "disability_lump_sum"), "employer");
}

/// Accident on 10 March, the employer applies on 20 May (its limit was 9 April), accepted on 25 May.
fn late_application(papers: Value) -> Value {
    let dates = ["2025-03-20", "2025-04-20", "2025-05-24", "2025-05-25"];
    let list: Vec<Value> = dates.iter().map(|on| bill(json!({"on": on}))).collect();
    bills(
        &list,
        json!({
            "application": {"employer_applied_on": "2025-05-20", "accepted_on": "2025-05-25"},
            "hospital": [{"from": "2025-05-20", "to": "2025-05-30"}], "confirmed": papers}),
    )
}

#[test]
fn t22_a_late_employer_bears_the_costs_from_the_accident_to_the_acceptance() {
    let papers = json!([
        paper("late_application_from", "2025", "accident"),
        paper("hospital_meal_per_day", "2025", "20.00")
    ]);
    let out = late_application(papers);
    let payers: Vec<&str> = items(&out, "medical_expense")
        .iter()
        .map(|line| line["payer"].as_str().unwrap())
        .collect();
    // From day 31 on (10 April) it would be fund, employer, employer, fund.
    assert_eq!(payers, ["employer", "employer", "employer", "fund"]);
    // Ten days in hospital: five before the acceptance, five from it on, at 20 yuan.
    let meals: Vec<[&str; 2]> = items(&out, "hospital_meal_allowance")
        .iter()
        .map(|line| ["payer", "amount"].map(|field| line[field].as_str().unwrap()))
        .collect();
    assert_eq!(meals, [["employer", "100.00"], ["fund", "100.00"]]);
}

#[test]
fn t22_without_the_paper_on_the_start_nothing_is_shared_out() {
    let out = late_application(json!([paper("hospital_meal_per_day", "2025", "20.00")]));
    assert_eq!(
        refusals(&out),
        ["needs_document late_application_from 2025"]
    );
    assert_eq!(
        out["refusals"][0]["stops"],
        json!(["medical_expense", "hospital_meal_allowance"])
    );
    assert_eq!(out["items"], json!([]));
    // In time, on the last day (9 April): no question arises.
    let in_time =
        json!({"application": {"employer_applied_on": "2025-04-09", "accepted_on": "2025-05-25"}});
    let out = bills(&[bill(json!({"on": "2025-03-20"}))], in_time);
    assert_eq!(payer(&out, "medical_expense"), "fund");
}

#[test]
fn t22_a_death_before_a_late_acceptance_waits_for_a_paper() {
    let case = |papers: Value| {
        benefits(&death(json!({
            "application": {"accepted_on": "2025-09-01"}, "confirmed": papers})))
    };
    let average = average("2025", "6787.00");
    let out = case(json!([average]));
    assert_eq!(
        refusals(&out),
        ["needs_document late_application_covers_death 2025"]
    );
    assert_eq!(
        out["refusals"][0]["stops"],
        json!(["funeral_grant", "death_lump_sum"])
    );
    for (covers, payer_is) in [("true", "employer"), ("false", "fund")] {
        let out = case(json!([
            average,
            paper("late_application_covers_death", "2025", covers)
        ]));
        assert_eq!(payer(&out, "death_lump_sum"), payer_is);
        assert_eq!(payer(&out, "funeral_grant"), payer_is);
    }
}

#[test]
fn t30_a_drug_of_class_b_has_no_share_of_the_patient() {
    for class in ["a", "b"] {
        let out = bills(&[bill(json!({"drug_class": class}))], json!({}));
        assert_eq!(amount(&out, "medical_expense"), "10000.00", "class {class}");
    }
    // Outside the catalogues is another thing: 10 000 − 1 234.56.
    let out = bills(&[bill(json!({"outside_catalogue": "1234.56"}))], json!({}));
    assert_eq!(amount(&out, "medical_expense"), "8765.44");
}

#[test]
fn t31_costs_of_malpractice_are_not_paid() {
    let out = bills(
        &[bill(json!({"malpractice": true})), bill(json!({}))],
        json!({}),
    );
    assert_eq!(not_due(&out, "medical_expense"), ["malpractice"]);
    assert_eq!(out["not_due"][0]["expense"], json!(0));
    assert_eq!(amount(&out, "medical_expense"), "10000.00");
    // Before the notice of 13 November 2025 no rule is known.
    let before = bill(json!({"malpractice": true, "on": "2025-11-12"}));
    let out = bills(&[before], json!({}));
    assert_eq!(
        refusals(&out),
        ["needs_document benefits.entitlement.malpractice_paid 2025"]
    );
}
