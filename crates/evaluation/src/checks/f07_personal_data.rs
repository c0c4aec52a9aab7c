//! F07 个人信息 · Personal data
//!
//! ## What it checks
//! Mobile numbers and ID numbers anywhere in the report.
//! ## Why
//! The report is published; an office line serves as well.
//! ## Basis
//! 政府信息公开条例第十五条；个人信息保护法
//! ## Example
//! The roster of those in charge with two mobile numbers.
//! ## False alarms
//! Office lines are allowed. The finding shows only the first three and the last two digits.

use super::case::Case;
use super::outcome::Figures;
use crate::personal::{self, Around};
use crate::report::{Place, plain};

pub fn run(case: &mut Case) {
    let report = case.report;
    let mut clean = true;
    for table in &report.tables {
        let mut found = Vec::new();
        for row in &table.rows {
            for cell in &row.cells {
                found.extend(personal(row.place(&table.title, cell), &cell.text));
            }
        }
        clean &= found.is_empty();
        say(case, found);
    }
    // Long cells are passages too; the tables above have them already.
    for passage in report
        .passages
        .iter()
        .filter(|passage| passage.place.column.is_none())
    {
        let found = personal(passage.place.clone(), &passage.text);
        clean &= found.is_empty();
        say(case, found);
    }
    if clean {
        case.held(&Place::default(), "0");
    }
}

fn say(case: &mut Case, found: Vec<(Place, String)>) {
    let Some((place, _)) = found.first() else {
        return;
    };
    let shown: Vec<&str> = found.iter().map(|(_, shown)| shown.as_str()).collect();
    let count = found.len().to_string();
    let figures = Figures {
        formula: shown.join("、"),
        expected: "0".to_owned(),
        found: count.clone(),
        difference: count.clone(),
        ..Figures::default()
    };
    case.find(
        place,
        "f07.numbers",
        figures,
        &[("count", &count), ("numbers", &shown.join("、"))],
    );
    if let Some(finding) = case.outcome.findings.last_mut() {
        let mut others: Vec<Place> = found.into_iter().map(|(place, _)| place).collect();
        others.dedup();
        others.retain(|other| *other != finding.place && !finding.also.contains(other));
        finding.also.extend(others);
    }
}

/// What is personal in a text, each masked, with its place; the place quotes the text masked too.
fn personal(place: Place, text: &str) -> Vec<(Place, String)> {
    let hits = personal::numbers(text, Around::default());
    let place = Place {
        text: plain::shortened(&personal::masked(text), 40),
        ..place
    };
    hits.iter()
        .map(|hit| (place.clone(), personal::mask(&hit.value)))
        .collect()
}
