//! An export and the assessment over it, against what the store assessed.

use yiju_demo::scale::{self, MonthStep};
use yiju_lake::files::people::Open;
use yiju_lake::files::{Kind, Manifest, check, export, manifest};
use yiju_lake::own::{Source, assess};
use yiju_lawbook::Lawbook;
use yiju_store::{journal, settlements};

use crate::common;

/// Number in the register; people, base, amount, relief by local rate, relief by the temporary reduction; provisional.
type Row = (String, [i64; 5], bool);

fn of_store(code: &str) -> Vec<Row> {
    let month = common::month().to_string();
    settlements::assessments(&mut common::store(), code, &month)
        .unwrap()
        .into_iter()
        .map(|row| {
            (
                row.payer_id,
                [
                    row.persons,
                    row.base_fen,
                    row.amount_fen,
                    row.relief_local_fen,
                    row.relief_temporary_fen,
                ],
                row.provisional == 1,
            )
        })
        .collect()
}

pub fn of_result(folder: &std::path::Path, result: &Manifest, code: &str) -> Vec<Row> {
    let month = common::month().to_string();
    let entry = result
        .files_of(manifest::ASSESSMENT, Some(&month))
        .find(|file| file.region.code() == code)
        .unwrap();
    let open = Open::open(folder, entry).unwrap();
    let ids = open.texts("id").unwrap();
    let names = [
        "people",
        "base_fen",
        "amount_fen",
        "relief_local_fen",
        "relief_temporary_fen",
    ];
    let columns = names.map(|name| open.longs(name).unwrap());
    let provisional = open.numbers("provisional").unwrap();
    (0..ids.len())
        .map(|at| {
            let id = ids[at].as_utf8().unwrap().to_owned();
            (id, columns.each_ref().map(|c| c[at]), provisional[at] == 1)
        })
        .collect()
}

#[test]
fn an_export_assesses_to_the_fen_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let (lake, out) = (folder.path().join("lake"), folder.path().join("out"));
    let exported = common::export_to(&lake);
    assert!(exported.synthetic);
    check::check(&lake, &exported, true).unwrap();
    let source = Source::open(&lake, common::month(), Lawbook::builtin()).unwrap();
    let totals = assess(&source, Some(&out)).unwrap().totals;
    let result = Manifest::read(&out, Kind::Assessment).unwrap();
    check::check(&out, &result, true).unwrap();
    let (mut employers, mut amount) = (0, 0);
    for code in common::codes() {
        let expected = of_store(&code);
        assert_eq!(of_result(&out, &result, &code), expected, "{code}");
        employers += expected.len() as i64;
        amount += expected.iter().map(|row| row.1[2]).sum::<i64>();
    }
    assert!(employers > 20 && amount > 0);
    assert_eq!((totals.groups, totals.amount_fen), (employers, amount));
    assert_eq!(result.result.unwrap().totals, totals);
}

#[test]
fn the_manifest_tells_the_moment_of_every_region() {
    let folder = tempfile::tempdir().unwrap();
    let exported = common::export_to(&folder.path().join("lake"));
    for code in common::codes() {
        let head = journal::head(&mut common::store(), &code).unwrap();
        let entry = exported.region(&code).unwrap();
        assert_eq!((entry.seq, &entry.head), (head.seq, &head.digest));
        assert!(!entry.confirmed.rows.is_empty());
    }
    let people: u64 = exported
        .files_of(manifest::PEOPLE, Some("2023-01"))
        .map(|file| file.rows)
        .sum();
    assert_eq!(people, 2 * common::PEOPLE as u64);
}

#[test]
fn the_same_store_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let first = common::export_to(&folder.path().join("a"));
    assert_eq!(common::export_to(&folder.path().join("b")), first);
}

/// The same counties on PostgreSQL: the same folder, byte for byte.
#[test]
fn an_export_from_postgresql_is_that_from_sqlite() {
    let Some(url) = common::postgres("export") else {
        return;
    };
    let mut store = yiju_store::Store::open(&url).unwrap();
    common::fill(&mut store);
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("postgres");
    let exported = common::export_of(&mut store, &lake);
    check::check(&lake, &exported, true).unwrap();
    assert_eq!(exported, common::export_to(&folder.path().join("sqlite")));
}

#[test]
fn no_name_and_no_number_of_a_person_leaves_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let exported = common::export_to(folder.path().join("lake").as_path());
    let sensitive = ["employee", "legacy_dependent", "determination"];
    let held = |table: &&str| exported.files.iter().any(|file| file.table == **table);
    assert!(!sensitive.iter().any(|table| held(&table)));
    let silent = |table: &str, column: &str| {
        for entry in exported.files_of(table, None) {
            let open = Open::open(&folder.path().join("lake"), entry).unwrap();
            let texts = open.texts(column).unwrap();
            assert!(
                !texts.is_empty() && texts.iter().all(|text| text.is_empty()),
                "{table}"
            );
        }
    };
    silent("actor", "name");
    silent("matter", "proposal");
    silent("voucher", "summary");
}

#[test]
fn an_export_is_of_one_moment() {
    let home = tempfile::tempdir().unwrap();
    is_of_one_moment(&format!(
        "sqlite:{}",
        home.path().join("province.db").display()
    ));
    if let Some(url) = common::postgres("moment") {
        is_of_one_moment(&url);
    }
}

/// Between two counties of an export somebody writes into the second: the export is of the moment it began.
fn is_of_one_moment(url: &str) {
    let home = tempfile::tempdir().unwrap();
    let mut store = yiju_store::Store::open(url).unwrap();
    for code in common::codes() {
        scale::load(&mut store, &code, common::PEOPLE, 7).unwrap();
        scale::month(&mut store, &code, MonthStep::Assess).unwrap();
    }
    let second = common::codes().into_iter().max().unwrap();
    let before = journal::head(&mut store, &second).unwrap();
    let mut writer = yiju_store::Store::open(url).unwrap();
    let asked = export::Export {
        book: Lawbook::builtin(),
        regions: Vec::new(),
        months: Vec::new(),
        is_synthetic: yiju_demo::is_synthetic,
    };
    let mut written = 0;
    let lake = home.path().join("lake");
    let exported = export::export(&mut store, &lake, &asked, &mut |step| {
        if step.done == 1 {
            written = scale::month(&mut writer, &second, MonthStep::Receive).unwrap();
        }
    });
    let entry = exported.unwrap().regions.remove(1);
    assert_eq!(
        (entry.region.code(), entry.seq),
        (second.as_str(), before.seq)
    );
    assert_eq!(entry.head, before.digest);
    assert!(
        journal::head(&mut store, &second).unwrap().seq > before.seq,
        "{written}"
    );
}
