//! A folder is what its manifest says: unfinished, damaged or foreign ones are refused, and none is written over.

use std::fs;

use yiju_lake::files::export::{Export, export};
use yiju_lake::files::{Kind, Manifest, check, manifest};
use yiju_lake::own::{Source, assess};
use yiju_lawbook::Lawbook;

use crate::common::{self, refused};

#[test]
fn without_a_manifest_nothing_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    common::make_in(&lake, 600);
    fs::remove_file(lake.join(manifest::NAME)).unwrap();
    let book = Lawbook::builtin();
    let opened = Source::open(&lake, common::made_month(), book).map(|_| ());
    assert_eq!(refused(opened), ["lake_without_manifest"]);
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let asked = Export {
        book: Lawbook::builtin(),
        regions: Vec::new(),
        months: Vec::new(),
        is_synthetic: yiju_demo::is_synthetic,
    };
    let outcome = export(&mut common::store(), folder.path(), &asked, &mut |_| {});
    assert_eq!(refused(outcome), ["lake_folder_not_empty"]);
    let entries = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(entries, 1);
}

#[test]
fn a_result_is_not_written_over_and_a_dead_attempt_is_stepped_past() {
    let folder = tempfile::tempdir().unwrap();
    let (lake, out) = (folder.path().join("lake"), folder.path().join("out"));
    common::make_in(&lake, 600);
    // What an attempt that died leaves behind.
    fs::create_dir_all(out.join("attempt-1/region=430000")).unwrap();
    fs::write(out.join("attempt-1/region=430000/half.parquet"), "PAR1").unwrap();
    let source = Source::open(&lake, common::made_month(), Lawbook::builtin()).unwrap();
    let totals = assess(&source, Some(&out)).unwrap().totals;
    let result = Manifest::read(&out, Kind::Assessment).unwrap();
    assert_eq!(result.result.unwrap().attempt, 2);
    assert!(
        result
            .files
            .iter()
            .all(|f| f.path.starts_with("attempt-2/"))
    );
    let rows: u64 = result.files.iter().map(|file| file.rows).sum();
    assert_eq!(i64::try_from(rows).unwrap(), totals.groups);
    assert_eq!(
        refused(assess(&source, Some(&out))),
        ["lake_folder_not_empty"]
    );
}

#[test]
fn a_damaged_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    let made = common::make_in(&lake, 600);
    let entry = made
        .files_of(manifest::PEOPLE, Some("2023-06"))
        .next()
        .unwrap();
    let path = lake.join(&entry.path);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x55;
    fs::write(&path, &bytes).unwrap();
    assert_eq!(
        refused(check::check(&lake, &made, true)),
        ["lake_file_damaged"]
    );
    bytes.truncate(middle);
    fs::write(&path, &bytes).unwrap();
    let source = Source::open(&lake, common::made_month(), Lawbook::builtin()).unwrap();
    assert_eq!(refused(assess(&source, None)), ["lake_file_damaged"]);
    fs::remove_file(&path).unwrap();
    assert_eq!(refused(assess(&source, None)), ["lake_file_damaged"]);
}

#[test]
fn a_file_of_the_same_shape_with_other_people_is_refused_by_its_sums() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    let made = common::make_in(&lake, 600);
    for column in ["wage_fen", "risk_class", "experience_tier"] {
        common::with_another_sum(&made, column)
            .publish(&lake)
            .unwrap();
        let source = Source::open(&lake, common::made_month(), Lawbook::builtin()).unwrap();
        assert_eq!(
            refused(assess(&source, None)),
            ["lake_file_damaged"],
            "{column}"
        );
        assert_eq!(
            refused(check::check(&lake, &source.manifest, false)),
            ["lake_file_damaged"]
        );
    }
}

#[test]
fn a_month_that_is_not_there_is_refused_with_those_that_are() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    common::make_in(&lake, 60);
    let other = "2023-09".parse().unwrap();
    let outcome = Source::open(&lake, other, Lawbook::builtin()).map(|_| ());
    assert_eq!(refused(outcome), ["lake_month_missing"]);
}
