//! Working days: weekends, the State Council's holidays, and the weekend days worked in exchange.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Weekday;
use yiju_terms::{Citation, Date, Refusal, Status};

/// The holiday notice of one year.
#[derive(Clone, Debug)]
pub struct CalendarYear {
    pub year: i16,
    /// Every day of a holiday, weekends included.
    pub rest_days: Vec<Date>,
    /// Weekend days that are worked.
    pub working_days: Vec<Date>,
    pub citation: Citation,
    pub status: Status,
}

/// The working-day calendar over all years that have a notice.
#[doc(alias = "工作日历")]
#[derive(Clone, Debug, Default)]
pub struct WorkCalendar {
    years: BTreeMap<i16, (Citation, Status)>,
    rest_days: BTreeSet<Date>,
    working_days: BTreeSet<Date>,
}

pub(crate) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

impl WorkCalendar {
    /// False when the year is already there.
    pub(crate) fn add(&mut self, year: CalendarYear) -> bool {
        self.rest_days.extend(year.rest_days);
        self.working_days.extend(year.working_days);
        let basis = (year.citation, year.status);
        self.years.insert(year.year, basis).is_none()
    }

    /// The years that have a notice.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.keys().copied()
    }

    pub fn has_year(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// The notice of a year and how sure we are of it.
    pub fn basis(&self, year: i16) -> Option<(&Citation, Status)> {
        self.years
            .get(&year)
            .map(|(citation, status)| (citation, *status))
    }

    /// Refuses when the year has no holiday notice yet: weekends alone would be a guess.
    pub fn is_working_day(&self, day: Date) -> Result<bool, Refusal> {
        if self.has_year(day.year()) {
            Ok(self.works(day))
        } else {
            Err(Refusal::new("calendar_missing").with("year", day.year()))
        }
    }

    fn works(&self, day: Date) -> bool {
        if is_weekend(day) {
            self.working_days.contains(&day)
        } else {
            !self.rest_days.contains(&day)
        }
    }

    /// `day` itself when it is worked, else the next working day.
    #[doc(alias = "顺延")]
    pub fn roll_forward(&self, day: Date) -> Result<Date, Refusal> {
        let mut day = day;
        while !self.is_working_day(day)? {
            day = next(day)?;
        }
        Ok(day)
    }

    /// The `days`-th working day after `start`; the first day is not counted.
    pub fn add_working_days(&self, start: Date, days: u32) -> Result<Date, Refusal> {
        let mut day = start;
        for _ in 0..days {
            day = self.roll_forward(next(day)?)?;
        }
        Ok(day)
    }

    /// Like [`Self::roll_forward`], but where no notice exists yet only weekends are known; then the flag is false.
    pub(crate) fn roll_forward_as_known(&self, day: Date) -> Result<(Date, bool), Refusal> {
        let mut day = day;
        while !self.works(day) {
            day = next(day)?;
        }
        Ok((day, self.has_year(day.year())))
    }
}

pub(crate) fn next(day: Date) -> Result<Date, Refusal> {
    let out_of_range = |_| Refusal::new("calendar_missing").with("year", day.year());
    day.tomorrow().map_err(out_of_range)
}
