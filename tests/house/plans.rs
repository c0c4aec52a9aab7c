//! Plans: no statement of the store that names one thing reads every row of its region.
//!
//! SQLite keeps no statistics here and takes a region for a handful of rows: it reads all of them in the order of a key
//! rather than looking up a few and sorting those. The time of one matter would grow with the county, that of all matters
//! with its square. Statements that are put together while the program runs are not seen here.

use std::collections::{BTreeMap, BTreeSet};

use yiju_store::{Store, Value, schema};

use crate::tidy::sources;

/// What may read a whole region, and why.
const WIDE: &[(&str, &str)] = &[
    ("FROM budget WHERE", "a few dozen lines a year"),
    (
        "legacy_injury l JOIN employee p",
        "old injuries are some hundreds, and no more come",
    ),
    (
        "FROM recovery_receipt",
        "what came back on settlements is rare",
    ),
    ("FROM replacement", "what settlements replaced is rare"),
    (
        "cover_id = $3 ORDER BY injured_on",
        "the page of one employer: injuries have no index by cover",
    ),
];

/// The table a row is kept in, by the row's name.
fn tables() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (_, text) in sources() {
        for (at, _) in text.match_indices("Row = \"") {
            let name = text[..at]
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default();
            let table = text[at + "Row = \"".len()..]
                .split('"')
                .next()
                .unwrap_or_default();
            found.insert(format!("{name}Row"), table.to_owned());
        }
    }
    found
}

/// The statements written out in a source, before its tests: a whole one, or the condition given to `select::<SomeRow>`.
fn statements(source: &str, tables: &BTreeMap<String, String>) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.flat_map(|line| [line, "\n"]).collect();
    let parts: Vec<&str> = code.split('"').collect();
    let mut found = Vec::new();
    for (before, text) in parts.iter().zip(parts.iter().skip(1)).step_by(2) {
        let text = text.trim_start();
        if text.starts_with("SELECT ") || text.starts_with("WITH ") {
            found.push(text.to_owned());
        }
        let asked = before
            .rsplit_once("select::<")
            .and_then(|(_, rest)| rest.split_once('>'));
        if let Some(table) = asked.and_then(|(row, _)| tables.get(row)) {
            found.push(format!("SELECT * FROM {table} WHERE {text}"));
        }
    }
    found
}

/// The steps of SQLite's plan that read a whole region; nothing of what is no statement of SQLite as it stands.
fn wide(store: &mut Store, statement: &str) -> Option<Vec<String>> {
    let statement = statement
        .replace("{list}", "'a', 'b'")
        .replace("{region}", "'a'");
    let last = (1..=9).rev().find(|n| statement.contains(&format!("${n}")));
    let values = vec![Value::from("x"); last.unwrap_or_default()];
    let plan = store
        .query(&format!("EXPLAIN QUERY PLAN {statement}"), &values)
        .ok()?;
    let steps = plan.iter().map(|row| row.text(3).to_owned());
    Some(steps.filter(|step| step.ends_with("(region=?)")).collect())
}

#[test]
fn no_statement_reads_a_region_to_find_one_thing() {
    let mut store = Store::open("sqlite::memory:").unwrap();
    schema::prepare(&mut store).unwrap();
    let tables = tables();
    let (mut planned, mut problems, mut excused) = (0, Vec::new(), BTreeSet::new());
    for (path, text) in sources() {
        if !path.starts_with("crates/store/src") {
            continue;
        }
        for statement in statements(&text, &tables) {
            let names_one = [" = $2", " = $3", "IN ({"]
                .iter()
                .any(|mark| statement.contains(mark));
            let Some(steps) = wide(&mut store, &statement) else {
                continue;
            };
            planned += 1;
            if steps.is_empty() || !names_one {
                continue;
            }
            match WIDE.iter().find(|(part, _)| statement.contains(part)) {
                Some((part, _)) => drop(excused.insert(*part)),
                None => problems.push(format!("{}: {statement}: {steps:?}", path.display())),
            }
        }
    }
    assert!(planned > 120, "{planned}");
    assert_eq!(problems, Vec::<String>::new());
    let needless: Vec<_> = WIDE
        .iter()
        .filter(|(part, _)| !excused.contains(part))
        .collect();
    assert!(needless.is_empty(), "no longer wide: {needless:?}");
}
