//! What a rule sees and how it speaks: the report, the profile, and the three verdicts.

use yiju_terms::words::{self, Lang};

use super::Rule;
use super::outcome::{Figures, Finding, Held, NotCheckable, Outcome, Severity};
use crate::profiles::Profile;
use crate::report::{Decimal, Mention, Place, Report};

pub struct Case<'a> {
    pub report: &'a Report,
    pub profile: &'a Profile,
    pub lang: Lang,
    pub(super) rule: &'static Rule,
    pub(super) outcome: Outcome,
}

impl Case<'_> {
    /// Whether a figure is told of another year than the report's: this year's tables do not hold it.
    pub fn of_another_year(&self, mention: &Mention) -> bool {
        mention.when.is_other(self.report.year)
    }

    /// In what two figures of a unit are apart: rates in points.
    pub fn apart(&self, unit: &str) -> String {
        match unit {
            "%" => words::word(self.lang, "checks.near.points"),
            unit => unit.to_owned(),
        }
    }

    /// A finding with the severity of the rule. `key` names its words: `checks.<key>` and `checks.<key>.remedy`.
    pub fn find(&mut self, place: &Place, key: &str, figures: Figures, args: &[(&str, &str)]) {
        self.find_as(self.rule.severity, place, key, figures, args);
    }

    pub fn find_as(
        &mut self,
        severity: Severity,
        place: &Place,
        key: &str,
        figures: Figures,
        args: &[(&str, &str)],
    ) {
        let mut all = vec![
            ("formula", figures.formula.as_str()),
            ("expected", figures.expected.as_str()),
            ("found", figures.found.as_str()),
            ("difference", figures.difference.as_str()),
        ];
        all.extend_from_slice(args);
        let [found, expected, difference] = &figures.units;
        all.push(("found_unit", found.as_str()));
        all.push(("expected_unit", expected.as_str()));
        // A rule may name the unit itself.
        if !args.iter().any(|(name, _)| *name == "unit") {
            all.push(("unit", difference.as_str()));
        }
        let finding = Finding {
            rule: self.rule.id,
            severity,
            place: place.clone(),
            basis: words::word(self.lang, &format!("checks.{}.basis", self.rule.stem())),
            message: words::text(self.lang, &format!("checks.{key}"), &all),
            remedy: words::text(self.lang, &format!("checks.{key}.remedy"), &all),
            formula: figures.formula,
            expected: figures.expected,
            found: figures.found,
            difference: figures.difference,
            also: Vec::new(),
        };
        let told = self.outcome.findings.iter_mut().find(|before| {
            (before.rule, &before.message, &before.formula)
                == (finding.rule, &finding.message, &finding.formula)
        });
        // The same words about another place are one finding with two places.
        match told {
            Some(before) if before.place == finding.place => {}
            Some(before) => before.also.push(finding.place),
            None => self.outcome.findings.push(finding),
        }
    }

    pub fn held(&mut self, place: &Place, formula: impl Into<String>) {
        let held = Held {
            rule: self.rule.id,
            place: place.clone(),
            formula: formula.into(),
        };
        if !self.outcome.held.contains(&held) {
            self.outcome.held.push(held);
        }
    }

    /// `key` names the words of the missing figure.
    pub fn not_checkable(&mut self, key: &str, args: &[(&str, &str)]) {
        let gap = NotCheckable {
            rule: self.rule.id,
            missing: words::text(self.lang, &format!("checks.{key}"), args),
        };
        if !self.outcome.not_checkable.contains(&gap) {
            self.outcome.not_checkable.push(gap);
        }
    }
}

/// Rounding of amounts kept in 元 and shown in 万元: half a unit of the second digit for each addend and the sum.
pub fn money_tolerance(addends: usize) -> Decimal {
    let count = i128::try_from(addends).unwrap_or(0) + 1;
    Decimal::new(5 * count, 3).max(Decimal::new(15, 3))
}

/// `10+50+40`
pub fn sum_text(parts: &[Decimal]) -> String {
    let parts: Vec<String> = parts.iter().map(Decimal::to_string).collect();
    parts.join("+")
}
