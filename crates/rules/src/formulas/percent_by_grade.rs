//! Kind `percent_by_grade`: a percentage of the base each month, by disability grade, with the minimum wage as floor.

use yiju_terms::{Date, Exact, Money, Payer, Refusal};

use super::{Outcome, Payable, Setting, Stop};
use crate::amounts::{minimum_wage_top_up, share_of};
use crate::operand::formula;
use crate::reckon::Reckoning;
use crate::retirement::retirement_day;
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let on = setting.case.reference_day();
    let (grade, row) = setting.grade()?;
    let graded = reckoning.listed("benefits.entitlement.allowance_grades", grade, on)?;
    if !graded.value {
        return Ok(Outcome::default());
    }
    let retained = reckoning
        .listed("benefits.entitlement.retained_grades", grade, on)?
        .value;
    if !retained && setting.case.suitable_work == Some(true) {
        return Ok(setting.only_not_due("suitable_work", Some(&graded.citation)));
    }
    let from = setting.month_after_appraisal()?;
    let base = setting.base(reckoning, setting.case.injured_on.year())?;
    reckoning.fact("grade", grade, "");
    let percent = reckoning.rate("percent", &setting.key("percent"), Some(row), on)?;
    let formula = || formula!("{} × {}%", base, percent.value);
    let exact = share_of(base, percent.value);
    let allowance = reckoning.round(exact, formula, Some(&percent.citation));
    let payer = setting.payer(reckoning, Some(row), on)?;
    let mut payable = match retained {
        true => retained_grade(setting, reckoning, allowance, payer, on)?,
        false => working_grade(setting, reckoning, allowance, payer, on)?,
    };
    if payable.until.is_some_and(|until| until < from) {
        let code = match retained {
            true => "retired_before_first_month",
            false => "left_before_first_month",
        };
        return Ok(setting.only_not_due(code, Some(&graded.citation)));
    }
    payable.from = Some(from);
    Ok(Outcome::one(payable))
}

/// Grades that keep the employment but leave the post: the allowance lasts until the pension, which is then topped up.
fn retained_grade<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    allowance: Money,
    payer: Payer,
    on: Date,
) -> Result<Payable, Stop> {
    let case = setting.case;
    let retires_on = match (case.birth, case.retirement_category) {
        (Some(birth), Some(category)) => Some(retirement_day(reckoning, category, birth, on)?),
        _ => None,
    };
    let retired = retires_on.is_some_and(|day| day <= on);
    if !retired && case.pension.is_none() {
        let mut payable = with_floor(setting, reckoning, allowance, payer, on)?;
        payable.until = retires_on;
        return Ok(payable);
    }
    let pension = case
        .pension
        .ok_or_else(|| Refusal::new("needs_fact").with("parameter", "pension"))?;
    reckoning.fact("pension", pension, "yuan");
    let replaced = reckoning.flag("benefits.entitlement.pension_replaces_allowance", on)?;
    let top_up = pension_top_up(allowance, pension);
    let formula = || formula!("max(0, {} − {})", allowance, pension);
    reckoning.result(
        "pension_top_up",
        top_up,
        "yuan",
        formula,
        Some(&replaced.citation),
    );
    let mut payable = setting.payable(reckoning, top_up, payer);
    payable.notes.push("pension_top_up");
    Ok(payable)
}

/// What the fund adds when the old-age pension is lower than the allowance.
#[doc(alias = "养老金低于伤残津贴的差额")]
pub fn pension_top_up(allowance: Money, pension: Money) -> Money {
    (allowance - pension).max(Money::ZERO)
}

/// Grades that may go on working: due only while there is no suitable work, and until they leave.
fn working_grade<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    allowance: Money,
    payer: Payer,
    on: Date,
) -> Result<Payable, Stop> {
    let mut payable = with_floor(setting, reckoning, allowance, payer, on)?;
    payable.until = setting.case.leaving.as_ref().map(|leaving| leaving.on);
    if setting.case.suitable_work.is_none() {
        payable.notes.push("only_without_suitable_work");
    }
    if payer == Payer::Employer {
        payable.notes.push("paid_by_employer");
    }
    Ok(payable)
}

/// Raises the allowance to the local minimum wage. Where the minimum wage is not known the amount stands, with a note:
/// the percentage is due in any case, only the supplement is open.
fn with_floor<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    allowance: Money,
    payer: Payer,
    on: Date,
) -> Result<Payable, Stop> {
    let floored = reckoning.flag(&setting.key("floor_minimum_wage"), on)?;
    if !floored.value {
        return Ok(setting.payable(reckoning, allowance, payer));
    }
    let Ok(minimum) = reckoning.money("minimum_wage", "minimum_wage", None, on) else {
        let mut payable = setting.payable(reckoning, allowance, payer);
        payable.notes.push("minimum_wage_unknown");
        return Ok(payable);
    };
    let top_up = minimum_wage_top_up(allowance, minimum.value);
    let formula = || formula!("max(0, {} − {})", minimum.value, allowance);
    reckoning.result(
        "minimum_wage_top_up",
        top_up,
        "yuan",
        formula,
        Some(&floored.citation),
    );
    let amount = reckoning.round(
        Exact::from(allowance + top_up),
        || formula!("{} + {}", allowance, top_up),
        Some(&floored.citation),
    );
    Ok(setting.payable(reckoning, amount, payer))
}

#[cfg(test)]
mod tests {
    use super::pension_top_up;

    #[test]
    fn the_fund_adds_what_the_pension_lacks() {
        let yuan = |text: &str| text.parse().unwrap();
        assert_eq!(
            pension_top_up(yuan("3054.15"), yuan("2350.50")),
            yuan("703.65")
        );
        assert_eq!(
            pension_top_up(yuan("3054.15"), yuan("4000.00")),
            yuan("0.00")
        );
    }
}
