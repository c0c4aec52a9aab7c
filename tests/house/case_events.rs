//! Case events through the office: the table of states is obeyed, everything is said at once, nothing is stored; the state
//! of any day as known at any journal entry; bad input of a case.

use serde_json::json;
use yiju_actions::case_event::{CaseEvent, CaseStep};
use yiju_actions::case_life::{AsOf, lived};
use yiju_actions::employee_enrollment::{EmployeeEnrollment, PersonRecord};
use yiju_actions::{ActionError, Office};
use yiju_lawbook::Lawbook;
use yiju_store::tables::{CaseEventRow, EmployeeRow};
use yiju_store::views::due::known_by;
use yiju_terms::{Lang, Refusal};
use yiju_tests::{REGION, day, on_both_stores};

use crate::late::{
    THREE, assert_sound, case, codes, decide, handle, injured, month, notice_of, pay, recognition,
    run, step, try_handle,
};

const INJURY: &str = "G2023-001";

fn register(office: &mut Office<'_>, on: &str, steps: Vec<CaseStep>) -> Result<i64, ActionError> {
    let kinds: Vec<&str> = steps.iter().map(|step| step.kind.as_str()).collect();
    let key = format!("{on} {}", kinds.join(" "));
    let proposal = CaseEvent {
        injury_id: INJURY.to_owned(),
        steps,
    };
    try_handle(office, &key, on, proposal)
}

fn refused(result: Result<i64, ActionError>) -> Vec<Refusal> {
    match result {
        Err(ActionError::Refused(refusals)) => refusals,
        other => panic!("not refused: {other:?}"),
    }
}

fn state(office: &mut Office<'_>, track: &str, as_of: AsOf) -> String {
    let found = lived(office.store, REGION, Lawbook::builtin(), INJURY, as_of).unwrap();
    found.map_or("unknown".to_owned(), |lived| {
        lived.walk.state(track, "").state
    })
}

fn stored(office: &mut Office<'_>) -> usize {
    let rows = office
        .store
        .select::<CaseEventRow>("region = $1", &[REGION.into()]);
    rows.unwrap().len()
}

#[test]
fn an_event_that_is_not_open_is_refused_with_reason_article_and_next_step() {
    on_both_stores("case_events", |store| {
        let mut office = injured(store, "6284.00");
        let before = stored(&mut office);
        let mut bare = step("leave_extended", "2023-05-01", json!({}));
        bare.document = None;
        let wrong = vec![
            step("accepted", "2023-04-12", json!({})),
            bare,
            step("appraised", "2023-03-01", json!({"grade": 0})),
            step("paid", "2023-04-20", json!({})),
            step("died", "2024-01-01", json!({})),
        ];
        let found = refused(register(&mut office, "2023-05-08", wrong));
        let codes: Vec<&str> = found.iter().map(|refusal| refusal.code).collect();
        for code in [
            "event_elsewhere",
            "event_in_future",
            "event_before_injury",
            "event_fact_wrong",
            "event_not_allowed",
            "event_document",
        ] {
            assert!(codes.contains(&code), "{code} in {codes:?}");
        }
        let article = "工伤认定办法 @ 2011 § 8";
        let accepted = found
            .iter()
            .find(|r| r.citation.as_deref() == Some(article))
            .unwrap();
        let said = accepted.message(Lang::Zh);
        assert!(
            said.contains("受理工伤认定申请") && said.contains("送达、抄送认定决定"),
            "{said}"
        );
        assert_eq!(stored(&mut office), before, "nothing is stored");
        assert_sound(office.store);
    });
}

