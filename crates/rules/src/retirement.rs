//! The statutory retirement day, with the gradual delay.

use yiju_terms::{Date, Month, Refusal};

use crate::case::RetirementCategory;
use crate::day_number::{DayNumber, month_number};
use crate::reckon::Reckoning;
use crate::trace::Tracer;

/// The numbers that decide when a person retires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetirementRule {
    /// Age before the delay, in years.
    pub age_years: i64,
    /// The first month of birth that is delayed.
    pub delay_first_birth: Month,
    /// One month of delay for so many months of birth.
    pub births_per_delay_month: i64,
    pub delay_months_max: i64,
}

impl RetirementRule {
    /// Months of delay for a person born in `birth`.
    pub fn delay_months(&self, birth: Month) -> i64 {
        self.delay_of(i64::from(birth.since(self.delay_first_birth)))
    }

    /// Months of delay for who is born `since` months after the first birth that is delayed.
    #[inline]
    fn delay_of(&self, since: i64) -> i64 {
        if since < 0 {
            return 0;
        }
        (since / self.births_per_delay_month.max(1) + 1).min(self.delay_months_max)
    }

    /// The day on which the age is reached. A day that its month lacks becomes the month's last day.
    #[doc(alias = "法定退休日期")]
    pub fn retires_on(&self, birth: Date) -> Date {
        self.retires_at(DayNumber::of(birth)).date()
    }

    /// The same in numbers of days.
    #[inline]
    pub(crate) fn retires_at(&self, birth: DayNumber) -> DayNumber {
        let delay = self.delay_of(i64::from(
            birth.month_number() - month_number(self.delay_first_birth),
        ));
        let months = i32::try_from(self.age_years * 12 + delay).unwrap_or(0);
        DayNumber::in_month(birth.month_number() + months, birth.day_of_month())
    }
}

/// The rule with every delay worked out beforehand, for many births.
pub(crate) struct RetirementMonths {
    /// The last month of birth without delay, by its number.
    before: i32,
    /// Months of life at retirement, for `before` and each month after it; the last for all later ones.
    months: Vec<i32>,
}

impl RetirementMonths {
    /// More months than dates can be apart.
    const MOST: i64 = 240_000;

    pub fn of(rule: &RetirementRule) -> RetirementMonths {
        let delayed = rule
            .births_per_delay_month
            .max(1)
            .saturating_mul(rule.delay_months_max);
        let months = (-1..=delayed.clamp(0, Self::MOST))
            .map(|since| i32::try_from(rule.age_years * 12 + rule.delay_of(since)).unwrap_or(0));
        RetirementMonths {
            before: month_number(rule.delay_first_birth) - 1,
            months: months.collect(),
        }
    }

    /// The same as [`RetirementRule::retires_at`].
    #[inline]
    pub fn retires_at(&self, birth: DayNumber) -> DayNumber {
        let born = birth.month_number();
        let since = (born - self.before).max(0) as usize;
        let months = self.months[since.min(self.months.len() - 1)];
        DayNumber::in_month(born + months, birth.day_of_month())
    }
}

/// Whole years from `from` to `until`; zero when `until` is not later by a full year.
pub fn full_years_between(from: Date, until: Date) -> i64 {
    i64::from(DayNumber::of(until).full_years_since(DayNumber::of(from)))
}

/// The age in whole years on a day.
pub fn age_on(birth: Date, on: Date) -> i64 {
    full_years_between(birth, on)
}

/// The day on which a person is `years` old; someone born on 29 February waits for 1 March.
pub fn birthday(birth: Date, years: i64) -> Date {
    let year = i16::try_from(i64::from(birth.year()) + years).unwrap_or(i16::MAX);
    Date::new(year, birth.month(), birth.day())
        .or_else(|_| Date::new(year, 3, 1))
        .unwrap_or(birth)
}

/// The rule in force on `on` for a category, with its steps.
pub fn retirement_rule<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    category: RetirementCategory,
    on: Date,
) -> Result<RetirementRule, Refusal> {
    let row = Some(category.stem());
    let age = reckoning.int(
        "retirement_age",
        "years",
        "retirement.statutory_age.years",
        row,
        on,
    )?;
    let first_key = "retirement.statutory_age.delay_first_birth";
    let first = reckoning.text_as(first_key, row, on, |text| text.parse().ok())?;
    let delay_first_birth = first.value.ok_or_else(|| {
        Refusal::new("wrong_unit")
            .with("parameter", first_key)
            .with("unit", "YYYY-MM")
    })?;
    let step_key = "retirement.statutory_age.births_per_delay_month";
    let step = reckoning.int("births_per_delay_month", "months", step_key, row, on)?;
    let most_key = "retirement.statutory_age.delay_months_max";
    let most = reckoning.int("delay_months_max", "months", most_key, row, on)?;
    Ok(RetirementRule {
        age_years: age.value,
        delay_first_birth,
        births_per_delay_month: step.value,
        delay_months_max: most.value,
    })
}

