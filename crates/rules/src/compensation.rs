//! One-off compensation by a unit that employs unlawfully: never from the fund.

use yiju_terms::{Date, DisabilityGrade, Exact, Money, Month, Refusal};

use crate::amounts;
use crate::operand::formula;
use crate::reckon::{Reckoning, Sources};
use crate::trace::Tracer;

/// Months of a yearly wage.
const MONTHS: i64 = 12;

/// What a unit without a licence, or one that employs a child, owes for a disability: times the yearly average wage of
/// the pooling area, rounded half up once. `on` is the day whose law and year hold.
///
/// Errors: `needs_document` without the average wage of the year.
#[doc(alias = "非法用工伤残一次性赔偿")]
pub fn for_disability<T: Tracer>(
    sources: Sources<'_>,
    grade: DisabilityGrade,
    on: Date,
    tracer: &mut T,
) -> Result<Money, Refusal> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let stem = "average_wage_for_benefits";
    let monthly = reckoning.yearly(stem, stem, on.year())?.value;
    let row = grade.get().to_string();
    let key = "coverage.illegal_unit.times_by_grade";
    let times = reckoning.int("times", "times", key, Some(&row), on)?;
    let yearly = Exact::from(monthly).times(i128::from(MONTHS), 1);
    let formula = || formula!("{} × {} × {}", monthly, MONTHS, times.value);
    let exact = amounts::months_of(yearly, times.value);
    Ok(reckoning.round(exact, formula, Some(&times.citation)))
}

/// What such a unit owes for a death: the times of the disposable income of the year before `on`, and the further
/// times for the funeral and the rest.
#[doc(alias = "非法用工死亡一次性赔偿")]
pub fn for_death<T: Tracer>(
    sources: Sources<'_>,
    on: Date,
    tracer: &mut T,
) -> Result<Money, Refusal> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let year = Month::of(on).plus(-12).year();
    let income = reckoning
        .yearly("disposable_income", "disposable_income", year)?
        .value;
    let key = "coverage.illegal_unit.death_times";
    let times = reckoning.int("times", "times", key, None, on)?;
    let key = "coverage.illegal_unit.death_other_times";
    let other = reckoning.int("times", "times", key, None, on)?;
    let formula = || formula!("{} × ({} + {})", income, times.value, other.value);
    let exact = amounts::times_yearly(income, times.value + other.value);
    Ok(reckoning.round(exact, formula, Some(&times.citation)))
}
