//! Working days for the plan: when the window is open, and which working day lies how far ahead.

use yiju_lawbook::WorkCalendar;
use yiju_terms::{Date, Month};

#[derive(Clone, Copy)]
pub(crate) struct Calendar<'a>(pub &'a WorkCalendar);

/// A missing calendar year is a bug of the demonstration: the law folder ships 2022 to 2024, which is all it needs.
const SHIPPED: &str = "the calendars of 2022 to 2024 are in the law folder";

impl Calendar<'_> {
    /// `day` itself when it is worked, else the next working day.
    pub fn open(self, day: Date) -> Date {
        self.0.roll_forward(day).expect(SHIPPED)
    }

    /// The `days`-th working day after `day`.
    pub fn after(self, day: Date, days: u32) -> Date {
        self.0.add_working_days(day, days).expect(SHIPPED)
    }

    /// The working days of a month between two days of the month (inclusive).
    pub fn within(self, month: Month, from: i8, to: i8) -> Vec<Date> {
        let first = month.first_day();
        let last = month.last_day().day();
        (from..=to.min(last))
            .map(|day| Date::constant(first.year(), first.month(), day))
            .filter(|day| self.0.is_working_day(*day).expect(SHIPPED))
            .collect()
    }

    pub fn last_of(self, month: Month) -> Date {
        *self.within(month, 1, 31).last().expect("a month has working days")
    }
}

/// `day` plus whole days (may be negative).
pub(crate) fn plus(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).expect("the day is within the calendar")
}
