//! 结算清单的连续月份: months in a row that are alike are one line for a reader.

use yiju_terms::Money;

use crate::settlement_report::{BenefitLine, ContributionLine};

/// Lines of months in a row with the same amounts and reasons.
pub struct Run<'a, L> {
    pub first: &'a L,
    pub last: &'a L,
    pub months: usize,
    /// The difference of all its months.
    pub difference: Money,
}

pub fn benefit_runs(lines: &[BenefitLine]) -> Vec<Run<'_, BenefitLine>> {
    let alike = |a: &BenefitLine, b: &BenefitLine| {
        b.month == a.month.next()
            && (a.determination, &a.benefit, a.dependent, &a.payer)
                == (b.determination, &b.benefit, b.dependent, &b.payer)
            && (a.before, a.after, &a.reasons) == (b.before, b.after, &b.reasons)
    };
    runs(lines.chunk_by(alike), |line| line.difference)
}

pub fn contribution_runs(lines: &[ContributionLine]) -> Vec<Run<'_, ContributionLine>> {
    let alike = |a: &ContributionLine, b: &ContributionLine| {
        b.month == a.month.next()
            && (&a.employer, a.before, a.after, a.refund, &a.reasons)
                == (&b.employer, b.before, b.after, b.refund, &b.reasons)
    };
    runs(lines.chunk_by(alike), |line| line.difference)
}

fn runs<'a, L>(
    chunks: impl Iterator<Item = &'a [L]>,
    difference: fn(&L) -> Money,
) -> Vec<Run<'a, L>> {
    let run = |lines: &'a [L]| {
        Some(Run {
            first: lines.first()?,
            last: lines.last()?,
            months: lines.len(),
            difference: lines.iter().map(difference).sum(),
        })
    };
    chunks.filter_map(run).collect()
}
