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
use crate::profiles::Weights;
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
    let Some(weights) = case.profile.weights(cost).cloned() else {
        case.not_checkable("d09.no_weights", &[("table", &table.title)]);
        return;
    };
    let total: Decimal = points::addends(table, Pick::Weight).into_iter().sum();
    let severity = if total == Decimal::whole(100) {
        Severity::Low
    } else {
        Severity::Medium
    };
    let satisfaction = under(table, SATISFACTION);
    for part in &weights.parts {
        let (word, mut expected) = (part.heading.as_str(), part.points());
        let mut found = match word {
            EXECUTION => execution(table),
            _ => under(table, word),
        };
        // Where nobody can be asked, the points of satisfaction go to the effects.
        let moved = satisfaction.is_none()
            && weights
                .parts
                .iter()
                .any(|part| part.heading == SATISFACTION)
            && under(table, "效益").is_some_and(|(points, _)| {
                points == due(&weights, "效益") + due(&weights, SATISFACTION)
            });
        if moved && word == SATISFACTION {
            continue;
        }
        if moved && word == "效益" {
            expected = expected + due(&weights, SATISFACTION);
            found = under(table, word);
        }
        judge(case, table, (word, expected), found, severity);
    }
    if weights.rest > 0 {
        rest(case, table, weights.rest, severity);
    }
}

const EXECUTION: &str = "预算执行";
const SATISFACTION: &str = "满意度";

fn due(weights: &Weights, word: &str) -> Decimal {
    let part = weights.parts.iter().find(|part| part.heading == word);
    part.map_or(Decimal::ZERO, |part| part.points())
}

fn execution(table: &ScoreTable) -> Option<(Decimal, Place)> {
    let row = table.total_fund();
    let own = row.and_then(|row| Some((row.weight.number?, row.weight.place.clone())));
    own.or_else(|| under(table, EXECUTION)).or_else(|| {
        // Some forms count the execution rate among the outputs.
        let row = table
            .indicators
            .iter()
            .find(|row| row.name.contains("预算执行率"))?;
        Some((row.weight.number?, row.place.clone()))
    })
}

fn judge(
    case: &mut Case,
    table: &ScoreTable,
    (word, expected): (&str, Decimal),
    found: Option<(Decimal, Place)>,
    severity: Severity,
) {
    let args: &[(&str, &str)] = &[("heading", word), ("table", &table.title)];
    match found {
        None => {
            let place = Place {
                table: table.title.clone(),
                ..Place::default()
            };
            let figures = Figures::words("", expected.to_string(), "");
            case.find(&place, "d09.missing", figures, args);
        }
        Some((points, place)) if points != expected => {
            let figures = Figures::numbers(format!("{points}≠{expected}"), expected, points);
            case.find_as(severity, &place, "d09.weight", figures, args);
        }
        Some((points, place)) => case.held(&place, format!("{points}={expected}（{word}）")),
    }
}

/// All indicators together, where the form does not fix the headings one by one.
fn rest(case: &mut Case, table: &ScoreTable, points: i64, severity: Severity) {
    let expected = Decimal::whole(i128::from(points));
    let inside = table
        .total_fund()
        .is_none_or(|row| row.weight.number.is_none());
    let counted = table
        .indicators
        .iter()
        .filter(|row| !(inside && row.name.contains("预算执行率")));
    let sum: Decimal = counted.filter_map(|row| row.weight.number).sum();
    let place = Place {
        table: table.title.clone(),
        ..Place::default()
    };
    let word = yiju_terms::words::word(case.lang, "checks.d09.indicators");
    judge(case, table, (&word, expected), Some((sum, place)), severity);
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
