//! Death benefits over columns: funeral grant, lump sum, survivor pensions.

use yiju_terms::{Benefit, Date, Exact, Money, Rate};

use super::amounts::{ABSENT, AmountColumn, make, optional, rows_a_piece, run_pieces};
use super::segments::{BOUND_KEYS, Segments, WageBounds, bounds_on, in_parts};
use crate::amounts::{Number, Parts, months_of, times_yearly};
use crate::day_number::DayNumber;
use crate::formulas::shares::capped_shares_into;
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

/// Amounts rounded half up to the fen; absent where a figure is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeathAmounts {
    pub funeral_grant: AmountColumn,
    pub lump_sum: AmountColumn,
    /// One for each dependent, in the order of `kin_percent`.
    pub survivor_pension: AmountColumn,
    /// Whether the single case refuses one of them.
    pub refused: Vec<bool>,
}

/// What the day of injury decides.
#[derive(Clone, Copy)]
struct ByInjury<N> {
    bounds: WageBounds<N>,
    /// The lump sum depends on the year of injury alone.
    lump_sum: i64,
}

/// What the day of death decides.
#[derive(Clone, Copy)]
struct ByDeath {
    funeral_grant: i64,
    /// Of the pensions together.
    cap: Option<Rate>,
}

/// The cells that one thread fills.
struct Piece<'a> {
    first: usize,
    funeral: &'a mut [i64],
    lump_sum: &'a mut [i64],
    /// Of the dependents of these rows.
    pensions: &'a mut [i64],
    refused: &'a mut [bool],
}

/// Panics when the slices do not fit together (a bug).
pub fn deaths(sources: Sources<'_>, columns: &DeathColumns<'_>) -> DeathAmounts {
    let mut out = DeathAmounts::default();
    deaths_into(sources, columns, &mut out);
    out
}

/// [`deaths`] written over an earlier result, whose room is used again.
pub fn deaths_into(sources: Sources<'_>, columns: &DeathColumns<'_>, out: &mut DeathAmounts) {
    let (rows, kin) = (columns.died_on.len(), columns.kin_percent.len());
    let lengths = [columns.injured_on.len(), columns.own_wage_mean.len()];
    assert!(
        lengths.iter().all(|length| *length == rows),
        "columns of one length"
    );
    let starts = columns.kin_start;
    assert_eq!(starts.len(), rows + 1, "one start more than rows");
    assert_eq!(
        (starts[0], starts[rows]),
        (0, kin),
        "every dependent has a row"
    );
    let by_injury = by_injury(sources, columns.injured_on);
    let by_death = by_death(sources, columns.died_on);
    out.funeral_grant.make(rows);
    out.lump_sum.make(rows);
    out.survivor_pension.make(kin);
    make(&mut out.refused, rows, false);
    let fits = |rate: Rate| (0..=1_000_000).contains(&rate.ppm());
    let caps = by_death.values().iter().all(|law| law.cap.is_none_or(fits));
    let convert = |law: &ByInjury<Exact>| {
        let ByInjury { bounds, lump_sum } = *law;
        Some(ByInjury {
            bounds: in_parts(&bounds)?,
            lump_sum,
        })
    };
    let parts = by_injury.convert(convert);
    match parts.filter(|_| caps && columns.kin_percent.iter().copied().all(fits)) {
        Some(parts) => fill::<Parts>(&parts, &by_death, columns, out),
        None => fill(&by_injury, &by_death, columns, out),
    }
}

fn fill<N: Number + Send + Sync>(
    by_injury: &Segments<ByInjury<N>>,
    by_death: &Segments<ByDeath>,
    columns: &DeathColumns<'_>,
    out: &mut DeathAmounts,
) {
    let size = rows_a_piece(columns.died_on.len());
    let cells = (out.funeral_grant.cells.chunks_mut(size))
        .zip(out.lump_sum.cells.chunks_mut(size))
        .zip(out.refused.chunks_mut(size));
    let mut left: &mut [i64] = &mut out.survivor_pension.cells;
    let mut pieces = Vec::new();
    for (at, ((funeral, lump_sum), refused)) in cells.enumerate() {
        let first = at * size;
        let kin = columns.kin_start[first + refused.len()] - columns.kin_start[first];
        let (pensions, rest) = left.split_at_mut(kin);
        left = rest;
        let piece = Piece {
            first,
            funeral,
            lump_sum,
            pensions,
            refused,
        };
        pieces.push(move || rows_of(by_injury, by_death, columns, piece));
    }
    run_pieces(pieces);
}

