//! D03 指标值类型与单位 · Type and unit
//!
//! ## What it checks
//! Target and actual value are both numbers or both words, in the same unit; a rate (…率) is not given as a count.
//! ## Why
//! 按时 cannot be compared with 100 %.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! Target 100 %, actual 按时; 事故率 given as 0事故.
//! ## False alarms
//! Synonyms such as 全部 for 100 %.

use super::case::Case;
use super::impossible::is_impossible;
use super::outcome::Figures;
use crate::report::{Content, Indicator};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            check(case, row);
        }
    }
}

fn check(case: &mut Case, row: &Indicator) {
    let (target, actual) = (&row.target, &row.actual);
    if target.is_empty() || actual.is_empty() {
        return;
    }
    let figures = || {
        Figures::words(
            format!("{} → {}", target.raw, actual.raw),
            target.raw.clone(),
            actual.raw.clone(),
        )
    };
    let args: &[(&str, &str)] = &[("name", &row.name)];
    if target.content != actual.content {
        let full = |text: &str| {
            ["全部", "全额", "全覆盖", "已完成"]
                .iter()
                .any(|word| text.contains(word))
        };
        if !(full(&target.raw) || full(&actual.raw)) {
            case.find(&actual.place, "d03.type", figures(), args);
        }
        return;
    }
    if target.content != Content::Number {
        return;
    }
    // Only a unit that is written in the cell can contradict the name or the other cell.
    let counted =
        |unit: &str| !unit.is_empty() && !["%", "‰", "分", "倍", "百分点"].contains(&unit);
    let is_rate = row.name.ends_with('率') || row.name.ends_with("比例");
    if is_rate && (counted(&target.unit) || counted(&actual.unit)) {
        case.find(&actual.place, "d03.rate", figures(), args);
        return;
    }
    let base =
        |value: &crate::report::Value| value.base().map(|(_, unit)| unit).unwrap_or_default();
    let (here, there) = (base(target), base(actual));
    if !here.is_empty() && !there.is_empty() && here != there {
        case.find(&actual.place, "d03.unit", figures(), args);
    } else if !is_impossible(case, row) {
        case.held(&actual.place, format!("{} → {}", target.raw, actual.raw));
    }
}
