//! Kind `months_fixed`: a fixed number of months of the base on a death, once.

use super::{Outcome, Setting, Stop, chosen_elsewhere, excluded_after_leave};
use crate::amounts::months_of;
use crate::operand::formula;
use crate::reckon::Reckoning;
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    if let Some(outcome) = excluded_after_leave(setting, reckoning)? {
        return Ok(outcome);
    }
    if let Some(outcome) = chosen_elsewhere(setting, reckoning)? {
        return Ok(outcome);
    }
    let on = setting.death_day()?;
    let base = setting.base(reckoning, on.year())?;
    let months = reckoning.int("months", "months", &setting.key("months"), None, on)?;
    let formula = || formula!("{} × {}", base, months.value);
    let exact = months_of(base, months.value);
    let amount = reckoning.round(exact, formula, Some(&months.citation));
    let payer = setting.payer(reckoning, None, on)?;
    Ok(Outcome::one(setting.payable(reckoning, amount, payer)))
}
