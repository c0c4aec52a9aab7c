//! 科目余额表: what every account held before a period, what moved in it, what it holds after.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use yiju_terms::{Money, Status};

use super::Verdict;
use crate::balances::{Balances, Turnover};
use crate::chart::{Account, Chart, CodePeriod, is_within};

/// All accounts of a book that were ever posted to, each upper account before those below it. Amounts are in fen, nothing
/// is rounded.
#[doc(alias = "科目余额表")]
#[doc(alias = "试算平衡表")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialBalance {
    pub rows: Vec<TrialRow>,
    /// Over the accounts without others below them.
    pub total: Columns,
    /// Debits are credits: before, within and after the period.
    pub verdicts: Vec<Verdict>,
}

/// An account with its three pairs of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialRow {
    pub stem: String,
    /// As the chart has it; of an account the chart does not have, the stem.
    pub name: String,
    /// The code in force at the end of the period.
    pub code: Option<CodePeriod>,
    pub depth: usize,
    pub is_leaf: bool,
    pub columns: Columns,
}

/// The balance of a leaf stands on one side. An upper account holds the sums of its leaves, side by side, so that every
/// column of a printed table can be added up again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub opening: Turnover,
    pub turnover: Turnover,
    pub closing: Turnover,
}

impl TrialBalance {
    /// Whether a code it prints waits for the accountant's word.
    pub fn has_provisional_codes(&self) -> bool {
        let codes = self.rows.iter().filter_map(|row| row.code.as_ref());
        codes
            .into_iter()
            .any(|code| code.status == Status::Provisional)
    }
}

impl TrialRow {
    /// The code as it is printed.
    pub fn code(&self) -> Option<&str> {
        self.code.as_ref()?.code.as_deref()
    }
}

impl Columns {
    /// From left to right as the table is printed.
    pub fn pairs(&self) -> [Turnover; 3] {
        [self.opening, self.turnover, self.closing]
    }

    fn of_leaf(opening: Turnover, turnover: Turnover) -> Columns {
        let both = Turnover {
            debit: opening.debit + turnover.debit,
            credit: opening.credit + turnover.credit,
        };
        Columns {
            opening: on_one_side(opening),
            turnover,
            closing: on_one_side(both),
        }
    }

    fn add(&mut self, other: &Columns) {
        let own = [&mut self.opening, &mut self.turnover, &mut self.closing];
        for (sum, one) in own.into_iter().zip(other.pairs()) {
            sum.debit += one.debit;
            sum.credit += one.credit;
        }
    }
}

/// `opening`: everything booked before the period; `turnover`: everything booked within it, closing vouchers too; `on`: the
/// last day of the period, whose codes are printed.
pub fn trial_balance(
    chart: &Chart,
    opening: &Balances,
    turnover: &Balances,
    on: Date,
) -> TrialBalance {
    let mut by_account: BTreeMap<String, Columns> = BTreeMap::new();
    let mut total = Columns::default();
    let stems = opening.iter().chain(turnover.iter()).map(|(stem, _)| stem);
    for stem in stems.collect::<BTreeSet<&str>>() {
        let leaf = Columns::of_leaf(opening.own(stem), turnover.own(stem));
        total.add(&leaf);
        for upper in upwards(stem) {
            by_account.entry(upper.to_owned()).or_default().add(&leaf);
        }
    }
    let mut rows = Vec::with_capacity(by_account.len());
    for account in chart.accounts() {
        let columns = by_account.remove(&account.stem);
        rows.extend(columns.map(|columns| row(account, columns, on)));
    }
    // Nothing that was booked is left out, whatever the chart says today.
    rows.extend(by_account.into_iter().map(|(stem, columns)| {
        TrialRow {
            name: stem.clone(),
            code: None,
            depth: stem.matches('.').count(),
            is_leaf: !chart
                .accounts()
                .iter()
                .any(|known| is_within(&known.stem, &stem)),
            stem,
            columns,
        }
    }));
    TrialBalance {
        rows,
        total,
        verdicts: verdicts(&total),
    }
}

fn row(account: &Account, columns: Columns, on: Date) -> TrialRow {
    TrialRow {
        stem: account.stem.clone(),
        name: account.name.clone(),
        code: account.period_on(on).cloned(),
        depth: account.depth(),
        is_leaf: account.is_leaf,
        columns,
    }
}

fn verdicts(total: &Columns) -> Vec<Verdict> {
    let checks = ["trial_opening", "trial_turnover", "trial_closing"];
    let pairs = checks.into_iter().zip(total.pairs());
    let verdict = |(check, both): (&'static str, Turnover)| Verdict {
        check,
        left: both.debit,
        right: both.credit,
    };
    pairs.map(verdict).collect()
}

/// The account and those above it.
fn upwards(stem: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(stem), |stem| {
        stem.rsplit_once('.').map(|(upper, _)| upper)
    })
}

/// What is left of both sides, on the larger one.
fn on_one_side(both: Turnover) -> Turnover {
    let net = both.net_debit();
    let (debit, credit) = match net < Money::ZERO {
        true => (Money::ZERO, -net),
        false => (net, Money::ZERO),
    };
    Turnover { debit, credit }
}
