//! What a check says: findings, identities that hold, and what could not be checked for want of a figure.

use serde::{Deserialize, Serialize};

use super::proposals::Proposal;
use crate::gate::Gate;
use crate::report::{Decimal, Place};

/// By consequence: high blocks publication, medium needs a written reason, low is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    High,
    Medium,
    Low,
}

impl Severity {
    pub fn stem(self) -> &'static str {
        match self {
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub rule: &'static str,
    pub severity: Severity,
    pub place: Place,
    /// With the numbers filled in.
    pub formula: String,
    pub expected: String,
    pub found: String,
    pub difference: String,
    pub basis: String,
    pub message: String,
    pub remedy: String,
    /// Further places where the same is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    pub rule: &'static str,
    pub place: Place,
    pub formula: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotCheckable {
    pub rule: &'static str,
    pub missing: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    pub agency: Option<String>,
    pub year: Option<i32>,
    pub tables: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub held: usize,
    pub not_checkable: usize,
}

/// Everything said about one file, in the order of severity, then of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub file: String,
    pub profile: String,
    /// Why this profile: asked for, or by which signs of the report.
    pub profile_reason: String,
    pub document: About,
    pub findings: Vec<Finding>,
    pub held: Vec<Held>,
    pub not_checkable: Vec<NotCheckable>,
    pub counts: Counts,
    /// What a person should know about the reading: pages that are pictures, tracked changes, a conversion.
    pub reading: Vec<String>,
    /// A measurable indicator for each that is not.
    pub proposals: Vec<Proposal>,
    /// Whether it may be published, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<Gate>,
}

impl Outcome {
    pub fn count(&mut self) {
        let of = |severity| {
            self.findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        self.counts = Counts {
            high: of(Severity::High),
            medium: of(Severity::Medium),
            low: of(Severity::Low),
            held: self.held.len(),
            not_checkable: self.not_checkable.len(),
        };
    }
}

/// The four figures of a finding.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub formula: String,
    pub expected: String,
    pub found: String,
    pub difference: String,
    /// Units for the words of the finding: of the figure found, of the one expected, and of their difference.
    pub units: [String; 3],
}

impl Figures {
    /// All three figures in one unit.
    pub fn of(self, unit: &str) -> Figures {
        self.each_of(unit, unit, unit)
    }

    pub fn each_of(mut self, found: &str, expected: &str, difference: &str) -> Figures {
        self.units = [found, expected, difference].map(str::to_owned);
        self
    }

    /// Two numbers: the difference is computed.
    pub fn numbers(formula: impl Into<String>, expected: Decimal, found: Decimal) -> Figures {
        Figures {
            formula: formula.into(),
            expected: expected.trimmed().to_string(),
            found: found.trimmed().to_string(),
            difference: (found - expected).abs().trimmed().to_string(),
            ..Figures::default()
        }
    }

    /// Words, or a number that is not there: there is nothing to subtract.
    pub fn words(
        formula: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Figures {
        Figures {
            formula: formula.into(),
            expected: expected.into(),
            found: found.into(),
            ..Figures::default()
        }
    }
}
