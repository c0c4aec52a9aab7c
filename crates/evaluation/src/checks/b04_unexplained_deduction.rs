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

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            let (Some((target, actual)), Some(points), Some(score)) =
                (pair(row), row.weight.number, row.score.number)
            else {
                continue;
            };
            if !row.reason.is_blank() {
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
