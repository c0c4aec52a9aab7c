//! A09 基本支出加项目支出 · Basic and project expenditure
//!
//! ## What it checks
//! 基本支出 and 项目支出 of the base-data table add to the executed total of the department's table.
//! ## Why
//! The two tables are filled by hand from the same accounts.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 80.59+1.99 = 82.58.
//! ## False alarms
//! Units with operating expenditure beside the two.

use super::case::Case;
use super::equal::{addends, copy_equal, sum_equal};
use super::outcome::Figures;
use crate::report::LineKey;

pub fn run(case: &mut Case) {
    let (Some(base), Some(table)) = (&case.report.base, &case.report.department) else {
        case.not_checkable("a09.no_tables", &[]);
        return;
    };
    let outturn = |key| base.line(key).and_then(|line| line.outturn.wan_yuan());
    let total = table.total_fund().map(|row| &row.executed);
    let (Some(basic), Some(project), Some(total)) = (
        outturn(LineKey::Basic),
        outturn(LineKey::ProjectTotal),
        total,
    ) else {
        case.not_checkable("a09.no_amounts", &[]);
        return;
    };
    let Some(printed) = total.wan_yuan() else {
        case.not_checkable("a09.no_amounts", &[]);
        return;
    };
    let formula = format!("{basic}+{project}");
    let count = addends(&[basic, project]);
    // The other table may show another number of digits.
    if sum_equal(basic + project, printed, count) || copy_equal(basic + project, printed) {
        case.held_sum(&total.place, &formula, (basic + project, printed), count);
    } else {
        let figures = Figures::numbers(formula, basic + project, printed).of("万元");
        case.find(&total.place, "a09.sum", figures, &[]);
    }
}