#[test]
fn the_state_of_any_day_is_told_as_it_was_known_at_any_entry() {
    on_both_stores("case_two_dates", |store| {
        let mut office = injured(store, "6284.00");
        // A stay in hospital of March comes in with its papers in June.
        let stay = vec![
            step("admitted", "2023-03-10", json!({})),
            step("discharged", "2023-03-25", json!({})),
        ];
        register(&mut office, "2023-06-05", stay).unwrap();
        let april = known_by(office.store, REGION, "2023-04-30").unwrap();
        let on = |on: &str, seq: i64| AsOf { on: day(on), seq };
        for (track, as_of, expected) in [
            ("treatment", on("2023-03-20", i64::MAX), "in_hospital"),
            ("treatment", on("2023-03-20", april), "none"),
            ("treatment", on("2023-04-01", i64::MAX), "discharged"),
            ("recognition", on("2023-03-22", i64::MAX), "applied"),
            ("recognition", on("2023-04-09", i64::MAX), "accepted"),
            ("recognition", on("2023-04-10", april), "recognized"),
            ("recognition", on("2023-04-10", 1), "unknown"),
        ] {
            assert_eq!(
                state(&mut office, track, as_of),
                expected,
                "{track} {as_of:?}"
            );
        }
        let died = vec![step("died", "2023-03-26", json!({}))];
        register(&mut office, "2023-06-06", died).unwrap();
        assert_eq!(state(&mut office, "person", AsOf::ALL), "dead");
    });
}

#[test]
fn a_step_that_upsets_registered_ones_is_refused() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    let stay = vec![
        step("admitted", "2023-03-12", json!({})),
        step("discharged", "2023-03-25", json!({})),
    ];
    register(&mut office, "2023-06-05", stay).unwrap();
    let died = vec![step("died", "2023-03-11", json!({}))];
    let found = refused(register(&mut office, "2023-06-06", died));
    assert!(
        found.iter().all(|r| r.code == "event_breaks_later") && !found.is_empty(),
        "{found:?}"
    );
}

#[test]
fn determinations_and_payments_are_part_of_the_way_and_arrears_block_it() {
    on_both_stores("case_arrears", |store| {
        let mut office = injured(store, "6284.00");
        decide(
            &mut office,
            &case(4, "5350.75", json!({"self_care_level": "partial"})),
            THREE,
        );
        assert_eq!(state(&mut office, "benefit", AsOf::ALL), "approved");
        pay(&mut office, "2023-09");
        assert_eq!(state(&mut office, "benefit", AsOf::ALL), "paying");
        let before = AsOf {
            on: day("2023-08-20"),
            seq: i64::MAX,
        };
        assert_eq!(state(&mut office, "benefit", before), "approved");
        register(
            &mut office,
            "2023-10-09",
            vec![step("arrears_found", "2023-10-09", json!({}))],
        )
        .unwrap();
        let again = yiju_actions::benefit_determination::BenefitDetermination {
            subject_kind: "injury".to_owned(),
            subject_id: INJURY.to_owned(),
            decided_on: day("2023-10-10"),
            case: serde_json::from_value(case(4, "5350.75", json!({}))).unwrap(),
            benefits: vec![THREE[0]],
        };
        assert_eq!(
            codes(try_handle(&mut office, "again", "2023-10-10", again)),
            ["event_needs_state"]
        );
        assert_sound(office.store);
    });
}

#[test]
fn a_repeat_injury_is_linked_to_a_case_of_the_same_person_only() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    handle(
        &mut office,
        "second",
        "2023-09-11",
        notice_of("G2023-002", "2023-09-10", "2023-09-11"),
    );
    let link = |other: &str| CaseEvent {
        injury_id: "G2023-002".to_owned(),
        steps: vec![step(
            "repeat_linked",
            "2023-09-12",
            json!({"other_injury": other}),
        )],
    };
    for (key, other) in [("none", "G1999-001"), ("self", "G2023-002")] {
        assert_eq!(
            codes(try_handle(&mut office, key, "2023-09-12", link(other))),
            ["other_injury_unknown"]
        );
    }
    handle(&mut office, "link", "2023-09-12", link(INJURY));
}

#[test]
fn bad_input_at_the_window_is_refused_with_all_its_problems_and_nothing_stored() {
    on_both_stores("case_bad_input", |store| {
        let mut office = injured(store, "6284.00");
        // A notice before the injury, of an injury before the cover, of no known severity.
        let mut wrong = notice_of("G2023-003", "2023-01-10", "2023-01-09");
        wrong.severity = "grave".to_owned();
        let found = codes(try_handle(&mut office, "bad notice", "2023-06-05", wrong));
        assert_eq!(
            found,
            ["noticed_before_injury", "severity_unknown", "not_covered"]
        );
        // Grades outside 1 to 10, a death before the injury.
        for grade in [json!(0), json!(11), json!(-1), json!("三")] {
            let steps = vec![
                step("recognition_served", "2023-04-12", json!({})),
                step("appraisal_applied", "2023-04-20", json!({})),
                step("appraised", "2023-05-20", json!({"grade": grade})),
                step("died", "2023-03-09", json!({})),
            ];
            let found = codes(register(&mut office, "2023-06-05", steps));
            assert!(
                found.contains(&"event_fact_wrong") && found.contains(&"event_before_injury"),
                "{found:?}"
            );
        }
        let events = stored(&mut office);
        assert_eq!(events, 3, "the recognition of the start and nothing else");
        assert_sound(office.store);
    });
}

