//! Clocks of a case: limits, excluded time, pauses, holidays and worked weekends, waiting times.

use serde_json::json;
use yiju_rules::life::Clock;

use super::{at, case, codes, day, facts, fine, last, open, recognized, with};

#[test]
fn the_employer_is_late_after_thirty_days_and_everybody_shut_out_after_a_year() {
    // 2 March + 30 days = 1 April 2026; the worker's year ends on 2 March 2027.
    let walk = case("2026-03-02", &[at("employer_applied", "2026-04-02")]);
    fine(&walk);
    assert!(walk.taken[0].late && walk.taken[0].limit == Some(day("2026-04-01")));
    let walk = case("2026-03-02", &[at("employer_applied", "2026-04-01")]);
    assert!(!walk.taken[0].late);
    let prolonged =
        json!({"extended_until": "2026-05-06", "extension_document": "测延〔2026〕1号"});
    let walk = case(
        "2026-03-02",
        &[facts("employer_applied", "2026-05-06", prolonged)],
    );
    assert!(!walk.taken[0].late);
    assert_eq!(
        codes(&case("2026-03-02", &[at("employee_applied", "2027-03-02")])),
        [""; 0]
    );
    for kind in ["employee_applied", "employer_applied"] {
        assert_eq!(
            codes(&case("2026-03-02", &[at(kind, "2027-03-03")])),
            ["event_too_late"]
        );
    }
}

#[test]
fn time_lost_without_fault_is_left_out_each_day_once() {
    let period = |from: &str, until: &str, reason: &str| json!({"from": from, "until": until, "reason": reason, "document": "测证明"});
    // 1–10 July and 6–20 July: twenty days, not twenty-five. The year ends on 22 March 2027 (a Monday).
    let excluded = json!({"excluded": [period("2026-07-01", "2026-07-10", "custody"), period("2026-07-06", "2026-07-20", "labour_dispute")]});
    fine(&case(
        "2026-03-02",
        &[facts("employee_applied", "2027-03-22", excluded.clone())],
    ));
    let walk = case(
        "2026-03-02",
        &[facts("employee_applied", "2027-03-23", excluded)],
    );
    assert_eq!(codes(&walk), ["event_too_late"]);
    let holiday = json!({"excluded": [period("2026-07-01", "2026-12-31", "holiday")]});
    let walk = case(
        "2026-03-02",
        &[facts("employee_applied", "2027-03-22", holiday)],
    );
    assert_eq!(codes(&walk), ["excluded_time", "event_too_late"]);
}

#[test]
fn deadlines_stand_on_the_calendar_of_holidays_and_worked_weekends() {
    // Applied on 20 September 2025: 15 days end on 5 October, in the holiday; the next working day is the 9th.
    let walk = case("2025-09-01", &[at("employer_applied", "2025-09-20")]);
    assert_eq!(
        last(&open(&walk.open_steps(), "accepted").deadline),
        "2025-10-09"
    );
    // Five working days from 26 September: 28 (a worked Sunday), 29, 30 September, 9, 10 October.
    let steps = [
        at("employer_applied", "2025-03-10"),
        at("accepted", "2025-03-12"),
        at("recognized", "2025-04-10"),
        at("appraisal_applied", "2025-09-26"),
    ];
    let walk = case("2025-03-03", &steps);
    fine(&walk);
    assert_eq!(
        last(&open(&walk.open_steps(), "appraisal_correction_noticed").deadline),
        "2025-10-10"
    );
    // 28 September is worked: nothing rolls past it.
    let walk = case("2025-09-01", &[at("employer_applied", "2025-09-13")]);
    assert_eq!(
        last(&open(&walk.open_steps(), "accepted").deadline),
        "2025-09-28"
    );
}

#[test]
fn the_clock_of_the_decision_stands_still_while_it_is_paused() {
    let steps = [
        at("employer_applied", "2026-03-12"),
        at("accepted", "2026-03-20"),
    ];
    let walk = case("2026-03-02", &steps);
    // 20 March + 60 days = 19 May 2026.
    assert_eq!(
        last(&open(&walk.open_steps(), "recognized").deadline),
        "2026-05-19"
    );
    let paused = with(steps.to_vec(), &[at("clock_paused", "2026-04-01")]);
    let walk = case("2026-03-02", &paused);
    let open_now = walk.open_steps();
    assert!(
        !open_now.iter().any(|step| step.event.kind == "recognized"),
        "no decision while paused"
    );
    let resumed = with(paused.clone(), &[at("clock_resumed", "2026-05-11")]);
    let walk = case("2026-03-02", &resumed);
    // Forty days later: 28 June is a Sunday, the 29th is worked.
    assert_eq!(
        last(&open(&walk.open_steps(), "recognized").deadline),
        "2026-06-29"
    );
    let decided = with(paused, &[at("recognized", "2026-04-20")]);
    assert_eq!(codes(&case("2026-03-02", &decided)), ["event_not_allowed"]);
}

