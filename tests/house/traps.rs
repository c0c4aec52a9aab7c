//! The traps of the law: each has a test of its own name, and `docs/reference/traps.md` lists them all.

use std::collections::BTreeMap;

use crate::tidy::{root, sources};

type Traps = BTreeMap<String, (String, String)>;

fn traps() -> Traps {
    toml::from_str(include_str!("traps.toml")).expect("the list of traps is TOML")
}

/// Test functions named for a trap (`t07_…`), by trap, with the room they stand in.
fn tests() -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (path, text) in sources() {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            let Some(name) = line.strip_prefix("fn ").and_then(|l| l.split('(').next()) else {
                continue;
            };
            let digits = name.strip_prefix('t').and_then(|rest| rest.get(..3));
            let number = digits.and_then(|d| d.strip_suffix('_'));
            let is_test = index > 0 && lines[index - 1] == "#[test]";
            if let Some(number) = number.filter(|n| n.bytes().all(|b| b.is_ascii_digit()))
                && is_test
            {
                let place = path.to_string_lossy().into_owned();
                let of = found.entry(format!("T{number}")).or_default();
                of.push((name.to_owned(), place));
            }
        }
    }
    found
}

fn page() -> String {
    let mut page = String::from(
        "# Traps of the law\n\n\
         Made from `tests/house/traps.toml` and the names of the tests; `YIJU_BLESS=1 cargo test -p yiju-tests --test house traps` \
         writes it anew. Each test fails on the program of the second column.\n\n\
         | trap | what a naive program does | what is right | tests |\n|---|---|---|---|\n",
    );
    let tests = tests();
    for (trap, (naive, right)) in traps() {
        let named = tests.get(&trap).map(Vec::as_slice).unwrap_or_default();
        let names: Vec<String> = named
            .iter()
            .map(|(name, place)| format!("`{name}` ({place})"))
            .collect();
        page.push_str(&format!(
            "| {trap} | {naive} | {right} | {} |\n",
            names.join("<br>")
        ));
    }
    page
}

#[test]
fn every_trap_has_a_test_of_its_name() {
    let (traps, tests) = (traps(), tests());
    let expected: Vec<String> = (1..=44).map(|number| format!("T{number:02}")).collect();
    assert_eq!(traps.keys().cloned().collect::<Vec<_>>(), expected);
    let untested: Vec<&String> = expected
        .iter()
        .filter(|trap| !tests.contains_key(*trap))
        .collect();
    assert!(untested.is_empty(), "no test is named for {untested:?}");
    let unknown: Vec<&String> = tests.keys().filter(|t| !traps.contains_key(*t)).collect();
    assert!(unknown.is_empty(), "tests named for no trap: {unknown:?}");
}

#[test]
fn the_page_of_traps_is_fresh() {
    let (path, page) = (root().join("docs/reference/traps.md"), page());
    if std::env::var_os("YIJU_BLESS").is_some() {
        std::fs::write(&path, &page).expect("docs/reference can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/reference/traps.md is stale: run with YIJU_BLESS=1"
    );
}
