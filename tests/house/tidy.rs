//! Tidy: what a machine can see of STYLE.md, as an ordinary test.

use std::path::{Path, PathBuf};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

/// Rooms and the rooms each may use. A new edge is a decision, not an accident.
const EDGES: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("lawbook", &["terms"]),
    ("rules", &["terms", "lawbook"]),
    ("ledger", &["terms"]),
    ("store", &["terms", "ledger"]),
    ("intake", &["terms"]),
    ("actions", &["terms", "lawbook", "rules", "ledger", "store"]),
    (
        "figures",
        &["terms", "lawbook", "rules", "ledger", "store", "actions"],
    ),
    ("documents", &["terms"]),
    (
        "letters",
        &["terms", "lawbook", "rules", "store", "actions", "documents"],
    ),
    (
        "lake",
        &["terms", "lawbook", "rules", "store", "actions", "figures"],
    ),
    (
        "evaluation",
        &[
            "terms",
            "lawbook",
            "ledger",
            "store",
            "intake",
            "figures",
            "documents",
            "actions",
        ],
    ),
    (
        "server",
        &[
            "terms",
            "lawbook",
            "rules",
            "ledger",
            "store",
            "actions",
            "figures",
            "evaluation",
            "documents",
            "letters",
        ],
    ),
    (
        "demo",
        &[
            "terms",
            "lawbook",
            "rules",
            "ledger",
            "store",
            "actions",
            "figures",
            "evaluation",
        ],
    ),
];

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests lies in the house")
        .to_owned()
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            files(&path, ending, found);
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}

pub fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&root().join("crates"), ".rs", &mut found);
    files(&root().join("tests"), ".rs", &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a readable source");
        (path.strip_prefix(root()).expect("inside").to_owned(), text)
    };
    found.into_iter().map(read).collect()
}

/// The ratchet: what is over a limit today, by limit. Only ever shorten these lists.
const LONG_FILES: &[&str] = &["crates/actions/src/office.rs"];
const LONG_FUNCTIONS: &[&str] = &[
    "crates/demo/src/filings_department.rs",
    "crates/documents/tests/made/common/mod.rs",
    "crates/documents/tests/made/html.rs",
    "crates/figures/tests/small_office/rows.rs",
    "crates/figures/tests/small_office/year.rs",
    "crates/lawbook/tests/law/check_problems.rs",
    "crates/server/tests/site/common/year.rs",
    "crates/store/src/views/vouchers.rs",
];
/// Seconds of a speed example, not money.
const FLOATS: &[&str] = &["crates/rules/examples/assess_speed.rs"];

/// Fails on what is not in `known`, and on what stands in `known` without need.
fn assert_known(problems: Vec<String>, known: &[&str]) {
    let is_known = |problem: &String| known.iter().any(|path| problem.starts_with(path));
    let fresh: Vec<&String> = problems.iter().filter(|p| !is_known(p)).collect();
    assert!(fresh.is_empty(), "\n{fresh:#?}");
    let settled: Vec<&&str> = known
        .iter()
        .filter(|path| !problems.iter().any(|problem| problem.starts_with(**path)))
        .collect();
    assert!(
        settled.is_empty(),
        "settled, take out of the list: {settled:?}"
    );
}

#[test]
fn every_source_says_what_it_is() {
    let silent = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| format!("{}: the first line is not a `//!` line", path.display()));
    assert_known(silent.collect(), &[]);
}

#[test]
fn files_stay_small() {
    let large = sources().into_iter().filter_map(|(path, text)| {
        let lines = text.lines().count();
        (lines > FILE_LINES)
            .then(|| format!("{}: {lines} lines, at most {FILE_LINES}", path.display()))
    });
    assert_known(large.collect(), LONG_FILES);
}

