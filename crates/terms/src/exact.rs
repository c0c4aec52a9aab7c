//! Exact fractions for intermediate results; rounding happens once, by name, at the payable line.

use crate::{Money, Rate};

/// An exact amount in fen as a fraction; the unrounded intermediate of a calculation.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    numerator: i128,
    denominator: i128,
}

/// `numerator / denominator` rounded to the nearest integer, halves away from zero (the commercial "四舍五入").
/// `denominator` must be positive.
pub fn div_half_up(numerator: i128, denominator: i128) -> i128 {
    assert!(denominator > 0, "a denominator is positive");
    // Most amounts fit into a machine word, where dividing is many times faster.
    if let (Ok(small), Ok(by)) = (u64::try_from(numerator), u64::try_from(denominator)) {
        let (quotient, rest) = (small / by, small % by);
        return i128::from(quotient) + i128::from(rest >= by - rest);
    }
    let quotient = numerator / denominator;
    let rest = (numerator % denominator).abs();
    if rest * 2 >= denominator {
        quotient + numerator.signum()
    } else {
        quotient
    }
}

impl Exact {
    /// `numerator / denominator` fen. Panics on a denominator that is not positive (a bug).
    pub fn new(numerator: i128, denominator: i128) -> Exact {
        assert!(denominator > 0, "a denominator is positive");
        Exact {
            numerator,
            denominator,
        }
    }

    /// Multiplies by `numerator / denominator`.
    pub fn times(self, numerator: i128, denominator: i128) -> Exact {
        assert!(denominator > 0, "a denominator is positive");
        let numerator = self.numerator * numerator;
        let denominator = self.denominator * denominator;
        // Reducing only when large keeps the batch path free of gcd.
        if denominator > 1 << 60 || numerator.unsigned_abs() > 1 << 90 {
            let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()) as i128;
            return Exact::new(numerator / divisor, denominator / divisor);
        }
        Exact::new(numerator, denominator)
    }

    pub fn times_rate(self, rate: Rate) -> Exact {
        self.times(i128::from(rate.ppm()), 1_000_000)
    }

    pub fn plus(self, other: Exact) -> Exact {
        Exact::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }

    pub fn minus(self, other: Exact) -> Exact {
        self.plus(Exact::new(-other.numerator, other.denominator))
    }

    /// How many of `1 / unit` fen it is; nothing where that is no whole number or too large.
    pub fn whole_parts(self, unit: i64) -> Option<i64> {
        let scaled = self.numerator.checked_mul(i128::from(unit))?;
        let parts = scaled / self.denominator;
        (scaled % self.denominator == 0)
            .then(|| i64::try_from(parts).ok())
            .flatten()
    }

    /// Numerator and denominator, where both fit.
    #[inline]
    pub fn within_64_bits(self) -> Option<(i64, i64)> {
        let numerator = i64::try_from(self.numerator).ok()?;
        Some((numerator, i64::try_from(self.denominator).ok()?))
    }

    /// Millionths of a yuan without sign, and whether something finer was dropped.
    fn millionths(self) -> (u128, bool) {
        let numerator = self.numerator.unsigned_abs() * 1_000_000;
        let denominator = self.denominator.unsigned_abs() * 100;
        if let (Ok(small), Ok(by)) = (u64::try_from(numerator), u64::try_from(denominator)) {
            return (u128::from(small / by), small % by != 0);
        }
        (numerator / denominator, numerator % denominator != 0)
    }

    /// Whole fen, the fraction dropped: for a cap, which rounded up would be no cap.
    pub fn round_down(self) -> Money {
        let fen = self.numerator.div_euclid(self.denominator);
        Money::from_fen(i64::try_from(fen).expect("an amount fits into i64 fen"))
    }

    /// Rounds to whole fen, halves up (away from zero). The one rounding of the house.
    #[doc(alias = "四舍五入")]
    pub fn round_half_up(self) -> Money {
        let fen = div_half_up(self.numerator, self.denominator);
        Money::from_fen(i64::try_from(fen).expect("an amount fits into i64 fen"))
    }
}

impl From<Money> for Exact {
    fn from(money: Money) -> Exact {
        Exact::new(i128::from(money.fen()), 1)
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        self.cmp(other) == std::cmp::Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> std::cmp::Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

/// Yuan with up to six decimals, trailing zeros cut to two: `3745.525`, `5350.75`, and `…` after a cut.
impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mut scaled, cut) = self.millionths();
        let mut digits = 6;
        while digits > 2 && !cut && scaled % 10 == 0 {
            (scaled, digits) = (scaled / 10, digits - 1);
        }
        let negative = self.numerator < 0;
        match u64::try_from(scaled) {
            Ok(scaled) => crate::decimal::write(f, negative, scaled, digits)?,
            Err(_) => {
                let (sign, unit) = (if negative { "-" } else { "" }, 10u128.pow(digits as u32));
                write!(f, "{sign}{}.{:0digits$}", scaled / unit, scaled % unit)?;
            }
        }
        if cut { f.write_str("…") } else { Ok(()) }
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_halves_up_not_to_even() {
        let own_wage = Exact::from("5350.75".parse::<Money>().unwrap());
        assert_eq!(own_wage.times(70, 100).to_string(), "3745.525");
        assert_eq!(
            own_wage.times(70, 100).round_half_up().to_string(),
            "3745.53"
        );
        assert_eq!(div_half_up(-5, 2), -3);
        assert_eq!(div_half_up(5, 2), 3);
    }

    #[test]
    fn parts_are_whole_or_nothing() {
        let bound = Exact::from(Money::from_fen(678_733)).times(60, 100);
        assert_eq!(bound.whole_parts(100), Some(40_723_980));
        assert_eq!(bound.whole_parts(1), None);
        assert_eq!(bound.round_down(), Money::from_fen(407_239));
        assert_eq!(Exact::new(-1, 2).round_down(), Money::from_fen(-1));
    }

    #[test]
    fn shows_a_cut_fraction() {
        assert_eq!(
            Exact::from(Money::from_yuan(1)).times(1, 3).to_string(),
            "0.333333…"
        );
    }
}
