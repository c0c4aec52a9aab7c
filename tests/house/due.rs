//! What is due: holidays, worked weekends, pauses and excluded time; scheduled starts and ends; checks of life; as it was
//! known on the day.

use serde_json::json;
use yiju_actions::case_event::{CaseEvent, CaseStep};
use yiju_actions::due::{DueItem, Reason, When, due};
use yiju_actions::legacy_check::{CheckedPerson, LegacyCheck};
use yiju_actions::{Application, Office};
use yiju_lawbook::Lawbook;
use yiju_terms::Benefit;
use yiju_tests::{REGION, day, on_both_stores, region};

use crate::late::{THREE, case, decide, handle, injured, notice_of, step};
use crate::legacy::enter_one;

fn register(office: &mut Office<'_>, injury: &str, on: &str, steps: Vec<CaseStep>) {
    let key = format!("{injury} {on} {}", steps[0].kind);
    let proposal = CaseEvent {
        injury_id: injury.to_owned(),
        steps,
    };
    handle(office, &key, on, proposal);
}

fn list(office: &mut Office<'_>, on: &str, days: i64) -> Vec<DueItem> {
    due(office.store, &region(), Lawbook::builtin(), day(on), days).unwrap()
}

/// Subject, step and day of the items of a reason.
fn said(items: &[DueItem], reason: Reason) -> Vec<(String, String, String, &'static str)> {
    let of = items.iter().filter(|item| item.reason == reason);
    of.map(|item| {
        let what = item.what.trim_start_matches("@life.event.").to_owned();
        (
            item.subject_id.clone(),
            what,
            item.on.to_string(),
            item.when.stem(),
        )
    })
    .collect()
}

fn one(
    id: &str,
    what: &str,
    on: &str,
    when: &'static str,
) -> (String, String, String, &'static str) {
    (id.to_owned(), what.to_owned(), on.to_owned(), when)
}

#[test]
fn steps_of_cases_are_due_on_working_days_and_late_after_them() {
    on_both_stores("due_cases", |store| {
        let mut office = injured(store, "6284.00");
        register(
            &mut office,
            "G2023-001",
            "2023-04-13",
            vec![step("recognition_served", "2023-04-12", json!({}))],
        );
        handle(
            &mut office,
            "second",
            "2023-09-15",
            notice_of("G2023-002", "2023-09-14", "2023-09-15"),
        );
        // Thirty days from 14 September end on Saturday 14 October: the employer has until Monday the 16th.
        let items = list(&mut office, "2023-10-10", 7);
        assert_eq!(
            said(&items, Reason::Step),
            [one("G2023-002", "employer_applied", "2023-10-16", "coming")]
        );
        assert_eq!(items[0].cite, "工伤保险条例 @ 2011 § 17(1)");
        assert_eq!(items[0].link(), "/cases/G2023-002");
        for (on, when) in [("2023-10-16", "today"), ("2023-10-17", "overdue")] {
            let items = list(&mut office, on, 7);
            assert_eq!(
                said(&items, Reason::Step),
                [one("G2023-002", "employer_applied", "2023-10-16", when)]
            );
        }
        // Applied for on 22 September: fifteen days end on 7 October, a Saturday that is worked.
        let applied = vec![step("employer_applied", "2023-09-22", json!({}))];
        register(&mut office, "G2023-002", "2023-10-18", applied);
        let items = list(&mut office, "2023-10-18", 7);
        assert_eq!(
            said(&items, Reason::Step),
            [one("G2023-002", "accepted", "2023-10-07", "overdue")]
        );
        // Asked of the day before, it is as it was known then.
        let items = list(&mut office, "2023-10-17", 0);
        assert_eq!(
            said(&items, Reason::Step),
            [one(
                "G2023-002",
                "employer_applied",
                "2023-10-16",
                "overdue"
            )]
        );
    });
}

