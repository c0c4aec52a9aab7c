//! Four hands: nobody holds two steps of a matter, and nothing takes effect without all four. In storage, not on screen.

use yiju_actions::ActionError;
use yiju_actions::training::Training;
use yiju_store::Store;
use yiju_tests::{REGISTER_HANDS, application, day, found, on_both_stores};

pub use yiju_tests::employer;

fn codes<T: std::fmt::Debug>(outcome: Result<T, ActionError>) -> Vec<&'static str> {
    match outcome {
        Err(ActionError::Refused(refusals)) => refusals.iter().map(|r| r.code).collect(),
        other => panic!("expected refusals, got {other:?}"),
    }
}

fn count(store: &mut Store, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    store.one(&sql, &[]).unwrap().int(0)
}

#[test]
fn a_matter_takes_effect_only_after_four_hands() {
    on_both_stores("four_hands", |store| {
        let mut office = found(store);
        let on = day("2023-01-03");
        let application = application("first", "2023-01-03", employer("E0001"));
        let matter = office.accept("window", &application).unwrap();
        assert_eq!(count(office.store, "employer"), 0);
        assert_eq!(
            codes(office.approve("director", matter, on)),
            ["step_out_of_order"]
        );
        office.review("review", "medical", matter, on).unwrap();
        office
            .review("second_review", "second", matter, on)
            .unwrap();
        assert_eq!(count(office.store, "journal"), 0);
        let head = office.approve("director", matter, on).unwrap();
        assert_eq!(head.seq, 1);
        assert_eq!(count(office.store, "employer"), 1);
        assert_eq!(
            codes(office.approve("director", matter, on)),
            ["step_out_of_order"]
        );
    });
}

#[test]
fn roles_and_persons_are_kept_apart() {
    on_both_stores("roles", |store| {
        let mut office = found(store);
        let on = day("2023-01-03");
        let application = application("first", "2023-01-03", employer("E0001"));
        assert_eq!(
            codes(office.accept("inspector", &application)),
            ["no_right"]
        );
        assert_eq!(
            codes(office.accept("nobody", &application)),
            ["actor_unknown"]
        );
        let matter = office.accept("window", &application).unwrap();
        assert_eq!(
            codes(office.review("review", "window", matter, on)),
            ["same_person"]
        );
        assert_eq!(
            codes(office.review("review", "cashier", matter, on)),
            ["no_right"]
        );
    });
}

/// Writes straight to the tables, past every check of the program.
#[test]
fn the_database_itself_refuses_one_person_in_two_steps() {
    on_both_stores("storage_hands", |store| {
        let mut office = found(store);
        let application = application("first", "2023-01-03", employer("E0001"));
        let matter = office.accept("window", &application).unwrap();
        let second_hold = format!(
            "INSERT INTO step_holder (region, matter_id, actor_id, kind) VALUES ('431123', {matter}, 'window', 'approve')"
        );
        assert!(office.store.script(&second_hold).unwrap_err().constraint);
        // An approval that names a person for a step he does not hold.
        let approval = format!(
            "INSERT INTO approval VALUES ('431123', {matter}, '2023-01-03', 'window', 'accept', 'window', 'review', 'second', 'second_review', 'director', 'approve')"
        );
        assert!(office.store.script(&approval).unwrap_err().constraint);
        // An effect of a matter nobody approved.
        let effect = format!(
            "INSERT INTO journal VALUES ('431123', 1, {matter}, 'employer_enrollment', '2023-01-03', 0, 'x', 'y', 'z')"
        );
        assert!(office.store.script(&effect).unwrap_err().constraint);
        // A register row that no journal entry brought.
        let register = "INSERT INTO employer VALUES ('431123', 'E0009', '2023-01-03', 7, '甲', NULL, 'enterprise', '20', 'x', 3, 100, 'active')";
        let outcome = office.store.transaction(|store| store.script(register));
        assert!(outcome.unwrap_err().constraint);
        assert_eq!(count(office.store, "employer"), 0);
    });
}

