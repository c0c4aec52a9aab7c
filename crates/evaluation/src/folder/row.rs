//! One line of the ranking.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use crate::checks::outcome::Counts;
use crate::checks::{Outcome, Severity};

/// A finding of the worst, in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worst {
    pub rule: String,
    pub message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub file: String,
    /// Of the bytes that were checked; empty when they could not be read.
    pub digest: String,
    pub agency: Option<String>,
    pub year: Option<i32>,
    pub profile: String,
    pub counts: Counts,
    pub worst: Vec<Worst>,
    pub millis: u64,
    /// Why the file was not checked.
    pub error: Option<String>,
    /// The name of the file's results under `reports/`, without ending.
    pub report: Option<String>,
    /// Whether the file with its findings as comments is among the results.
    #[serde(default)]
    pub has_copy: bool,
    /// Why it is not, where it was asked for.
    #[serde(default)]
    pub no_copy: Option<String>,
    /// Taken over from an earlier run.
    #[serde(skip)]
    pub was_kept: bool,
}

impl Row {
    /// Takes over what was found. Findings stand in the order of severity already.
    pub fn fill(&mut self, outcome: &Outcome) {
        const WORST: usize = 3;
        self.agency.clone_from(&outcome.document.agency);
        self.year = outcome.document.year;
        self.profile.clone_from(&outcome.profile);
        self.counts = outcome.counts;
        let grave = outcome
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Low);
        self.worst = grave
            .take(WORST)
            .map(|finding| Worst {
                rule: finding.rule.to_owned(),
                message: finding.message.clone(),
            })
            .collect();
    }

    /// The worst first; files that could not be checked last.
    pub fn order(&self, other: &Row) -> Ordering {
        let key = |row: &Row| {
            let counts = row.counts;
            let worst_first = Reverse((counts.high, counts.medium, counts.low));
            (row.error.is_some(), worst_first)
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.file.cmp(&other.file))
    }
}
