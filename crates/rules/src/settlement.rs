//! What was decided against what is due: top-ups and recoveries by key and month; the old lines stay as they are.

use std::collections::BTreeMap;

use yiju_terms::{Date, Money, Month, RiskClass};

use crate::arrears::{ContributionLimits, contribution_base};
use crate::rates::RateTable;
use crate::trace::NoTrace;

/// One amount of a month, for a person's benefit or for an employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose: a benefit line, a dependent, an employer.
    pub key: String,
    pub month: Month,
    pub amount: Money,
}

/// The difference of one key and month. `before + change = after`.
#[doc(alias = "补差")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub key: String,
    pub month: Month,
    pub before: Money,
    pub after: Money,
    pub change: Money,
}

/// All differences, and their two sums: never netted against each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    pub lines: Vec<Difference>,
    /// Owed to the payee (of a contribution: by the employer).
    #[doc(alias = "补发")]
    pub top_up: Money,
    /// To be recovered from the payee (of a contribution: the employer's credit).
    #[doc(alias = "追回")]
    pub recovery: Money,
}

/// Compares what was decided with what is due by full knowledge. Lines without a change are left out; what was decided
/// is only read: a correction is a line beside it.
#[doc(alias = "重算结算")]
pub fn settle(before: &[Due], after: &[Due]) -> Settlement {
    let mut sums: BTreeMap<(&str, Month), (Money, Money)> = BTreeMap::new();
    for due in before {
        let entry = sums.entry((due.key.as_str(), due.month)).or_default();
        entry.0 += due.amount;
    }
    for due in after {
        let entry = sums.entry((due.key.as_str(), due.month)).or_default();
        entry.1 += due.amount;
    }
    let mut settlement = Settlement::default();
    for ((key, month), (before, after)) in sums {
        let change = after - before;
        if change.is_zero() {
            continue;
        }
        match change > Money::ZERO {
            true => settlement.top_up += change,
            false => settlement.recovery += -change,
        }
        settlement.lines.push(Difference {
            key: key.to_owned(),
            month,
            before,
            after,
            change,
        });
    }
    settlement
}

/// What an employer's month was charged on provisional limits of the base.
#[derive(Clone, Debug)]
pub struct ChargedMonth<'a> {
    pub employer: &'a str,
    pub month: Month,
    pub class: RiskClass,
    /// Percent of the class rate.
    pub tier: u16,
    /// The wages of its people, before the limits.
    pub wages: &'a [Money],
}

/// The yearly base published late: each month again on the published limits, against what the provisional ones gave.
///
/// Errors: the refusals of the rates of a month.
#[doc(alias = "缴费基数补差")]
pub fn resettle_limits(
    table: &RateTable,
    months: &[ChargedMonth<'_>],
    provisional: &ContributionLimits,
    published: &ContributionLimits,
) -> Result<Settlement, Vec<yiju_terms::Refusal>> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for charged in months {
        for (limits, into) in [(provisional, &mut before), (published, &mut after)] {
            let clip = |wage: &Money| contribution_base(*wage, limits.floor, limits.ceiling);
            let base: Money = charged.wages.iter().map(clip).sum();
            let found = table.assess(charged.class, base, charged.tier, &mut NoTrace)?;
            into.push(Due {
                key: charged.employer.to_owned(),
                month: charged.month,
                amount: found.amount,
            });
        }
    }
    Ok(settle(&before, &after))
}

/// A month charged by presumption, settled with what the employer declared later.
#[doc(alias = "推定应缴额的结算")]
pub fn settle_presumed(
    employer: &str,
    month: Month,
    presumed: Money,
    declared: Money,
) -> Settlement {
    let due = |amount| Due {
        key: employer.to_owned(),
        month,
        amount,
    };
    settle(&[due(presumed)], &[due(declared)])
}

/// A monthly amount that holds from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountFrom {
    pub from: Date,
    pub amount: Money,
}

/// The amounts of the months from the first step's month through `through`: each step governs from its month on and
/// changes no month before it.
pub fn monthly_dues(key: &str, steps: &[AmountFrom], through: Month) -> Vec<Due> {
    let mut dues = Vec::new();
    let Some(first) = steps.iter().map(|step| Month::of(step.from)).min() else {
        return dues;
    };
    let mut month = first;
    while month <= through {
        let in_force = steps.iter().filter(|step| Month::of(step.from) <= month);
        if let Some(step) = in_force.max_by_key(|step| step.from) {
            dues.push(Due {
                key: key.to_owned(),
                month,
                amount: step.amount,
            });
        }
        month = month.next();
    }
    dues
}
