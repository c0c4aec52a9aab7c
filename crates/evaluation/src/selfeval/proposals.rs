//! 建议指标: for each indicator of the county's own forms that is mere words, a figure of the system in its place, with a
//! target for next year from what this year and the year before came to. The list is the one `yiju check` gives.

use serde::Deserialize;
use serde_json::{Value, json};
use yiju_documents::{Block, Cell, Span, Table};
use yiju_figures::{Figure, FigureValue, Unit};
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use super::facts::Facts;
use super::score::Operator;
use crate::checks::proposals::{Answer, answer_for};

const WORDED: &str = include_str!("../../forms/hunan-county/worded.toml");

/// An indicator of the forms that nobody can measure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worded {
    form: String,
    name: String,
    target: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    indicator: Vec<Worded>,
}

/// A measurable indicator in its place.
pub struct Offer {
    form: String,
    indicator: String,
    words: String,
    figure: &'static Figure,
    operator: Operator,
    /// In the figure's own unit and as it is shown; nothing when no year tells a value.
    target: Option<(i64, String)>,
    basis: String,
    this_year: FigureValue,
    last_year: Option<FigureValue>,
}

/// One for each worded indicator; within a form no figure is offered twice.
pub fn offers(facts: &mut Facts<'_>) -> Result<Vec<Offer>, Fault> {
    let forms: Forms = toml::from_str(WORDED)
        .map_err(|error| Fault::new("reading the worded indicators", error))?;
    let mut used: Vec<(String, &'static str)> = Vec::new();
    let mut offers = Vec::new();
    for worded in forms.indicator {
        let taken: Vec<&str> = used
            .iter()
            .filter(|(form, _)| *form == worded.form)
            .map(|(_, stem)| *stem)
            .collect();
        // Every word of the office is about work injuries: no proposal is closed to it.
        let Some(answer) = answer_for(&worded.name, &worded.target, &|_| true, &taken) else {
            continue;
        };
        used.push((worded.form.clone(), answer.figure.stem));
        offers.push(offer(facts, worded, &answer)?);
    }
    Ok(offers)
}

fn offer(facts: &mut Facts<'_>, worded: Worded, answer: &Answer) -> Result<Offer, Fault> {
    let figure = answer.figure;
    let operator = match answer.sign {
        "≤" => Operator::AtMost,
        _ => Operator::AtLeast,
    };
    let this_year = facts.value(figure.stem)?;
    let last_year = last_year(facts, figure.stem)?;
    let (target, basis) = target(
        figure,
        operator,
        answer.norm,
        &this_year,
        last_year.as_ref(),
    );
    Ok(Offer {
        form: worded.form,
        indicator: worded.name,
        words: worded.target,
        figure,
        operator,
        target,
        basis,
        this_year,
        last_year,
    })
}

/// The figure of the year before, when the office took contributions then: a zero of a year without books is no
/// achievement.
fn last_year(facts: &mut Facts<'_>, stem: &str) -> Result<Option<FigureValue>, Fault> {
    let year = facts.year - 1;
    let received = facts.value_of(year, "contributions_received")?;
    if received.get().unwrap_or(0) == 0 {
        return Ok(None);
    }
    Ok(Some(facts.value_of(year, stem)?).filter(|value| value.known))
}

/// A customary limit where there is one; else the better of the two years, so that a goal is never below what was
/// already reached.
fn target(
    figure: &Figure,
    operator: Operator,
    norm: Option<i64>,
    this_year: &FigureValue,
    last_year: Option<&FigureValue>,
) -> (Option<(i64, String)>, String) {
    let unit = figure.unit_word(Lang::Zh);
    let say = |key: &str, value: &str| {
        let key = format!("evaluation.proposals.basis.{key}");
        words::text(Lang::Zh, &key, &[("value", &format!("{value}{unit}"))])
    };
    let known = Some(this_year).filter(|value| value.known);
    if let Some(norm) = norm {
        let (value, shown) = match figure.unit {
            Unit::Ppm => (norm * 10_000, norm.to_string()),
            _ => (norm, norm.to_string()),
        };
        let basis = known.map_or_else(|| say("norm", ""), |actual| say("norm_and", &actual.shown));
        return (Some((value, shown)), basis);
    }
    let better = |a: &FigureValue, b: &FigureValue| match operator {
        Operator::AtLeast => a.value > b.value,
        Operator::AtMost => a.value < b.value,
    };
    match (known, last_year) {
        (Some(now), Some(before)) if better(before, now) => (
            Some((before.value, before.shown.clone())),
            say("year_before", &before.shown),
        ),
        (Some(now), _) => (
            Some((now.value, now.shown.clone())),
            say("this_year", &now.shown),
        ),
        (None, Some(before)) => (
            Some((before.value, before.shown.clone())),
            say("year_before", &before.shown),
        ),
        (None, None) => (None, say("to_set", "")),
    }
}

impl Offer {
    fn sign(&self) -> &'static str {
        match self.operator {
            Operator::AtLeast => "≥",
            Operator::AtMost => "≤",
        }
    }

    fn target_shown(&self) -> String {
        let unit = self.figure.unit_word(Lang::Zh);
        let shown = self.target.as_ref().map(|(_, shown)| shown);
        shown.map_or_else(
            || word("none"),
            |shown| format!("{}{shown}{unit}", self.sign()),
        )
    }

    pub fn json(&self) -> Value {
        json!({
            "form": self.form, "indicator": self.indicator, "words": self.words,
            "figure": self.figure.stem, "name": self.figure.name(Lang::Zh), "formula": self.figure.formula(Lang::Zh),
            "unit": self.figure.unit_word(Lang::Zh), "source": self.figure.definition(Lang::Zh),
            "operator": self.operator.stem(),
            "target_value": self.target.as_ref().map(|(value, _)| value),
            "target": self.target.as_ref().map(|_| self.target_shown()),
            "target_basis": self.basis,
            "actual": self.this_year.known.then_some(&self.this_year.shown),
            "actual_year_before": self.last_year.as_ref().map(|value| &value.shown),
        })
    }
}

