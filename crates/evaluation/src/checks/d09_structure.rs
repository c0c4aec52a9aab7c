//! D09 指标结构 · Structure
//!
//! ## What it checks
//! Output, effect and satisfaction are present; the points of the headings are those of the profile; no indicator has
//! more than the profile's limit. A scheme that totals 100 and differs from the profile is only a question.
//! ## Why
//! The layout with cost indicators gives 20 points to effects; keeping 30 makes 110.
//! ## Basis
//! 财预〔2020〕10号；财预〔2021〕101号
//! ## Example
//! 效益 30 where the cost layout has 20.
//! ## False alarms
//! Satisfaction that does not apply; local weights.

use super::case::Case;
use super::outcome::{Figures, Severity};
use super::points::{self, Pick};
use crate::report::{Decimal, Place, ScoreTable};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        if !table.groups.is_empty() {
            headings(case, table);
            largest(case, table);
        }
    }
}

/// The points under all headings that contain a word, with the place of the first.
fn under(table: &ScoreTable, word: &str) -> Option<(Decimal, Place)> {
    let groups: Vec<usize> = (0..table.groups.len())
        .filter(|i| table.groups[*i].name.contains(word))
        .collect();
    // A level-2 heading without points (满意度 under 效益) is found by its rows.
    if groups.is_empty() {
        let rows: Vec<_> = table
            .indicators
            .iter()
            .filter(|row| row.level2.contains(word))
            .collect();
        let first = rows.first()?;
        return Some((
            rows.iter().filter_map(|row| row.weight.number).sum(),
            first.place.clone(),
        ));
    }
    let first = *groups.first()?;
    let sum = groups
        .iter()
        .map(|group| points::own(table, *group, Pick::Weight))
        .sum();
    Some((sum, table.groups[first].place.clone()))
}

fn headings(case: &mut Case, table: &ScoreTable) {
    let cost = under(table, "成本").is_some_and(|(points, _)| points.is_positive());
    let Some(weights) = case.profile.weights(cost) else {
        return;
    };
    let total: Decimal = points::addends(table, Pick::Weight).into_iter().sum();
    let severity = if total == Decimal::whole(100) {
        Severity::Low
    } else {
        Severity::Medium
    };
    for part in &weights.parts {
        let (word, expected) = (part.heading.as_str(), part.points());
        let found = if word == "预算执行" {
            table
                .total_fund()
                .and_then(|row| Some((row.weight.number?, row.weight.place.clone())))
        } else {
            under(table, word)
        };
        let args: &[(&str, &str)] = &[("heading", word), ("table", &table.title)];
        match found {
            None => {
                let place = Place {
                    table: table.title.clone(),
                    ..Place::default()
                };
                case.find(
                    &place,
                    "d09.missing",
                    Figures::words("", expected.to_string(), ""),
                    args,
                );
            }
            Some((points, place)) if points != expected => {
                let figures = Figures::numbers(format!("{points}≠{expected}"), expected, points);
                case.find_as(severity, &place, "d09.weight", figures, args);
            }
            Some((points, place)) => case.held(&place, format!("{points}={expected}（{word}）")),
        }
    }
}

fn largest(case: &mut Case, table: &ScoreTable) {
    let limit = Decimal::whole(i128::from(
        case.profile.settings.single_indicator_points_max,
    ));
    for row in &table.indicators {
        if let Some(points) = row.weight.number.filter(|points| *points > limit) {
            let figures = Figures::numbers(format!("{points}>{limit}"), limit, points);
            case.find(
                &row.weight.place,
                "d09.large",
                figures,
                &[("name", &row.name)],
            );
        }
    }
}
