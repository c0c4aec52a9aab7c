//! DataFusion in this process: the same result as our own loop, from a disk or from an object store, and nothing made of
//! rows that came twice or not at all.

use std::path::Path;
use std::sync::Arc;

use datafusion::object_store::memory::InMemory;
use datafusion::object_store::{ObjectStore, ObjectStoreExt};
use yiju_lake::engine::{self, Reach};
use yiju_lake::files::{Kind, Manifest, check, manifest};
use yiju_lake::own::{Source, assess};
use yiju_lake::{Stop, Totals};
use yiju_lawbook::Lawbook;
use yiju_terms::Month;

use crate::common::{self, refused};
use crate::export::of_result;

fn by_engine_in(
    month: Month,
    folder: &str,
    reach: &Reach,
    out: Option<&Path>,
) -> Result<Totals, Stop> {
    let book = Lawbook::builtin();
    let done = engine::wait(engine::assess::assess(folder, month, book, reach, out))?;
    Ok(done.totals)
}

fn by_engine(folder: &str, reach: &Reach) -> Result<Totals, Stop> {
    by_engine_in(common::made_month(), folder, reach, None)
}

fn by_loop(month: Month, folder: &Path, out: Option<&Path>) -> Totals {
    let source = Source::open(folder, month, Lawbook::builtin()).unwrap();
    assess(&source, out).unwrap().totals
}

#[test]
fn the_engine_gives_the_employers_of_the_loop_to_the_fen() {
    let folder = tempfile::tempdir().unwrap();
    let (lake, own, out) = (
        folder.path().join("lake"),
        folder.path().join("own"),
        folder.path().join("engine"),
    );
    common::export_to(&lake);
    let expected = by_loop(common::month(), &lake, Some(&own));
    let totals = by_engine_in(
        common::month(),
        &lake.display().to_string(),
        &Reach::default(),
        Some(&out),
    )
    .unwrap();
    assert_eq!(totals, expected);
    let of_own = Manifest::read(&own, Kind::Assessment).unwrap();
    let of_engine = Manifest::read(&out, Kind::Assessment).unwrap();
    check::check(&out, &of_engine, true).unwrap();
    for code in common::codes() {
        let rows = of_result(&out, &of_engine, &code);
        assert_eq!(rows, of_result(&own, &of_own, &code));
    }
    assert_eq!(of_engine.result.unwrap().engine, "datafusion");
}

/// Employers whose rate is provisional beside others: the same ones are marked.
#[test]
fn the_engine_marks_the_employers_that_the_loop_marks() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    common::make_with_a_provisional_rate(&lake);
    let expected = by_loop(common::made_month(), &lake, None);
    assert!(0 < expected.provisional && expected.provisional < expected.groups);
    let totals = by_engine(&lake.display().to_string(), &Reach::default()).unwrap();
    assert_eq!(totals, expected);
}

#[test]
fn a_folder_in_an_object_store_is_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let made = common::make_in(folder.path().join("lake").as_path(), 3_000);
    let lake = folder.path().join("lake");
    let store = Arc::new(InMemory::new());
    engine::wait(async {
        let names = made.files.iter().map(|file| file.path.as_str());
        for name in names.chain([manifest::NAME]) {
            let bytes = std::fs::read(lake.join(name)).unwrap();
            let path = format!("2023/people/{name}").into();
            store.put(&path, bytes.into()).await.unwrap();
        }
        Ok(())
    })
    .unwrap();
    let address = "s3://lake".parse().unwrap();
    let reach = Reach::default().and(address, store as Arc<dyn ObjectStore>);
    let totals = by_engine("s3://lake/2023/people", &reach).unwrap();
    assert_eq!(totals, by_loop(common::made_month(), &lake, None));
    assert_eq!(
        refused(by_engine("s3://lake/2024", &reach)),
        ["lake_without_manifest"]
    );
    // Without the store the same address is refused, in words, before anything is done.
    assert_eq!(
        refused(by_engine("s3://lake/2023/people", &Reach::default())),
        ["lake_store_unknown"]
    );
    let up_and_down = format!("{}/../lake", lake.display());
    assert_eq!(by_engine(&up_and_down, &Reach::default()).unwrap(), totals);
    let by_address = format!("file://{}", lake.display());
    assert_eq!(by_engine(&by_address, &Reach::default()).unwrap(), totals);
}

#[test]
fn people_that_come_twice_or_not_at_all_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    let made = common::make_in(&lake, 3_000);
    let name = lake.display().to_string();
    let at = made
        .files
        .iter()
        .position(|f| f.table == manifest::PEOPLE)
        .unwrap();
    let mut twice = made.clone();
    twice.files.push(made.files[at].clone());
    twice.publish(&lake).unwrap();
    assert_eq!(
        refused(by_engine(&name, &Reach::default())),
        ["lake_file_damaged"]
    );
    for column in ["wage_fen", "risk_class", "experience_tier"] {
        common::with_another_sum(&made, column)
            .publish(&lake)
            .unwrap();
        assert_eq!(
            refused(by_engine(&name, &Reach::default())),
            ["lake_file_damaged"],
            "{column}"
        );
    }
    // As long as the manifest says, or not read at all.
    let mut longer = made.clone();
    longer.files[at].bytes += 1;
    longer.publish(&lake).unwrap();
    assert_eq!(
        refused(by_engine(&name, &Reach::default())),
        ["lake_file_damaged"]
    );
    // Another county's people in place of this one's: every number of the file is right, and it is the wrong file.
    let other = made
        .files
        .iter()
        .rposition(|f| f.table == manifest::PEOPLE)
        .unwrap();
    let mut foreign = made.clone();
    foreign.files[at].path = made.files[other].path.clone();
    foreign.publish(&lake).unwrap();
    assert_eq!(
        refused(by_engine(&name, &Reach::default())),
        ["lake_file_damaged"]
    );
}

#[test]
fn every_figure_of_an_export_is_that_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let lake = folder.path().join("lake");
    common::export_to(&lake);
    common::figures_are_those_of_the_store(&lake.display().to_string(), &Reach::default());
}
