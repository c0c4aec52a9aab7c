//! Kind `amount_per_day`: a standard for each day in hospital; the day of discharge is not counted.

use yiju_lawbook::Answer;
use yiju_terms::{Date, Exact, Money, Refusal};

use super::{Outcome, Setting, Stop};
use crate::case::HospitalStay;
use crate::reckon::Reckoning;
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
    let key = setting.key("per_day");
    let mut stop = Stop::default();
    let mut total = Exact::from(Money::ZERO);
    let mut parts = Vec::new();
    for stay in &setting.case.hospital {
        for run in runs(reckoning, &key, stay, &mut stop) {
            total = total.plus(Exact::from(run.standard.value).times(i128::from(run.days), 1));
            reckoning.money("standard_per_day", &key, None, run.first)?;
            let formula = || format!("{} … {}", run.first, stay.to);
            reckoning.result("days", run.days, "days", formula, None);
            parts.push((run.standard.value, run.days));
        }
    }
    if !stop.0.is_empty() {
        return Err(stop);
    }
    if parts.is_empty() {
        return Ok(setting.only_not_due("no_day_in_hospital", None));
    }
    let formula = || {
        let parts = parts
            .iter()
            .map(|(standard, days)| format!("{standard} × {days}"));
        parts.collect::<Vec<_>>().join(" + ")
    };
    let amount = reckoning.round(total, formula, None);
    let payer = setting.payer(reckoning, None, setting.case.injured_on)?;
    let mut payable = setting.payable(reckoning, amount, payer);
    payable.from = setting.case.hospital.iter().map(|stay| stay.from).min();
    payable.until = setting.case.hospital.iter().map(|stay| stay.to).max();
    if setting.case.hospital.iter().any(|stay| stay.out_of_area) {
        payable.notes.push("out_of_area_by_bills");
    }
    Ok(Outcome::one(payable))
}

/// The days of a stay, put together while the standard stays the same. Each standard missing is refused once.
fn runs<T: Tracer>(
    reckoning: &Reckoning<'_, T>,
    key: &str,
    stay: &HospitalStay,
    stop: &mut Stop,
) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut day = stay.from;
    while day < stay.to {
        match reckoning.amount(key, None, day) {
            Ok(standard) => match runs.last_mut() {
                Some(run) if run.standard == standard => run.days += 1,
                _ => runs.push(Run {
                    first: day,
                    days: 1,
                    standard,
                }),
            },
            Err(refusal) => note_once(stop, refusal),
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    runs
}

fn note_once(stop: &mut Stop, refusal: Refusal) {
    if !stop.0.contains(&refusal) {
        stop.0.push(refusal);
    }
}
