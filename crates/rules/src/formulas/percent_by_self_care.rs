//! Kind `percent_by_self_care_level`: a percentage of the base each month, by how far a person depends on others.

use super::{Outcome, Setting, Stop};
use crate::reckon::Reckoning;
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let Some(level) = setting.case.self_care_level else {
        return Ok(Outcome::default());
    };
    let on = setting.case.reference_day();
    let base = setting.base(reckoning, on.year())?;
    reckoning.fact("self_care_level", level.stem(), "");
    let key = setting.key("percent");
    let percent = reckoning.rate("percent", &key, Some(level.stem()), on)?;
    let formula = || format!("{base} × {}%", percent.value);
    let exact = base.times_rate(percent.value);
    let amount = reckoning.round(exact, formula, Some(&percent.citation));
    let payer = setting.payer(reckoning, None, on)?;
    let mut payable = setting.payable(reckoning, amount, payer);
    payable.from = setting.month_after_appraisal();
    payable.notes.push("average_wage_of_year_paid_for");
    Ok(Outcome::one(payable))
}
