//! Decimal numbers as they are printed: a whole mantissa and the digits shown after the point. Never a float.

use std::cmp::Ordering;
use std::fmt;

use yiju_terms::exact::div_half_up;

/// `82.50` is mantissa 8250 with two decimals; the shown digits are part of what a report says.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    mantissa: i128,
    decimals: u32,
}

/// More digits than this is no amount but an identifier.
const DIGITS_MAX: usize = 15;

impl Decimal {
    pub const ZERO: Decimal = Decimal::new(0, 0);

    pub const fn new(mantissa: i128, decimals: u32) -> Decimal {
        Decimal { mantissa, decimals }
    }

    pub const fn whole(value: i128) -> Decimal {
        Decimal::new(value, 0)
    }

    /// Reads `1,234.50`, `-3`, `.5`. `None` for anything else, also for more digits than an amount can have.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let plain: String = digits.chars().filter(|c| *c != ',').collect();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let count = whole.len() + fraction.len();
        if count == 0 || count > DIGITS_MAX || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
        let decimals = u32::try_from(fraction.len()).ok()?;
        Some(Decimal::new(
            if negative { -mantissa } else { mantissa },
            decimals,
        ))
    }

    pub fn decimals(self) -> u32 {
        self.decimals
    }

    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    pub fn is_positive(self) -> bool {
        self.mantissa > 0
    }

    pub fn abs(self) -> Decimal {
        Decimal::new(self.mantissa.abs(), self.decimals)
    }

    /// The value times ten to the power `power`, exact.
    pub fn shifted(self, power: i32) -> Decimal {
        let decimals = i64::from(self.decimals) - i64::from(power);
        match u32::try_from(decimals) {
            Ok(decimals) => Decimal::new(self.mantissa, decimals),
            Err(_) => Decimal::new(
                self.mantissa * 10i128.pow(decimals.unsigned_abs() as u32),
                0,
            ),
        }
    }

    pub fn times(self, other: Decimal) -> Decimal {
        Decimal::new(
            self.mantissa * other.mantissa,
            self.decimals + other.decimals,
        )
    }

    /// The quotient rounded half up to `decimals`; `None` over a zero base.
    pub fn over(self, base: Decimal, decimals: u32) -> Option<Decimal> {
        if base.is_zero() {
            return None;
        }
        let (numerator, denominator) = aligned(self, base);
        let sign = denominator.signum();
        let numerator = numerator * sign * 10i128.pow(decimals);
        Some(Decimal::new(
            div_half_up(numerator, denominator.abs()),
            decimals,
        ))
    }

    /// `self / base` in percent, rounded half up to `decimals`.
    pub fn percent_of(self, base: Decimal, decimals: u32) -> Option<Decimal> {
        self.shifted(2).over(base, decimals)
    }

    pub fn rounded(self, decimals: u32) -> Decimal {
        if self.decimals <= decimals {
            return self;
        }
        let divisor = 10i128.pow(self.decimals - decimals);
        Decimal::new(div_half_up(self.mantissa, divisor), decimals)
    }

    pub fn truncated(self, decimals: u32) -> Decimal {
        if self.decimals <= decimals {
            return self;
        }
        Decimal::new(
            self.mantissa / 10i128.pow(self.decimals - decimals),
            decimals,
        )
    }

    /// Without zeros at the end: `110.00` becomes `110`.
    pub fn trimmed(self) -> Decimal {
        let mut value = self;
        while value.decimals > 0 && value.mantissa % 10 == 0 {
            value = Decimal::new(value.mantissa / 10, value.decimals - 1);
        }
        value
    }
}

fn aligned(a: Decimal, b: Decimal) -> (i128, i128) {
    let decimals = a.decimals.max(b.decimals);
    let scale = |value: Decimal| value.mantissa * 10i128.pow(decimals - value.decimals);
    (scale(a), scale(b))
}

impl std::ops::Add for Decimal {
    type Output = Decimal;
    fn add(self, other: Decimal) -> Decimal {
        let (a, b) = aligned(self, other);
        Decimal::new(a + b, self.decimals.max(other.decimals))
    }
}

impl std::ops::Sub for Decimal {
    type Output = Decimal;
    fn sub(self, other: Decimal) -> Decimal {
        let (a, b) = aligned(self, other);
        Decimal::new(a - b, self.decimals.max(other.decimals))
    }
}

impl std::iter::Sum for Decimal {
    fn sum<I: Iterator<Item = Decimal>>(values: I) -> Decimal {
        values.fold(Decimal::ZERO, |sum, value| sum + value)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let (a, b) = aligned(*self, *other);
        a.cmp(&b)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        let decimals = self.decimals as usize;
        if decimals == 0 {
            return write!(f, "{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn shown_digits_survive() {
        assert_eq!(d("82.50").to_string(), "82.50");
        assert_eq!(d("1,234.5").to_string(), "1234.5");
        assert_eq!(d("-0.05").to_string(), "-0.05");
        assert_eq!(d("82.50").trimmed().to_string(), "82.5");
        assert_eq!(d("82.50"), d("82.5"));
    }

    #[test]
    fn identifiers_and_words_are_no_numbers() {
        assert!(Decimal::parse("431123199001011234").is_none());
        assert!(Decimal::parse("1.2.3").is_none());
        assert!(Decimal::parse("").is_none());
        assert!(Decimal::parse("-").is_none());
    }

    #[test]
    fn exact_sums_and_quotients() {
        assert_eq!((d("80.59") + d("1.99")).to_string(), "82.58");
        assert_eq!(d("1.99").percent_of(d("2"), 2), Some(d("99.50")));
        assert_eq!(d("17320").percent_of(d("16700"), 2), Some(d("103.71")));
        assert_eq!(d("1").over(Decimal::ZERO, 2), None);
        assert_eq!(d("1.73").shifted(4), d("17300"));
        assert_eq!(d("361").shifted(-4).to_string(), "0.0361");
        assert_eq!(d("95.455").rounded(2).to_string(), "95.46");
        assert_eq!(d("95.455").truncated(2).to_string(), "95.45");
    }
}
