//! What an assessment comes to, added up over employers: the control totals of every way of computing it.

use serde::{Deserialize, Serialize};
use yiju_rules::columns::ContributionAmounts;
use yiju_terms::Money;

/// Sums over employers; whole fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Employers that have people.
    pub groups: i64,
    pub people: i64,
    pub base_fen: i64,
    pub amount_fen: i64,
    pub relief_local_fen: i64,
    pub relief_temporary_fen: i64,
    /// Employers whose amount rests on a provisional figure of the law.
    /// Results written before it was counted lack it, and then nothing is said of them.
    #[serde(default)]
    pub provisional: i64,
    /// Equal only where each employer owes the same: see `docs/reference/lake.md`.
    pub weighted: i64,
}

/// One employer's month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub region: i32,
    pub employer: i32,
    pub people: i64,
    pub base_fen: i64,
    pub amount_fen: i64,
    pub relief_local_fen: i64,
    pub relief_temporary_fen: i64,
    pub provisional: bool,
}

/// What an assessment came to, and what whoever reads it must be told as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub totals: Totals,
    /// `own`, `datafusion` or `ballista`.
    pub engine: &'static str,
    /// The people of the folder are invented.
    pub synthetic: bool,
    /// Digest of the law the folder was made under; the assessment is by the law at hand.
    pub made_under: String,
}

impl Line {
    /// The line of row `at` of a region's employers, on figures that are not provisional.
    pub fn of(
        region: i32,
        at: usize,
        people: i64,
        base: Money,
        amounts: &ContributionAmounts,
    ) -> Line {
        let fen = |money: Money| money.fen();
        let (amount, reference) = (amounts.amount[at], amounts.reference_amount[at]);
        Line {
            region,
            employer: at as i32,
            people,
            base_fen: fen(base),
            amount_fen: fen(amount),
            relief_local_fen: fen(amounts.base_amount[at] - reference),
            relief_temporary_fen: fen(reference - amount),
            provisional: false,
        }
    }
}

impl Totals {
    pub fn add(&mut self, line: &Line) {
        self.groups += 1;
        self.people += line.people;
        self.base_fen += line.base_fen;
        self.amount_fen += line.amount_fen;
        self.relief_local_fen += line.relief_local_fen;
        self.relief_temporary_fen += line.relief_temporary_fen;
        self.provisional += i64::from(line.provisional);
        let weight = (i64::from(line.employer) * 7 + i64::from(line.region)) % 1009 + 1;
        self.weighted += line.amount_fen * weight;
    }

    pub fn join(&mut self, other: &Totals) {
        self.groups += other.groups;
        self.people += other.people;
        self.base_fen += other.base_fen;
        self.amount_fen += other.amount_fen;
        self.relief_local_fen += other.relief_local_fen;
        self.relief_temporary_fen += other.relief_temporary_fen;
        self.provisional += other.provisional;
        self.weighted += other.weighted;
    }
}
