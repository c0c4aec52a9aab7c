//! A02 分值合计 · Total weight
//!
//! ## What it checks
//! The points of the execution row and of all indicators add to 100, and the printed total says so.
//! ## Why
//! A table whose points add to 110 can give a full 100 although ten points were lost.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 10+50+40+10 = 110 instead of 100.
//! ## False alarms
//! Forms in which the execution rate stands outside the hundred; forms with several goals.

use super::case::{Case, sum_text};
use super::outcome::Figures;
use super::points::{self, Pick};
use crate::report::Decimal;

pub fn run(case: &mut Case) {
    let hundred = Decimal::whole(100);
    for table in case.report.score_tables() {
        let addends = points::addends(table, Pick::Weight);
        let args: &[(&str, &str)] = &[("table", &table.title)];
        if addends.is_empty() {
            case.not_checkable("a02.no_weights", args);
            continue;
        }
        let mut place = table.total_place.clone().unwrap_or_default();
        if place.table.is_empty() {
            place.table = table.title.clone();
        }
        if let Some(printed) = &table.total_weight {
            place.column = printed.place.column;
        }
        let formula = sum_text(&addends);
        let sum: Decimal = addends.into_iter().sum();
        if sum != hundred {
            case.find(
                &place,
                "a02.total",
                Figures::numbers(formula, hundred, sum),
                args,
            );
        } else if let Some(printed) = table.total_weight.as_ref().and_then(|total| total.number)
            && printed != hundred
        {
            case.find(
                &place,
                "a02.printed",
                Figures::numbers(formula, hundred, printed),
                args,
            );
        } else {
            case.held(&place, format!("{formula}=100"));
        }
    }
}
