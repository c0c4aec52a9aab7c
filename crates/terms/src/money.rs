//! Money in whole fen. No floats, no silent overflow.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

/// An amount of money in whole fen (1 yuan = 100 fen); may be negative.
#[doc(alias = "金额")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// Why a text is not an amount in yuan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyParseError {
    pub text: String,
}

impl fmt::Display for MoneyParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not an amount in yuan with at most two decimals: {:?}",
            self.text
        )
    }
}

impl std::error::Error for MoneyParseError {}

impl Money {
    pub const ZERO: Money = Money(0);

    /// Unit: fen.
    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// Unit: whole yuan. Panics on overflow (a bug, not an input).
    pub const fn from_yuan(yuan: i64) -> Money {
        Money(yuan * 100)
    }

    /// Unit: fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// Amount in 万元 with `digits` decimals, rounded half up (for reports, display only).
    pub fn wan(self, digits: u32) -> String {
        let unit = 10i128.pow(digits);
        let scaled = crate::exact::div_half_up(i128::from(self.0) * unit, 1_000_000);
        let sign = if scaled < 0 { "-" } else { "" };
        let scaled = scaled.abs();
        if digits == 0 {
            return format!("{sign}{scaled}");
        }
        format!(
            "{sign}{}.{:0width$}",
            scaled / unit,
            scaled % unit,
            width = digits as usize
        )
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::decimal::write(f, self.0 < 0, self.0.unsigned_abs(), 2)
    }
}

impl FromStr for Money {
    type Err = MoneyParseError;

    /// Reads yuan with at most two decimals; thousands separators and blanks are not accepted here (intake cleans them).
    fn from_str(text: &str) -> Result<Money, MoneyParseError> {
        let error = || MoneyParseError {
            text: text.to_owned(),
        };
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (yuan, fen) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if yuan.is_empty() || !all_digits(yuan) || !all_digits(fen) || fen.len() > 2 {
            return Err(error());
        }
        if digits.ends_with('.') {
            return Err(error());
        }
        let yuan: i64 = yuan.parse().map_err(|_| error())?;
        let digit = |at: usize| fen.as_bytes().get(at).map_or(0, |b| i64::from(b - b'0'));
        let fen = digit(0) * 10 + digit(1);
        let total = yuan
            .checked_mul(100)
            .and_then(|y| y.checked_add(fen))
            .ok_or_else(error)?;
        Ok(Money(if negative { -total } else { total }))
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(items: I) -> Money {
        items.fold(Money::ZERO, |total, item| total + item)
    }
}

impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_yuan() {
        for text in ["0.00", "69559.75", "-1.05", "0.01"] {
            assert_eq!(text.parse::<Money>().unwrap().to_string(), text);
        }
        assert_eq!("12".parse::<Money>().unwrap().fen(), 1200);
        assert_eq!("12.5".parse::<Money>().unwrap().fen(), 1250);
    }

    #[test]
    fn refuses_what_is_not_yuan() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "1.234",
            "1,000",
            "1e3",
            "--1",
            "九",
            "99999999999999999999",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }

    #[test]
    fn shows_wan() {
        assert_eq!(Money::from_yuan(3_610_049).wan(2), "361.00");
        assert_eq!(Money::from_yuan(3_610_050).wan(2), "361.01");
        assert_eq!(Money::from_yuan(-5_000).wan(0), "-1");
    }
}
