//! A06 预算执行得分 · Execution score
//!
//! ## What it checks
//! The score of the execution row is its points times the rate, never above its points.
//! ## Why
//! It is the one score that needs no judgement.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 10×1.99/2 = 9.95, printed 10.
//! ## False alarms
//! Local step tables for the execution rate.

use super::case::Case;
use super::outcome::Figures;
use crate::report::Decimal;

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        let Some(row) = table.total_fund() else {
            continue;
        };
        let base = if row.rate_over_initial {
            &row.initial
        } else {
            &row.adjusted
        };
        let (Some(budget), Some(executed), Some(points)) =
            (base.number, row.executed.number, row.weight.number)
        else {
            case.not_checkable("a06.no_amounts", &[("table", &table.title)]);
            continue;
        };
        let Some(exact) = points.times(executed).over(budget, 4) else {
            continue;
        };
        let exact = exact.min(points);
        let Some(printed) = row.score.number else {
            continue;
        };
        let formula = format!("{points}×{executed}/{budget}={}", exact.trimmed());
        let rounds = printed.decimals() > 0 && exact.rounded(printed.decimals()) == printed;
        if rounds || (exact - printed).abs() < Decimal::new(5, 2) {
            case.held(&row.score.place, formula);
        } else if stepped(case) {
            // A local step table gives the points; it is stated, and not known to us.
            case.not_checkable("a06.steps", &[("table", &table.title)]);
        } else {
            let figures = Figures::numbers(formula, exact.rounded(2), printed);
            case.find(
                &row.score.place,
                "a06.score",
                figures,
                &[("table", &table.title)],
            );
        }
    }
}

/// The text states steps for the execution rate.
fn stepped(case: &Case) -> bool {
    case.report.passages.iter().any(|passage| {
        passage.text.contains("执行率")
            && ["分档", "分段", "档次", "每低", "每下降"]
                .iter()
                .any(|word| passage.text.contains(word))
    })
}
