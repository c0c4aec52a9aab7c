//! Kind `amount_per_day`: a standard for each day in hospital; the day of discharge is not counted.

use yiju_lawbook::Answer;
use yiju_terms::{Date, Exact, Money, Refusal};

use super::{Outcome, Payable, Setting, Stop};
use crate::case::HospitalStay;
use crate::cover::Cover;
use crate::operand::{Formula, formula};
use crate::reckon::{Reckoning, Sources};
use crate::trace::Tracer;

/// Days in a row under one standard.
struct Run {
    first: Date,
    days: i64,
    standard: Answer<Money>,
}

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let stays = &setting.case.hospital;
    // Where the fund pays only from a day on, the days before it make a line of their own.
    let parted = setting.cover.as_ref().ok().and_then(Cover::fund_from);
    let groups = match parted {
        Some(day) => vec![
            clipped(stays, None, Some(day)),
            clipped(stays, Some(day), None),
        ],
        None => vec![stays.clone()],
    };
    let mut outcome = Outcome::default();
    let mut stop = Stop::default();
    for group in groups {
        if let Some(Some(payable)) = stop.keep(line(setting, reckoning, &group)) {
            outcome.due.push(payable);
        }
    }
    if !stop.0.is_empty() {
        return Err(stop);
    }
    match outcome.due.is_empty() {
        true => Ok(setting.only_not_due("no_day_in_hospital", None)),
        false => Ok(outcome),
    }
}

/// The stays cut to the days from `from` on and before `before`.
fn clipped(stays: &[HospitalStay], from: Option<Date>, before: Option<Date>) -> Vec<HospitalStay> {
    let cut = |stay: &HospitalStay| HospitalStay {
        from: from.map_or(stay.from, |day| stay.from.max(day)),
        to: before.map_or(stay.to, |day| stay.to.min(day)),
        out_of_area: stay.out_of_area,
    };
    let cut = stays.iter().map(cut);
    cut.filter(|stay| stay.from < stay.to).collect()
}

/// One line for all days of `stays`, or nothing when there is no day.
fn line<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    stays: &[HospitalStay],
) -> Result<Option<Payable>, Stop> {
    let key = setting.key("per_day");
    let mut stop = Stop::default();
    let mut total = Exact::from(Money::ZERO);
    let mut parts = Vec::new();
    for stay in stays {
        for run in runs(reckoning, &key, stay, &mut stop) {
            total = total.plus(Exact::from(run.standard.value).times(i128::from(run.days), 1));
            reckoning.money("standard_per_day", &key, None, run.first)?;
            let formula = || formula!("{} … {}", run.first, stay.to);
            reckoning.result("days", run.days, "days", formula, None);
            parts.push((run.standard.value, run.days));
        }
    }
    if !stop.0.is_empty() {
        return Err(stop);
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let formula = || {
        let part = |(standard, days): &(Money, i64)| formula!("{} × {}", *standard, *days);
        Formula::sum(parts.iter().map(part))
    };
    let amount = reckoning.round(total, formula, None);
    let payer = setting.payer(reckoning, None, setting.case.injured_on)?;
    let mut payable = setting.payable(reckoning, amount, payer);
    payable.from = stays.iter().map(|stay| stay.from).min();
    payable.until = stays.iter().map(|stay| stay.to).max();
    if stays.iter().any(|stay| stay.out_of_area) {
        payable.notes.push("out_of_area_by_bills");
    }
    Ok(Some(payable))
}

/// The days of a stay, put together while the standard stays the same. Each standard missing is refused once.
fn runs<T: Tracer>(
    reckoning: &Reckoning<'_, T>,
    key: &str,
    stay: &HospitalStay,
    stop: &mut Stop,
) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (first, next) in spans(reckoning.sources, key, stay) {
        let days = i64::from((next - first).get_days());
        match reckoning.amount(key, None, first) {
            Ok(standard) => match runs.last_mut() {
                Some(run) if run.standard == standard => run.days += days,
                _ => runs.push(Run {
                    first,
                    days,
                    standard,
                }),
            },
            Err(refusal) => note_once(stop, refusal),
        }
    }
    runs
}

/// The stay cut where the standard can change: on the days the law names and at New Year, for a year's paper holds for the
/// year. From the first day of each part to the first day after it.
fn spans(sources: Sources<'_>, key: &str, stay: &HospitalStay) -> Vec<(Date, Date)> {
    if stay.to <= stay.from {
        return Vec::new();
    }
    let new_years =
        (stay.from.year()..=stay.to.year()).filter_map(|year| Date::new(year, 1, 1).ok());
    let mut days = sources.book.boundary_days(key, sources.region);
    days.extend(new_years);
    days.retain(|day| stay.from < *day && *day < stay.to);
    days.extend([stay.from, stay.to]);
    days.sort_unstable();
    days.dedup();
    days.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

fn note_once(stop: &mut Stop, refusal: Refusal) {
    if !stop.0.contains(&refusal) {
        stop.0.push(refusal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yiju_lawbook::{Confirmed, Lawbook};

    #[test]
    fn every_day_of_a_stay_is_in_one_part_and_no_part_spans_a_change() {
        let region = "431123".parse().unwrap();
        let sources = Sources {
            book: Lawbook::builtin(),
            confirmed: &Confirmed::NONE,
            region: &region,
        };
        let day = |text: &str| text.parse::<Date>().unwrap();
        let parts = |from: &str, to: &str| {
            let stay = HospitalStay {
                from: day(from),
                to: day(to),
                out_of_area: false,
            };
            let found = spans(sources, "benefits.hospital_meal_allowance.per_day", &stay);
            let found = found.iter().map(|(first, next)| format!("{first} {next}"));
            found.collect::<Vec<_>>()
        };
        // The standard of the province changes on 1 April 2014 and on 1 January 2022.
        let across = [
            "2013-12-30 2014-01-01",
            "2014-01-01 2014-04-01",
            "2014-04-01 2014-04-02",
        ];
        assert_eq!(parts("2013-12-30", "2014-04-02"), across);
        assert_eq!(parts("2021-12-31", "2022-01-01"), ["2021-12-31 2022-01-01"]);
        assert_eq!(parts("2022-01-01", "2022-01-02"), ["2022-01-01 2022-01-02"]);
        assert_eq!(parts("2022-01-02", "2022-01-02"), Vec::<String>::new());
        assert_eq!(parts("2022-01-03", "2022-01-02"), Vec::<String>::new());
    }
}
