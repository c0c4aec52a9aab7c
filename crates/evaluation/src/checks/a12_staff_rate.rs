//! A12 在职人员控制率 · Staff rate
//!
//! ## What it checks
//! 在职 / 编制 equals the printed 控制率.
//! ## Why
//! Staff are the first figure of the base-data table.
//! ## Basis
//! 湖南省部门整体支出绩效评价指标
//! ## Example
//! 8/8 = 100 %.
//! ## False alarms
//! Seconded staff.

use super::case::Case;
use super::outcome::Figures;
use crate::report::Decimal;

pub fn run(case: &mut Case) {
    let Some(base) = &case.report.base else {
        case.not_checkable("a12.no_table", &[]);
        return;
    };
    let number = |value: &Option<crate::report::Value>| value.as_ref().and_then(|v| v.number);
    let (Some(posts), Some(filled)) = (number(&base.posts), number(&base.filled)) else {
        case.not_checkable("a12.no_staff", &[]);
        return;
    };
    let (Some(rate), Some(cell)) = (filled.percent_of(posts, 2), &base.staff_rate) else {
        case.not_checkable("a12.no_staff", &[]);
        return;
    };
    let formula = format!("{filled}/{posts}={}%", rate.trimmed());
    match cell.number {
        Some(printed)
            if (printed - rate.rounded(printed.decimals())).abs() > Decimal::new(1, 2) =>
        {
            case.find(
                &cell.place,
                "a12.rate",
                Figures::numbers(formula, rate, printed),
                &[],
            );
        }
        Some(_) => case.held(&cell.place, formula),
        None => case.not_checkable("a12.no_staff", &[]),
    }
}
