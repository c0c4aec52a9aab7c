//! E08 预算栏倒填 · Back-filled budget
//!
//! ## What it checks
//! Fewer than three lines have a budget equal to the final figure to the cent, and initial, full-year and executed
//! amounts are not all one uneven figure.
//! ## Why
//! A budget column copied from the accounts shows 100 % execution whatever was spent.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 80.59 = 80.59, 9.01 = 9.01, 1.5 = 1.5; 82.58 = 82.58 = 82.58.
//! ## False alarms
//! Units that only pay salaries really do this; therefore a hint only.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Decimal, LineKey};

const LINES_MIN: usize = 3;

pub fn run(case: &mut Case) {
    let report = case.report;
    if let Some(base) = &report.base {
        let leaves = base
            .lines
            .iter()
            .filter(|line| !matches!(line.key, LineKey::Residue | LineKey::Procurement));
        let same: Vec<_> = leaves
            .filter(|line| {
                let outturn = line.outturn.number;
                line.budget.number == outturn && outturn.is_some_and(Decimal::is_positive)
            })
            .collect();
        let shown: Vec<String> = same
            .iter()
            .filter_map(|line| Some(format!("{0}={0}（{1}）", line.outturn.number?, line.name)))
            .collect();
        if let (Some(first), true) = (same.first(), same.len() >= LINES_MIN) {
            let count = same.len().to_string();
            let figures = Figures::words(shown.join("，"), "", count.clone());
            case.find(
                &first.budget.place,
                "e08.lines",
                figures,
                &[("count", &count)],
            );
        }
    }
    let Some(row) = report
        .department
        .as_ref()
        .and_then(|table| table.total_fund())
    else {
        return;
    };
    let (Some(initial), Some(adjusted), Some(executed)) =
        (row.initial.number, row.adjusted.number, row.executed.number)
    else {
        return;
    };
    // A round figure can be spent to the last cent; an uneven one seldom is.
    let uneven = executed.trimmed().decimals() > 0;
    if initial == adjusted && adjusted == executed && uneven {
        let figures = Figures::words(format!("{initial}={adjusted}={executed}"), "", "");
        case.find(&row.initial.place, "e08.total", figures, &[]);
    }
}
