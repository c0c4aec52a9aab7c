//! The order of a case: what is open, what must come first, which papers and facts are needed, each instance by itself.

use serde_json::{Value, json};
use yiju_lawbook::Lawbook;
use yiju_terms::{Lang, words};

use super::{at, bare, case, codes, day, facts, fine, last, open, recognized, with};

#[test]
fn every_state_and_step_has_its_words_and_every_edge_its_article() {
    let life = Lawbook::builtin().case_life();
    let mut keys = Vec::new();
    for track in &life.tracks {
        keys.push(format!("life.track.{}", track.stem));
        keys.extend(
            track
                .states
                .iter()
                .map(|state| format!("life.state.{}.{state}", track.stem)),
        );
    }
    for event in &life.events {
        keys.push(format!("life.event.{}", event.kind));
        keys.push(format!("life.actor.{}", event.by));
        keys.extend(event.document.iter().map(|d| format!("life.document.{d}")));
        keys.extend(
            event
                .fields
                .iter()
                .map(|f| format!("life.field.{}", f.name)),
        );
        assert!(
            event.edges.iter().all(|edge| !edge.citation.0.is_empty()),
            "{}",
            event.kind
        );
    }
    for key in keys {
        assert!(
            words::has(Lang::Zh, &key) && words::has(Lang::En, &key),
            "no words for {key}"
        );
    }
    assert!(life.state_count() > 70 && life.edge_count() > 90);
}

/// From the injury to the end of benefits, each track on its way.
fn whole_way() -> Vec<super::Step> {
    let kin = json!({"dependent": "配偶", "relation": "spouse", "condition_since": "2020-01-01"});
    let appraised = json!({"grade": 4, "self_care_level": "partial"});
    let treatment = [
        bare("admitted", "2026-03-02"),
        bare("discharged", "2026-03-25"),
        at("leave_started", "2026-03-02"),
        at("rehabilitation_planned", "2026-05-06"),
        at("rehabilitation_started", "2026-05-11"),
        at("rehabilitation_finished", "2026-06-11"),
        at("appraisal_applied", "2026-06-15"),
        facts("appraised", "2026-07-30", appraised),
        at("appraisal_served", "2026-08-07"),
    ];
    let pause = json!({"reason": "refused_treatment"});
    let benefits = [
        bare("determined", "2026-08-20"),
        bare("determination_approved", "2026-08-20"),
        bare("paid", "2026-09-30"),
        facts("suspended", "2026-10-09", pause),
        at("resumed", "2026-11-20"),
        bare("adjusted", "2026-12-28"),
        facts(
            "retirement_switched",
            "2027-01-10",
            json!({"pension": "2350.50"}),
        ),
        at("died", "2027-02-01"),
        facts("ceased", "2027-02-02", json!({"reason": "died"})),
        facts("dependent_fixed", "2027-02-20", kin),
        facts(
            "dependent_suspended",
            "2027-06-01",
            json!({"dependent": "配偶"}),
        ),
    ];
    with(with(recognized(), &treatment), &benefits)
}

#[test]
fn the_whole_way_of_a_case_finds_its_edges_open() {
    let steps = whole_way();
    let walk = case("2026-03-02", &steps);
    fine(&walk);
    for (track, instance, state) in [
        ("recognition", "", "recognized_served"),
        ("treatment", "", "discharged"),
        ("leave", "", "ended"),
        ("rehabilitation", "", "done"),
        ("appraisal", "", "served"),
        ("benefit", "", "ceased"),
        ("pause", "", "running"),
        ("person", "", "dead"),
        ("dependent", "配偶", "suspended"),
    ] {
        assert_eq!(walk.state(track, instance).state, state, "{track}");
    }
    // The leave ended by the conclusion, not by a step of its own.
    let leave = walk
        .standings()
        .find(|(track, ..)| *track == "leave")
        .unwrap()
        .2;
    assert_eq!(leave.since, day("2026-07-30"));
}

#[test]
fn what_is_not_open_comes_early_or_has_no_paper_is_refused_with_all_reasons_at_once() {
    let walk = case(
        "2026-03-02",
        &[
            at("employer_applied", "2026-03-01"),
            bare("recognized", "2026-03-20"),
            at("paid", "2026-03-21"),
            facts("appraised", "2026-03-22", json!({"grade": 11})),
            at("asleep", "2026-03-23"),
        ],
    );
    assert_eq!(
        codes(&walk),
        [
            "event_before_injury",
            "event_document",
            "event_not_allowed",
            "event_not_allowed",
            "event_fact_wrong",
            "event_not_allowed",
            "event_unknown"
        ]
    );
    let refusal = &walk.problems[2].refusal;
    assert_eq!(
        refusal.citation.as_deref(),
        Some("工伤保险条例 @ 2011 § 20；工伤认定办法 @ 2011 § 18")
    );
    let (zh, en) = (refusal.message(Lang::Zh), refusal.message(Lang::En));
    assert!(
        zh.contains("认定为工伤") && zh.contains("已申请认定") && zh.contains("受理工伤认定申请"),
        "{zh}"
    );
    assert!(
        en.contains("application accepted") && !en.contains('@'),
        "{en}"
    );
}

#[test]
fn an_order_of_recording_decides_only_within_a_day() {
    // Recorded backwards, on their own days: right. On one day in the wrong order: refused.
    let walk = case(
        "2026-03-02",
        &[
            at("accepted", "2026-03-20"),
            at("employer_applied", "2026-03-12"),
        ],
    );
    fine(&walk);
    let walk = case(
        "2026-03-02",
        &[
            at("accepted", "2026-03-12"),
            at("employer_applied", "2026-03-12"),
        ],
    );
    assert_eq!(codes(&walk), ["event_not_allowed", "event_not_allowed"]);
}

