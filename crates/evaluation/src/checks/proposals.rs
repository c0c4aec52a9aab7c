//! For an indicator that cannot be measured, one that can: from the figures the system supplies, by words in a data file.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use yiju_figures::{Figure, Unit};
use yiju_terms::words::{self, Lang};

use super::Outcome;
use crate::report::{
    BaseLine, BaseTable, Content, Decimal, Indicator, LineKey, Mention, Passage, Place, Report,
    ScoreTable,
};

/// A measurable indicator in the place of one that is not.
#[doc(alias = "建议指标")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The indicator that cannot be measured, and where it stands.
    pub place: Place,
    pub indicator: String,
    /// The stem of the figure.
    pub figure: &'static str,
    pub name: String,
    pub formula: String,
    pub unit: String,
    pub source: String,
    /// From this year's value, when the report tells it: `≥17320人`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    pub target_basis: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mapping {
    words: Vec<String>,
    figure: String,
    sign: String,
    /// The report must hold this word.
    only: Option<String>,
    #[serde(default)]
    told: Vec<String>,
    line: Option<String>,
    /// Words before two figures whose quotient, in percent, is the value.
    quotient: Option<(String, String)>,
    /// A limit that holds whatever this year's value is.
    norm: Option<i64>,
}

#[derive(Deserialize)]
struct Mappings {
    proposal: Vec<Mapping>,
}

fn mappings() -> &'static [Mapping] {
    static READ: OnceLock<Vec<Mapping>> = OnceLock::new();
    READ.get_or_init(|| {
        let text = include_str!("../../profiles/proposals.toml");
        let read: Mappings = toml::from_str(text)
            .unwrap_or_else(|error| panic!("the proposals are part of the program: {error}"));
        read.proposal
    })
}

/// One proposal for each unmeasurable indicator that a figure answers.
pub fn propose(report: &Report, outcome: &Outcome, lang: Lang) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for table in report.score_tables() {
        // A figure that the table already has, or was proposed, is not proposed again.
        let mut used: Vec<&str> = Vec::new();
        for row in &table.indicators {
            if !is_unmeasurable(outcome, table, row) {
                continue;
            }
            let Some((mapping, figure)) = answer(report, row, &used) else {
                continue;
            };
            used.push(figure.stem);
            let (target, basis) = target(report, mapping, row, figure, lang);
            proposals.push(Proposal {
                place: row.place.clone(),
                indicator: row.name.clone(),
                figure: figure.stem,
                name: figure.name(lang),
                formula: figure.formula(lang),
                unit: figure.unit_word(lang),
                source: figure.definition(lang),
                target,
                target_basis: basis,
            });
        }
    }
    proposals
}

/// Words for a target, or a finding of D01 or D06 in its row.
fn is_unmeasurable(outcome: &Outcome, table: &ScoreTable, row: &Indicator) -> bool {
    let flagged = || {
        outcome.findings.iter().any(|finding| {
            let places = std::iter::once(&finding.place).chain(&finding.also);
            ["D01", "D06"].contains(&finding.rule)
                && finding.severity != super::Severity::Low
                && places.into_iter().any(|place| {
                    place.table == table.title && place.row == row.place.row && place.row.is_some()
                })
        })
    };
    let words = row.is_weighted() && row.target.content == Content::Words;
    !row.does_not_apply() && (words || flagged())
}

/// A figure that answers an indicator, for those who compute it themselves.
pub struct Answer {
    pub figure: &'static Figure,
    /// `≥` or `≤`.
    pub sign: &'static str,
    /// A limit that holds whatever the value is, in the unit as it is shown.
    pub norm: Option<i64>,
}

/// The same choice for an indicator by its name and the words of its target; `speaks_of` tells whether a word occurs
/// in what is reported.
pub fn answer_for(
    name: &str,
    target: &str,
    speaks_of: &dyn Fn(&str) -> bool,
    used: &[&str],
) -> Option<Answer> {
    let (mapping, figure) = choose(name, target, speaks_of, used)?;
    Some(Answer {
        figure,
        sign: &mapping.sign,
        norm: mapping.norm,
    })
}

fn answer(
    report: &Report,
    row: &Indicator,
    used: &[&str],
) -> Option<(&'static Mapping, &'static Figure)> {
    let speaks_of = |word: &str| {
        let mut passages = report.passages.iter();
        passages.any(|passage| passage.text.contains(word))
    };
    choose(&row.name, &row.target.raw, &speaks_of, used)
}

