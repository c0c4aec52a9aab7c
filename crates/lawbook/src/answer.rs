//! Questions and answers: where and when, the value found, and what the office confirmed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use yiju_terms::{Citation, Date, Region, Status};

/// The place and the day a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    pub region: Region,
    pub on: Date,
}

impl At {
    pub fn new(region: Region, on: Date) -> At {
        At { region, on }
    }
}

/// A value in force, with everything a trace needs to name its basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    pub value: T,
    /// In force since this day.
    pub since: Date,
    /// The place whose law answered; the empty region is the nation.
    pub layer: Region,
    /// `Provisional` also when the office confirmed the value: then `document` names the paper it rests on.
    pub status: Status,
    #[doc(alias = "依据")]
    pub citation: Citation,
    pub verified_on: Option<Date>,
    /// The paper by which the office confirmed a value that the law folder leaves empty or provisional.
    pub document: Option<Arc<str>>,
}

impl<T> Answer<T> {
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Answer<U> {
        Answer {
            value: convert(self.value),
            since: self.since,
            layer: self.layer,
            status: self.status,
            citation: self.citation,
            verified_on: self.verified_on,
            document: self.document,
        }
    }
}

/// One figure that the office confirmed from a paper it holds.
#[doc(alias = "经办确认的参数")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The name of the parameter, or its key; one row of a table is `<name>.<row>`.
    pub parameter: String,
    /// The year (`2023`), or the day since which the value holds (`2022-01-01`).
    pub period: String,
    /// As it would stand in a law file: yuan, percent, or a whole number.
    pub value: String,
    /// Number and title of the paper.
    pub document: String,
    /// Where the paper holds; everywhere when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

/// Everything the office confirmed. It never overrides a verified or derived value of the law folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confirmed {
    pub rows: Vec<Confirmation>,
}

impl Confirmed {
    pub const NONE: Confirmed = Confirmed { rows: Vec::new() };

    /// The row for one of `names`, for the day since which the law's row holds or for the year, that holds at `region`.
    pub(crate) fn find(
        &self,
        names: &[&str],
        sub: Option<&str>,
        (from, year): (Option<Date>, i16),
        region: &Region,
    ) -> Option<&Confirmation> {
        self.rows.iter().find(|row| {
            let named = names.iter().any(|name| match sub {
                None => row.parameter == *name,
                Some(sub) => row
                    .parameter
                    .strip_prefix(name)
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|rest| rest == sub),
            });
            let of_period =
                || from.is_some_and(|from| is_day(&row.period, from)) || is_year(&row.period, year);
            named
                && of_period()
                && row
                    .region
                    .as_ref()
                    .is_none_or(|place| region.is_within(place))
        })
    }
}

/// Whether the text is the year as it is written out; compared digit by digit, since every question comes by here.
fn is_year(text: &str, year: i16) -> bool {
    let digit = |number: i16| u8::try_from(number % 10).unwrap_or(0) + b'0';
    match (text.as_bytes(), year) {
        (four @ [_, _, _, _], 1000..=9999) => {
            four == [year / 1000, year / 100, year / 10, year].map(digit)
        }
        _ => text == year.to_string(),
    }
}

/// Whether the text is the day as it is written out.
fn is_day(text: &str, day: Date) -> bool {
    let two = |number: i8| [number / 10, number % 10].map(|digit| digit.unsigned_abs() + b'0');
    match (text.split_at_checked(4), day.year()) {
        (Some((year, rest)), 1000..=9999) => {
            let ([m, n], [d, e]) = (two(day.month()), two(day.day()));
            is_year(year, day.year()) && rest.as_bytes() == [b'-', m, n, b'-', d, e]
        }
        _ => text == day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_day, is_year};
    use yiju_terms::Date;

    #[test]
    fn years_and_days_are_those_written_out() {
        let mut day: Date = "0998-12-30".parse().unwrap();
        while day.year() < 2030 {
            assert!(is_day(&day.to_string(), day), "{day}");
            assert!(is_year(&day.year().to_string(), day.year()), "{day}");
            assert!(!is_day(&day.to_string(), day.tomorrow().unwrap()));
            day += jiff::Span::new().days(13);
        }
        for wrong in ["", "203", "20230", "+202", "2024", "2023-01-01", "二〇"] {
            assert!(!is_year(wrong, 2023), "{wrong}");
        }
        for wrong in [
            "2023",
            "2023-1-1",
            "2023-01-02",
            "2023-01-01 ",
            "2022-01-01",
            "依据据",
        ] {
            assert!(!is_day(wrong, "2023-01-01".parse().unwrap()), "{wrong}");
        }
    }
}
