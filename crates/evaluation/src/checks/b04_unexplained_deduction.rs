//! B04 扣分未说明 · Deduction unexplained
//!
//! ## What it checks
//! A row whose target is met and that lost points states why; so does a row whose target is missed.
//! ## Why
//! The column for reasons is the part of the table that leads to better work.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! Target 95 %, actual 96 %, 8 of 10 points, no reason.
//! ## False alarms
//! Caps that reviewers set.

use super::b01_score_and_achievement::{met, pair};
use super::case::Case;
use super::outcome::Figures;
use crate::report::{Report, plain};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        let told_below = reason_below(case.report, &table.title);
        for row in &table.indicators {
            let (Some((target, actual)), Some(points), Some(score)) =
                (pair(row), row.weight.number, row.score.number)
            else {
                continue;
            };
            if !row.reason.is_blank() || told_below {
                continue;
            }
            let args: &[(&str, &str)] = &[("name", &row.name)];
            let is_met = met(case.profile, row, target, actual);
            if is_met && score < points {
                let figures = Figures::numbers(format!("{actual}/{target}"), points, score);
                case.find(&row.score.place, "b04.deducted", figures, args);
            } else if !is_met && score < points {
                let figures = Figures::numbers(format!("{actual}/{target}"), target, actual);
                case.find(&row.actual.place, "b04.missed", figures, args);
            }
        }
    }
}

/// Some forms have one row for the reasons of the whole table: 偏差大或目标未完成原因分析.
fn reason_below(report: &Report, title: &str) -> bool {
    const LETTERS_MIN: usize = 6;
    let tables = report.tables.iter().filter(|table| table.title == title);
    tables.flat_map(|table| &table.rows).any(|row| {
        let Some(label) = row.first_filled() else {
            return false;
        };
        let text = plain::label(&label.text);
        let asks = text.contains("未完成原因") || text.contains("偏差原因");
        asks && row
            .after(label)
            .is_some_and(|cell| cell.squeezed.chars().count() >= LETTERS_MIN)
    })
}
