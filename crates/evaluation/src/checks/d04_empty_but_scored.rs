//! D04 空值得分 · Empty but scored
//!
//! ## What it checks
//! A row with a score has a target and an actual value.
//! ## Why
//! Points without a result rest on nothing.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 可持续影响: target 可持续, no actual value, 10 of 10 points.
//! ## False alarms
//! A row that could not be mapped is reported as not read and never judged here.

use super::case::Case;
use super::d10_target_in_name::target_in_name;
use super::outcome::Figures;
use crate::report::{Decimal, Indicator, Value};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            let scored = row.score.number.is_some_and(Decimal::is_positive);
            if scored {
                // A target that stands inside the name is D10.
                if target_in_name(row).is_none() {
                    check(case, row, &row.target, "d04.target");
                }
                check(case, row, &row.actual, "d04.actual");
            }
        }
    }
}

fn check(case: &mut Case, row: &Indicator, value: &Value, key: &str) {
    if !value.is_blank() {
        return;
    }
    let score = row.score.raw.clone();
    let mut place = value.place.clone();
    if place.text.is_empty() {
        place.text.clone_from(&row.name);
    }
    let figures = Figures::words(row.target.raw.clone(), "", "");
    case.find(
        &place,
        key,
        figures,
        &[("name", &row.name), ("score", &score)],
    );
}