fn word(key: &str) -> String {
    words::word(Lang::Zh, &format!("evaluation.proposals.{key}"))
}

/// 附表: the list as a table, each value bound to its figure.
pub fn blocks(facts: &Facts<'_>, offers: &[Offer]) -> Vec<Block> {
    let mut table = Table {
        name: word("label"),
        caption: None,
        unit: None,
        columns: vec![20, 18, 26, 14, 22],
        header_rows: 1,
        rows: vec![
            ["before", "instead", "formula", "goal", "why"]
                .iter()
                .map(|key| Cell::label(word(key)))
                .collect(),
        ],
    };
    for offer in offers {
        let form = word(&format!("form.{}", offer.form));
        let args = [
            ("indicator", offer.indicator.as_str()),
            ("words", offer.words.as_str()),
            ("form", form.as_str()),
        ];
        let before = words::text(Lang::Zh, "evaluation.proposals.row", &args);
        let figure = offer.figure;
        let unit = figure.unit_word(Lang::Zh);
        let name = words::text(
            Lang::Zh,
            "evaluation.proposals.name",
            &[("name", &figure.name(Lang::Zh)), ("unit", &unit)],
        );
        table.rows.push(vec![
            Cell::label(before).start(),
            Cell::new(name).start(),
            Cell::new(figure.formula(Lang::Zh)).start(),
            Cell::new(Span::figure(offer.target_shown(), figure.stem)),
            Cell::new(offer.basis.clone()).start(),
        ]);
    }
    let year = facts.year.to_string();
    let next = (facts.year + 1).to_string();
    let note = words::text(
        Lang::Zh,
        "evaluation.proposals.note",
        &[("year", &year), ("next", &next)],
    );
    vec![
        Block::attachment(word("label"), word("title")),
        Block::note(note),
        table.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(stem: &'static str, value: i64) -> FigureValue {
        FigureValue {
            stem,
            year: 2023,
            value,
            known: true,
            unit: "ppm",
            kind: "flow",
            shown: (value / 10_000).to_string(),
            parts: Vec::new(),
        }
    }

    #[test]
    fn a_goal_is_never_below_what_was_reached() {
        let figure = yiju_figures::find("payments_success_rate").expect("a figure");
        let (now, before) = (value(figure.stem, 960_000), value(figure.stem, 980_000));
        let of = |operator, last: Option<&FigureValue>| {
            let (target, _) = target(figure, operator, None, &now, last);
            target.expect("a target").1
        };
        assert_eq!(of(Operator::AtLeast, Some(&before)), "98");
        assert_eq!(of(Operator::AtLeast, None), "96");
        assert_eq!(of(Operator::AtMost, Some(&before)), "96");
        let (target, basis) = target(figure, Operator::AtMost, Some(100), &now, Some(&before));
        assert_eq!(target, Some((1_000_000, "100".to_owned())));
        assert!(basis.contains("96"), "{basis}");
    }

    #[test]
    fn every_worded_indicator_is_answered() {
        let forms: Forms = toml::from_str(WORDED).expect("readable");
        for worded in forms.indicator {
            let answer = answer_for(&worded.name, &worded.target, &|_| true, &[]);
            assert!(answer.is_some(), "{}", worded.name);
            assert!(["department", "project"].contains(&worded.form.as_str()));
        }
    }
}