#[test]
fn a_paused_clock_is_not_due_and_runs_on_afterwards() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    handle(
        &mut office,
        "second",
        "2023-09-15",
        notice_of("G2023-002", "2023-09-14", "2023-09-15"),
    );
    let steps = vec![
        step("employer_applied", "2023-09-18", json!({})),
        step("accepted", "2023-09-20", json!({})),
        step("clock_paused", "2023-10-09", json!({})),
    ];
    register(&mut office, "G2023-002", "2023-10-10", steps);
    // Sixty days from 20 September would have ended on Sunday 19 November, so on the 20th.
    assert_eq!(
        said(&list(&mut office, "2023-11-20", 7), Reason::Step),
        [one(
            "G2023-001",
            "recognition_served",
            "2023-05-04",
            "overdue"
        )]
    );
    register(
        &mut office,
        "G2023-002",
        "2023-12-08",
        vec![step("clock_resumed", "2023-12-08", json!({}))],
    );
    // Sixty days of standing still: 18 January 2024.
    let items = list(&mut office, "2024-01-15", 7);
    assert!(
        said(&items, Reason::Step).contains(&one(
            "G2023-002",
            "recognized",
            "2024-01-18",
            "coming"
        )),
        "{items:?}"
    );
}

#[test]
fn a_right_that_lapsed_is_no_longer_due_and_a_review_becomes_possible() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    handle(
        &mut office,
        "second",
        "2023-09-15",
        notice_of("G2023-002", "2023-09-14", "2023-09-15"),
    );
    // A year after the injury nobody can apply any more: 14 September 2024 is a Saturday that is worked.
    let due_then = |office: &mut Office<'_>, on: &str| {
        let items = list(office, on, 0);
        said(&items, Reason::Step)
            .iter()
            .any(|(id, ..)| id == "G2023-002")
    };
    assert!(due_then(&mut office, "2024-09-14"));
    assert!(!due_then(&mut office, "2024-09-18"));
    let steps = vec![
        step("recognition_served", "2023-04-12", json!({})),
        step("appraisal_applied", "2023-06-20", json!({})),
        step("appraised", "2023-08-01", json!({"grade": 9})),
        step("appraisal_served", "2023-08-10", json!({})),
    ];
    register(&mut office, "G2023-001", "2023-08-15", steps);
    let items = list(&mut office, "2024-07-30", 7);
    assert_eq!(
        said(&items, Reason::Opens),
        [one("G2023-001", "review_applied", "2024-08-01", "coming")]
    );
    // It merely becomes possible: nobody is late afterwards.
    assert!(said(&list(&mut office, "2024-08-05", 7), Reason::Opens).is_empty());
}

#[test]
fn a_pension_age_starts_and_stays_due_until_the_switch() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    let facts = json!({"self_care_level": "partial", "birth": "1964-02-10", "sex": "male", "retirement_category": "male60"});
    let steps = vec![
        step("recognition_served", "2023-04-12", json!({})),
        step("appraisal_applied", "2023-06-20", json!({})),
        step(
            "appraised",
            "2023-08-01",
            json!({"grade": 4, "self_care_level": "partial"}),
        ),
    ];
    register(&mut office, "G2023-001", "2023-08-05", steps);
    decide(&mut office, &case(4, "5350.75", facts), THREE);
    let pension =
        |office: &mut Office<'_>, on: &str| said(&list(office, on, 7), Reason::PensionStart);
    assert!(pension(&mut office, "2024-02-01").is_empty());
    let item = |when| [one("G2023-001", "retirement_switched", "2024-02-10", when)];
    assert_eq!(pension(&mut office, "2024-02-05"), item("coming"));
    assert_eq!(pension(&mut office, "2024-03-05"), item("overdue"));
    let switch = vec![step(
        "retirement_switched",
        "2024-03-05",
        json!({"pension": "2350.50"}),
    )];
    register(&mut office, "G2023-001", "2024-03-05", switch);
    assert!(pension(&mut office, "2024-03-06").is_empty());
}

