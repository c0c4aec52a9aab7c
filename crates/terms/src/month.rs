//! A calendar month such as `2023-05`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A calendar month; orders by time.
#[doc(alias = "所属期")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Why a text is not a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthParseError {
    pub text: String,
}

impl fmt::Display for MonthParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a month like 2023-05: {:?}", self.text)
    }
}

impl std::error::Error for MonthParseError {}

impl Month {
    /// `month` is 1…12; anything else is a bug.
    pub fn new(year: i16, month: i8) -> Month {
        assert!((1..=12).contains(&month), "a month is 1 to 12");
        Month { year, month }
    }

    pub fn of(date: Date) -> Month {
        Month::new(date.year(), date.month())
    }

    pub fn year(self) -> i16 {
        self.year
    }

    pub fn month(self) -> i8 {
        self.month
    }

    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month, 1).expect("the first of a month exists")
    }

    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    pub fn next(self) -> Month {
        self.plus(1)
    }

    pub fn previous(self) -> Month {
        self.plus(-1)
    }

    pub fn plus(self, months: i32) -> Month {
        let index = self.index() + months;
        let year = index.div_euclid(12) as i16;
        Month::new(year, index.rem_euclid(12) as i8 + 1)
    }

    /// Months from `other` to `self`; negative when `self` is earlier.
    pub fn since(self, other: Month) -> i32 {
        self.index() - other.index()
    }

    /// The twelve months of a year.
    pub fn year_months(year: i16) -> impl Iterator<Item = Month> {
        (1..=12).map(move |month| Month::new(year, month))
    }

    fn index(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = MonthParseError;

    fn from_str(text: &str) -> Result<Month, MonthParseError> {
        let error = || MonthParseError {
            text: text.to_owned(),
        };
        let (year, month) = text.split_once('-').ok_or_else(error)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(error());
        }
        let year: i16 = year.parse().map_err(|_| error())?;
        let month: i8 = month.parse().map_err(|_| error())?;
        if !(1..=12).contains(&month) || year < 0 {
            return Err(error());
        }
        Ok(Month::new(year, month))
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_over_years() {
        let month: Month = "2023-12".parse().unwrap();
        assert_eq!(month.next().to_string(), "2024-01");
        assert_eq!(month.plus(-12).to_string(), "2022-12");
        assert_eq!(month.since("2022-11".parse().unwrap()), 13);
        assert!("2023-13".parse::<Month>().is_err());
        assert!("2023-5".parse::<Month>().is_err());
    }
}
