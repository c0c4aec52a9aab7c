//! E01 政府采购执行 · Procurement
//!
//! ## What it checks
//! Procurement stays within its (adjusted) budget; an explained and approved adjustment is accepted and shown.
//! ## Why
//! What is not budgeted may not be bought.
//! ## Basis
//! 政府采购法第六条、第三十三条
//! ## Example
//! 2.98/2 = 149 %.
//! ## False alarms
//! Contract against payment basis.

use super::case::{Case, money_tolerance};
use super::outcome::Figures;
use super::reasons;
use crate::report::{Decimal, LineKey};

pub fn run(case: &mut Case) {
    let line = case
        .report
        .base
        .as_ref()
        .and_then(|base| base.line(LineKey::Procurement));
    let Some(line) = line else {
        case.not_checkable("e01.no_line", &[]);
        return;
    };
    let Some(outturn) = line.outturn.number else {
        return;
    };
    let adjusted = line.adjusted.as_ref().and_then(|value| value.number);
    let Some(limit) = adjusted
        .or(line.budget.number)
        .filter(|limit| limit.is_positive())
    else {
        if outturn.is_positive() {
            let figures = Figures::words(format!("{outturn}/0"), "", outturn.trimmed().to_string());
            case.find(&line.outturn.place, "e01.no_budget", figures, &[]);
        }
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
        case.find(&line.outturn.place, "e01.over", figures, &[]);
    }
}
