//! The register: people join, leave, and are read as of a day.

use yiju_actions::ActionError;
use yiju_actions::employee_cessation::{EmployeeCessation, Leaver};
use yiju_actions::employee_enrollment::{EmployeeEnrollment, PersonRecord};
use yiju_tests::{REGISTER_HANDS, application, day, found, on_both_stores};

use crate::hands::employer;

fn person(id_number: &str, wage: &str) -> PersonRecord {
    PersonRecord {
        name: "测试甲".to_owned(),
        id_number: id_number.to_owned(),
        migrant_worker: false,
        wage: Some(wage.parse().unwrap()),
    }
}

fn joining(people: Vec<PersonRecord>) -> EmployeeEnrollment {
    EmployeeEnrollment {
        cover_kind: "employer".to_owned(),
        cover_id: "E0001".to_owned(),
        from: day("2023-02-01"),
        people,
    }
}

#[test]
fn people_join_once_and_leave_once() {
    on_both_stores("people", |store| {
        let mut office = found(store);
        let on = day("2023-02-01");
        let enroll = application("employer", "2023-01-16", employer("E0001"));
        office
            .handle(&REGISTER_HANDS, &enroll, day("2023-01-17"))
            .unwrap();
        let list = joining(vec![
            person("431123180001010019", "4000.00"),
            person("431123180001010027", "4200.50"),
        ]);
        let join = application("join", "2023-02-01", list.clone());
        office.handle(&REGISTER_HANDS, &join, on).unwrap();
        let again = application("again", "2023-02-02", list);
        let Err(ActionError::Refused(refusals)) = office.accept("window", &again) else {
            panic!("a second cover at the same place was accepted");
        };
        assert_eq!(refusals.len(), 2);
        assert!(refusals.iter().all(|r| r.code == "already_covered"));
        let leave = EmployeeCessation {
            cover_kind: "employer".to_owned(),
            cover_id: "E0001".to_owned(),
            from: day("2023-06-01"),
            people: vec![Leaver {
                person_id: "P00000001".to_owned(),
                reason: "retired".to_owned(),
            }],
        };
        let first = application("leave", "2023-05-30", leave.clone());
        office
            .handle(&REGISTER_HANDS, &first, day("2023-05-31"))
            .unwrap();
        let second = application("leave-again", "2023-06-05", leave);
        assert!(office.accept("window", &second).is_err());
    });
}

#[test]
fn a_bad_list_comes_back_whole() {
    on_both_stores("bad_list", |store| {
        let mut office = found(store);
        let enroll = application("employer", "2023-01-16", employer("E0001"));
        office
            .handle(&REGISTER_HANDS, &enroll, day("2023-01-17"))
            .unwrap();
        let list = joining(vec![
            person("431123180002290016", "4000.00"),
            person("431123180001010027", "99000000.00"),
            person("431123180001010027", "4000.00"),
        ]);
        let join = application("join", "2023-02-01", list);
        let Err(ActionError::Refused(refusals)) = office.accept("window", &join) else {
            panic!("a list with three faults was accepted");
        };
        let codes: Vec<&str> = refusals.iter().map(|r| r.code).collect();
        assert_eq!(
            codes,
            ["id_number_date", "wage_implausible", "person_twice"]
        );
    });
}