#[test]
fn a_list_of_people_is_refused_with_all_its_problems_and_nothing_stored() {
    on_both_stores("people_bad_input", |store| {
        let mut office = injured(store, "6284.00");
        let people = |office: &mut Office<'_>| {
            let rows = office
                .store
                .select::<EmployeeRow>("region = $1", &[REGION.into()]);
            rows.unwrap().len()
        };
        // Wages absurd or negative, the same person twice, an impossible birthday, a cover that overlaps.
        let person = |number: &str, wage: &str| PersonRecord {
            name: "测试".to_owned(),
            id_number: number.to_owned(),
            migrant_worker: false,
            wage: Some(wage.parse().unwrap()),
        };
        let join = EmployeeEnrollment {
            cover_kind: "employer".to_owned(),
            cover_id: "E0001".to_owned(),
            from: day("2023-06-01"),
            people: vec![
                person("431123180001010019", "3000.00"),
                person("431123180002300019", "3000.00"),
                person("431123180001010027", "-1.00"),
                person("431123180001010035", "99999999.00"),
                person("431123180001010035", "3000.00"),
            ],
        };
        let found = codes(try_handle(&mut office, "bad list", "2023-06-05", join));
        assert_eq!(
            found,
            [
                "already_covered",
                "id_number_date",
                "wage_implausible",
                "wage_implausible",
                "person_twice"
            ]
        );
        assert_eq!(people(&mut office), 1);
    });
}

#[test]
fn recognition_without_its_application_is_refused() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    handle(
        &mut office,
        "second",
        "2023-09-11",
        notice_of("G2023-002", "2023-09-10", "2023-09-11"),
    );
    let mut papers = recognition("G2023-002", ["2023-09-14", "2023-09-18", "2023-10-16"]);
    papers.steps.remove(1);
    let found = codes(try_handle(
        &mut office,
        "no acceptance",
        "2023-10-17",
        papers,
    ));
    assert_eq!(found, ["event_not_allowed"]);
}

/// Suspended by a notice of October, the cause ended in November: October and November are never paid, December is.
#[test]
fn a_suspended_benefit_is_not_paid_and_the_gap_not_made_up() {
    on_both_stores("case_suspended", |store| {
        let mut office = injured(store, "6284.00");
        let facts = case(4, "5350.75", json!({"self_care_level": "partial"}));
        decide(&mut office, &facts, THREE);
        pay(&mut office, "2023-09");
        let reason = json!({"reason": "refused_treatment", "from_month": "2023-10"});
        register(
            &mut office,
            "2023-10-09",
            vec![step("suspended", "2023-10-09", reason)],
        )
        .unwrap();
        let october = run(office.store, "2023-10");
        assert_eq!(october.payments.len(), 2);
        let refused = codes(try_handle(&mut office, "october", "2023-10-31", october));
        assert_eq!(refused, ["benefit_suspended", "benefit_suspended"]);
        register(
            &mut office,
            "2023-11-20",
            vec![step("resumed", "2023-11-20", json!({}))],
        )
        .unwrap();
        let december = run(office.store, "2023-12");
        let months: Vec<String> = december
            .payments
            .iter()
            .map(|order| order.month.to_string())
            .collect();
        assert_eq!(months.len(), 6, "{months:?}");
        let refused = codes(try_handle(
            &mut office,
            "with the gap",
            "2023-12-31",
            december.clone(),
        ));
        assert_eq!(refused, ["benefit_suspended"; 4]);
        let mut only = december;
        only.payments
            .retain(|order| order.month == month("2023-12"));
        handle(&mut office, "december", "2023-12-31", only);
        assert_sound(office.store);
    });
}
