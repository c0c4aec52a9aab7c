//! E06 公用经费控制 · Public funds
//!
//! ## What it checks
//! 公用经费 spent is at most its budget.
//! ## Why
//! It is the control rate of the indicator table.
//! ## Basis
//! 湖南省部门整体支出绩效评价指标表
//! ## Example
//! 9.60/9.01 = 106.55 %.
//! ## False alarms
//! A stated and approved adjustment is accepted.

use super::case::Case;
use super::reasons;
use crate::report::LineKey;

pub fn run(case: &mut Case) {
    let base = case.report.base.as_ref();
    let Some(line) = base.and_then(|base| base.line(LineKey::Public)) else {
        case.not_checkable("e06.no_line", &[]);
        return;
    };
    let adjusted = line.adjusted.as_ref().and_then(|value| value.number);
    let (Some(limit), Some(outturn)) = (adjusted.or(line.budget.number), line.outturn.number)
    else {
        case.not_checkable("e06.no_line", &[]);
        return;
    };
    reasons::within_or_explained(case, line, limit, outturn, "e06.over");
}
