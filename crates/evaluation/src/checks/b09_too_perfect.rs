//! B09 过于完美 · Too perfect
//!
//! ## What it checks
//! Every score full, no reason anywhere, all points equal or every actual value just the target — while the text has a
//! section on problems.
//! ## Why
//! Such a table was filled in to be full; it measures nothing.
//! ## Basis
//! 财预〔2020〕10号（自评结果客观真实）
//! ## Example
//! Ten indicators of ten points, all full, no reason, and a section that says the goals need work.
//! ## False alarms
//! Small simple units; therefore a hint only.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Indicator, Place, Report, ScoreTable, plain};

const ROWS_MIN: usize = 5;

pub fn run(case: &mut Case) {
    let report = case.report;
    let Some(problem) = problem(report) else {
        return;
    };
    for table in report.score_tables() {
        if perfect(table) {
            let place = Place {
                table: table.title.clone(),
                ..Place::default()
            };
            let count = table.indicators.iter().filter(|r| r.is_weighted()).count();
            let figures = Figures::words(format!("{count}/{count}"), "", "");
            let args: &[(&str, &str)] = &[
                ("table", &table.title),
                ("count", &count.to_string()),
                ("problem", &problem),
            ];
            case.find(&place, "b09.perfect", figures, args);
        }
    }
}

fn perfect(table: &ScoreTable) -> bool {
    let rows: Vec<&Indicator> = table
        .indicators
        .iter()
        .filter(|row| row.is_weighted())
        .collect();
    let full = |row: &&Indicator| {
        row.score.number.is_some() && row.score.number == row.weight.number && row.reason.is_empty()
    };
    let equal = rows
        .windows(2)
        .all(|pair| pair[0].weight.number == pair[1].weight.number);
    let as_planned = rows
        .iter()
        .all(|row| plain::squeezed(&row.target.raw) == plain::squeezed(&row.actual.raw));
    rows.len() >= ROWS_MIN && rows.iter().all(full) && (equal || as_planned)
}

/// What the section on problems says, unless it says 无.
fn problem(report: &Report) -> Option<String> {
    let passages: Vec<String> = report
        .body()
        .map(|passage| passage.squeezed.clone())
        .collect();
    let heading = passages.iter().position(|text| {
        text.chars().count() <= 20 && text.contains("存在") && text.contains("问题")
    })?;
    let text = passages.get(heading + 1)?;
    let none = text.starts_with('无') || text.starts_with("不存在") || text.is_empty();
    (!none).then(|| plain::shortened(text, 30))
}
