//! A01 得分合计 · Total score
//!
//! ## What it checks
//! The execution score and all indicator scores add to the printed total score.
//! ## Why
//! The total is what is published; a total that its rows do not give rests on nothing.
//! ## Basis
//! 预算法第七十五条；财预〔2020〕10号
//! ## Example
//! 10+50+40+10 = 110 stands above a printed total of 100.
//! ## False alarms
//! Child rows of the fund block that repeat the execution score; forms with converted scores.

use super::case::{Case, sum_text};
use super::outcome::Figures;
use super::points::{self, Pick};
use crate::report::Decimal;

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        let addends = points::addends(table, Pick::Score);
        let place = table.total_place.clone().unwrap_or_default();
        let args: &[(&str, &str)] = &[("table", &table.title)];
        let Some(printed) = &table.total_score else {
            case.not_checkable("a01.no_total", args);
            continue;
        };
        if addends.is_empty() {
            case.not_checkable("a01.no_scores", args);
            continue;
        }
        let (formula, slack) = (sum_text(&addends), Decimal::new(5, 2));
        let sum: Decimal = addends.into_iter().sum();
        match printed.number {
            None => {
                let figures = Figures::words(formula, sum.trimmed().to_string(), "");
                case.find(&place, "a01.blank", figures, args);
            }
            // Scores carry at most two digits; five hundredths is rounding.
            Some(total) if (total - sum).abs() > slack => {
                case.find(
                    &place,
                    "a01.total",
                    Figures::numbers(formula, sum, total),
                    args,
                );
            }
            Some(total) => case.held_score(&place, &formula, (sum, total), slack),
        }
    }
}
