//! D01 指标可衡量 · Measurability
//!
//! ## What it checks
//! The share of targets that are numbers; satisfaction figures come with a sample or a survey.
//! ## Why
//! 按时, 标准 and the like can neither be missed nor be met.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! Six of ten targets are words.
//! ## False alarms
//! Policy goals that are truly qualitative.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Content, Decimal, Indicator, Place, ScoreTable, plain};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        numeric_share(case, table);
        satisfaction(case, table);
    }
}

fn numeric_share(case: &mut Case, table: &ScoreTable) {
    let judged: Vec<&Indicator> = table
        .indicators
        .iter()
        .filter(|row| !row.does_not_apply())
        .collect();
    let numeric = judged
        .iter()
        .filter(|row| row.target.content == Content::Number)
        .count();
    if judged.is_empty() {
        return;
    }
    let count = |n: usize| Decimal::whole(n as i128);
    let Some(share) = count(numeric).percent_of(count(judged.len()), 0) else {
        return;
    };
    let least = Decimal::whole(i128::from(case.profile.settings.numeric_share_percent));
    let formula = format!("{numeric}/{}={share}%", judged.len());
    let words: Vec<&Indicator> = judged
        .into_iter()
        .filter(|row| row.target.content != Content::Number)
        .collect();
    let Some(first) = words.first().filter(|_| share < least) else {
        let place = Place {
            table: table.title.clone(),
            ..Place::default()
        };
        case.held(&place, formula);
        return;
    };
    let listed: Vec<String> = words
        .iter()
        .map(|row| plain::shortened(&row.target.raw, 12))
        .collect();
    let figures = Figures::numbers(formula, least, share);
    let args: &[(&str, &str)] = &[
        ("table", &table.title),
        ("count", &words.len().to_string()),
        ("words", &listed.join("、")),
    ];
    case.find(&first.target.place, "d01.words", figures, args);
}

fn satisfaction(case: &mut Case, table: &ScoreTable) {
    let survey = &case.profile.words.survey;
    let states = |text: &str| {
        survey.iter().any(|word| text.contains(word.as_str()))
            && text.contains(|c: char| c.is_ascii_digit())
    };
    for row in &table.indicators {
        if !row.name.contains("满意") || row.actual.number.is_none() {
            continue;
        }
        let cells = [&row.name, &row.target.raw, &row.actual.raw, &row.reason.raw];
        let told = case
            .report
            .passages
            .iter()
            .any(|passage| passage.text.contains("满意") && states(&passage.text));
        if told || cells.iter().any(|text| states(text)) {
            continue;
        }
        let figures = Figures::words("", "", row.actual.raw.clone());
        case.find(
            &row.actual.place,
            "d01.sample",
            figures,
            &[("name", &row.name)],
        );
    }
}
