//! Kind `months_by_grade`: a number of months of the base, by disability grade, once.

use super::{Outcome, Setting, Stop};
use crate::amounts::months_of;
use crate::case::RecognizedUnder;
use crate::operand::formula;
use crate::reckon::Reckoning;
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let on = setting.appraisal_day();
    if setting.case.recognized_under == Some(RecognizedUnder::OldServiceWound) {
        let key = "benefits.entitlement.lump_sum_for_old_service_wound";
        let paid = reckoning.flag(key, on)?;
        if !paid.value {
            return Ok(setting.only_not_due("old_service_wound", Some(&paid.citation)));
        }
    }
    if setting.case.earlier_appraisal.is_some() {
        // A lump sum is paid once; a new grade changes only what is paid by the month.
        let again = reckoning.flag("benefits.entitlement.lump_sum_on_regrade", on)?;
        if !again.value {
            return Ok(setting.only_not_due("lump_sum_paid_before", Some(&again.citation)));
        }
    }
    let (grade, row) = setting.grade()?;
    let base = setting.base(reckoning, setting.case.injured_on.year())?;
    reckoning.fact("grade", grade, "");
    let months = reckoning.int("months", "months", &setting.key("months"), Some(row), on)?;
    let formula = || formula!("{} × {}", base, months.value);
    let exact = months_of(base, months.value);
    let amount = reckoning.round(exact, formula, Some(&months.citation));
    let payer = setting.payer(reckoning, None, on)?;
    Ok(Outcome::one(setting.payable(reckoning, amount, payer)))
}
