//! Kind `percent_by_self_care_level`: a percentage of the base each month, by how far a person depends on others.

use yiju_terms::{Date, Money};

use super::{Outcome, Setting, Stop};
use crate::amounts::share_of;
use crate::operand::formula;
use crate::reckon::Reckoning;
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let Some(level) = setting.case.self_care_level else {
        return Ok(Outcome::default());
    };
    let from = setting.month_after_appraisal()?;
    let on = setting.case.reference_day();
    let base = setting.base(reckoning, on.year())?;
    reckoning.fact("self_care_level", level.stem(), "");
    let key = setting.key("percent");
    let percent = reckoning.rate("percent", &key, Some(level.stem()), on)?;
    let formula = || formula!("{} × {}%", base, percent.value);
    let exact = share_of(base, percent.value);
    let amount = reckoning.round(exact, formula, Some(&percent.citation));
    let kept = kept_in_payment(setting, reckoning, amount, on);
    let payer = setting.payer(reckoning, None, on)?;
    let mut payable = setting.payable(reckoning, kept.unwrap_or(amount), payer);
    if kept.is_some() {
        payable.notes.push("kept_until_adjusted");
    }
    payable.from = Some(from);
    payable.notes.push("average_wage_of_year_paid_for");
    Ok(Outcome::one(payable))
}

/// The amount paid so far, where the new average wage would lower it: a fall needs a paper that says so.
fn kept_in_payment<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    amount: Money,
    on: Date,
) -> Option<Money> {
    let in_payment = setting.case.attendance_in_payment?;
    if in_payment <= amount {
        return None;
    }
    let falls = reckoning.flag(&setting.key("falls_with_average"), on);
    if falls.as_ref().is_ok_and(|answer| answer.value) {
        return None;
    }
    let cite = falls.ok().map(|answer| answer.citation);
    reckoning.fact("amount_in_payment", in_payment, "yuan");
    let formula = || formula!("max({}, {})", amount, in_payment);
    reckoning.result("amount", in_payment, "yuan", formula, cite.as_ref());
    Some(in_payment)
}
