//! F10 自评时间 · Timing
//!
//! ## What it checks
//! The report is dated after the end of its year, and not later than the month by which reports are to be published.
//! ## Why
//! A year cannot be evaluated before it is over.
//! ## Basis
//! 预算法第十四条；财政部部门决算公开时限
//! ## Example
//! A report on 2023 dated 1 December 2023.
//! ## False alarms
//! The 20 days run from an approval whose date the report does not state: that part is not checkable.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Passage, Place};

pub fn run(case: &mut Case) {
    let report = case.report;
    let Some(year) = report.year else {
        case.not_checkable("f10.no_year", &[]);
        return;
    };
    let days: Vec<(Day, Place)> = report.passages.iter().filter_map(dated).collect();
    if days.is_empty() {
        case.not_checkable("f10.no_date", &[]);
        return;
    }
    case.not_checkable("f10.no_approval", &[]);
    let last = case.profile.settings.publish_month_last;
    let mut seen: Vec<Day> = Vec::new();
    for (day, place) in days {
        if seen.contains(&day) {
            continue;
        }
        seen.push(day);
        let shown = day.shown();
        let limit = format!("{}年{last}月", year + 1);
        let args: &[(&str, &str)] = &[("year", &year.to_string())];
        if day.year <= year {
            let expected = format!("{}年1月", year + 1);
            let figures = Figures::words(format!("{shown}≤{year}年"), expected, shown);
            case.find(&place, "f10.early", figures, args);
        } else if (day.year, day.month) > (year + 1, last) {
            let figures = Figures::words(format!("{shown}>{limit}"), limit, shown);
            case.find(&place, "f10.late", figures, args);
        } else {
            case.held(&place, shown);
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    year: i32,
    month: i32,
    day: i32,
}

impl Day {
    fn shown(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

/// A paragraph that is a date, or `填报日期：…`.
fn dated(passage: &Passage) -> Option<(Day, Place)> {
    let text = &passage.squeezed;
    let text = match text
        .split_once("填报日期")
        .or_else(|| text.split_once("填表日期"))
    {
        Some((_, tail)) => tail.trim_start_matches(':'),
        None if text.chars().count() <= 11 => &text,
        None => return None,
    };
    Some((day_of(text)?, passage.place.clone()))
}

/// `2024年4月8日`, `2024-04-08`, `2024.4.8`.
fn day_of(text: &str) -> Option<Day> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    let mut number = || parts.next()?.parse::<i32>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    let plausible = (1990..2100).contains(&year) && (1..=12).contains(&month);
    (plausible && (1..=31).contains(&day)).then_some(Day { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_three_ways() {
        let day = Some(Day {
            year: 2024,
            month: 4,
            day: 8,
        });
        assert_eq!(day_of("2024年4月8日"), day);
        assert_eq!(day_of("2024-04-08联系电话"), day);
        assert_eq!(day_of("2024.4.8"), day);
        assert_eq!(day_of("4月8日"), None);
    }
}
