//! Kind `times_yearly`: so many times a yearly statistic, by the year of the INJURY (not of the death), once.

use yiju_terms::{Exact, Month, Refusal};

use super::{Outcome, Setting, Stop, excluded_after_leave};
use crate::reckon::Reckoning;
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    if let Some(outcome) = excluded_after_leave(setting, reckoning)? {
        return Ok(outcome);
    }
    let case = setting.case;
    let died_on = setting.death_day()?;
    if case.after_injury_leave == Some(true) {
        let key = "benefits.entitlement.death_lump_sum_after_leave";
        let paid = reckoning.flag(key, died_on)?;
        if !paid.value {
            return Ok(setting.only_not_due("death_after_leave", Some(&paid.citation)));
        }
    }
    if case.after_injury_leave.is_none() && leave_may_be_over(setting, reckoning)? {
        let missing = Refusal::new("needs_fact").with("parameter", "after_injury_leave");
        return Err(missing.into());
    }
    let on = case.injured_on;
    reckoning.fact("injury_year", on.year(), "");
    let offset = reckoning.number(&setting.key("base_year_offset"), None, on)?;
    let year = i64::from(on.year()) + offset.value;
    let year = i16::try_from(year).unwrap_or(on.year());
    reckoning.result(
        "statistical_year",
        year,
        "",
        || format!("{} {:+}", on.year(), offset.value),
        Some(&offset.citation),
    );
    let parameter = setting.subject.base.as_deref().unwrap_or_default();
    let base = reckoning
        .yearly("disposable_income", parameter, year)?
        .value;
    let times = reckoning.int("times", "times", &setting.key("times"), None, on)?;
    let formula = || format!("{base} × {}", times.value);
    let exact = Exact::from(base).times(i128::from(times.value), 1);
    let amount = reckoning.round(exact, formula, Some(&times.citation));
    let payer = setting.payer(reckoning, None, on)?;
    Ok(Outcome::one(setting.payable(reckoning, amount, payer)))
}

/// A grade was given, or the longest usual leave has passed: then the file must say whether the leave was over.
fn leave_may_be_over<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
) -> Result<bool, Stop> {
    if setting.case.grade.is_some() {
        return Ok(true);
    }
    let (injured, died) = (setting.case.injured_on, setting.death_day()?);
    let months = reckoning
        .number("benefits.injury_leave_wage.months", None, injured)?
        .value;
    Ok(i64::from(Month::of(died).since(Month::of(injured))) > months)
}
