//! The arithmetic of the formula kinds, written once: the traced single case and the batch over columns both call it.
//!
//! Over [`Exact`] it is right for every number. Columns run it over [`Parts`] where all bounds are whole hundredths of a
//! fen (percentages of a whole number of fen are), which is the same result in one machine word.

use yiju_terms::exact::div_half_up;
use yiju_terms::{Exact, Money, Rate};

/// An unrounded amount that the formulas work on.
pub trait Number: Rounded + Ord {
    /// What a rate makes of it.
    type Share: Rounded;

    fn of(money: Money) -> Self;
    fn times_whole(self, times: i64) -> Self;
    fn times_rate(self, rate: Rate) -> Self::Share;
}

/// What can become an amount to be paid.
pub trait Rounded: Copy {
    /// The one rounding of the house.
    fn round_half_up(self) -> Money;
    fn round_down(self) -> Money;
    /// `part` out of `whole` of it, rounded half up.
    fn portion(self, part: i64, whole: i64) -> Money;
}

impl Number for Exact {
    type Share = Exact;

    fn of(money: Money) -> Exact {
        Exact::from(money)
    }
    fn times_whole(self, times: i64) -> Exact {
        self.times(i128::from(times), 1)
    }
    fn times_rate(self, rate: Rate) -> Exact {
        Exact::times_rate(self, rate)
    }
}

impl Rounded for Exact {
    fn round_half_up(self) -> Money {
        Exact::round_half_up(self)
    }
    fn round_down(self) -> Money {
        Exact::round_down(self)
    }
    fn portion(self, part: i64, whole: i64) -> Money {
        Exact::round_half_up(self.times(i128::from(part), i128::from(whole)))
    }
}

/// Hundredths of a fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parts(i64);

/// Hundred-millionths of a fen: what a rate makes of hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartsShare(i64);

const PARTS: i64 = 100;
const SHARE_PARTS: i64 = PARTS * 1_000_000;

impl Parts {
    /// No bound of a wage may be larger: then a thousand months of it times a rate up to 100 % still fit.
    pub const MOST: i64 = 1_000_000_000;
    pub const MOST_MONTHS: i64 = 1_000;

    /// The same amount, where it is a whole number of hundredths from 0 to [`Parts::MOST`].
    pub fn from_exact(exact: Exact) -> Option<Parts> {
        let parts = exact.whole_parts(PARTS)?;
        (0..=Parts::MOST).contains(&parts).then_some(Parts(parts))
    }
}

/// Halves away from zero, by a divisor the compiler knows.
#[inline]
fn half_up<const UNIT: i64>(parts: i64) -> Money {
    let up = |parts: i64| (parts as u64 + UNIT as u64 / 2) / UNIT as u64;
    Money::from_fen(match parts >= 0 {
        true => up(parts) as i64,
        false => -(up(-parts) as i64),
    })
}

impl Number for Parts {
    type Share = PartsShare;

    /// An amount beyond every bound stays beyond every bound; it is clipped before anything is made of it.
    #[inline]
    fn of(money: Money) -> Parts {
        Parts(money.fen().clamp(-Parts::MOST, Parts::MOST) * PARTS)
    }
    #[inline]
    fn times_whole(self, times: i64) -> Parts {
        Parts(self.0 * times)
    }
    #[inline]
    fn times_rate(self, rate: Rate) -> PartsShare {
        PartsShare(self.0 * rate.ppm())
    }
}

impl Rounded for Parts {
    #[inline]
    fn round_half_up(self) -> Money {
        half_up::<PARTS>(self.0)
    }
    fn round_down(self) -> Money {
        Money::from_fen(self.0.div_euclid(PARTS))
    }
    fn portion(self, part: i64, whole: i64) -> Money {
        portion(self.0, part, PARTS, whole)
    }
}

impl Rounded for PartsShare {
    #[inline]
    fn round_half_up(self) -> Money {
        half_up::<SHARE_PARTS>(self.0)
    }
    #[inline]
    fn round_down(self) -> Money {
        Money::from_fen(self.0.div_euclid(SHARE_PARTS))
    }
    fn portion(self, part: i64, whole: i64) -> Money {
        portion(self.0, part, SHARE_PARTS, whole)
    }
}

fn portion(parts: i64, part: i64, unit: i64, whole: i64) -> Money {
    let numerator = i128::from(parts) * i128::from(part);
    let fen = div_half_up(numerator, i128::from(unit) * i128::from(whole));
    Money::from_fen(i64::try_from(fen).expect("an amount fits into i64 fen"))
}

/// So many months of the base.
#[inline]
pub fn months_of<N: Number>(base: N, months: i64) -> N {
    base.times_whole(months)
}

/// A percentage of the base.
#[inline]
pub fn share_of<N: Number>(base: N, percent: Rate) -> N::Share {
    base.times_rate(percent)
}

/// Months of the base, less near retirement.
#[inline]
pub fn leaving_grant<N: Number>(base: N, months: i64, percent: Rate) -> N::Share {
    months_of(base, months).times_rate(percent)
}

/// So many times a yearly figure.
pub fn times_yearly(figure: Money, times: i64) -> Exact {
    Exact::from(figure).times(i128::from(times), 1)
}

/// What a monthly allowance lacks to the minimum wage.
#[inline]
pub fn minimum_wage_top_up(allowance: Money, minimum: Money) -> Money {
    (minimum - allowance).max(Money::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_round_as_exact_does() {
        for fen in [0, 1, 2, 535_075, 678_733, 9_999_999] {
            for percent in ["0.0001", "12.5", "30", "40", "70", "99.9999", "100"] {
                let (rate, money) = (percent.parse().unwrap(), Money::from_fen(fen));
                let (parts, exact) = (Parts::of(money), Exact::from(money));
                let pair = |share: &dyn Fn() -> Money, same: &dyn Fn() -> Money| {
                    assert_eq!(share(), same(), "{fen} × {percent}%");
                };
                let (share, same) = (parts.times_rate(rate), Number::times_rate(exact, rate));
                pair(&|| share.round_half_up(), &|| Rounded::round_half_up(same));
                pair(&|| share.round_down(), &|| Rounded::round_down(same));
                pair(&|| share.portion(3, 7), &|| same.portion(3, 7));
            }
        }
        assert_eq!(half_up::<2>(-5), Money::from_fen(-3));
        assert_eq!(half_up::<2>(5), Money::from_fen(3));
    }

    #[test]
    fn what_does_not_fit_stays_exact() {
        let bound = |text: &str| Exact::from(text.parse::<Money>().unwrap());
        assert_eq!(
            Parts::from_exact(bound("100000.00")),
            Some(Parts(Parts::MOST))
        );
        assert_eq!(Parts::from_exact(bound("100000.01")), None);
        assert_eq!(Parts::from_exact(bound("-0.01")), None);
        assert_eq!(Parts::from_exact(bound("0.01").times(1, 3)), None);
    }
}
