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

use super::case::{Case, sum_text};
use super::equal::{addends, sum_equal};
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
    let parts: Vec<Decimal> = sources(&table.funds[1..], column);
    let (Some(printed), false) = (total.number, parts.is_empty()) else {
        return;
    };
    let formula = sum_text(&parts);
    let count = addends(&parts);
    let sum: Decimal = parts.into_iter().sum();
    // The form lists one source only, as an 其中: the others have no row.
    let partial = table.funds.len() == 2 && sum < printed;
    if sum_equal(sum, printed, count) {
        case.held_sum(&total.place, &formula, (sum, printed), count);
    } else if !partial {
        let figures = Figures::numbers(formula, sum, printed).of(&total.unit);
        case.find(&total.place, "a07.sum", figures, &[("table", &table.title)]);
    }
}

/// The sources of one column. A row that is the sum of the rows after it (财政拨款 over 中央, 省级, 县级) is their
/// parent: its children are left out.
fn sources(rows: &[FundRow], column: fn(&FundRow) -> &Value) -> Vec<Decimal> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        at += 1;
        let Some(amount) = column(row).number else {
            continue;
        };
        parts.push(amount);
        at += children(&rows[at..], column, amount);
    }
    parts
}

/// How many rows from here on repeat the amount in parts.
fn children(rows: &[FundRow], column: fn(&FundRow) -> &Value, whole: Decimal) -> usize {
    if !whole.is_positive() {
        return 0;
    }
    let mut sum = Decimal::ZERO;
    for (index, row) in rows.iter().enumerate() {
        sum = sum + column(row).number.unwrap_or(Decimal::ZERO);
        let names_level = ["中央", "省", "市", "县", "区", "上级", "本级", "地方"]
            .iter()
            .any(|word| row.name.starts_with(word));
        if !(names_level || row.opens_detail) {
            return 0;
        }
        if sum == whole {
            // Further rows of levels with nothing in them belong to it too.
            let rest = &rows[index + 1..];
            let empty = |row: &&FundRow| {
                column(row).number.is_none_or(Decimal::is_zero)
                    && ["中央", "省", "市", "县", "区", "地方"]
                        .iter()
                        .any(|word| row.name.starts_with(word))
            };
            return index + 1 + rest.iter().take_while(empty).count();
        }
    }
    0
}
