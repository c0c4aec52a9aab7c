//! B01 得分与完成度 · Score and achievement
//!
//! ## What it checks
//! A missed numeric target scores in proportion: points × actual / target, the other way round where less is better.
//! ## Why
//! The score is the only judgement that the reader sees.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! Target 100, actual 80, 10 points: 8, printed 9.
//! ## False alarms
//! Step or band methods: a row whose reason states the method is accepted. A missed target with full points is B06.

use super::case::Case;
use super::impossible::is_impossible;
use super::outcome::Figures;
use crate::profiles::Profile;
use crate::report::{Decimal, Indicator, Operator};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            check(case, row);
        }
    }
}

/// Target and actual value in the same unit, as far as both are numbers.
pub fn pair(row: &Indicator) -> Option<(Decimal, Decimal)> {
    let ((target, unit), (actual, actual_unit)) = (row.target.base()?, row.actual.base()?);
    let same = unit == actual_unit || !row.actual.unit_written || !row.target.unit_written;
    same.then_some((target, actual))
}

/// Whether less is better: by the operator, else by the name.
pub fn lower_is_better(profile: &Profile, row: &Indicator) -> bool {
    match row.target.operator {
        Some(operator) => matches!(operator, Operator::AtMost | Operator::Less),
        None => {
            let mut words = profile.words.lower_better.iter();
            // 投诉办结率, 事故处理及时率: the share of what was dealt with is better high.
            let share = [
                "办结率",
                "处理率",
                "及时率",
                "整改率",
                "查处率",
                "下降率",
                "降低率",
                "控制率",
            ];
            words.any(|word| row.name.contains(word.as_str()))
                && !share.iter().any(|word| row.name.contains(word))
        }
    }
}

/// Whether the actual value meets the target by its operator.
pub fn met(profile: &Profile, row: &Indicator, target: Decimal, actual: Decimal) -> bool {
    match row.target.operator {
        Some(Operator::AtMost) => actual <= target,
        Some(Operator::Less) => actual < target,
        Some(Operator::More) => actual > target,
        Some(Operator::AtLeast) => actual >= target,
        // A target of zero (no accident) is a ceiling.
        None if target.is_zero() => actual.is_zero(),
        None if lower_is_better(profile, row) => actual <= target,
        None => actual >= target,
    }
}

/// Whether a scoring method other than proportion is stated: beside the row, or for the whole table.
pub fn method_stated(case: &Case, row: &Indicator) -> bool {
    let states = |text: &str| {
        let mut words = case.profile.words.method.iter();
        words.any(|word| text.contains(word.as_str()))
    };
    let passages = &case.report.passages;
    states(&row.name) || passages.iter().any(|passage| states(&passage.text))
}

fn check(case: &mut Case, row: &Indicator) {
    let (Some((target, actual)), Some(points), Some(score)) =
        (pair(row), row.weight.number, row.score.number)
    else {
        return;
    };
    // A share above 100 % is no achievement, and A11 says so.
    if is_impossible(case, row) {
        return;
    }
    if met(case.profile, row, target, actual) {
        if score == points {
            case.held(
                &row.score.place,
                format!("{actual}/{target}，{score}/{points}"),
            );
        }
        return;
    }
    let less_is_better = target.is_zero() || lower_is_better(case.profile, row);
    let exact = if less_is_better {
        points.times(target).over(actual, 4)
    } else {
        points.times(actual).over(target, 4)
    };
    let Some(exact) = exact else { return };
    let formula = if less_is_better {
        format!("{points}×{target}/{actual}={}", exact.trimmed())
    } else {
        format!("{points}×{actual}/{target}={}", exact.trimmed())
    };
    if (exact - score).abs() < Decimal::new(5, 2) {
        case.held(&row.score.place, formula);
    } else if score < points && row.reason.is_empty() && !method_stated(case, row) {
        let figures = Figures::numbers(formula, exact.rounded(2), score);
        case.find(
            &row.score.place,
            "b01.score",
            figures,
            &[("name", &row.name)],
        );
    }
}
