//! Traps about deaths, dependents and missing persons: T04, T05, T11–T13, T38.

use crate::common::{
    amount, benefits, book, child, death, items, not_due, paper, refusals, spouse, with,
};
use serde_json::{Value, json};
use yiju_lawbook::At;
use yiju_terms::Region;

fn average(period: &str, value: &str) -> Value {
    paper("average_wage_for_benefits", period, value)
}

#[test]
fn t04_the_death_lump_sum_goes_by_the_year_before_the_injury() {
    // Injured 30 December 2025, dead 5 January 2026: 20 × 54 188 (2024) = 1 083 760, not 20 × 56 502 (2025).
    let papers = [
        paper("disposable_income", "2025", "56502.00"),
        average("2025", "6787.00"),
    ];
    let out = benefits(&death(json!({
        "injured_on": "2025-12-30", "died_on": "2026-01-05", "confirmed": papers})));
    assert_eq!(amount(&out, "death_lump_sum"), "1083760.00");
}

#[test]
fn t05_the_income_announced_at_the_time_counts_not_the_later_revision() {
    // Injury of 2013: 20 × 24 565 = 491 300, not 20 × 24 127 = 482 540.
    let case = |papers: Value| {
        benefits(&death(json!({
            "injured_on": "2013-05-05", "died_on": "2013-05-06", "confirmed": papers})))
    };
    let out = case(json!([paper("disposable_income", "2012", "24565.00")]));
    assert_eq!(amount(&out, "death_lump_sum"), "491300.00");
    // The row in the law folder is the announced one; nobody read the bulletin, so it is not used unconfirmed.
    let refused = refusals(&case(json!([])));
    assert!(
        refused.contains(&"needs_document disposable_income 2012".to_owned()),
        "{refused:?}"
    );
    let at = At::new(Region::nation(), "2012-12-31".parse().unwrap());
    let shown = book().show("disposable_income", &at).expect("a series");
    let text = format!("{shown:?}");
    assert!(
        text.contains("24565.00") && !text.contains("24127"),
        "{text}"
    );
}

fn pensions(extra: Value) -> Vec<(u64, String, Value, Value)> {
    let out = benefits(&death(extra));
    let lines = items(&out, "survivor_pension");
    let one = |line: &&Value| {
        let amount = line["amount"].as_str().unwrap().to_owned();
        let dependent = line["dependent"].as_u64().unwrap();
        (
            dependent,
            amount,
            line["from"].clone(),
            line["until"].clone(),
        )
    };
    lines.iter().map(one).collect()
}

fn sum(lines: &[(u64, String, Value, Value)]) -> String {
    let all = lines
        .iter()
        .map(|line| line.1.parse::<yiju_terms::Money>().unwrap());
    all.sum::<yiju_terms::Money>().to_string()
}

#[test]
fn t11_the_pensions_together_keep_to_the_wage_to_the_fen() {
    // W = 5 350.75: 40 % 2 140.30, 30 % 1 605.225 twice; rounded alone they pass W by a fen.
    let lines =
        pensions(json!({"dependents": [spouse(), child("2015-06-15"), child("2017-06-15")]}));
    assert_eq!(sum(&lines), "5350.75");
    // 130 %: cut in proportion, 1 646.38 + 3 × 1 234.79 = 5 350.75.
    let four = json!([
        spouse(),
        child("2015-06-15"),
        child("2017-06-15"),
        child("2019-06-15")
    ]);
    assert_eq!(sum(&pensions(json!({"dependents": four}))), "5350.75");
}

/// Four payees at 130 %; the oldest child comes of age on 15 June 2026.
fn over_the_cap(papers: &[Value]) -> Value {
    let mut confirmed = vec![average("2025", "6787.00")];
    confirmed.extend_from_slice(papers);
    let kin = json!([
        spouse(),
        child("2008-06-15"),
        child("2017-06-15"),
        child("2019-06-15")
    ]);
    json!({"dependents": kin, "as_of": "2026-09-01", "confirmed": confirmed})
}

#[test]
fn t11_whether_shares_rise_when_one_leaves_needs_a_paper() {
    let out = benefits(&death(over_the_cap(&[])));
    assert_eq!(refusals(&out), ["needs_document survivor_shares_rise 2026"]);
    assert_eq!(out["refusals"][0]["stops"], json!(["survivor_pension"]));
    // They stay: four lines, as at the death.
    let stay = pensions(over_the_cap(&[paper(
        "survivor_shares_rise",
        "2026",
        "false",
    )]));
    assert_eq!(stay.len(), 4);
    assert_eq!(stay[0].1, "1646.38");
    // They rise: 100 % of three from July 2026: 2 140.30 + 1 605.23 + 1 605.22.
    let rise = pensions(over_the_cap(&[paper(
        "survivor_shares_rise",
        "2026",
        "true",
    )]));
    let (first, second) = rise.split_at(4);
    assert_eq!([sum(first), sum(second)], ["5350.75", "5350.75"]);
    assert_eq!(first[0].3, "2026-06-30");
    let amounts: Vec<&str> = second.iter().map(|line| line.1.as_str()).collect();
    assert_eq!(amounts, ["2140.30", "1605.23", "1605.22"]);
    assert_eq!(second[0].2, "2026-07-01");
}

