//! Every code that the sources can say has its words in both languages.
use std::collections::BTreeSet;
use std::path::Path;

use yiju_terms::{Lang, words};

fn sources(dir: &Path, into: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, into),
            false => into.push_str(&std::fs::read_to_string(&path).unwrap()),
        }
    }
}

/// The first text after each `call`.
fn codes(source: &str, call: &str) -> BTreeSet<String> {
    let after = source.split(call).skip(1);
    after
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_code_has_its_words() {
    let mut source = String::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut source,
    );
    let calls = [
        ("Step::new(", "rules.step."),
        (".rate(", "rules.step."),
        (".int(", "rules.step."),
        (".money(", "rules.step."),
        (".yearly(", "rules.step."),
        (".word(", "rules.step."),
        (".fact(", "rules.step."),
        (".result(", "rules.step."),
        ("of_answer(", "rules.step."),
        ("notes.push(", "rules.note."),
        ("only_not_due(", "rules.not_due."),
        ("no(", "rules.not_due."),
        ("not_due(", "rules.not_due."),
        ("Ok(Some((", "rules.not_due."),
        ("then_some((", "rules.not_due."),
        ("note: ", "rules.note."),
        ("InputProblem::new(", "rules.input."),
        ("problem(", "rules.input."),
        ("Refusal::new(", "refusal."),
    ];
    let mut count = 0;
    for (call, prefix) in calls {
        for code in codes(&source, call) {
            count += 1;
            for lang in [Lang::Zh, Lang::En] {
                let key = format!("{prefix}{code}");
                assert!(words::has(lang, &key), "{key} has no words in {lang:?}");
            }
        }
    }
    assert!(
        count > 100,
        "only {count} codes found: has the style of the calls changed?"
    );
}
