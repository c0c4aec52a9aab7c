//! The own wage of an injured person: the mean contribution wage before the injury, kept within its bounds.

use yiju_lawbook::Answer;
use yiju_terms::{Citation, Date, Exact, Money, Month, Rate, Refusal};

use crate::case::BenefitCase;
use crate::formulas::Stop;
use crate::operand::formula;
use crate::reckon::{Reckoning, Sources};
use crate::trace::{Step, Tracer};

/// The own wage with its bounds, none of them rounded: only payable lines are.
#[doc(alias = "本人工资")]
#[derive(Clone, Debug)]
pub struct OwnWage {
    /// The 12-month mean before the bounds.
    pub mean: Exact,
    pub amount: Exact,
    pub floor: Exact,
    pub ceiling: Exact,
    pub provisional: bool,
    pub trace: Vec<Step>,
}

/// `mean`, but never under `floor` nor over `ceiling`.
#[inline]
pub fn clip<N: Ord>(mean: N, floor: N, ceiling: N) -> N {
    mean.max(floor).min(ceiling)
}

/// The own wage by the bounds of the year of injury. Errors: every figure and every fact that is missing.
pub fn own_wage<T: Tracer>(
    sources: Sources<'_>,
    case: &BenefitCase,
    tracer: &mut T,
) -> Result<OwnWage, Stop> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let mut stop = Stop::default();
    let mean = stop.keep(mean_wage(&mut reckoning, case));
    let bounds = stop.keep(bounds(&mut reckoning, case.injured_on));
    let (Some(mean), Some(bounds)) = (mean, bounds) else {
        return Err(stop);
    };
    let Bounds {
        floor,
        ceiling,
        citation,
    } = bounds;
    let amount = clip(mean, floor, ceiling);
    let formula = || formula!("min(max({}, {}), {})", mean, floor, ceiling);
    reckoning.result("own_wage", amount, "yuan", formula, Some(&citation));
    Ok(OwnWage {
        mean,
        amount,
        floor,
        ceiling,
        provisional: reckoning.is_provisional(),
        trace: reckoning.tracer.take(),
    })
}

/// The lowest and the highest own wage of a year, unrounded.
pub(crate) struct Bounds {
    pub floor: Exact,
    pub ceiling: Exact,
    /// The article of the bounds.
    pub citation: Citation,
}

/// The bounds by the law and the average wage of the year of `on`. Errors: all that is missing, at once.
pub(crate) fn bounds<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    on: Date,
) -> Result<Bounds, Stop> {
    let mut stop = Stop::default();
    let stem = "average_wage_for_benefits";
    let average = reckoning.yearly(stem, stem, on.year());
    let average = stop.keep(average.map_err(Stop::from));
    let mut percent =
        |stem, key| stop.keep(reckoning.rate(stem, key, None, on).map_err(Stop::from));
    let floor = percent("floor_percent", "wages.own_wage.floor_percent");
    let ceiling = percent("ceiling_percent", "wages.own_wage.ceiling_percent");
    let (Some(average), Some(floor_rate), Some(ceiling_rate)) = (average, floor, ceiling) else {
        return Err(stop);
    };
    let mut bound = |stem, rate: &Answer<Rate>| {
        let bound = Exact::from(average.value).times_rate(rate.value);
        let formula = || formula!("{} × {}%", average.value, rate.value);
        reckoning.result(stem, bound, "yuan", formula, Some(&rate.citation));
        bound
    };
    Ok(Bounds {
        floor: bound("floor", &floor_rate),
        ceiling: bound("ceiling", &ceiling_rate),
        citation: floor_rate.citation,
    })
}

/// The mean as given, or of the months listed. Months are missing → only by a paper that says how to average then.
fn mean_wage<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    case: &BenefitCase,
) -> Result<Exact, Stop> {
    if let Some(mean) = case.own_wage_mean {
        reckoning.fact("own_wage_mean", mean, "yuan");
        return Ok(Exact::from(mean));
    }
    let wages = &case.contribution_wages;
    if wages.is_empty() && case.wage_unproven_on_project == Some(true) {
        return of_project(reckoning, case.injured_on);
    }
    if wages.is_empty() {
        return Err(Refusal::new("needs_fact")
            .with("parameter", "own_wage_mean")
            .into());
    }
    let on = case.injured_on;
    let months = reckoning.int(
        "own_wage_months",
        "months",
        "wages.own_wage.months",
        None,
        on,
    )?;
    let count = wages.len() as i64;
    if count < months.value {
        reckoning.word("own_wage_short_record", "wages.short_record", None, on)?;
    }
    // The window follows the law's number of months, not the number of rows given.
    let injured = Month::of(on);
    let inside = |month: Month| (1..=months.value).contains(&i64::from(injured.since(month)));
    if let Some(row) = wages.iter().find(|row| !inside(row.month)) {
        return Err(Refusal::new("wage_outside_window")
            .with("month", row.month)
            .into());
    }
    let sum: Money = wages.iter().map(|row| row.amount).sum();
    let mean = Exact::from(sum).times(1, i128::from(count));
    reckoning.result(
        "own_wage_mean",
        mean,
        "yuan",
        || formula!("{} ÷ {}", sum, count),
        None,
    );
    Ok(mean)
}

/// A worker whom a project insures and whose wage nobody can prove: by the paper that lets the average wage stand in.
fn of_project<T: Tracer>(reckoning: &mut Reckoning<'_, T>, on: Date) -> Result<Exact, Stop> {
    let key = "wages.project_worker";
    let rule = reckoning.word("own_wage_project_worker", key, None, on)?;
    if rule.value != "average_wage" {
        let refusal = Refusal::new("wrong_unit").with("parameter", key);
        return Err(refusal.with("unit", "average_wage").into());
    }
    let stem = "average_wage_for_benefits";
    let average = reckoning.yearly(stem, stem, on.year())?;
    Ok(Exact::from(average.value))
}