fn choose(
    name: &str,
    target: &str,
    speaks_of: &dyn Fn(&str) -> bool,
    used: &[&str],
) -> Option<(&'static Mapping, &'static Figure)> {
    mappings().iter().find_map(|mapping| {
        let mut words = mapping.words.iter();
        let named =
            words.any(|word| name.contains(word.as_str()) || target.contains(word.as_str()));
        let applies = mapping.only.as_ref().is_none_or(|word| speaks_of(word));
        let figure = yiju_figures::find(&mapping.figure)?;
        (named && applies && !used.contains(&figure.stem)).then_some((mapping, figure))
    })
}

/// The target as it is written, and where it comes from.
fn target(
    report: &Report,
    mapping: &Mapping,
    row: &Indicator,
    figure: &Figure,
    lang: Lang,
) -> (Option<String>, String) {
    let unit = figure.unit_word(lang);
    let written = |value: &str| Some(format!("{}{value}{unit}", mapping.sign));
    let basis = |key: &str, value: &str| {
        let key = format!("checks.proposals.{key}");
        words::text(lang, &key, &[("value", &format!("{value}{unit}"))])
    };
    // What nobody was asked cannot set a target: the one that was set stays, unless it leaves no room.
    if figure.stem == "satisfaction" {
        let kept = row
            .target
            .number
            .filter(|target| *target < Decimal::whole(100));
        let kept = kept.map(|target| target.trimmed().to_string());
        return (kept.as_deref().and_then(written), basis("survey", ""));
    }
    let actual = this_year(report, mapping, figure.unit);
    match (mapping.norm, actual) {
        (Some(norm), Some(actual)) => (written(&norm.to_string()), basis("norm_and", &actual)),
        (Some(norm), None) => (written(&norm.to_string()), basis("norm", "")),
        (None, Some(actual)) => (written(&actual), basis("this_year", &actual)),
        (None, None) => (None, basis("to_set", "")),
    }
}

/// What the report says this year's value is.
fn this_year(report: &Report, mapping: &Mapping, unit: Unit) -> Option<String> {
    if let Some(line) = &mapping.line {
        return rate_of(report.base.as_ref()?, line).map(|rate| rate.trimmed().to_string());
    }
    let in_text = report
        .body()
        .flat_map(Passage::mentions)
        .find(|mention| says(mapping, &mention.label) && fits(mention, unit));
    if let Some(mention) = in_text {
        return Some(mention.base().0.trimmed().to_string());
    }
    if let Some((of, by)) = &mapping.quotient {
        let told = |word: &str| {
            let all = report.body().flat_map(Passage::mentions);
            let mut counts = all.filter(|mention| mention.unit != "%" && !mention.unit.is_empty());
            counts
                .find(|mention| mention.label.ends_with(word))
                .map(|m| m.base().0)
        };
        return Some(told(of)?.percent_of(told(by)?, 2)?.trimmed().to_string());
    }
    let mut rows = report.score_tables().flat_map(|table| &table.indicators);
    rows.find_map(|row| {
        let value = row.actual.number?;
        let is_rate = row.actual.unit == "%" || row.target.unit == "%";
        (says(mapping, &row.name) && is_rate == (unit == Unit::Ppm))
            .then(|| value.trimmed().to_string())
    })
}

fn says(mapping: &Mapping, words: &str) -> bool {
    mapping
        .told
        .iter()
        .any(|told| words.ends_with(told.as_str()))
}

fn fits(mention: &Mention, unit: Unit) -> bool {
    (mention.unit == "%") == (unit == Unit::Ppm) && !mention.unit.is_empty() && !mention.is_money()
}

fn rate_of(base: &BaseTable, line: &str) -> Option<Decimal> {
    let of = |key: LineKey| {
        let line: &BaseLine = base.line(key)?;
        line.outturn.number?.percent_of(line.budget.number?, 2)
    };
    match line {
        "three_public" => of(LineKey::ThreePublic),
        "public" => of(LineKey::Public),
        "procurement" => of(LineKey::Procurement),
        _ => {
            let number = |value: &Option<crate::report::Value>| value.as_ref()?.number;
            number(&base.filled)?.percent_of(number(&base.posts)?, 2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_proposal_is_a_figure_of_the_catalogue() {
        for mapping in mappings() {
            assert!(
                yiju_figures::find(&mapping.figure).is_some(),
                "{}",
                mapping.figure
            );
            assert!(
                ["≥", "≤"].contains(&mapping.sign.as_str()),
                "{}",
                mapping.figure
            );
            assert!(
                mapping.line.is_some() || !mapping.told.is_empty(),
                "{}",
                mapping.figure
            );
        }
    }
}
