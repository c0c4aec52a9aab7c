//! Kind `original_pay`: the pay before the injury goes on during the leave, month by month, paid by the employer.

use yiju_terms::{Date, Month, Refusal};

use super::{Outcome, Setting, Stop};
use crate::operand::formula;
use crate::reckon::Reckoning;
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let Some(leave) = &setting.case.injury_leave else {
        return Ok(Outcome::default());
    };
    let on = setting.case.injured_on;
    let key = setting.key("months");
    let mut months = reckoning.int("leave_months", "months", &key, None, on)?;
    if leave.extension_confirmed {
        let key = setting.key("extension_months");
        let more = reckoning.int("leave_extension_months", "months", &key, None, on)?;
        months.value += more.value;
    }
    // The pay is what the person earned: the bounds of the own wage do not touch it.
    let pay = leave.monthly_pay;
    reckoning.fact("monthly_pay", pay, "yuan");
    let cite = Some(&months.citation);
    reckoning.result("amount", pay, "yuan", || formula!("{}", pay), cite);
    let payer = setting.payer(reckoning, None, on)?;
    let mut payable = setting.payable(reckoning, pay, payer);
    payable.notes.push("nursing_by_employer");
    let limit = last_day(leave.from, months.value)?;
    let mut until = leave.until;
    if until > limit {
        until = limit;
        payable.notes.push("leave_limit");
    }
    if let Some(appraised) = setting.case.appraised_on
        // A leave after the appraisal is one of a relapse.
        && appraised >= leave.from
        && appraised < until
    {
        until = appraised;
        payable.notes.push("leave_ends_with_grade");
    }
    payable.from = Some(leave.from);
    payable.until = Some(until);
    Ok(Outcome::one(payable))
}

/// The last day of so many months from `from`.
fn last_day(from: Date, months: i64) -> Result<Date, Stop> {
    let too_long = || Refusal::new("needs_fact").with("parameter", "injury_leave");
    let months = i32::try_from(months).map_err(|_| too_long())?;
    let month = Month::of(from).plus(months);
    let end = month.last_day();
    let day = from.day().min(end.day());
    let first_after = Date::new(month.year(), month.month(), day).map_err(|_| too_long())?;
    Ok(first_after.yesterday().map_err(|_| too_long())?)
}
