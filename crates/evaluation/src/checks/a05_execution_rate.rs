//! A05 预算执行率 · Execution rate
//!
//! ## What it checks
//! The printed rate is the executed amount over the full-year budget.
//! ## Why
//! Ten points hang on it.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 1.99 of 2 is 99.5 %, printed as 100.
//! ## False alarms
//! Forms that divide by the initial budget. A rate shown with digits may be rounded or cut at the last digit; a printed
//! 100 may not, because 100 is the threshold for full points.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Decimal, ScoreTable};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        check(case, table);
    }
}

fn check(case: &mut Case, table: &ScoreTable) {
    let args: &[(&str, &str)] = &[("table", &table.title)];
    let Some(row) = table.total_fund() else {
        case.not_checkable("a05.no_funds", args);
        return;
    };
    // The profile of the form may be read from its head: executed over the initial budget.
    let base = if row.rate_over_initial {
        &row.initial
    } else {
        &row.adjusted
    };
    let (Some(budget), Some(executed)) = (base.number, row.executed.number) else {
        case.not_checkable("a05.no_amounts", args);
        return;
    };
    let Some(exact) = executed.percent_of(budget, 6) else {
        case.not_checkable("a05.zero_budget", args);
        return;
    };
    let rate = exact.rounded(2);
    let formula = format!("{executed}/{budget}={}%", rate.trimmed());
    if row.rate.absent {
        case.not_checkable("a05.no_rate", args);
        return;
    }
    let Some(printed) = row.rate.number else {
        case.find(
            &row.rate.place,
            "a05.blank",
            Figures::words(formula, rate.trimmed().to_string(), ""),
            args,
        );
        return;
    };
    if agrees(exact, printed) {
        case.held(&row.rate.place, formula);
    } else {
        case.find(
            &row.rate.place,
            "a05.rate",
            Figures::numbers(formula, rate, printed),
            args,
        );
    }
}

fn agrees(exact: Decimal, printed: Decimal) -> bool {
    let digits = printed.decimals();
    let near = (exact - printed).abs() <= Decimal::new(1, 2);
    let shown = exact.rounded(digits) == printed || exact.truncated(digits) == printed;
    near || (shown && printed != Decimal::whole(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn a_printed_hundred_is_not_rounding() {
        assert!(!agrees(d("99.5"), d("100")));
        assert!(agrees(d("100"), d("100")));
        assert!(agrees(d("97.806"), d("97.8")));
        assert!(agrees(d("97.806"), d("97.80")));
        assert!(!agrees(d("97.806"), d("98.8")));
    }
}