#[test]
fn nothing_is_changed_or_deleted() {
    on_both_stores("append_only", |store| {
        let mut office = found(store);
        let application = application("first", "2023-01-03", employer("E0001"));
        office
            .handle(&REGISTER_HANDS, &application, day("2023-01-04"))
            .unwrap();
        for table in ["employer", "journal", "step", "approval", "matter", "actor"] {
            let change = format!("UPDATE {table} SET region = '000000'");
            assert!(
                office.store.script(&change).unwrap_err().constraint,
                "{table}"
            );
            let delete = format!("DELETE FROM {table}");
            assert!(
                office.store.script(&delete).unwrap_err().constraint,
                "{table}"
            );
        }
    });
}

#[test]
fn a_repeated_request_is_one_matter() {
    on_both_stores("repeated", |store| {
        let mut office = found(store);
        let application = application("same-click", "2023-01-03", employer("E0001"));
        let first = office.accept("window", &application).unwrap();
        assert_eq!(office.accept("window", &application).unwrap(), first);
        assert_eq!(count(office.store, "matter"), 1);
    });
}

#[test]
fn a_matter_sent_back_starts_over_and_a_refused_one_ends() {
    on_both_stores("sent_back", |store| {
        let mut office = found(store);
        let on = day("2023-01-04");
        let first = application("first", "2023-01-03", employer("E0001"));
        let matter = office.accept("window", &first).unwrap();
        office.review("review", "medical", matter, on).unwrap();
        office
            .send_back("second_review", "second", matter, on, "缺营业执照复印件")
            .unwrap();
        assert_eq!(
            codes(office.approve("director", matter, on)),
            ["step_out_of_order"]
        );
        office.review("review", "medical", matter, on).unwrap();
        office
            .review("second_review", "second", matter, on)
            .unwrap();
        office.approve("director", matter, on).unwrap();
        let second = application("second", "2023-01-03", employer("E0002"));
        let refused = office.accept("window", &second).unwrap();
        office
            .refuse("review", "medical", refused, on, "不属于本县")
            .unwrap();
        assert_eq!(
            codes(office.review("review", "medical", refused, on)),
            ["step_out_of_order"]
        );
    });
}

#[test]
fn every_reason_comes_back_at_once() {
    on_both_stores("all_reasons", |store| {
        let mut office = found(store);
        let mut wrong = employer("E0001");
        wrong.employers[0].name = String::new();
        wrong.employers[0].credit_code = Some("123".to_owned());
        wrong.employers[0].kind = "club".to_owned();
        let application = application("wrong", "2023-01-03", wrong);
        let found = codes(office.accept("window", &application));
        assert_eq!(
            found,
            ["name_missing", "credit_code_shape", "employer_kind_unknown"]
        );
        assert_eq!(count(office.store, "matter"), 0);
    });
}

#[test]
fn deadlines_run_on_working_days() {
    on_both_stores("deadlines", |store| {
        let mut office = found(store);
        // Ten working days over the Spring Festival of 2023 (21 to 27 January free, 28 and 29 January worked: 17 to 20, 28 to 31 January, 1 and 2 February).
        let application = application("first", "2023-01-16", employer("E0001"));
        let matter = office.accept("window", &application).unwrap();
        let due = office
            .store
            .one("SELECT due_on FROM matter WHERE id = $1", &[matter.into()])
            .unwrap();
        assert_eq!(due.text(0), "2023-02-02");
        let training = Training {
            held_on: day("2023-01-16"),
            employer_id: None,
            topic: "工伤预防".to_owned(),
            attendees: 0,
            chosen_because: String::new(),
        };
        let application = yiju_tests::application("training", "2023-01-16", training);
        assert_eq!(
            codes(office.accept("accountant", &application)),
            ["list_empty"]
        );
    });
}
