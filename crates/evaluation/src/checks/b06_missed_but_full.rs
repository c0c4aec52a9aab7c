//! B06 未完成却满分 · Missed but full
//!
//! ## What it checks
//! A row whose actual value misses its target does not have full points.
//! ## Why
//! Full points for a missed target make the whole table worthless.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! Target ≥95 %, actual 90 %, 10 of 10 points.
//! ## False alarms
//! Targets where less is better and no sign says so.

use super::b01_score_and_achievement::{met, pair};
use super::case::Case;
use super::outcome::Figures;

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            let Some((target, actual)) = pair(row) else {
                continue;
            };
            let full = row.score.number.is_some() && row.score.number == row.weight.number;
            if full && !met(case.profile, row, target, actual) {
                let figures = Figures::numbers(format!("{actual}/{target}"), target, actual);
                case.find(
                    &row.score.place,
                    "b06.full",
                    figures,
                    &[("name", &row.name)],
                );
            }
        }
    }
}
