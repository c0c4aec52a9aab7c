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

use super::case::{Case, money_tolerance};
use super::outcome::Figures;
use super::reasons;
use crate::report::{Decimal, LineKey};

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
    let Some(rate) = outturn.percent_of(limit, 2) else {
        return;
    };
    let formula = format!("{outturn}/{limit}={}%", rate.trimmed());
    if outturn <= limit + money_tolerance(1) {
        case.held(&line.outturn.place, formula);
    } else if let Some(reason) =
        reasons::adjustment(case.report, case.profile, line, limit, outturn)
    {
        case.held(&line.outturn.place, format!("{formula}；{reason}"));
    } else {
        let figures = Figures::numbers(formula, Decimal::whole(100), rate);
        case.find(&line.outturn.place, "e06.over", figures, &[]);
    }
}
