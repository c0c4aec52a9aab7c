//! B10 完成多得分少 · Monotone
//!
//! ## What it checks
//! Of two missed indicators with the same points, the one that came closer to its target does not score less; and a
//! met one does not score less than a missed one without a reason.
//! ## Why
//! Scores that run against achievement show that they were set by hand.
//! ## Basis
//! 财预〔2020〕10号（得分与完成情况相符）
//! ## Example
//! 95 % reached, 6 of 10 points; 80 % reached, 8 of 10 points.
//! ## False alarms
//! Indicators of which less is better are measured the other way round; a missed indicator with full points is B06.

use super::b01_score_and_achievement::{lower_is_better, met, pair};
use super::case::Case;
use super::outcome::Figures;
use crate::report::{Decimal, Indicator};

struct Row<'a> {
    indicator: &'a Indicator,
    reached: Decimal,
    points: Decimal,
    score: Decimal,
}

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        let rows: Vec<Row> = table
            .indicators
            .iter()
            .filter_map(|indicator| row(case, indicator))
            .collect();
        for (index, one) in rows.iter().enumerate() {
            for other in &rows[index + 1..] {
                judge(case, one, other);
            }
        }
    }
}

/// How much of the target was reached, at most 100 %.
fn row<'a>(case: &Case, indicator: &'a Indicator) -> Option<Row<'a>> {
    let (target, actual) = pair(indicator)?;
    let hundred = Decimal::whole(100);
    let reached = if met(case.profile, indicator, target, actual) {
        hundred
    } else if lower_is_better(case.profile, indicator) {
        target.percent_of(actual, 2)?
    } else {
        actual.percent_of(target, 2)?
    };
    Some(Row {
        indicator,
        reached: reached.min(hundred),
        points: indicator.weight.number?,
        score: indicator.score.number?,
    })
}

fn judge(case: &mut Case, one: &Row, other: &Row) {
    let (more, less) = if one.reached > other.reached {
        (one, other)
    } else {
        (other, one)
    };
    let full = less.score >= less.points;
    if more.points != less.points || more.reached == less.reached || full {
        return;
    }
    let told = more.reached >= Decimal::whole(100) && !more.indicator.reason.is_empty();
    let formula = format!(
        "{}%→{}，{}%→{}",
        more.reached, more.score, less.reached, less.score
    );
    if more.score >= less.score || told {
        case.held(&more.indicator.score.place, formula);
    } else {
        let figures = Figures::numbers(formula, less.score, more.score);
        let args: &[(&str, &str)] = &[
            ("name", &more.indicator.name),
            ("other", &less.indicator.name),
        ];
        case.find(&more.indicator.score.place, "b10.against", figures, args);
    }
}
