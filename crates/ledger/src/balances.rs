//! Balances: what was debited and credited per account over a period (or since the beginning).

use std::collections::BTreeMap;

use yiju_terms::Money;

use crate::chart::{AccountClass, Chart, is_within};
use crate::voucher::PostingDraft;

/// The two totals of one account.
#[doc(alias = "发生额")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnover {
    pub debit: Money,
    pub credit: Money,
}

impl Turnover {
    /// Debits less credits.
    pub fn net_debit(self) -> Money {
        self.debit - self.credit
    }
}

/// Debit and credit totals by account stem.
#[doc(alias = "科目余额")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    totals: BTreeMap<String, Turnover>,
}

impl Balances {
    pub fn new() -> Balances {
        Balances::default()
    }

    /// The sums of some postings.
    pub fn of<'p>(postings: impl IntoIterator<Item = &'p PostingDraft>) -> Balances {
        let mut balances = Balances::new();
        for posting in postings {
            balances.add(&posting.account, posting.debit, posting.credit);
        }
        balances
    }

    /// Adds to one account; the store fills balances with this from its sums.
    pub fn add(&mut self, account: &str, debit: Money, credit: Money) {
        let turnover = self.totals.entry(account.to_owned()).or_default();
        turnover.debit += debit;
        turnover.credit += credit;
    }

    /// This period after `earlier`, e.g. opening + year to date = closing.
    pub fn plus(&self, other: &Balances) -> Balances {
        let mut sum = self.clone();
        for (account, turnover) in &other.totals {
            sum.add(account, turnover.debit, turnover.credit);
        }
        sum
    }

    /// By account stem, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Turnover)> {
        self.totals
            .iter()
            .map(|(stem, both)| (stem.as_str(), *both))
    }

    /// The totals of one account without those below it.
    pub fn own(&self, account: &str) -> Turnover {
        self.totals.get(account).copied().unwrap_or_default()
    }

    /// The totals of `account` and everything below it.
    pub fn turnover(&self, account: &str) -> Turnover {
        let within = self.iter().filter(|(stem, _)| is_within(stem, account));
        within.fold(Turnover::default(), |sum, (_, one)| Turnover {
            debit: sum.debit + one.debit,
            credit: sum.credit + one.credit,
        })
    }

    /// Debits less credits of `account` and everything below it.
    pub fn net_debit(&self, account: &str) -> Money {
        self.turnover(account).net_debit()
    }

    /// The balance on the side where accounts of this class grow: positive is the usual sign.
    pub fn natural(&self, account: &str, class: AccountClass) -> Money {
        let net = self.net_debit(account);
        if class.grows_on_debit() { net } else { -net }
    }

    /// The sum of the natural balances of every account of a class.
    pub fn class_total(&self, chart: &Chart, class: AccountClass) -> Money {
        chart
            .leaves(class)
            .map(|account| {
                let net = self.own(&account.stem).net_debit();
                if class.grows_on_debit() { net } else { -net }
            })
            .sum()
    }

    /// Whether debits equal credits over all accounts.
    pub fn is_balanced(&self) -> bool {
        let net: i128 = self
            .totals
            .values()
            .map(|both| i128::from(both.debit.fen()) - i128::from(both.credit.fen()))
            .sum();
        net == 0
    }
}
