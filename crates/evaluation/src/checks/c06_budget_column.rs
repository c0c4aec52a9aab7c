//! C06 预算列 · Budget column
//!
//! ## What it checks
//! 年初预算 of the department's table is the budget of the base-data table, and not its final figure.
//! ## Why
//! A budget filled in afterwards from the accounts always shows 100 % execution.
//! ## Basis
//! 预算法第十三条
//! ## Example
//! 80.59+2 = 82.59, the table says 82.58, which is the final figure 80.59+1.99.
//! ## False alarms
//! Funds with balances of their own.

use super::case::Case;
use super::equal::{addends, copy_equal, sum_equal};
use super::outcome::Figures;
use crate::report::{BaseLine, LineKey, Value};

pub fn run(case: &mut Case) {
    let (Some(base), Some(table)) = (&case.report.base, &case.report.department) else {
        case.not_checkable("c06.no_tables", &[]);
        return;
    };
    let both = |pick: fn(&BaseLine) -> &Value| {
        let amount = |key| base.line(key).and_then(|line| pick(line).wan_yuan());
        Some((amount(LineKey::Basic)?, amount(LineKey::ProjectTotal)?))
    };
    let initial = table.total_fund().map(|row| &row.initial);
    let (Some((basic, project)), Some(cell)) = (both(|line| &line.budget), initial) else {
        case.not_checkable("c06.no_amounts", &[]);
        return;
    };
    let Some(printed) = cell.wan_yuan() else {
        case.not_checkable("c06.no_amounts", &[]);
        return;
    };
    let sum = basic + project;
    let formula = format!("{basic}+{project}");
    let spent = both(|line| &line.outturn).map(|(basic, project)| basic + project);
    // Within rounding, but to the cent the final figure: then it is not rounding.
    if spent == Some(printed) && printed != sum {
        let spent = printed.to_string();
        let figures = Figures::numbers(format!("{formula}={sum}"), sum, printed).of("万元");
        case.find(&cell.place, "c06.final", figures, &[("spent", &spent)]);
    } else if sum_equal(sum, printed, addends(&[basic, project])) || copy_equal(sum, printed) {
        let count = addends(&[basic, project]);
        case.held_sum(&cell.place, &formula, (sum, printed), count);
    } else {
        let figures = Figures::numbers(format!("{formula}={sum}"), sum, printed).of("万元");
        case.find(&cell.place, "c06.budget", figures, &[]);
    }
}
