//! Kind `times_yearly`: so many times a yearly statistic, by the year of the INJURY (not of the death), once.

use yiju_terms::{Date, Exact, Money, Month, Payer, Refusal};

use super::{Outcome, Payable, Setting, Stop, excluded_after_leave};
use crate::amounts;
use crate::case::CaseKind;
use crate::operand::{Operand, formula};
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
    let missing = case.kind == CaseKind::Missing || case.declared_dead == Some(true);
    if !missing && case.after_injury_leave.is_none() && leave_may_be_over(setting, reckoning)? {
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
        || formula!("{} {}", on.year(), Operand::Signed(offset.value)),
        Some(&offset.citation),
    );
    let parameter = setting.subject.base.as_deref().unwrap_or_default();
    let base = reckoning
        .yearly("disposable_income", parameter, year)?
        .value;
    let times = reckoning.int("times", "times", &setting.key("times"), None, on)?;
    let formula = || formula!("{} × {}", base, times.value);
    let exact = amounts::times_yearly(base, times.value);
    if case.kind == CaseKind::Missing {
        return advance(setting, reckoning, exact, on);
    }
    let amount = reckoning.round(exact, formula, Some(&times.citation));
    let payer = setting.payer(reckoning, None, on)?;
    Ok(Outcome::one(net_of_advance(
        setting, reckoning, amount, payer,
    )))
}

/// Part of the lump sum ahead of time for the family of a missing person.
fn advance<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    whole: Exact,
    on: Date,
) -> Result<Outcome, Stop> {
    let key = "benefits.entitlement.missing_advance_percent";
    let percent = reckoning.rate("advance_percent", key, None, on)?;
    let formula = || formula!("{} × {}%", whole, percent.value);
    let exact = whole.times_rate(percent.value);
    let amount = reckoning.round(exact, formula, Some(&percent.citation));
    let payer = setting.payer(reckoning, None, on)?;
    let mut payable = setting.payable(reckoning, amount, payer);
    payable.notes.push("advance_for_missing");
    Ok(Outcome::one(payable))
}

/// What is left of the lump sum after the advance: the two together are never more than the lump sum.
fn net_of_advance<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    whole: Money,
    payer: Payer,
) -> Payable {
    let Some(advance) = setting.case.advance_paid else {
        return setting.payable(reckoning, whole, payer);
    };
    let rest = (whole - advance).max(Money::ZERO);
    reckoning.fact("advance_paid", advance, "yuan");
    let formula = || formula!("max(0, {} − {})", whole, advance);
    reckoning.result("amount", rest, "yuan", formula, None);
    let mut payable = setting.payable(reckoning, rest, payer);
    payable.notes.push("advance_netted");
    payable
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