/// The retirement day by the law in force on `on`, with its steps.
pub fn retirement_day<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    category: RetirementCategory,
    birth: Date,
    on: Date,
) -> Result<Date, Refusal> {
    let rule = retirement_rule(reckoning, category, on)?;
    let (day, delay) = (rule.retires_on(birth), rule.delay_months(Month::of(birth)));
    reckoning.fact("retirement_delay", delay, "months");
    reckoning.fact("retirement_day", day, "");
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(age_years: i64, first: &str, births_per_delay_month: i64, most: i64) -> RetirementRule {
        RetirementRule {
            age_years,
            delay_first_birth: first.parse().unwrap(),
            births_per_delay_month,
            delay_months_max: most,
        }
    }

    fn retires(rule: RetirementRule, birth: &str) -> String {
        rule.retires_on(birth.parse().unwrap()).to_string()
    }

    #[test]
    fn men_are_delayed_a_month_for_every_four_months_of_birth() {
        let men = rule(60, "1965-01", 4, 36);
        assert_eq!(men.delay_months("1966-07".parse().unwrap()), 5);
        assert_eq!(retires(men, "1964-12-31"), "2024-12-31");
        assert_eq!(retires(men, "1965-01-01"), "2025-02-01");
        assert_eq!(retires(men, "1966-07-01"), "2026-12-01");
        assert_eq!(retires(men, "1976-08-31"), "2039-07-31");
        assert_eq!(retires(men, "1976-09-01"), "2039-09-01");
        assert_eq!(retires(men, "1990-05-05"), "2053-05-05");
    }

    #[test]
    fn women_of_fifty_are_delayed_a_month_for_every_two() {
        let women = rule(50, "1975-01", 2, 60);
        assert_eq!(retires(women, "1974-12-01"), "2024-12-01");
        assert_eq!(retires(women, "1975-01-01"), "2025-02-01");
        assert_eq!(retires(women, "1975-03-01"), "2025-05-01");
        assert_eq!(retires(women, "1984-11-01"), "2039-11-01");
        assert_eq!(retires(women, "1999-12-31"), "2054-12-31");
    }

    #[test]
    fn months_worked_out_beforehand_are_those_of_the_rule() {
        let rules = [
            rule(60, "1965-01", 4, 36),
            rule(55, "1970-01", 4, 36),
            rule(50, "1975-01", 2, 60),
            rule(50, "1975-01", 0, 3),
            rule(50, "1975-01", 2, 0),
        ];
        for rule in rules {
            let table = RetirementMonths::of(&rule);
            let mut birth: Date = "1950-01-01".parse().unwrap();
            while birth.year() < 2010 {
                let number = DayNumber::of(birth);
                assert_eq!(table.retires_at(number), rule.retires_at(number), "{birth}");
                birth = birth.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn a_day_that_the_month_lacks_is_its_last() {
        // Three, two and two months of delay.
        assert_eq!(
            retires(rule(60, "1965-01", 4, 36), "1965-10-31"),
            "2026-01-31"
        );
        assert_eq!(
            retires(rule(60, "1965-01", 4, 36), "1965-08-31"),
            "2025-10-31"
        );
        assert_eq!(
            retires(rule(60, "1965-01", 4, 36), "1965-07-31"),
            "2025-09-30"
        );
    }

    #[test]
    fn years_are_counted_by_anniversaries() {
        let years = |from: &str, until: &str| {
            full_years_between(from.parse().unwrap(), until.parse().unwrap())
        };
        assert_eq!(years("2025-12-01", "2026-12-01"), 1);
        assert_eq!(years("2025-12-02", "2026-12-01"), 0);
        assert_eq!(years("2026-12-02", "2020-12-01"), 0);
    }

    #[test]
    fn someone_born_on_the_29th_of_february_comes_of_age_on_the_first_of_march() {
        let birth = "2008-02-29".parse().unwrap();
        assert_eq!(birthday(birth, 18).to_string(), "2026-03-01");
        assert_eq!(age_on(birth, "2026-02-28".parse().unwrap()), 17);
        assert_eq!(age_on(birth, "2026-03-01".parse().unwrap()), 18);
    }
}