#[test]
fn a_second_appraisal_has_fifteen_days_and_a_review_waits_a_year() {
    let appraised = with(
        recognized(),
        &[
            at("appraisal_applied", "2026-06-15"),
            facts("appraised", "2026-07-30", json!({"grade": 9})),
            at("appraisal_served", "2026-08-07"),
        ],
    );
    // 7 August + 15 = 22 August, a Saturday: until Monday the 24th.
    fine(&case(
        "2026-03-02",
        &with(
            appraised.clone(),
            &[at("reappraisal_applied", "2026-08-24")],
        ),
    ));
    let late = with(
        appraised.clone(),
        &[at("reappraisal_applied", "2026-08-25")],
    );
    assert_eq!(codes(&case("2026-03-02", &late)), ["event_too_late"]);
    let early = with(appraised.clone(), &[at("review_applied", "2027-07-29")]);
    assert_eq!(codes(&case("2026-03-02", &early)), ["event_too_early"]);
    let in_time = with(
        appraised,
        &[
            at("review_applied", "2027-07-30"),
            facts("appraised", "2027-09-10", json!({"grade": "none"})),
        ],
    );
    fine(&case("2026-03-02", &in_time));
}

#[test]
fn a_device_is_replaced_after_its_minimum_life_each_device_by_itself() {
    let fitted = |name: &str, months: i64, on: &str| {
        let device = json!({"device": name});
        vec![
            facts("device_applied", "2026-05-06", device.clone()),
            facts("device_confirmed", "2026-06-01", device),
            facts(
                "device_fitted",
                on,
                json!({"device": name, "minimum_life_months": months}),
            ),
        ]
    };
    let steps = with(recognized(), &fitted("假肢", 36, "2026-06-10"));
    let steps = with(steps, &fitted("轮椅", 24, "2026-06-12"));
    let walk = case("2026-03-02", &steps);
    fine(&walk);
    let opens = walk.open_steps();
    let of = |name: &str| {
        opens
            .iter()
            .find(|s| s.event.kind == "device_replaced" && s.instance == name)
            .unwrap()
    };
    assert_eq!(
        (of("假肢").opens, of("轮椅").opens),
        (Some(day("2029-06-10")), Some(day("2028-06-12")))
    );
    let again = |on: &str| {
        facts(
            "device_replaced",
            on,
            json!({"device": "轮椅", "minimum_life_months": 24}),
        )
    };
    assert_eq!(
        codes(&case(
            "2026-03-02",
            &with(steps.clone(), &[again("2028-06-11")])
        )),
        ["event_too_early"]
    );
    fine(&case("2026-03-02", &with(steps, &[again("2028-06-12")])));
}

#[test]
fn an_appeal_is_open_while_its_unconfirmed_deadline_is_said_and_a_revoked_decision_is_made_anew() {
    let walk = case("2026-03-02", &recognized());
    let steps = walk.open_steps();
    let appeal = open(&steps, "reconsideration_applied");
    let Some(Clock {
        day: yiju_rules::life::Known::Not(refusal),
        ..
    }) = &appeal.bar
    else {
        panic!("the length of the deadline is not confirmed");
    };
    assert_eq!(refusal.code, "needs_document");
    let revoked = with(
        recognized(),
        &[
            at("reconsideration_applied", "2026-05-06"),
            at("reconsideration_upheld", "2026-07-01"),
            at("suit_filed", "2026-07-10"),
            at("decision_revoked", "2026-10-12"),
        ],
    );
    let walk = case("2026-03-02", &revoked);
    fine(&walk);
    assert_eq!(walk.state("recognition", "").state, "accepted");
    // Sixty days from the revocation, 11 December 2026.
    assert_eq!(
        last(&open(&walk.open_steps(), "recognized").deadline),
        "2026-12-11"
    );
}
