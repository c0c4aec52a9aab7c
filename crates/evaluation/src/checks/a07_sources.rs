//! A07 资金来源合计 · Sources
//!
//! ## What it checks
//! In each column of the fund block the sources add to the total.
//! ## Why
//! A source that is missing hides where money came from.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! Total 200; 150 from this year's appropriation and 40 carried over.
//! ## False alarms
//! Sources listed only in part: nothing is said when all source cells of a column are blank.

use super::case::{Case, money_equal, sum_text};
use super::outcome::Figures;
use crate::report::{Decimal, FundRow, ScoreTable, Value};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        let columns: [fn(&FundRow) -> &Value; 3] =
            [|row| &row.initial, |row| &row.adjusted, |row| &row.executed];
        for column in columns {
            check(case, table, column);
        }
    }
}

fn check(case: &mut Case, table: &ScoreTable, column: fn(&FundRow) -> &Value) {
    let Some(total) = table.total_fund().map(column) else {
        return;
    };
    let parts: Vec<Decimal> = table.funds[1..]
        .iter()
        .filter_map(|row| column(row).number)
        .collect();
    let (Some(printed), false) = (total.number, parts.is_empty()) else {
        return;
    };
    let formula = sum_text(&parts);
    let count = parts.len();
    let sum: Decimal = parts.into_iter().sum();
    if money_equal(sum, printed, count) {
        case.held(&total.place, format!("{formula}={printed}"));
    } else {
        let figures = Figures::numbers(formula, sum, printed);
        case.find(&total.place, "a07.sum", figures, &[("table", &table.title)]);
    }
}
