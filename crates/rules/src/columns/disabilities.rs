//! Disability benefits over columns: lump sum, allowance, attendance allowance.

use yiju_terms::{Benefit, Date, Exact, Money, Payer, Rate, SelfCareLevel};

use super::amounts::{ABSENT, AmountColumn, cell, make, optional, rows_a_piece, run_pieces};
use super::segments::{Segments, WageBounds, in_parts, wage_bounds};
use crate::amounts::{Number, Parts, Rounded, minimum_wage_top_up, months_of, share_of};
use crate::day_number::DayNumber;
use crate::own_wage::clip;
use crate::reckon::{Reckoning, Sources};
use crate::trace::NoTrace;

/// One row a person with a grade; all slices of one length. The same as a case with these facts and no others.
#[derive(Clone, Copy, Debug)]
pub struct DisabilityColumns<'a> {
    pub injured_on: &'a [Date],
    pub appraised_on: &'a [Date],
    /// 1 to 10.
    pub grade: &'a [u8],
    /// The mean contribution wage before the bounds.
    pub own_wage_mean: &'a [Money],
    pub self_care_level: &'a [Option<SelfCareLevel>],
    /// The day for which monthly benefits are worked out.
    pub as_of: Date,
}

/// Amounts rounded half up to the fen; absent where nothing is due or a figure is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisabilityAmounts {
    pub lump_sum: AmountColumn,
    pub allowance: AmountColumn,
    pub allowance_payer: Vec<Option<Payer>>,
    pub attendance: AmountColumn,
    /// Whether the single case refuses one of them.
    pub refused: Vec<bool>,
}

/// Row 0 of a table by grade is for what is no grade.
const GRADES: usize = 11;

/// What a grade gives each month.
#[derive(Clone, Copy)]
struct Allowance {
    missing: bool,
    /// `None`: the grade has no allowance.
    payer: Option<Payer>,
    percent: Rate,
    /// [`NO_FLOOR`] where the minimum wage is no floor.
    minimum: Money,
}

const NO_ALLOWANCE: Allowance = Allowance {
    missing: false,
    payer: None,
    percent: Rate::ZERO,
    minimum: NO_FLOOR,
};

/// Below every allowance.
const NO_FLOOR: Money = Money::from_fen(i64::MIN / 2);

/// What the law says for these columns.
struct Law {
    bounds: Segments<WageBounds<Exact>>,
    /// By the day of appraisal and the grade.
    months: Segments<[Option<i64>; GRADES]>,
    allowances: [Allowance; GRADES],
    /// By level, none first; missing: the level's amount is.
    attendance: [i64; 4],
}

impl Law {
    fn ask(sources: Sources<'_>, columns: &DisabilityColumns<'_>) -> Law {
        let mut tracer = NoTrace;
        let mut reckoning = Reckoning::new(sources, &mut tracer);
        Law {
            bounds: wage_bounds(sources, columns.injured_on),
            months: lump_sum_months(sources, columns.appraised_on),
            allowances: std::array::from_fn(|grade| {
                allowance(&mut reckoning, grade, columns.as_of)
            }),
            attendance: attendance(&mut reckoning, columns.as_of),
        }
    }

    /// The bounds in hundredths of a fen, where all that is made of them fits into a word.
    fn in_parts(&self) -> Option<Segments<WageBounds<Parts>>> {
        let months = self.months.values().iter().flatten().flatten();
        let fits = months
            .copied()
            .all(|months| (0..=Parts::MOST_MONTHS).contains(&months))
            && self
                .allowances
                .iter()
                .all(|rule| (0..=1_000_000).contains(&rule.percent.ppm()));
        self.bounds.convert(in_parts).filter(|_| fits)
    }
}

/// The cells that one thread fills.
struct Piece<'a> {
    first: usize,
    lump_sum: &'a mut [i64],
    allowance: &'a mut [i64],
    payer: &'a mut [Option<Payer>],
    attendance: &'a mut [i64],
    refused: &'a mut [bool],
}

/// Panics when the slices differ in length (a bug).
pub fn disabilities(sources: Sources<'_>, columns: &DisabilityColumns<'_>) -> DisabilityAmounts {
    let mut out = DisabilityAmounts::default();
    disabilities_into(sources, columns, &mut out);
    out
}

/// [`disabilities`] written over an earlier result, whose room is used again.
pub fn disabilities_into(
    sources: Sources<'_>,
    columns: &DisabilityColumns<'_>,
    out: &mut DisabilityAmounts,
) {
    let rows = columns.grade.len();
    let lengths = [
        columns.injured_on.len(),
        columns.appraised_on.len(),
        columns.own_wage_mean.len(),
        columns.self_care_level.len(),
    ];
    assert!(
        lengths.iter().all(|length| *length == rows),
        "columns of one length"
    );
    let law = Law::ask(sources, columns);
    out.lump_sum.make(rows);
    out.allowance.make(rows);
    make(&mut out.allowance_payer, rows, None);
    out.attendance.make(rows);
    make(&mut out.refused, rows, false);
    match law.in_parts() {
        Some(bounds) => fill(&law, &bounds, columns, out),
        None => fill(&law, &law.bounds, columns, out),
    }
}

fn fill<N: Number + Send + Sync>(
    law: &Law,
    bounds: &Segments<WageBounds<N>>,
    columns: &DisabilityColumns<'_>,
    out: &mut DisabilityAmounts,
) {
    let size = rows_a_piece(columns.grade.len());
    let cells = (out.lump_sum.cells.chunks_mut(size))
        .zip(out.allowance.cells.chunks_mut(size))
        .zip(out.allowance_payer.chunks_mut(size))
        .zip(out.attendance.cells.chunks_mut(size))
        .zip(out.refused.chunks_mut(size));
    let pieces = cells.enumerate().map(
        |(at, ((((lump_sum, allowance), payer), attendance), refused))| {
            let first = at * size;
            let piece = Piece {
                first,
                lump_sum,
                allowance,
                payer,
                attendance,
                refused,
            };
            move || rows(law, bounds, columns, piece)
        },
    );
    run_pieces(pieces.collect());
}

