//! The arithmetic of the formula kinds, written once: the traced single case and the batch over columns both call it.

use yiju_terms::{Exact, Money, Rate};

/// So many months of the base.
pub fn months_of(base: Exact, months: i64) -> Exact {
    base.times(i128::from(months), 1)
}

/// A percentage of the base.
pub fn share_of(base: Exact, percent: Rate) -> Exact {
    base.times_rate(percent)
}

/// Months of the base, less near retirement.
pub fn leaving_grant(base: Exact, months: i64, percent: Rate) -> Exact {
    months_of(base, months).times_rate(percent)
}

/// So many times a yearly figure.
pub fn times_yearly(figure: Money, times: i64) -> Exact {
    Exact::from(figure).times(i128::from(times), 1)
}

/// What a monthly allowance lacks to the minimum wage.
pub fn minimum_wage_top_up(allowance: Money, minimum: Money) -> Money {
    (minimum - allowance).max(Money::ZERO)
}
