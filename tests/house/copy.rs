//! Backup and restore: the same rows, the same head, between engines as well.

use yiju_store::{copy, journal, verify};
use yiju_tests::{REGION, REGISTER_HANDS, application, day, found, postgres, sqlite};

use crate::hands::employer;

#[test]
fn a_copy_has_the_same_head_on_either_engine() {
    let mut source = sqlite();
    let mut office = found(&mut source.store);
    let enroll = application("employer", "2023-01-16", employer("E0001"));
    office
        .handle(&REGISTER_HANDS, &enroll, day("2023-01-17"))
        .unwrap();
    let head = journal::head(&mut source.store, REGION).unwrap();
    let mut targets = vec![sqlite()];
    match postgres("copy_target") {
        Some(place) => targets.push(place),
        None => println!("copy: PostgreSQL left out, YIJU_TEST_POSTGRES is not set"),
    }
    for mut target in targets {
        let rows = copy::copy_all(&mut source.store, &mut target.store).unwrap();
        assert!(rows > 10);
        assert_eq!(journal::head(&mut target.store, REGION).unwrap(), head);
        let verdict = verify::verify(&mut target.store, REGION, Some(&head.digest)).unwrap();
        assert_eq!(verdict.breaks, []);
        assert!(copy::copy_all(&mut source.store, &mut target.store).is_err());
    }
}
