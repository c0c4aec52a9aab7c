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

use super::case::Case;
use super::outcome::Figures;
use super::reasons;
use crate::report::LineKey;

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
    reasons::within_or_explained(case, line, limit, outturn, "e01.over");
}
