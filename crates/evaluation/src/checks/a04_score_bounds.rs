//! A04 得分越界 · Score bounds
//!
//! ## What it checks
//! Every score lies between zero and its points.
//! ## Why
//! A score above its points lifts the total unseen.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 12 of 10 points.
//! ## False alarms
//! Forms with bonus items, which are rare.

use yiju_terms::words;

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Decimal, Place, Value};

pub fn run(case: &mut Case) {
    let report = case.report;
    for table in report.score_tables() {
        let (mut good, mut blank) = (0, 0);
        let funds = table.total_fund();
        let rows = table
            .indicators
            .iter()
            // A bonus item lies outside the points by its nature.
            .filter(|row| {
                !row.name.contains("加分") && !table.groups[row.group].name.contains("加分")
            })
            .map(|row| (&row.weight, &row.score, &row.place))
            .chain(funds.map(|row| (&row.weight, &row.score, &row.place)));
        for (weight, score, place) in rows {
            match bounded(case, weight, score, place) {
                Some(within) => good += usize::from(within),
                None => blank += 1,
            }
        }
        if good > 0 {
            let place = Place {
                table: table.title.clone(),
                ..Place::default()
            };
            let (good, rest) = (good.to_string(), blank.to_string());
            let key = if blank == 0 { "a04.all" } else { "a04.some" };
            let args: &[(&str, &str)] = &[("good", &good), ("rest", &rest)];
            let text = words::text(case.lang, &format!("checks.{key}"), args);
            case.held(&place, text);
        }
    }
}

/// Whether a score lies within its points; none where one of them is not written.
fn bounded(case: &mut Case, weight: &Value, score: &Value, place: &Place) -> Option<bool> {
    let (points, got) = (weight.number?, score.number?);
    if got > points || got < Decimal::ZERO {
        let figures = Figures::numbers(format!("0≤{got}≤{points}"), points, got);
        case.find(
            &score.place,
            "a04.bounds",
            figures,
            &[("name", &place.text)],
        );
        return Some(false);
    }
    Some(true)
}
