//! What the tests share: two small counties in a store, assessed, and folders made from them.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use yiju_actions::office::LAW_FILE;
use yiju_demo::scale::{self, MonthStep};
#[cfg(feature = "engine")]
use yiju_lake::engine::{Reach, figures};
use yiju_lake::files::make::{Make, make};
use yiju_lake::files::{FileEntry, Manifest, export, manifest};
use yiju_lawbook::{Confirmation, Confirmed, Lawbook};
use yiju_store::Store;
use yiju_terms::Month;

pub const PEOPLE: i64 = 700;

pub fn month() -> Month {
    scale::january()
}

/// A month in which the temporary reduction holds.
pub fn made_month() -> Month {
    Month::new(2023, 6)
}

pub fn codes() -> Vec<String> {
    scale::county_codes(2)
}

/// A store with two counties and their January: made once, only read afterwards.
pub fn database() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap().keep();
        let path = folder.join("province.db");
        let mut store = Store::open(&format!("sqlite:{}", path.display())).unwrap();
        fill(&mut store);
        path
    })
}

/// The two counties and their January, written into an empty store.
pub fn fill(store: &mut Store) {
    for code in codes() {
        scale::load(store, &code, PEOPLE, 7).unwrap();
        for step in [MonthStep::Assess, MonthStep::Receive, MonthStep::Pay] {
            scale::month(store, &code, step).unwrap();
        }
    }
}

pub fn store() -> Store {
    Store::open(&format!("sqlite:{}", database().display())).unwrap()
}

/// The address of a fresh database on the test server, where there is one. (The tests' own room would bring the
/// typesetter along.)
pub fn postgres(what: &str) -> Option<String> {
    let Ok(server) = std::env::var("YIJU_TEST_POSTGRES") else {
        println!("PostgreSQL left out, YIJU_TEST_POSTGRES is not set");
        return None;
    };
    let name = format!("yiju_lake_{what}_{}", std::process::id());
    let mut admin = Store::open(&server).unwrap();
    for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
        admin.script(&format!("{statement} {name}")).unwrap();
    }
    let base = server.rsplit_once('/').map_or(server.as_str(), |(b, _)| b);
    Some(format!("{base}/{name}"))
}

pub fn export_to(folder: &Path) -> Manifest {
    export_of(&mut store(), folder)
}

pub fn export_of(store: &mut Store, folder: &Path) -> Manifest {
    let asked = export::Export {
        book: Lawbook::builtin(),
        regions: Vec::new(),
        months: Vec::new(),
        is_synthetic: yiju_demo::is_synthetic,
    };
    export::export(store, folder, &asked, &mut |_| {}).unwrap()
}

/// A made folder with small row groups, so that counties are put together from several.
pub fn make_in(folder: &Path, people: u64) -> Manifest {
    let asked = asked(people, yiju_demo::assumed_wages());
    make(folder, &asked, &mut |_| {}).unwrap()
}

/// A made folder whose average wage is law, so that only class 5 rests on something provisional: a local rate by a paper.
pub fn make_with_a_provisional_rate(folder: &Path) -> Manifest {
    let cite = "关于调整工伤保险费率政策的通知 @ 2015 § 二";
    let wages = format!(
        "parameter,region,year,value,status,verified_on,cite,note\n\
         average_wage_for_contributions,430000,2023,6284.00,verified,2026-01-01,{cite},\n"
    );
    let rates = format!(
        "name = \"地方现行行业费率\"\nunit = \"percent\"\nby = \"risk_class\"\noptional = true\n\
         [[value]]\nfrom = 2020-01-01\ncite = \"{cite}\"\nstatus = \"provisional\"\n[value.rows]\n5 = \"1.50\"\n"
    );
    let place = "name = \"测试县\"\nregion = \"430000\"\n".to_owned();
    let file = |path: &str, text: String| (format!("{LAW_FILE}{path}"), text);
    let rows = [
        file("statistics/test_wage.csv", wages),
        file("test-county/place.toml", place),
        file("test-county/contributions/local_rate.toml", rates),
        ("contributions.local_rate.5".to_owned(), "1.50".to_owned()),
    ];
    let rows = rows.map(|(parameter, value)| Confirmation {
        parameter,
        period: "2023".to_owned(),
        value,
        document: "测试文件".to_owned(),
        region: None,
    });
    let rows = rows.to_vec();
    let asked = Make {
        counties: 1,
        ..asked(2_000, Confirmed { rows })
    };
    make(folder, &asked, &mut |_| {}).unwrap()
}

fn asked(people: u64, papers: Confirmed) -> Make<'static> {
    Make {
        people,
        counties: 3,
        month: made_month(),
        book: Lawbook::builtin(),
        papers,
        group_rows: 500,
    }
}

/// A manifest whose first file of people has another sum of a column.
pub fn with_another_sum(made: &Manifest, column: &str) -> Manifest {
    let mut other = made.clone();
    let of_people = |file: &&mut FileEntry| file.table == manifest::PEOPLE;
    let entry = other.files.iter_mut().find(of_people).unwrap();
    *entry.sums.get_mut(column).unwrap() += 1;
    other
}

/// The codes of a refusal.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, yiju_lake::Stop>) -> Vec<&'static str> {
    match outcome {
        Err(yiju_lake::Stop::Refused(refusals)) => refusals.iter().map(|r| r.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Every figure of every county of a lake is that of the store it was exported from.
#[cfg(feature = "engine")]
pub fn figures_are_those_of_the_store(address: &str, reach: &Reach) {
    let (mut store, book, mut shown) = (store(), Lawbook::builtin(), 0);
    for entry in figures::manifest(address, reach).unwrap().regions {
        let region = entry.region;
        let mut books = figures::Books::open(address, &region, reach).unwrap();
        for figure in yiju_figures::all() {
            let stem = figure.stem;
            let expected = yiju_figures::compute(&mut store, book, &region, 2023, stem).unwrap();
            let found = yiju_figures::compute(&mut books, book, &region, 2023, stem).unwrap();
            assert_eq!(found, expected, "{stem}");
            shown += i64::from(expected.known && expected.value != 0);
        }
    }
    assert!(shown > 20, "{shown} figures with something in them");
}