#[test]
fn whoever_is_paid_from_the_roster_is_checked_every_year() {
    let mut place = yiju_tests::sqlite();
    let mut office = yiju_tests::found(&mut place.store);
    enter_one(&mut office, "2023-03-13");
    let checks =
        |office: &mut Office<'_>, on: &str| said(&list(office, on, 7), Reason::SurvivalCheck);
    // A year from the entry: 13 March 2024.
    assert_eq!(
        checks(&mut office, "2024-03-10"),
        [one("L001", "@item.legacy_check", "2024-03-13", "coming")]
    );
    let check = |outcome: &str, on: &str| LegacyCheck {
        checked_on: day(on),
        people: vec![CheckedPerson {
            id: "L001".to_owned(),
            outcome: outcome.to_owned(),
            method: "数据比对".to_owned(),
            document: "测试清单".to_owned(),
        }],
    };
    handle(
        &mut office,
        "alive",
        "2024-03-12",
        check("alive", "2024-03-12"),
    );
    assert!(checks(&mut office, "2024-03-20").is_empty());
    assert_eq!(checks(&mut office, "2025-03-17").len(), 1);
    handle(
        &mut office,
        "dead",
        "2025-03-18",
        check("dead", "2025-03-18"),
    );
    assert!(checks(&mut office, "2025-03-19").is_empty());
}

#[test]
fn an_open_matter_is_due_by_the_law_or_the_promise() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    let waiting = Application {
        received_on: day("2023-12-18"),
        ..yiju_tests::application(
            "waiting",
            "2023-12-18",
            CaseEvent {
                injury_id: "G2023-001".to_owned(),
                steps: vec![step("recognition_served", "2023-04-12", json!({}))],
            },
        )
    };
    let matter = office.accept("window", &waiting).unwrap();
    // Ten working days from 18 December, over New Year: 2 January 2024.
    let items = list(&mut office, "2023-12-27", 7);
    let found: Vec<&DueItem> = items
        .iter()
        .filter(|item| item.reason == Reason::Matter)
        .collect();
    assert_eq!(found.len(), 1, "{items:?}");
    assert_eq!(
        (found[0].on, found[0].when),
        (day("2024-01-02"), When::Coming)
    );
    assert_eq!(found[0].link(), format!("/matters/{matter}"));
    assert!(
        list(&mut office, "2023-12-17", 60)
            .iter()
            .all(|item| item.reason != Reason::Matter)
    );
}

/// Three children, born on 10 October, 1 and 2 November 2005: the pension of each ends with the last month in which it is still
/// under eighteen on some day, so October, October and November; it is due in that month and not before. The spouse's does not end.
#[test]
fn an_eighteenth_birthday_is_due_in_its_month() {
    on_both_stores("due_birthdays", |store| {
        let mut office = injured(store, "6284.00");
        let child = |birth: &str| json!({"relation": "child", "birth": birth, "sex": "male", "relied_on": true});
        let spouse = json!({"relation": "spouse", "birth": "1970-01-01", "sex": "female", "no_capacity": true, "relied_on": true});
        let facts = json!({
            "region": REGION, "kind": "death", "injured_on": "2023-03-10", "own_wage_mean": "5000.00",
            "died_on": "2023-03-20", "after_injury_leave": false,
            "dependents": [spouse, child("2005-10-10"), child("2005-11-01"), child("2005-11-02")],
        });
        decide(&mut office, &facts, &[Benefit::SurvivorPension]);
        let ends = |office: &mut Office<'_>, on: &str, days: i64| {
            let items = list(office, on, days);
            let of = items
                .iter()
                .filter(|item| item.reason == Reason::BenefitEnd);
            of.map(|item| (item.instance.clone(), item.on.to_string(), item.when.stem()))
                .collect::<Vec<_>>()
        };
        let end = |who: &str, on: &str, when| (who.to_owned(), on.to_owned(), when);
        assert!(ends(&mut office, "2023-10-23", 7).is_empty());
        for (on, when) in [("2023-10-24", "coming"), ("2023-10-31", "today")] {
            let october = [end("2", "2023-10-31", when), end("3", "2023-10-31", when)];
            assert_eq!(ends(&mut office, on, 7), october);
        }
        let november = [end("4", "2023-11-30", "coming")];
        assert_eq!(ends(&mut office, "2023-11-01", 366), november);
        let found = list(&mut office, "2023-11-30", 0);
        let item = found.iter().find(|item| item.reason == Reason::BenefitEnd);
        let item = item.expect("the third child's");
        assert_eq!(
            (item.what.as_str(), item.link()),
            ("@benefit.survivor_pension", "/cases/G2023-001".to_owned())
        );
        assert!(
            item.cite.contains("工伤保险条例 @ 2011 § 39(2)"),
            "{}",
            item.cite
        );
    });
}