#[test]
fn t12_age_remarriage_prison_and_death_drive_the_last_days() {
    let kin = json!([spouse(), child("2015-06-15"),
        {"relation": "parent", "birth": "1960-01-01", "sex": "male", "relied_on": true}]);
    let events = json!([
        {"dependent": 0, "event": "remarried", "on": "2026-05-10"},
        {"dependent": 2, "event": "imprisoned", "on": "2026-03-10", "until": "2026-08-20"},
        {"dependent": 2, "event": "died", "on": "2027-02-03"}]);
    let out = benefits(&death(
        json!({"dependents": kin, "dependent_events": events}),
    ));
    let lines = items(&out, "survivor_pension");
    let until: Vec<&Value> = lines.iter().map(|line| &line["until"]).collect();
    // The day before remarriage; the day before the 18th birthday; the day before death.
    assert_eq!(until, ["2026-05-09", "2033-06-14", "2027-02-02"]);
    // In prison: April to August 2026 are not paid.
    assert_eq!(
        lines[2]["pauses"],
        json!([{"from": "2026-04", "until": "2026-08"}])
    );
    assert!(lines[0].get("pauses").is_none());
}

#[test]
fn t12_kin_never_join_after_the_death() {
    // A wife of 52 at the death does not come in at 55, whatever day is asked about.
    let wife =
        json!({"relation": "spouse", "birth": "1973-01-01", "sex": "female", "relied_on": true});
    let out = benefits(&death(json!({"dependents": [wife], "as_of": "2029-01-01",
        "confirmed": [average("2025", "6787.00")]})));
    assert_eq!(not_due(&out, "survivor_pension"), ["under_age"]);
    assert_eq!(amount(&out, "survivor_pension"), "-");
}

fn grade_three_dies_later(extra: Value) -> Value {
    let case = json!({
        "injured_on": "2023-01-01", "grade": 3, "after_injury_leave": true, "dependents": [spouse()],
        "confirmed": [average("2023", "6284.00"), average("2025", "6787.00")]});
    benefits(&death(with(case, extra)))
}

#[test]
fn t13_grades_one_to_four_dying_after_the_leave_have_no_death_lump_sum() {
    let out = grade_three_dies_later(json!({}));
    assert_eq!(not_due(&out, "death_lump_sum"), ["death_after_leave"]);
    // 6 × 6 787 = 40 722; 40 % of 5 350.75 = 2 140.30.
    assert_eq!(amount(&out, "funeral_grant"), "40722.00");
    assert_eq!(amount(&out, "survivor_pension"), "2140.30");
}

#[test]
fn t13_the_like_grants_of_the_pension_fund_exclude_ours_by_the_notice() {
    let taken = json!({"pension_fund_grants_taken": true});
    let out = grade_three_dies_later(taken.clone());
    assert_eq!(
        refusals(&out),
        ["needs_document choose_one_with_pension_fund 2025"]
    );
    let papers = json!([
        average("2023", "6284.00"),
        average("2025", "6787.00"),
        paper("choose_one_with_pension_fund", "2025", "true")
    ]);
    let out = grade_three_dies_later(with(taken, json!({"confirmed": papers})));
    assert_eq!(out["items"], json!([]));
    assert_eq!(
        not_due(&out, "funeral_grant"),
        ["pension_fund_grants_taken"]
    );
    assert_eq!(
        not_due(&out, "survivor_pension"),
        ["pension_fund_grants_taken"]
    );
}

fn missing(extra: Value) -> Value {
    let base = json!({
        "region": "431123", "kind": "missing", "injured_on": "2025-03-10", "own_wage_mean": "5350.75",
        "dependents": [spouse()], "confirmed": [average("2025", "6787.00")]});
    with(base, extra)
}

#[test]
fn t38_the_advance_for_a_missing_person_is_netted_when_declared_dead() {
    // Missing since March 2025: wages March to May, pension from June; the advance is 50 % of 1 083 760 = 541 880.
    let out = benefits(&missing(json!({"advance_requested": true})));
    assert_eq!(amount(&out, "death_lump_sum"), "541880.00");
    assert_eq!(amount(&out, "survivor_pension"), "2140.30");
    assert_eq!(items(&out, "survivor_pension")[0]["from"], "2025-06-01");
    assert_eq!(amount(&out, "funeral_grant"), "-");
    // Nothing in advance unless asked for.
    assert_eq!(
        amount(&benefits(&missing(json!({}))), "death_lump_sum"),
        "-"
    );
    // Declared dead four years later: 1 083 760 − 541 880 = 541 880, never the whole again.
    let declared = json!({
        "died_on": "2029-04-02", "declared_dead": true, "advance_paid": "541880.00",
        "confirmed": [average("2025", "6787.00"), average("2029", "7500.00")]});
    let out = benefits(&death(declared));
    assert_eq!(amount(&out, "death_lump_sum"), "541880.00");
    // 6 × 7 500 of the year of the declaration.
    assert_eq!(amount(&out, "funeral_grant"), "45000.00");
    assert_eq!(refusals(&out), Vec::<String>::new());
}
