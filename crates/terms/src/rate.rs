//! Rates in parts per million: 0.48 % is 4 800.

use std::fmt;
use std::str::FromStr;

/// A rate in parts per million; 1 % is 10 000 ppm. Finer rates than 0.0001 % do not exist here.
#[doc(alias = "费率")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i64);

/// Why a text is not a rate in percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateParseError {
    pub text: String,
}

impl fmt::Display for RateParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not a rate in percent with at most four decimals: {:?}",
            self.text
        )
    }
}

impl std::error::Error for RateParseError {}

impl Rate {
    pub const ZERO: Rate = Rate(0);

    pub const fn from_ppm(ppm: i64) -> Rate {
        Rate(ppm)
    }

    pub const fn ppm(self) -> i64 {
        self.0
    }

    /// `self × other`, exact or nothing: a product finer than 1 ppm is not a rate.
    pub fn times(self, other: Rate) -> Option<Rate> {
        let product = i128::from(self.0) * i128::from(other.0);
        if product % 1_000_000 != 0 {
            return None;
        }
        i64::try_from(product / 1_000_000).ok().map(Rate)
    }
}

/// Percent with two to four decimals, without the sign: `1.40`, `1.344`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ppm = self.0.unsigned_abs();
        let (scaled, digits) = match (ppm % 100, ppm % 10) {
            (0, _) => (ppm / 100, 2),
            (_, 0) => (ppm / 10, 3),
            _ => (ppm, 4),
        };
        crate::decimal::write(f, self.0 < 0, scaled, digits)
    }
}

impl FromStr for Rate {
    type Err = RateParseError;

    /// Reads percent: `"0.48"` is 4 800 ppm.
    fn from_str(text: &str) -> Result<Rate, RateParseError> {
        let error = || RateParseError {
            text: text.to_owned(),
        };
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(decimals) || decimals.len() > 4 || whole.len() > 9 {
            return Err(error());
        }
        let whole: i64 = whole.parse().map_err(|_| error())?;
        let decimals: i64 = format!("{decimals:0<4}").parse().map_err(|_| error())?;
        let ppm = whole * 10_000 + decimals;
        Ok(Rate(if negative { -ppm } else { ppm }))
    }
}

impl serde::Serialize for Rate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Rate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Rate, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_openimis_cannot() {
        let rate: Rate = "0.48".parse().unwrap();
        assert_eq!(rate.ppm(), 4_800);
        assert_eq!(rate.to_string(), "0.48");
        let tiered = "1.12"
            .parse::<Rate>()
            .unwrap()
            .times("120".parse().unwrap());
        assert_eq!(tiered.unwrap().to_string(), "1.344");
    }

    #[test]
    fn refuses_too_fine_or_foreign() {
        for text in ["", "1.", "0.48%", "0.00001", "x"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
        assert_eq!(Rate::from_ppm(1).times(Rate::from_ppm(1)), None);
    }
}