fn rows_of<N: Number>(
    by_injury: &Segments<ByInjury<N>>,
    by_death: &Segments<ByDeath>,
    columns: &DeathColumns<'_>,
    piece: Piece<'_>,
) {
    let all = piece.first..piece.first + piece.refused.len();
    let (injured_on, died_on) = (
        &columns.injured_on[all.clone()],
        &columns.died_on[all.clone()],
    );
    let mean = &columns.own_wage_mean[all.clone()];
    let starts = &columns.kin_start[all.start..=all.end];
    let first = starts[0];
    for row in 0..all.len() {
        let law = *by_injury.on(DayNumber::of(injured_on[row]));
        let ByDeath { funeral_grant, cap } = *by_death.on(DayNumber::of(died_on[row]));
        let kin = &columns.kin_percent[starts[row]..starts[row + 1]];
        let pensions = &mut piece.pensions[starts[row] - first..starts[row + 1] - first];
        let missing = match (law.bounds, cap) {
            (Some((floor, ceiling)), Some(cap)) => {
                let wage = clip(N::of(mean[row]), floor, ceiling);
                capped_shares_into(wage, kin, cap, pensions);
                false
            }
            _ => {
                pensions.fill(ABSENT);
                !kin.is_empty()
            }
        };
        piece.funeral[row] = funeral_grant;
        piece.lump_sum[row] = law.lump_sum;
        piece.refused[row] = missing || law.lump_sum == ABSENT || funeral_grant == ABSENT;
    }
}

fn key(benefit: Benefit, part: &str) -> String {
    format!("benefits.{}.{part}", benefit.stem())
}

fn by_injury(sources: Sources<'_>, days: &[Date]) -> Segments<ByInjury<Exact>> {
    let parts = ["times", "base_year_offset", "payer"];
    let keys = parts.map(|part| key(Benefit::DeathLumpSum, part));
    let mut cuts: Vec<&str> = keys.iter().map(String::as_str).collect();
    cuts.extend(BOUND_KEYS);
    Segments::of(sources, &cuts, days, |reckoning, day| ByInjury {
        bounds: bounds_on(reckoning, day),
        lump_sum: optional(lump_sum(reckoning, &keys, day)),
    })
}

fn lump_sum(
    reckoning: &mut Reckoning<'_, NoTrace>,
    keys: &[String; 3],
    day: Date,
) -> Option<Money> {
    let offset = reckoning.number(&keys[1], None, day).ok()?.value;
    let year = i16::try_from(i64::from(day.year()) + offset).ok()?;
    let stem = "disposable_income";
    let income = reckoning.yearly(stem, stem, year).ok()?.value;
    let times = reckoning.number(&keys[0], None, day).ok()?.value;
    reckoning.text(&keys[2], None, day).ok()?;
    Some(times_yearly(income, times).round_half_up())
}

fn by_death(sources: Sources<'_>, days: &[Date]) -> Segments<ByDeath> {
    let keys = [
        key(Benefit::FuneralGrant, "months"),
        key(Benefit::FuneralGrant, "payer"),
        key(Benefit::SurvivorPension, "cap_percent"),
        key(Benefit::SurvivorPension, "payer"),
    ];
    let borrowed: Vec<&str> = keys.iter().map(String::as_str).collect();
    Segments::of(sources, &borrowed, days, |reckoning, day| {
        let cap = reckoning.percent(&keys[2], None, day).ok();
        let payer = reckoning.text(&keys[3], None, day);
        ByDeath {
            funeral_grant: optional(funeral(reckoning, &keys, day)),
            cap: cap.filter(|_| payer.is_ok()).map(|answer| answer.value),
        }
    })
}

fn funeral(reckoning: &mut Reckoning<'_, NoTrace>, keys: &[String], day: Date) -> Option<Money> {
    let stem = "average_wage_for_benefits";
    let average = reckoning.yearly(stem, stem, day.year()).ok()?.value;
    let months = reckoning.number(&keys[0], None, day).ok()?.value;
    reckoning.text(&keys[1], None, day).ok()?;
    Some(months_of(Exact::from(average), months).round_half_up())
}
