//! Days as numbers in which a year has twelve months of 32 days: they are in the order of time, and comparing months,
//! days and anniversaries is arithmetic. They are not for counting days.

use yiju_terms::{Date, Month};

const DAYS: i32 = 32;
/// Numbers a year.
const YEAR: i32 = 12 * DAYS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayNumber(i32);

/// Months since the year 0.
#[inline]
pub fn month_number(month: Month) -> i32 {
    i32::from(month.year()) * 12 + i32::from(month.month()) - 1
}

impl DayNumber {
    #[inline]
    pub fn of(date: Date) -> DayNumber {
        let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        DayNumber(month * DAYS + i32::from(date.day()))
    }

    /// The first number of a year.
    pub fn of_year(year: i16) -> DayNumber {
        DayNumber(i32::from(year) * YEAR)
    }

    /// This day of a month; one that the month lacks becomes its last.
    #[inline]
    pub fn in_month(month: i32, day: i32) -> DayNumber {
        // Every month has 28 days: what follows is seldom asked.
        let day = if day <= 28 {
            day
        } else {
            day.min(last_of(month))
        };
        DayNumber(month * DAYS + day)
    }

    #[inline]
    pub fn month_number(self) -> i32 {
        self.0.div_euclid(DAYS)
    }

    #[inline]
    pub fn day_of_month(self) -> i32 {
        self.0.rem_euclid(DAYS)
    }

    /// Numbers since `other`; days that do not exist are counted too.
    #[inline]
    pub fn since(self, other: DayNumber) -> i32 {
        self.0 - other.0
    }

    /// Anniversaries of `from` up to this day, never less than none.
    #[inline]
    pub fn full_years_since(self, from: DayNumber) -> i32 {
        (self.0 - from.0).max(0) / YEAR
    }

    /// The day itself; the last one there is where the year has too many digits.
    pub fn date(self) -> Date {
        let month = self.month_number();
        let part = |number: i32| i8::try_from(number).unwrap_or(0);
        let year = i16::try_from(month.div_euclid(12)).unwrap_or(i16::MAX);
        let month = part(month.rem_euclid(12) + 1);
        Date::new(year, month, part(self.day_of_month())).unwrap_or(Date::MAX)
    }
}

/// The last day of a month.
#[inline]
fn last_of(month: i32) -> i32 {
    const LAST: [i8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    i32::from(LAST[month as usize]) + i32::from(month == 1 && leap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        let mut day: Date = "1799-12-30".parse().unwrap();
        let mut before = DayNumber::of(day);
        while day.year() < 2201 {
            day = day.tomorrow().unwrap();
            let number = DayNumber::of(day);
            assert_eq!(number.date(), day);
            assert!(number > before);
            assert_eq!(
                DayNumber::in_month(number.month_number(), 31).date(),
                day.last_of_month()
            );
            before = number;
        }
    }

    #[test]
    fn years_are_counted_by_anniversaries() {
        let of = |text: &str| DayNumber::of(text.parse().unwrap());
        assert_eq!(of("2026-12-01").full_years_since(of("2025-12-01")), 1);
        assert_eq!(of("2026-12-01").full_years_since(of("2025-12-02")), 0);
        assert_eq!(of("2020-12-01").full_years_since(of("2026-12-02")), 0);
        assert_eq!(of("2033-01-31").full_years_since(of("2024-02-29")), 8);
    }
}
