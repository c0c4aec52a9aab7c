//! What the law asks of the program: each thing has its tests, each step of a case stands under a thing, and
//! `docs/reference/promises.md` lists them.

use std::collections::{BTreeMap, BTreeSet};

use yiju_lawbook::Lawbook;

use crate::tidy::{root, sources};

struct Promise {
    area: String,
    thing: String,
    tests: Vec<String>,
    steps: Vec<String>,
}

fn promises() -> Vec<Promise> {
    let table: toml::Table =
        toml::from_str(include_str!("promises.toml")).expect("the list of promises is TOML");
    let list = table["promise"].as_array().expect("a list");
    let one = |value: &toml::Value| {
        let text = |name: &str| value[name].as_str().expect("a text").to_owned();
        let texts = |name: &str| {
            let list = value.get(name).and_then(toml::Value::as_array);
            let texts = list.into_iter().flatten();
            texts
                .map(|text| text.as_str().expect("a name").to_owned())
                .collect()
        };
        Promise {
            area: text("area"),
            thing: text("thing"),
            tests: texts("tests"),
            steps: texts("steps"),
        }
    };
    list.iter().map(one).collect()
}

/// Every test function of the house with the file it stands in.
fn tests() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, text) in sources() {
        let mut marked = false;
        for line in text.lines().map(str::trim) {
            let name = line
                .strip_prefix("fn ")
                .and_then(|rest| rest.split('(').next());
            match name {
                Some(name) if marked => {
                    found.insert(name.to_owned(), path.to_string_lossy().into_owned());
                    marked = false;
                }
                _ if line == "#[test]" => marked = true,
                _ if line.starts_with("#[") => {}
                _ => marked = false,
            }
        }
    }
    found
}

fn page() -> String {
    let mut page = String::from(
        "# What the law asks, thing by thing\n\n\
         Made from `tests/house/promises.toml` and the names of the tests; `YIJU_BLESS=1 cargo test -p yiju-tests --test house promises` \
         writes it anew. Steps are those of `law/national/case_life.toml`. The traps have a page of their own: [traps](traps.md).\n",
    );
    let tests = tests();
    let mut area = String::new();
    for promise in promises() {
        if promise.area != area {
            area = promise.area.clone();
            page.push_str(&format!(
                "\n## {area}\n\n| thing | steps | tests |\n|---|---|---|\n"
            ));
        }
        let names = promise.tests.iter().map(|name| {
            let place = tests.get(name).map_or("", String::as_str);
            format!("`{name}` ({place})")
        });
        let steps = promise.steps.iter().map(|step| format!("`{step}`"));
        page.push_str(&format!(
            "| {} | {} | {} |\n",
            promise.thing,
            steps.collect::<Vec<_>>().join(" "),
            names.collect::<Vec<_>>().join("<br>")
        ));
    }
    page
}

#[test]
fn every_promise_has_its_tests() {
    let tests = tests();
    for promise in promises() {
        assert!(!promise.tests.is_empty(), "{}", promise.thing);
        for name in &promise.tests {
            let there = tests.contains_key(name);
            assert!(there, "{}: there is no test {name}", promise.thing);
        }
    }
}

#[test]
fn every_step_of_a_case_stands_under_one_thing() {
    let life = Lawbook::builtin().case_life();
    let known: BTreeSet<&str> = life
        .events
        .iter()
        .map(|event| event.kind.as_str())
        .collect();
    let promises = promises();
    let mut listed = BTreeSet::new();
    for step in promises.iter().flat_map(|promise| &promise.steps) {
        assert!(known.contains(step.as_str()), "there is no step {step}");
        assert!(listed.insert(step.as_str()), "{step} stands twice");
    }
    let missing: Vec<_> = known.difference(&listed).collect();
    assert!(missing.is_empty(), "under no thing: {missing:?}");
}

#[test]
fn the_page_of_promises_is_fresh() {
    let (path, page) = (root().join("docs/reference/promises.md"), page());
    if std::env::var_os("YIJU_BLESS").is_some() {
        std::fs::write(&path, &page).expect("docs/reference can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/reference/promises.md is stale: run with YIJU_BLESS=1"
    );
}
