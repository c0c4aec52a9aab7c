//! The main job: the demonstration's own report passes our own check, says what the books say, and comes out the same twice.

use yiju_demo::{DemoOptions, YEAR};
use yiju_documents::{Fonts, docx, html, xlsx};
use yiju_evaluation::check_bytes;
use yiju_evaluation::checks::Severity;
use yiju_evaluation::selfeval::{self, SelfEvaluation, Setting};
use yiju_lawbook::Lawbook;
use yiju_store::views::legacy as views;
use yiju_store::{Store, register};
use yiju_terms::Lang;
use yiju_tests::{REGION, postgres, region, sqlite};

fn build(store: &mut Store) -> SelfEvaluation {
    let region = region();
    let office = register::office(store, REGION).unwrap().unwrap();
    let book = yiju_actions::office::lawbook(store, &region, Lawbook::builtin()).unwrap();
    let setting = Setting {
        book: &book,
        region: &region,
        office: &office,
        year: YEAR,
    };
    selfeval::build(store, &setting).unwrap()
}

fn bytes(report: &SelfEvaluation) -> [Vec<u8>; 4] {
    [
        docx::render(&report.document, &Fonts::default()),
        xlsx::render(&report.document),
        html::render(&report.document, &report.bases).into_bytes(),
        report.json.to_string().into_bytes(),
    ]
}

#[test]
fn the_demonstrations_report_passes_its_own_check() {
    let mut place = sqlite();
    let ran = yiju_demo::run(&mut place.store, &DemoOptions { seed: 1 }, &mut |_| {}).unwrap();
    let report = build(&mut place.store);
    assert_eq!(
        html::unbound(&report.document, &report.bases),
        Vec::<String>::new()
    );
    for table in report.document.tables() {
        assert!(
            table.grid().problems.is_empty(),
            "{}: {:?}",
            table.name,
            table.grid().problems
        );
    }
    let first = bytes(&report);
    proposals(&report);
    old_injuries(&mut place.store, &report);
    for (name, bytes) in ["report.docx", "report.html"]
        .iter()
        .zip([&first[0], &first[2]])
    {
        let outcome = check_bytes(name, bytes, None, Lang::Zh).unwrap();
        let grave: Vec<_> = outcome
            .findings
            .iter()
            .filter(|f| f.severity != Severity::Low)
            .collect();
        assert!(grave.is_empty(), "{name}: {grave:#?}");
        assert!(outcome.counts.held > 100, "{name}: {}", outcome.counts.held);
        // The overspent purchase is accepted for its approved adjustment, and shown.
        assert!(outcome.held.iter().any(|held| held.rule == "E01"), "{name}");
    }
    // Every figure of the report is the figure of the room.
    for entry in report.json["figures"].as_array().unwrap() {
        let stem = entry["stem"].as_str().unwrap();
        let book = Lawbook::builtin();
        let value = yiju_figures::compute(&mut place.store, book, &region(), YEAR, stem).unwrap();
        assert_eq!(entry["value"].as_i64(), Some(value.value), "{stem}");
    }
    assert!(
        bytes(&build(&mut place.store)) == first,
        "made twice, the bytes differ"
    );
    same_on_postgresql(&ran.head, &first);
}

/// The head counts of old injuries are the same wherever the report says them, on the roster, and behind each number.
fn old_injuries(store: &mut Store, report: &SelfEvaluation) {
    let groups = views::groups(store, REGION, &format!("{YEAR}-12-31")).unwrap();
    let of = |pooled: bool| {
        let counts = groups.iter().filter(|group| group.pooled == pooled);
        counts.map(|group| group.count).sum::<i64>()
    };
    for (stem, count) in [("legacy_pooled", of(true)), ("legacy_unpooled", of(false))] {
        assert!(count > 0, "{stem}");
        let figures = report.document.figures();
        let shown: Vec<&str> = figures
            .iter()
            .filter(|figure| figure.key == stem)
            .map(|figure| figure.text.as_str())
            .collect();
        assert!(!shown.is_empty(), "the report does not say {stem}");
        for text in shown {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, count.to_string(), "{stem}: {text}");
        }
        let basis = &report.bases[stem];
        assert_eq!(basis.records.total as i64, count, "names behind {stem}");
    }
}

/// The whole year, its journal and its report come out the same on PostgreSQL.
fn same_on_postgresql(head: &str, expected: &[Vec<u8>; 4]) {
    let Some(mut place) = postgres("demonstration") else {
        println!("PostgreSQL left out, YIJU_TEST_POSTGRES is not set");
        return;
    };
    let ran = yiju_demo::run(&mut place.store, &DemoOptions { seed: 1 }, &mut |_| {}).unwrap();
    assert_eq!(ran.head, head, "the chain's head");
    assert!(
        bytes(&build(&mut place.store)) == *expected,
        "the report's bytes"
    );
}

/// What the county's forms cannot measure is answered in the package, with a target from the years that were.
fn proposals(report: &SelfEvaluation) {
    let list = report.json["proposals"].as_array().unwrap();
    assert_eq!(list.len(), 11);
    for entry in list {
        for key in [
            "indicator",
            "name",
            "formula",
            "unit",
            "source",
            "target_basis",
        ] {
            let text = entry[key].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains('⟦'), "{entry}");
        }
    }
    let of = |indicator: &str| {
        let entry = list.iter().find(|entry| entry["indicator"] == indicator);
        entry.unwrap_or_else(|| panic!("{indicator}")).clone()
    };
    assert_eq!(of("公务接待支出")["target"], "≤100%");
    let paid = of("基金待遇发放");
    assert_eq!(paid["figure"], "payments_success_rate");
    // No goal below what was reached: this year's value, as the figure says it.
    let figures = report.json["figures"].as_array().unwrap();
    let figure = figures
        .iter()
        .find(|figure| figure["stem"] == "payments_success_rate");
    assert!(paid["target_value"].as_i64() >= figure.unwrap()["value"].as_i64());
    let table = report
        .document
        .tables()
        .find(|table| table.name == "附表")
        .unwrap();
    assert_eq!(table.rows.len(), 12);
}
