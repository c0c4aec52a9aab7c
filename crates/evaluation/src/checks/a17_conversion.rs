//! A17 折算得分 · Weighted conversion
//!
//! ## What it checks
//! In forms that score each indicator out of 100 and convert it, 折算得分 = 得分 × 权重 / 100, and full marks in every
//! row give 100.
//! ## Why
//! Scoring out of the weight and then converting again applies the weight twice; nobody can then reach 100.
//! ## Basis
//! 地方自评表表注（权重占比、折算得分）
//! ## Example
//! Weight 20, score 20, converted 20×20/100 = 4: full marks everywhere give Σ w²/100, far below 100.
//! ## False alarms
//! Only forms with a column 折算得分 are looked at.

use super::case::{Case, sum_text};
use super::outcome::Figures;
use crate::report::{Decimal, Indicator, Place, ScoreTable};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        let rows: Vec<Row> = table.indicators.iter().filter_map(row).collect();
        if rows.is_empty() {
            continue;
        }
        if weight_twice(case, table, &rows) {
            continue;
        }
        for row in rows {
            conversion(case, &row);
        }
    }
}

struct Row<'a> {
    indicator: &'a Indicator,
    weight: Decimal,
    score: Decimal,
    converted: Decimal,
}

fn row(indicator: &Indicator) -> Option<Row<'_>> {
    Some(Row {
        indicator,
        weight: indicator.weight.number?,
        score: indicator.unconverted.as_ref()?.number?,
        converted: indicator.score.number?,
    })
}

/// No score lies above its weight, and yet the conversion was applied.
fn weight_twice(case: &mut Case, table: &ScoreTable, rows: &[Row]) -> bool {
    let out_of_weight = rows.iter().all(|row| row.score <= row.weight);
    let is_converted = rows.iter().all(|row| agrees(row));
    let reach: Vec<Decimal> = rows
        .iter()
        .map(|row| row.weight.times(row.weight).shifted(-2).trimmed())
        .collect();
    if rows.len() < 2 || !out_of_weight || !is_converted {
        return false;
    }
    let formula = sum_text(&reach);
    let sum: Decimal = reach.into_iter().sum();
    let place = Place {
        table: table.title.clone(),
        ..rows[0].indicator.score.place.clone()
    };
    let weights: Decimal = rows.iter().map(|row| row.weight).sum();
    let figures = Figures::numbers(formula, weights, sum);
    case.find(&place, "a17.twice", figures, &[("table", &table.title)]);
    true
}

fn agrees(row: &Row) -> bool {
    let exact = row.score.times(row.weight).shifted(-2);
    (exact - row.converted).abs() <= Decimal::new(5, 2)
}

fn conversion(case: &mut Case, row: &Row) {
    let exact = row.score.times(row.weight).shifted(-2);
    let formula = format!("{}×{}%={}", row.score, row.weight, exact.trimmed());
    let place = &row.indicator.score.place;
    if agrees(row) {
        case.held(place, formula);
    } else {
        let figures = Figures::numbers(formula, exact.rounded(2), row.converted);
        case.find(
            place,
            "a17.converted",
            figures,
            &[("name", &row.indicator.name)],
        );
    }
}
