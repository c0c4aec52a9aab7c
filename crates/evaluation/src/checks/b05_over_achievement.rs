//! B05 超额完成 · Over-achievement
//!
//! ## What it checks
//! A result far above its target (more than the profile's percentage) has a reason beside it or lost points.
//! ## Why
//! A target that is overshot by a third was set too low.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! Target 100, result 150, full points, no reason.
//! ## False alarms
//! Counts that follow demand; targets of zero are left out.

use super::b01_score_and_achievement::lower_is_better;
use super::case::Case;
use super::impossible::is_impossible;
use super::outcome::{Figures, Severity};
use crate::report::{Decimal, Indicator};

pub fn run(case: &mut Case) {
    let limit = Decimal::whole(i128::from(case.profile.settings.over_achievement_percent));
    for table in case.report.score_tables() {
        for row in &table.indicators {
            check(case, row, limit);
        }
    }
}

fn check(case: &mut Case, row: &Indicator, limit: Decimal) {
    let (Some((target, unit)), Some((actual, actual_unit))) =
        (row.target.base(), row.actual.base())
    else {
        return;
    };
    let same = unit == actual_unit || !row.actual.unit_written || !row.target.unit_written;
    if is_impossible(case, row)
        || !target.is_positive()
        || !same
        || lower_is_better(case.profile, row)
    {
        return;
    }
    let Some(over) = (actual - target).percent_of(target, 2) else {
        return;
    };
    let formula = format!("({actual}-{target})/{target}={over}%");
    let explained = !row.reason.is_empty() || row.score.number < row.weight.number;
    if over > limit && !explained {
        let figures = Figures::numbers(formula, limit, over);
        let mut demand = case.profile.words.demand.iter();
        // How many come is nobody's merit and nobody's fault.
        let severity = match demand.any(|word| row.name.contains(word.as_str())) {
            true => Severity::Low,
            false => Severity::Medium,
        };
        case.find_as(
            severity,
            &row.actual.place,
            "b05.over",
            figures,
            &[("name", &row.name)],
        );
    } else if over > Decimal::ZERO {
        case.held(&row.actual.place, formula);
    }
}
