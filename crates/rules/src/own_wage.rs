//! The own wage of an injured person: the mean contribution wage before the injury, kept within its bounds.

use yiju_terms::{Exact, Money, Month, Refusal};

use crate::case::BenefitCase;
use crate::formulas::Stop;
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
pub fn clip(mean: Exact, floor: Exact, ceiling: Exact) -> Exact {
    mean.max(floor).min(ceiling)
}

/// The own wage by the bounds of the year of injury. Errors: every figure and every fact that is missing.
pub fn own_wage<T: Tracer>(
    sources: Sources<'_>,
    case: &BenefitCase,
    tracer: &mut T,
) -> Result<OwnWage, Stop> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let on = case.injured_on;
    let mut stop = Stop::default();
    let mean = stop.keep(mean_wage(&mut reckoning, case));
    let year = on.year();
    let average = stop.keep(
        reckoning
            .yearly(
                "average_wage_for_benefits",
                "average_wage_for_benefits",
                year,
            )
            .map_err(Stop::from),
    );
    let floor_key = "wages.own_wage.floor_percent";
    let floor = stop.keep(
        reckoning
            .rate("floor_percent", floor_key, None, on)
            .map_err(Stop::from),
    );
    let ceiling_key = "wages.own_wage.ceiling_percent";
    let ceiling = stop.keep(
        reckoning
            .rate("ceiling_percent", ceiling_key, None, on)
            .map_err(Stop::from),
    );
    let (Some(mean), Some(average), Some(floor_rate), Some(ceiling_rate)) =
        (mean, average, floor, ceiling)
    else {
        return Err(stop);
    };
    let bound = |rate| Exact::from(average.value).times_rate(rate);
    let (floor, ceiling) = (bound(floor_rate.value), bound(ceiling_rate.value));
    let product = |rate| format!("{} × {rate}%", average.value);
    let (floor_cite, ceiling_cite) = (Some(&floor_rate.citation), Some(&ceiling_rate.citation));
    reckoning.result(
        "floor",
        floor,
        "yuan",
        || product(floor_rate.value),
        floor_cite,
    );
    reckoning.result(
        "ceiling",
        ceiling,
        "yuan",
        || product(ceiling_rate.value),
        ceiling_cite,
    );
    let amount = clip(mean, floor, ceiling);
    let formula = || format!("min(max({mean}, {floor}), {ceiling})");
    reckoning.result(
        "own_wage",
        amount,
        "yuan",
        formula,
        Some(&floor_rate.citation),
    );
    Ok(OwnWage {
        mean,
        amount,
        floor,
        ceiling,
        provisional: reckoning.is_provisional(),
        trace: reckoning.tracer.take(),
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
    let count = wages.len() as i128;
    if count < i128::from(months.value) {
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
    let mean = Exact::from(sum).times(1, count);
    reckoning.result(
        "own_wage_mean",
        mean,
        "yuan",
        || format!("{sum} ÷ {count}"),
        None,
    );
    Ok(mean)
}
