//! Every kind of formula with every step it writes, word for word: digests of traces are stored, so their text is kept.
//!
//! `traces.golden` was written by the program before steps kept their numbers as numbers; bills apart, whose sums did not add up then.

use serde_json::Value;

use crate::common::{benefits, contribution};

/// What is worked out and its amount, then a line for each step.
fn written(name: &str, amount: &Value, steps: &Value, into: &mut String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    into.push_str(&format!("{name} {}\n", text(amount)));
    for step in steps.as_array().expect("steps") {
        let unit = match text(&step["unit"]) {
            unit if unit.is_empty() => unit,
            unit => format!(" {unit}"),
        };
        let formula = step
            .get("formula")
            .map(|formula| format!("  [{}]", text(formula)));
        let (stem, value, formula) = (
            text(&step["step"]),
            text(&step["value"]),
            formula.unwrap_or_default(),
        );
        into.push_str(&format!("  {stem}: {value}{unit}{formula}\n"));
    }
}

#[test]
fn every_formula_writes_its_steps_as_ever() {
    let cases: Value = serde_json::from_str(include_str!("traces.json")).expect("JSON");
    let mut all = String::new();
    for one in cases.as_array().expect("cases") {
        all.push_str(&format!("# {}\n", one["name"].as_str().expect("a name")));
        if let Some(case) = one.get("contribution") {
            let out = contribution(case);
            written("contribution", &out["amount"], &out["trace"], &mut all);
            continue;
        }
        let out = benefits(&one["case"]);
        assert_eq!(out["refusals"], serde_json::json!([]), "{}", one["name"]);
        let wage = &out["own_wage"];
        written("own_wage", &wage["amount"], &wage["trace"], &mut all);
        for item in out["items"].as_array().expect("items") {
            let name = item["benefit"].as_str().expect("a benefit");
            written(name, &item["amount"], &item["trace"], &mut all);
        }
    }
    let expected = include_str!("traces.golden");
    for (at, (now, then)) in all.lines().zip(expected.lines()).enumerate() {
        assert_eq!(now, then, "line {} of traces.golden", at + 1);
    }
    assert_eq!(all.lines().count(), expected.lines().count());
}
