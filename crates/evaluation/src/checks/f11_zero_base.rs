//! F11 零基数 · Zero base
//!
//! ## What it checks
//! No growth, completion or execution rate is stated over a base of zero.
//! ## Why
//! Division by zero has no result; a rate printed all the same was made up.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 上年0万元，增长100%; budget 0, executed 3, rate 100 %.
//! ## False alarms
//! None known.

use super::a13_growth::{direction, now_and_before};
use super::case::Case;
use super::outcome::Figures;
use crate::report::{Mention, Passage};

pub fn run(case: &mut Case) {
    let report = case.report;
    for passage in &report.passages {
        let mentions = passage.mentions();
        for rate in mentions.iter().filter(|mention| mention.unit == "%") {
            growth(case, passage, &mentions, rate);
        }
    }
    for table in report.score_tables() {
        let Some(row) = table.total_fund() else {
            continue;
        };
        let base = if row.rate_over_initial {
            &row.initial
        } else {
            &row.adjusted
        };
        let (Some(budget), Some(executed), Some(rate)) =
            (base.number, row.executed.number, row.rate.number)
        else {
            continue;
        };
        if budget.is_zero() && rate.is_positive() {
            let figures = Figures::words(format!("{executed}/0"), "", format!("{rate}%"));
            case.find(
                &row.rate.place,
                "f11.rate",
                figures,
                &[("label", &table.title)],
            );
        }
    }
}

fn growth(case: &mut Case, passage: &Passage, mentions: &[Mention], rate: &Mention) {
    if direction(rate).is_none() || rate.number.is_zero() {
        return;
    }
    let Some((now, before)) = now_and_before(case.report.year, mentions, rate) else {
        return;
    };
    if before.number.is_zero() {
        let formula = format!("({}-0)/0", now.number);
        let figures = Figures::words(formula, "", format!("{}%", rate.number));
        case.find(
            &passage.place,
            "f11.rate",
            figures,
            &[("label", &rate.label)],
        );
    }
}