#[test]
fn kin_are_fixed_by_the_day_of_death_and_leave_by_events() {
    let died = with(recognized(), &[at("died", "2026-05-01")]);
    let fixed = |name: &str, since: &str| {
        facts(
            "dependent_fixed",
            "2026-05-20",
            json!({"dependent": name, "relation": "child", "condition_since": since}),
        )
    };
    let walk = case(
        "2026-03-02",
        &with(
            died.clone(),
            &[fixed("甲", "2020-05-01"), fixed("乙", "2026-05-02")],
        ),
    );
    assert_eq!(codes(&walk), ["event_fact_wrong"]);
    let ended = |reason: &str| {
        facts(
            "dependent_ended",
            "2030-05-01",
            json!({"dependent": "甲", "reason": reason}),
        )
    };
    let good = with(
        died.clone(),
        &[fixed("甲", "2020-05-01"), ended("reached_18")],
    );
    fine(&case("2026-03-02", &good));
    let back = with(
        good,
        &[facts(
            "dependent_resumed",
            "2031-05-01",
            json!({"dependent": "甲"}),
        )],
    );
    assert_eq!(codes(&case("2026-03-02", &back)), ["event_not_allowed"]);
    // Nobody is fixed while the person lives, and nobody dies twice.
    assert_eq!(
        codes(&case(
            "2026-03-02",
            &with(recognized(), &[fixed("甲", "2020-05-01")])
        )),
        ["event_needs_state"]
    );
    assert_eq!(
        codes(&case(
            "2026-03-02",
            &with(died, &[at("died", "2026-05-02")])
        )),
        ["event_not_allowed"]
    );
}

#[test]
fn a_missing_person_an_advance_and_recourse_go_their_ways() {
    let amount = json!({"amount": "541880.00"});
    let missing = with(
        recognized(),
        &[
            at("missing", "2026-03-02"),
            facts("missing_advance_paid", "2026-07-01", amount.clone()),
        ],
    );
    let walk = case("2026-03-02", &missing);
    fine(&walk);
    // Three months of wages from 2 March: the pension follows on.
    assert_eq!(
        last(&open(&walk.open_steps(), "missing_pension_started").deadline),
        "2026-06-02"
    );
    let dead = with(missing, &[at("declared_dead", "2028-03-20")]);
    let walk = case("2026-03-02", &dead);
    fine(&walk);
    assert_eq!(walk.state("missing_advance", "").state, "netted");

    let early = with(recognized(), &[at("advance_applied", "2026-05-06")]);
    assert_eq!(codes(&case("2026-03-02", &early)), ["event_needs_state"]);
    let recourse = with(
        recognized(),
        &[
            at("third_party_found", "2026-04-28"),
            at("advance_applied", "2026-05-06"),
            facts("advance_paid", "2026-05-20", json!({"amount": "12000.00"})),
            at("recourse_opened", "2026-06-01"),
            facts(
                "recourse_recovered",
                "2026-09-01",
                json!({"amount": "12000.00"}),
            ),
        ],
    );
    fine(&case("2026-03-02", &recourse));
}

#[test]
fn arrears_block_a_determination_and_late_joining_opens_it_again() {
    let arrears = with(recognized(), &[at("arrears_found", "2026-04-25")]);
    let blocked = with(arrears.clone(), &[bare("determined", "2026-05-06")]);
    assert_eq!(codes(&case("2026-03-02", &blocked)), ["event_needs_state"]);
    let joined = with(
        arrears,
        &[
            at("arrears_referred", "2026-05-06"),
            at("joined_late", "2026-06-01"),
            bare("determined", "2026-06-10"),
        ],
    );
    fine(&case("2026-03-02", &joined));
}

#[test]
fn only_grades_one_to_four_switch_to_a_pension() {
    let paying = |grade: Value| {
        with(
            recognized(),
            &[
                at("appraisal_applied", "2026-06-15"),
                facts("appraised", "2026-07-30", json!({"grade": grade})),
                bare("determined", "2026-08-20"),
                bare("determination_approved", "2026-08-20"),
                bare("paid", "2026-09-30"),
                facts(
                    "retirement_switched",
                    "2026-10-08",
                    json!({"pension": "2350.50"}),
                ),
            ],
        )
    };
    fine(&case("2026-03-02", &paying(json!(4))));
    assert_eq!(
        codes(&case("2026-03-02", &paying(json!(5)))),
        ["event_grade"]
    );
    assert_eq!(
        codes(&case("2026-03-02", &paying(json!("none")))),
        ["event_needs_state"]
    );
}

#[test]
fn a_relapse_opens_treatment_and_leave_again() {
    let ended = with(
        recognized(),
        &[
            bare("admitted", "2026-03-02"),
            bare("discharged", "2026-03-25"),
            at("treatment_ended", "2026-06-01"),
            at("leave_started", "2026-03-02"),
            at("leave_ended", "2026-06-01"),
        ],
    );
    let again = [
        bare("admitted", "2026-10-10"),
        at("leave_started", "2026-10-10"),
    ];
    let walk = case("2026-03-02", &with(ended.clone(), &again));
    assert_eq!(codes(&walk), ["event_needs_state", "event_needs_state"]);
    let confirmed = with(
        ended,
        &[
            at("relapse_applied", "2026-09-01"),
            at("relapse_confirmed", "2026-09-20"),
        ],
    );
    fine(&case("2026-03-02", &with(confirmed, &again)));
}