/// A function ends at the first line that closes at its own indentation; rustfmt makes that exact.
#[test]
fn functions_stay_small() {
    let mut problems = Vec::new();
    for (path, text) in sources() {
        let lines: Vec<&str> = text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let code = line.trim_start();
            let begins = [
                "fn ",
                "pub fn ",
                "pub(crate) fn ",
                "pub(super) fn ",
                "async fn ",
                "pub async fn ",
            ];
            if !begins.iter().any(|begin| code.starts_with(begin)) {
                continue;
            }
            let body = lines[start..]
                .iter()
                .find(|l| l.contains('{') || l.trim_end().ends_with(';'));
            if body.is_some_and(|l| !l.contains('{')) {
                continue;
            }
            let indent = &line[..line.len() - code.len()];
            let close = format!("{indent}}}");
            let length = lines[start..].iter().position(|l| *l == close).unwrap_or(0) + 1;
            if length > FUNCTION_LINES {
                problems.push(format!(
                    "{}:{}: {length} lines, at most {FUNCTION_LINES}",
                    path.display(),
                    start + 1
                ));
            }
        }
    }
    assert_known(problems, LONG_FUNCTIONS);
}

#[test]
fn sql_stays_in_its_rooms() {
    let marks = ["SELECT ", "INSERT INTO", "CREATE TABLE"];
    let mut problems = Vec::new();
    for (path, text) in sources() {
        let place = path.to_string_lossy().into_owned();
        let is_test = place.contains("/tests/") || place.starts_with("tests");
        if place.starts_with("crates/store") || place.starts_with("crates/figures") || is_test {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for mark in marks {
            if code.contains(mark) {
                problems.push(format!(
                    "{place}: holds `{mark}`; statements live in the store"
                ));
            }
        }
    }
    assert_known(problems, &[]);
}

/// A bare condition on `seq` has SQLite read a region's rows by their entry of the journal, however few are asked for.
#[test]
fn what_was_known_is_not_looked_for_by_entry() {
    let mut problems = Vec::new();
    for (path, text) in sources() {
        let place = path.to_string_lossy().into_owned();
        // The proof does read by entry.
        let by_entry = place == "crates/store/src/verify.rs";
        if by_entry || !(place.starts_with("crates/store") || place.starts_with("crates/figures")) {
            continue;
        }
        for (at, _) in text
            .match_indices("seq <")
            .chain(text.match_indices("seq >"))
        {
            let (before, after) = text.split_at(at);
            let before = before.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '.');
            let compared = after.trim_start_matches(['s', 'e', 'q', ' ', '<', '>', '=']);
            if compared.starts_with('$') && !before.ends_with('+') {
                let line = before.lines().count();
                problems.push(format!(
                    "{place}:{line}: write `+seq`, as its neighbours do"
                ));
            }
        }
    }
    assert_known(problems, &[]);
}

#[test]
fn money_has_no_floats() {
    let mut problems = Vec::new();
    for (path, text) in sources() {
        let place = path.to_string_lossy().into_owned();
        let rooms = [
            "terms", "lawbook", "rules", "ledger", "store", "actions", "figures", "lake",
        ];
        if !rooms
            .iter()
            .any(|room| place.starts_with(&format!("crates/{room}/")))
        {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("f64") || code.contains("f32") {
                problems.push(format!("{place}:{}: a float", number + 1));
            }
        }
    }
    assert_known(problems, FLOATS);
}

#[test]
fn rooms_use_only_rooms_below_them() {
    let mut problems = Vec::new();
    for (room, allowed) in EDGES {
        let path = root().join("crates").join(room).join("Cargo.toml");
        let text = std::fs::read_to_string(&path).expect("a manifest");
        let manifest = text.split("[dev-dependencies]").next().unwrap_or_default();
        for line in manifest.lines() {
            let Some(rest) = line.strip_prefix("yiju-") else {
                continue;
            };
            let used: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
            if !allowed.contains(&used.as_str()) {
                problems.push(format!("{room} must not use {used}"));
            }
        }
    }
    assert_known(problems, &[]);
}

#[test]
fn no_real_telephone_numbers() {
    let mut found = Vec::new();
    for ending in [".rs", ".toml", ".md", ".csv"] {
        files(&root(), ending, &mut found);
    }
    let mut problems = Vec::new();
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for word in text.split(|c: char| !c.is_ascii_digit()) {
            let bytes = word.as_bytes();
            let looks_mobile = bytes.len() == 11 && bytes[0] == b'1' && bytes[1] >= b'3';
            // A number that ends in eight zeros is nobody's.
            let placeholder = word.ends_with("00000000");
            if looks_mobile && !placeholder {
                problems.push(format!(
                    "{}: {word} looks like a mobile number",
                    path.display()
                ));
            }
        }
    }
    assert_known(problems, &[]);
}
