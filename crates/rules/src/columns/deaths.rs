//! Death benefits over columns: funeral grant, lump sum, survivor pensions.

use yiju_terms::{Benefit, Date, Exact, Money, Rate};

use super::segments::{Segments, wage_bounds};
use crate::amounts::{months_of, times_yearly};
use crate::formulas::shares::capped_shares;
use crate::own_wage::clip;
use crate::reckon::{Reckoning, Sources};
use crate::trace::NoTrace;

/// One row a death inside the injury leave; the slices of rows are of one length.
#[derive(Clone, Copy, Debug)]
pub struct DeathColumns<'a> {
    pub injured_on: &'a [Date],
    pub died_on: &'a [Date],
    /// The mean contribution wage before the bounds.
    pub own_wage_mean: &'a [Money],
    /// `kin_percent[kin_start[row]..kin_start[row + 1]]` are the shares of the row's entitled dependents: one longer
    /// than the rows.
    pub kin_start: &'a [usize],
    pub kin_percent: &'a [Rate],
}

/// Amounts rounded half up to the fen; `None` where a figure is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeathAmounts {
    pub funeral_grant: Vec<Option<Money>>,
    pub lump_sum: Vec<Option<Money>>,
    /// One for each dependent, in the order of `kin_percent`.
    pub survivor_pension: Vec<Option<Money>>,
    /// Whether the single case refuses one of them.
    pub refused: Vec<bool>,
}

/// Panics when the slices do not fit together (a bug).
pub fn deaths(sources: Sources<'_>, columns: &DeathColumns<'_>) -> DeathAmounts {
    let rows = columns.died_on.len();
    let lengths = [columns.injured_on.len(), columns.own_wage_mean.len()];
    assert!(
        lengths.iter().all(|length| *length == rows),
        "columns of one length"
    );
    assert_eq!(
        columns.kin_start.len(),
        rows + 1,
        "one start more than rows"
    );
    let bounds = wage_bounds(sources, columns.injured_on);
    let by_injury = lump_sums(sources, columns.injured_on);
    let by_death = by_death(sources, columns.died_on);
    let mut out = DeathAmounts::default();
    for row in 0..rows {
        let lump = *by_injury.on(columns.injured_on[row]);
        let (funeral, cap) = *by_death.on(columns.died_on[row]);
        let mean = Exact::from(columns.own_wage_mean[row]);
        let bounds = bounds.on(columns.injured_on[row]);
        let wage = bounds.map(|(floor, ceiling)| clip(mean, floor, ceiling));
        let kin = &columns.kin_percent[columns.kin_start[row]..columns.kin_start[row + 1]];
        let shares = match (wage, cap) {
            (Some(wage), Some(cap)) => capped_shares(wage, kin, cap)
                .into_iter()
                .map(Some)
                .collect(),
            _ => vec![None; kin.len()],
        };
        let missing = shares.iter().any(Option::is_none);
        out.refused
            .push(lump.is_none() || funeral.is_none() || missing);
        out.lump_sum.push(lump);
        out.funeral_grant.push(funeral);
        out.survivor_pension.extend(shares);
    }
    out
}

fn key(benefit: Benefit, part: &str) -> String {
    format!("benefits.{}.{part}", benefit.stem())
}

/// The lump sum depends on the year of injury alone.
fn lump_sums(sources: Sources<'_>, days: &[Date]) -> Segments<Option<Money>> {
    let parts = ["times", "base_year_offset", "payer"];
    let keys = parts.map(|part| key(Benefit::DeathLumpSum, part));
    let borrowed: Vec<&str> = keys.iter().map(String::as_str).collect();
    Segments::of(sources, &borrowed, days, |reckoning, day| {
        let offset = reckoning.number(&keys[1], None, day).ok()?.value;
        let year = i16::try_from(i64::from(day.year()) + offset).ok()?;
        let stem = "disposable_income";
        let income = reckoning.yearly(stem, stem, year).ok()?.value;
        let times = reckoning.number(&keys[0], None, day).ok()?.value;
        reckoning.text(&keys[2], None, day).ok()?;
        Some(times_yearly(income, times).round_half_up())
    })
}

/// The funeral grant and the cap of the pensions, by the day of death.
fn by_death(sources: Sources<'_>, days: &[Date]) -> Segments<(Option<Money>, Option<Rate>)> {
    let keys = [
        key(Benefit::FuneralGrant, "months"),
        key(Benefit::FuneralGrant, "payer"),
        key(Benefit::SurvivorPension, "cap_percent"),
        key(Benefit::SurvivorPension, "payer"),
    ];
    let borrowed: Vec<&str> = keys.iter().map(String::as_str).collect();
    Segments::of(sources, &borrowed, days, |reckoning, day| {
        let cap = reckoning.percent(&keys[2], None, day);
        let payer = reckoning.text(&keys[3], None, day);
        let cap = cap
            .ok()
            .filter(|_| payer.is_ok())
            .map(|answer| answer.value);
        (funeral(reckoning, &keys, day), cap)
    })
}

fn funeral(reckoning: &mut Reckoning<'_, NoTrace>, keys: &[String], day: Date) -> Option<Money> {
    let stem = "average_wage_for_benefits";
    let average = reckoning.yearly(stem, stem, day.year()).ok()?.value;
    let months = reckoning.number(&keys[0], None, day).ok()?.value;
    reckoning.text(&keys[1], None, day).ok()?;
    Some(months_of(Exact::from(average), months).round_half_up())
}