fn rows<N: Number>(
    law: &Law,
    bounds: &Segments<WageBounds<N>>,
    columns: &DisabilityColumns<'_>,
    piece: Piece<'_>,
) {
    let all = piece.first..piece.first + piece.lump_sum.len();
    let (injured_on, appraised_on) = (
        &columns.injured_on[all.clone()],
        &columns.appraised_on[all.clone()],
    );
    let (grade, mean) = (
        &columns.grade[all.clone()],
        &columns.own_wage_mean[all.clone()],
    );
    let level = &columns.self_care_level[all.clone()];
    for row in 0..all.len() {
        let grade = usize::from(grade[row]);
        let grade = if grade < GRADES { grade } else { 0 };
        let bounds = *bounds.on(DayNumber::of(injured_on[row]));
        let months = law.months.on(DayNumber::of(appraised_on[row]))[grade];
        let rule = &law.allowances[grade];
        let (lump, monthly, missing) = match bounds {
            Some((floor, ceiling)) => {
                let wage = clip(N::of(mean[row]), floor, ceiling);
                let lump = months_of(wage, months.unwrap_or(0)).round_half_up();
                let share = share_of(wage, rule.percent).round_half_up();
                let monthly = share + minimum_wage_top_up(share, rule.minimum);
                let (some, due) = (months.is_some(), rule.payer.is_some());
                (cell(some, lump), cell(due, monthly), !some || rule.missing)
            }
            None => (ABSENT, ABSENT, true),
        };
        let care = if grade == 0 { None } else { level[row] };
        let attendance = law.attendance[care.map_or(0, level_row)];
        piece.lump_sum[row] = lump;
        piece.allowance[row] = monthly;
        piece.payer[row] = rule.payer.filter(|_| monthly != ABSENT);
        piece.attendance[row] = attendance;
        piece.refused[row] = missing || (care.is_some() && attendance == ABSENT);
    }
}

fn key(benefit: Benefit, part: &str) -> String {
    format!("benefits.{}.{part}", benefit.stem())
}

fn lump_sum_months(sources: Sources<'_>, days: &[Date]) -> Segments<[Option<i64>; GRADES]> {
    let months = key(Benefit::DisabilityLumpSum, "months");
    let payer = key(Benefit::DisabilityLumpSum, "payer");
    Segments::of(sources, &[&months, &payer], days, |reckoning, day| {
        let payer = reckoning.text(&payer, None, day).ok();
        std::array::from_fn(|grade| {
            let row = (grade > 0 && payer.is_some()).then(|| grade.to_string())?;
            let answer = reckoning.number(&months, Some(&row), day).ok()?;
            Some(answer.value)
        })
    })
}

fn allowance(reckoning: &mut Reckoning<'_, NoTrace>, grade: usize, on: Date) -> Allowance {
    let missing = Allowance {
        missing: true,
        ..NO_ALLOWANCE
    };
    if grade == 0 {
        return missing;
    }
    let benefit = Benefit::DisabilityAllowance;
    let number = i64::try_from(grade).unwrap_or(0);
    let row = grade.to_string();
    let graded = reckoning.listed("benefits.entitlement.allowance_grades", number, on);
    match graded {
        Ok(graded) if !graded.value => return NO_ALLOWANCE,
        Ok(_) => {}
        Err(_) => return missing,
    }
    let found = || {
        reckoning
            .listed("benefits.entitlement.retained_grades", number, on)
            .ok()?;
        let percent = reckoning
            .percent(&key(benefit, "percent"), Some(&row), on)
            .ok()?;
        let payer = reckoning
            .text(&key(benefit, "payer"), Some(&row), on)
            .ok()?;
        let floored = reckoning
            .flag(&key(benefit, "floor_minimum_wage"), on)
            .ok()?;
        let minimum = reckoning.amount("minimum_wage", None, on).ok();
        let minimum = minimum.map(|answer| answer.value).filter(|_| floored.value);
        Some(Allowance {
            missing: false,
            payer: Some(Payer::from_stem(&payer.value)?),
            percent: percent.value,
            minimum: minimum.unwrap_or(NO_FLOOR),
        })
    };
    found().unwrap_or(missing)
}

const LEVELS: [SelfCareLevel; 3] = [
    SelfCareLevel::Total,
    SelfCareLevel::Major,
    SelfCareLevel::Partial,
];

#[inline]
fn level_row(level: SelfCareLevel) -> usize {
    match level {
        SelfCareLevel::Total => 1,
        SelfCareLevel::Major => 2,
        SelfCareLevel::Partial => 3,
    }
}

/// The attendance allowance of each level: the same for everybody of a year.
fn attendance(reckoning: &mut Reckoning<'_, NoTrace>, on: Date) -> [i64; 4] {
    let benefit = Benefit::AttendanceAllowance;
    let stem = "average_wage_for_benefits";
    let average = reckoning.yearly(stem, stem, on.year()).ok();
    let mut amounts = [ABSENT; 4];
    for level in LEVELS {
        let ask = || {
            let percent = reckoning.percent(&key(benefit, "percent"), Some(level.stem()), on);
            reckoning.text(&key(benefit, "payer"), None, on).ok()?;
            let base = Exact::from(average.as_ref()?.value);
            Some(share_of(base, percent.ok()?.value).round_half_up())
        };
        amounts[level_row(level)] = optional(ask());
    }
    amounts
}
