//! Contributions over columns: bases by employer, then rate, amount and reliefs.

use yiju_terms::{Money, RiskClass};

use crate::arrears::{ContributionLimits, contribution_base};
use crate::rates::RateTable;
use crate::trace::NoTrace;

/// One row an employer of one place and month (those of the [`RateTable`]); all slices of one length.
#[derive(Clone, Copy, Debug)]
pub struct ContributionColumns<'a> {
    pub risk_class: &'a [RiskClass],
    /// Percent of the class rate.
    pub experience_tier: &'a [u16],
    pub total_wages: &'a [Money],
}

/// What each row owes, rounded half up to the fen; zero in refused rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContributionAmounts {
    pub amount: Vec<Money>,
    /// Without the temporary reduction.
    pub reference_amount: Vec<Money>,
    /// By the industry base rate.
    pub base_amount: Vec<Money>,
    pub refused: Vec<bool>,
}

/// Panics when the slices differ in length (a bug).
pub fn contributions(table: &RateTable, columns: &ContributionColumns<'_>) -> ContributionAmounts {
    let rows = columns.total_wages.len();
    assert_eq!(columns.risk_class.len(), rows, "columns of one length");
    assert_eq!(columns.experience_tier.len(), rows, "columns of one length");
    let mut out = ContributionAmounts {
        amount: Vec::with_capacity(rows),
        reference_amount: Vec::with_capacity(rows),
        base_amount: Vec::with_capacity(rows),
        refused: Vec::with_capacity(rows),
    };
    for row in 0..rows {
        let (class, tier) = (columns.risk_class[row], columns.experience_tier[row]);
        let found = table.assess(class, columns.total_wages[row], tier, &mut NoTrace);
        let amounts = found.as_ref().map_or([Money::ZERO; 3], |found| {
            [found.amount, found.reference_amount, found.base_amount]
        });
        out.amount.push(amounts[0]);
        out.reference_amount.push(amounts[1]);
        out.base_amount.push(amounts[2]);
        out.refused.push(found.is_err());
    }
    out
}

/// The contribution base of each of `employers` employers: the wages of its people, each kept within the limits.
///
/// `employer[row]` is the index of the employer of the person with `wage[row]`. Panics when the slices differ in length
/// or an index is too large (a bug).
pub fn employer_bases(
    employers: usize,
    employer: &[u32],
    wage: &[Money],
    limits: &ContributionLimits,
) -> Vec<Money> {
    assert_eq!(employer.len(), wage.len(), "columns of one length");
    let mut bases = vec![Money::ZERO; employers];
    add_to_bases(&mut bases, zip(employer, wage), limits);
    bases
}

fn zip(employer: &[u32], wage: &[Money]) -> impl Iterator<Item = (u32, Money)> {
    employer.iter().copied().zip(wage.iter().copied())
}

/// Adds people, each the index of its employer and a wage, to the bases of their employers: [`employer_bases`] for
/// people that come in pieces. Panics when an index is too large (a bug).
pub fn add_to_bases(
    bases: &mut [Money],
    people: impl Iterator<Item = (u32, Money)>,
    limits: &ContributionLimits,
) {
    let (floor, ceiling) = (limits.floor, limits.ceiling);
    let mut people = people;
    let Some((mut of, wage)) = people.next() else {
        return;
    };
    let mut sum = contribution_base(wage, floor, ceiling);
    // People of an employer mostly stand together: its sum is kept at hand until another one comes.
    for (index, wage) in people {
        if index != of {
            bases[of as usize] += sum;
            (of, sum) = (index, Money::ZERO);
        }
        sum += contribution_base(wage, floor, ceiling);
    }
    bases[of as usize] += sum;
}
