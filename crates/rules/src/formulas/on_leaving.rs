//! Kind `months_by_grade_on_leaving`: months of the base when the employment ends, less near retirement.

use yiju_lawbook::Answer;
use yiju_terms::{Date, Rate, Refusal};

use super::{Outcome, Setting, Stop};
use crate::amounts::leaving_grant;
use crate::case::{Leaving, LeavingReason};
use crate::operand::formula;
use crate::reckon::Reckoning;
use crate::retirement::{full_years_between, retirement_day};
use crate::trace::Tracer;

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let Some(leaving) = &setting.case.leaving else {
        return Ok(Outcome::default());
    };
    let on = leaving.on;
    let (grade, row) = setting.grade()?;
    if let Some(outcome) = not_entitled(setting, reckoning, leaving, grade, row)? {
        return Ok(outcome);
    }
    let mut stop = Stop::default();
    let retires_on = stop.keep(retires_on(setting, reckoning, on));
    if retires_on.is_some_and(|day| day <= on) {
        return Ok(setting.only_not_due("retirement_age_reached", None));
    }
    let base = stop.keep(setting.base(reckoning, setting.case.injured_on.year()));
    let (Some(retires_on), Some(base)) = (retires_on, base) else {
        return Err(stop);
    };
    reckoning.fact("grade", grade, "");
    let months = reckoning.int("months", "months", &setting.key("months"), Some(row), on)?;
    let years_left = full_years_between(on, retires_on);
    let formula = || formula!("{} … {}", on, retires_on);
    reckoning.result("years_to_retirement", years_left, "years", formula, None);
    let key = setting.key("near_retirement_percent");
    let percent = step_percent(reckoning, &key, years_left, on)?;
    let formula = || formula!("{} × {} × {}%", base, months.value, percent.value);
    let exact = leaving_grant(base, months.value, percent.value);
    let amount = reckoning.round(exact, formula, Some(&months.citation));
    let payer = setting.payer(reckoning, None, on)?;
    let mut payable = setting.payable(reckoning, amount, payer);
    if payer == yiju_terms::Payer::Employer {
        payable.notes.push("paid_by_employer");
    }
    Ok(Outcome::one(payable))
}

/// Whether grade and reason give the right at all.
fn not_entitled<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    leaving: &Leaving,
    grade: i64,
    row: &str,
) -> Result<Option<Outcome>, Stop> {
    let on = leaving.on;
    let graded = reckoning.listed("benefits.entitlement.leaving_grades", grade, on)?;
    if !graded.value {
        return Ok(Some(
            setting.only_not_due("grade_keeps_employment", Some(&graded.citation)),
        ));
    }
    if leaving.reason == LeavingReason::Retired {
        return Ok(Some(
            setting.only_not_due("retired", Some(&graded.citation)),
        ));
    }
    let key = "benefits.entitlement.leaving_reasons";
    let stem = leaving.reason.stem();
    let names = |text: &str| text.split(' ').any(|reason| reason == stem);
    let reasons = reckoning.text_as(key, Some(row), on, names)?;
    if !reasons.value {
        return Ok(Some(
            setting.only_not_due("leaving_reason", Some(&reasons.citation)),
        ));
    }
    graver_injury(setting, reckoning, grade, on)
}

/// Several injuries with one employer: the grants are paid once, on the gravest grade (of two alike, on the earlier).
fn graver_injury<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    grade: i64,
    on: Date,
) -> Result<Option<Outcome>, Stop> {
    let own = (grade, setting.case.injured_on);
    let others = setting.case.other_injuries.iter();
    let graver = others
        .map(|other| (i64::from(other.grade), other.injured_on))
        .any(|other| other < own);
    if setting.case.other_injuries.is_empty() {
        return Ok(None);
    }
    let once = reckoning.flag("benefits.entitlement.leaving_grants_highest_once", on)?;
    Ok((once.value && graver)
        .then(|| setting.only_not_due("paid_on_graver_injury", Some(&once.citation))))
}

fn retires_on<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    on: Date,
) -> Result<Date, Stop> {
    let case = setting.case;
    let missing = |field: &str| Stop::from(Refusal::new("needs_fact").with("parameter", field));
    let mut stop = Stop::default();
    let birth = stop.keep(case.birth.ok_or_else(|| missing("birth")));
    let category = case
        .retirement_category
        .ok_or_else(|| missing("retirement_category"));
    let (Some(birth), Some(category)) = (birth, stop.keep(category)) else {
        return Err(stop);
    };
    Ok(retirement_day(reckoning, category, birth, on)?)
}

/// The percentage of the highest row that is not above `years_left`: the last row says "and more".
pub(crate) fn step_percent<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    key: &str,
    years_left: i64,
    on: Date,
) -> Result<Answer<Rate>, Refusal> {
    let years = reckoning.row_not_above(key, years_left, on);
    reckoning.rate("near_retirement_percent", key, Some(&years.to_string()), on)
}
