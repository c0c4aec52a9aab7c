//! D10 指标值写在名称里 · Target inside the name
//!
//! ## What it checks
//! A row whose name holds a figure has it in the column of targets too.
//! ## Why
//! A target inside a name cannot be compared by anyone who fills in or sums up the table.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! 举办培训15期 as a name, the target blank.
//! ## False alarms
//! Years and numbers of documents are no targets.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Indicator, Value};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            if let Some(target) = target_in_name(row) {
                let expected = target.raw.clone();
                let figures = Figures::words(row.name.clone(), expected, "");
                case.find(
                    &row.target.place,
                    "d10.inside",
                    figures,
                    &[("name", &row.name)],
                );
            }
        }
    }
}

/// The figure in the name, when the column of targets is blank.
pub fn target_in_name(row: &Indicator) -> Option<Value> {
    if !row.target.is_blank() {
        return None;
    }
    let start = row.name.find(|c: char| c.is_ascii_digit())?;
    let sign = ['≥', '≤', '>', '<'];
    let start = match row.name[..start].char_indices().next_back() {
        Some((before, c)) if sign.contains(&c) => before,
        _ => start,
    };
    let value = Value::read(bounded(&row.name[start..]), row.place.clone(), "");
    let is_year = value.unit.starts_with('年') || value.unit.starts_with('号');
    (value.number.is_some() && value.unit_written && !is_year).then_some(value)
}

/// `24小时内完成` is a target of 24小时内.
fn bounded(text: &str) -> &str {
    let ends = ["以内", "以上", "以下", "内"];
    let end = ends
        .iter()
        .filter_map(|end| text.find(end).map(|at| at + end.len()))
        .min();
    &text[..end.unwrap_or(text.len())]
}
