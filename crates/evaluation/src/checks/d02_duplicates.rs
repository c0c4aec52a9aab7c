//! D02 指标重复 · Duplicates
//!
//! ## What it checks
//! No indicator stands twice in one table with the same target.
//! ## Why
//! One fact then earns its points twice.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! 基金安全事故率 under 产出 and under 效益: 20 of 100 points for one fact.
//! ## False alarms
//! The same name in the department's and a project's table is fine.

use super::case::{Case, sum_text};
use super::outcome::Figures;
use crate::report::{Decimal, Indicator, ScoreTable, plain};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        check(case, table);
    }
}

fn check(case: &mut Case, table: &ScoreTable) {
    let mut found = false;
    for (index, row) in table.indicators.iter().enumerate() {
        let seen = table.indicators[..index]
            .iter()
            .any(|before| same(before, row));
        let copies: Vec<&Indicator> = table.indicators[index..]
            .iter()
            .filter(|other| same(row, other))
            .collect();
        if seen || copies.len() < 2 {
            continue;
        }
        found = true;
        let points: Vec<Decimal> = copies
            .iter()
            .filter_map(|copy| copy.weight.number)
            .collect();
        let once = points.first().copied().unwrap_or(Decimal::ZERO);
        let figures = Figures::numbers(sum_text(&points), once, points.iter().copied().sum());
        let rows: Vec<String> = copies
            .iter()
            .filter_map(|copy| copy.place.row)
            .map(|row| row.to_string())
            .collect();
        let args: &[(&str, &str)] = &[("name", &row.name), ("rows", &rows.join("、"))];
        case.find(&copies[1].place, "d02.twice", figures, args);
    }
    let judged = table
        .indicators
        .iter()
        .filter(|row| !row.does_not_apply())
        .count();
    if !found && judged > 1 {
        let place = crate::report::Place {
            table: table.title.clone(),
            ..Default::default()
        };
        case.held(&place, format!("0/{judged}"));
    }
}

fn same(a: &Indicator, b: &Indicator) -> bool {
    if a.name.is_empty() || a.does_not_apply() || b.does_not_apply() {
        return false;
    }
    let target = |row: &Indicator| plain::squeezed(&row.target.raw);
    a.name == b.name && target(a) == target(b)
}
