//! E04 三公经费控制与变动 · Three public expenses
//!
//! ## What it checks
//! 三公经费 stays within its budget. Its change rate is budget against last year's *budget*, which the base-data
//! table does not hold.
//! ## Why
//! The two rates are separate lines of the county's scoring table.
//! ## Basis
//! 湖南省部门整体支出绩效评价指标；中央八项规定
//! ## Example
//! 1.02/1.3 = 78.46 %.
//! ## False alarms
//! Comparing with last year's final figure gives another rate: not done here.

use super::case::Case;
use super::equal::within;
use super::outcome::Figures;
use crate::report::{Decimal, LineKey};

pub fn run(case: &mut Case) {
    let line = case
        .report
        .base
        .as_ref()
        .and_then(|base| base.line(LineKey::ThreePublic));
    let Some(line) = line else {
        case.not_checkable("e04.no_line", &[]);
        return;
    };
    case.not_checkable("e04.no_prior_budget", &[]);
    let (Some(budget), Some(outturn)) = (line.budget.number, line.outturn.number) else {
        case.not_checkable("e04.no_amounts", &[]);
        return;
    };
    let Some(rate) = outturn.percent_of(budget, 2) else {
        return;
    };
    let formula = format!("{outturn}/{budget}={}%", rate.trimmed());
    if within(outturn, budget) {
        case.held(&line.outturn.place, formula);
    } else {
        let figures = Figures::numbers(formula, Decimal::whole(100), rate);
        case.find(&line.outturn.place, "e04.over", figures, &[]);
    }
}
