//! Around the contribution: limits of a person's contribution base, the presumed amount, the late surcharge.

use yiju_terms::exact::div_half_up;
use yiju_terms::{Date, Exact, Money, Month, Rate, Refusal};

use crate::operand::formula;
use crate::reckon::{Reckoning, Sources};
use crate::trace::Tracer;

/// The lowest and the highest monthly contribution base of a year.
#[doc(alias = "缴费基数上下限")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContributionLimits {
    pub floor: Money,
    pub ceiling: Money,
    pub provisional: bool,
}

/// A person's contribution base: the wage, but never under the floor nor over the ceiling.
#[doc(alias = "缴费基数")]
#[inline]
pub fn contribution_base(wage: Money, floor: Money, ceiling: Money) -> Money {
    wage.max(floor).min(ceiling)
}

/// The limits of `year`, in whole yuan: the published limits are rounded to the nearest yuan (4 026.60 → 4 027), unlike
/// the bounds of the own wage, which are not rounded at all.
pub fn contribution_limits<T: Tracer>(
    sources: Sources<'_>,
    year: i16,
    tracer: &mut T,
) -> Result<ContributionLimits, Refusal> {
    let on = Month::new(year, 1).first_day();
    let mut reckoning = Reckoning::new(sources, tracer);
    let average = reckoning.yearly(
        "average_wage_for_contributions",
        "average_wage_for_contributions",
        year,
    )?;
    let mut limit = |stem, result, key| {
        let percent: Rate = reckoning.rate(stem, key, None, on)?.value;
        let fen = Exact::from(average.value)
            .times_rate(percent)
            .round_half_up()
            .fen();
        let yuan = div_half_up(i128::from(fen), 100);
        let limit = Money::from_yuan(i64::try_from(yuan).unwrap_or(i64::MAX / 100));
        let formula = || formula!("{} × {}%", average.value, percent);
        reckoning.result(result, limit, "yuan", formula, None);
        Ok::<Money, Refusal>(limit)
    };
    let floor = limit(
        "floor_percent",
        "floor",
        "contributions.base_limits.floor_percent",
    )?;
    let ceiling = limit(
        "ceiling_percent",
        "ceiling",
        "contributions.base_limits.ceiling_percent",
    )?;
    Ok(ContributionLimits {
        floor,
        ceiling,
        provisional: reckoning.is_provisional(),
    })
}

/// What a unit that did not declare is presumed to owe: last month's contribution raised by law.
#[doc(alias = "推定应缴额")]
pub fn presumed_contribution<T: Tracer>(
    sources: Sources<'_>,
    last_month: Money,
    on: Date,
    tracer: &mut T,
) -> Result<Money, Refusal> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let key = "contributions.presumed_contribution.percent";
    let percent = reckoning.rate("presumed_percent", key, None, on)?;
    let exact = Exact::from(last_month).times_rate(percent.value);
    let formula = || formula!("{} × {}%", last_month, percent.value);
    Ok(reckoning.round(exact, formula, Some(&percent.citation)))
}

/// The late surcharge on `principal` for `days` days since the default on `since`: simple, never compounded.
///
/// The daily rate is the one in force on `since`: arrears from before it follow older rules and are refused.
#[doc(alias = "滞纳金")]
pub fn late_surcharge<T: Tracer>(
    sources: Sources<'_>,
    principal: Money,
    since: Date,
    days: u32,
    tracer: &mut T,
) -> Result<Money, Refusal> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let key = "contributions.late_surcharge.per_day";
    let per_day = reckoning.rate("surcharge_per_day", key, None, since)?;
    let exact = Exact::from(principal)
        .times_rate(per_day.value)
        .times(i128::from(days), 1);
    let formula = || formula!("{} × {}% × {}", principal, per_day.value, days);
    Ok(reckoning.round(exact, formula, Some(&per_day.citation)))
}
