//! A08 收支性质分列 · Splits by nature
//!
//! ## What it checks
//! The parts by income and by expenditure add to their totals, and both totals are the executed amount.
//! ## Why
//! The two splits show the same money twice.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 基本支出 80.59 + 项目支出 1.99 = 82.58.
//! ## False alarms
//! A carry-over explains a gap between income and expenditure.

use super::case::{Case, sum_text};
use super::equal::{addends, copy_equal, sum_equal};
use super::outcome::Figures;
use crate::report::{Decimal, ScoreTable};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        check(case, table);
    }
}

fn check(case: &mut Case, table: &ScoreTable) {
    for split in &table.splits {
        let args: &[(&str, &str)] = &[("split", &split.name), ("table", &table.title)];
        let Some(total) = split.total.number else {
            case.not_checkable("a08.no_total", args);
            continue;
        };
        let parts: Vec<Decimal> = split
            .parts
            .iter()
            .filter_map(|(_, value)| value.number)
            .collect();
        if parts.is_empty() {
            case.not_checkable("a08.no_parts", args);
            continue;
        }
        let formula = sum_text(&parts);
        let count = addends(&parts);
        let sum: Decimal = parts.into_iter().sum();
        if sum_equal(sum, total, count) {
            case.held_sum(&split.total.place, &formula, (sum, total), count);
        } else {
            case.find(
                &split.total.place,
                "a08.sum",
                Figures::numbers(formula, sum, total).of(&split.total.unit),
                args,
            );
        }
        let funds = table.total_fund();
        let known: Vec<Decimal> = funds
            .into_iter()
            .flat_map(|row| [row.executed.number, row.adjusted.number])
            .flatten()
            .collect();
        if !known.is_empty() && !known.iter().any(|amount| copy_equal(*amount, total)) {
            let figures = Figures::numbers(format!("{total}≠{}", known[0]), known[0], total)
                .of(&split.total.unit);
            case.find(&split.total.place, "a08.total", figures, args);
        }
    }
}
