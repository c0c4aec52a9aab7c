//! Relief split by policy and period: what each policy took off, tied to the fen to the full rate less the amount paid.

use std::collections::BTreeMap;

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Date, Money, Month, Refusal, Region, RiskClass};

use crate::contribution::share;
use crate::rates::{ClassRates, RateTable};
use crate::stems::stems;
use crate::trace::NoTrace;

use serde::{Deserialize, Serialize};

stems! {
    /// What took something off the industry base rate at tier 100.
    #[doc(alias = "减免政策")]
    ReliefPolicy {
        /// The employer's own tier; negative where it was raised.
        #[doc(alias = "浮动费率")] Experience = "experience",
        #[doc(alias = "地方现行费率")] Local = "local",
        #[doc(alias = "阶段性降低费率")] Temporary = "temporary",
    }
}

/// One employer's month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessedMonth {
    pub month: Month,
    pub risk_class: RiskClass,
    /// Percent of the class rate.
    pub experience_tier: u16,
    pub total_wages: Money,
}

/// What one policy, in force since one day, took off in the months it touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReliefLine {
    pub policy: ReliefPolicy,
    /// The day since which the value behind it holds: two notices are two lines.
    pub since: Date,
    pub risk_class: RiskClass,
    pub first_month: Month,
    pub last_month: Month,
    pub amount: Money,
}

/// The split. `reference − amount = sum of the lines`, to the fen.
#[doc(alias = "减免分解")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReliefSplit {
    pub lines: Vec<ReliefLine>,
    /// By the industry base rate at tier 100.
    pub reference: Money,
    /// Charged.
    pub amount: Money,
}

impl ReliefSplit {
    pub fn of(&self, policy: ReliefPolicy) -> Money {
        let lines = self.lines.iter().filter(|line| line.policy == policy);
        lines.map(|line| line.amount).sum()
    }
}

type Key = (ReliefPolicy, Date, u8);

/// Splits the relief of any number of employer-months. Each amount is rounded half up per employer-month, so that the
/// split adds up to what was charged. Errors: the refusals of each month's rates, once.
pub fn split_relief(
    book: &Lawbook,
    region: &Region,
    months: &[AssessedMonth],
    confirmed: &Confirmed,
) -> Result<ReliefSplit, Vec<Refusal>> {
    let mut tables: BTreeMap<Month, RateTable> = BTreeMap::new();
    let mut split = ReliefSplit::default();
    let mut lines: BTreeMap<Key, ReliefLine> = BTreeMap::new();
    let mut refusals: Vec<Refusal> = Vec::new();
    for one in months {
        let table = tables
            .entry(one.month)
            .or_insert_with(|| RateTable::prepare(book, region, one.month, confirmed));
        if let Err(found) = add(table, one, &mut split, &mut lines) {
            let fresh = found.into_iter().filter(|one| !refusals.contains(one));
            let fresh: Vec<Refusal> = fresh.collect();
            refusals.extend(fresh);
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    split.lines = lines.into_values().collect();
    Ok(split)
}

fn add(
    table: &RateTable,
    one: &AssessedMonth,
    split: &mut ReliefSplit,
    lines: &mut BTreeMap<Key, ReliefLine>,
) -> Result<(), Vec<Refusal>> {
    let rates: &ClassRates = table.class(one.risk_class)?;
    let found = rates
        .assess(one.total_wages, one.experience_tier, &mut NoTrace)
        .map_err(|refusal| vec![refusal])?;
    let reference = share(one.total_wages, rates.base().value);
    split.reference += reference;
    split.amount += found.amount;
    let parts = [
        (
            ReliefPolicy::Experience,
            rates.tiers().since,
            reference - found.base_amount,
        ),
        (
            ReliefPolicy::Local,
            rates
                .local()
                .map_or(rates.base().since, |local| local.since),
            found.relief_local(),
        ),
        (
            ReliefPolicy::Temporary,
            rates.reduction().since,
            found.relief_temporary(),
        ),
    ];
    for (policy, since, amount) in parts {
        if amount.is_zero() {
            continue;
        }
        let class = one.risk_class;
        let line = lines
            .entry((policy, since, class.get()))
            .or_insert(ReliefLine {
                policy,
                since,
                risk_class: class,
                first_month: one.month,
                last_month: one.month,
                amount: Money::ZERO,
            });
        line.first_month = line.first_month.min(one.month);
        line.last_month = line.last_month.max(one.month);
        line.amount += amount;
    }
    Ok(())
}
