//! The table of states and the walk through it.

mod clocks;
mod order;

use serde_json::{Value, json};
use yiju_lawbook::Lawbook;
use yiju_rules::life::{Clock, Happening, OpenStep, Walk, walk};
use yiju_terms::Date;

/// Kind, day, facts, and whether it comes with its paper.
pub type Step = (String, Date, Value, bool);

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn facts(kind: &str, on: &str, detail: Value) -> Step {
    (kind.to_owned(), day(on), detail, true)
}

pub fn at(kind: &str, on: &str) -> Step {
    facts(kind, on, json!({}))
}

pub fn bare(kind: &str, on: &str) -> Step {
    (kind.to_owned(), day(on), json!({}), false)
}

/// A case injured on a day, with these steps recorded in this order.
pub fn case(injured: &str, steps: &[Step]) -> Walk<'static> {
    let happening = |(index, (kind, on, detail, paper)): (usize, &Step)| Happening {
        kind: kind.clone(),
        on: *on,
        order: (1, index as i64),
        document: paper.then(|| "测文书".to_owned()),
        detail: detail.clone(),
    };
    let happenings = steps.iter().enumerate().map(happening).collect();
    walk(Lawbook::builtin(), day(injured), happenings)
}

pub fn codes(walk: &Walk<'_>) -> Vec<&'static str> {
    walk.problems.iter().map(|p| p.refusal.code).collect()
}

pub fn fine(walk: &Walk<'_>) {
    assert!(walk.problems.is_empty(), "{:?}", walk.problems);
}

pub fn open<'w>(steps: &'w [OpenStep<'_>], kind: &str) -> &'w OpenStep<'w> {
    let found = steps.iter().find(|step| step.event.kind == kind);
    found.unwrap_or_else(|| panic!("{kind} is not open"))
}

pub fn last(clock: &Option<Clock>) -> String {
    clock
        .as_ref()
        .and_then(Clock::last)
        .map_or("-".to_owned(), |day| day.to_string())
}

/// Injured on 2 March 2026, recognised and served.
pub fn recognized() -> Vec<Step> {
    vec![
        at("accident_notice", "2026-03-03"),
        at("employer_applied", "2026-03-12"),
        at("accepted", "2026-03-20"),
        at("recognized", "2026-04-20"),
        at("recognition_served", "2026-04-24"),
    ]
}

pub fn with(mut steps: Vec<Step>, more: &[Step]) -> Vec<Step> {
    steps.extend_from_slice(more);
    steps
}
