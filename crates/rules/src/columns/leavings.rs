//! The two grants on leaving over columns.

use yiju_terms::{Benefit, Date, Money, Rate};

use super::amounts::{ABSENT, AmountColumn, cell, make, rows_a_piece, run_pieces};
use super::segments::{Segments, WageBounds, in_parts, wage_bounds};
use crate::amounts::{Number, Parts, Rounded, leaving_grant};
use crate::case::{LeavingReason, RetirementCategory};
use crate::day_number::DayNumber;
use crate::formulas::on_leaving::step_percent;
use crate::own_wage::clip;
use crate::reckon::{Reckoning, Sources};
use crate::retirement::{RetirementRule, retirement_rule};
use crate::trace::NoTrace;

/// One row a person who leaves; all slices of one length. The same as a case with these facts and no others.
#[derive(Clone, Copy, Debug)]
pub struct LeavingColumns<'a> {
    pub injured_on: &'a [Date],
    pub left_on: &'a [Date],
    pub reason: &'a [LeavingReason],
    /// 1 to 10.
    pub grade: &'a [u8],
    /// The mean contribution wage before the bounds.
    pub own_wage_mean: &'a [Money],
    pub birth: &'a [Date],
    pub retirement_category: &'a [RetirementCategory],
}

/// Amounts rounded half up to the fen; absent where nothing is due or a figure is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeavingAmounts {
    pub medical_lump_sum: AmountColumn,
    pub employment_lump_sum: AmountColumn,
    /// Whether the single case refuses one of them.
    pub refused: Vec<bool>,
}

/// Row 0 of a table by grade is for what is no grade.
const GRADES: usize = 11;
/// The last row of the near-retirement table says "and more".
const YEARS: usize = 6;
const CATEGORIES: [RetirementCategory; 3] = [
    RetirementCategory::Male60,
    RetirementCategory::Female55,
    RetirementCategory::Female50,
];

/// What the law says on a day.
struct Rules {
    /// `None` where the law is missing.
    grades: [Option<GradeRule>; GRADES],
    retirement: [Option<RetirementRule>; 3],
    near: [[Option<Rate>; YEARS]; 2],
}

#[derive(Clone, Copy)]
struct GradeRule {
    /// A bit for each reason that gives the right.
    reasons: u8,
    months: [Option<i64>; 2],
}

const GRANTS: [Benefit; 2] = [Benefit::MedicalLumpSum, Benefit::EmploymentLumpSum];

/// The cells that one thread fills.
struct Piece<'a> {
    first: usize,
    medical: &'a mut [i64],
    employment: &'a mut [i64],
    refused: &'a mut [bool],
}

/// Panics when the slices differ in length (a bug).
pub fn leavings(sources: Sources<'_>, columns: &LeavingColumns<'_>) -> LeavingAmounts {
    let mut out = LeavingAmounts::default();
    leavings_into(sources, columns, &mut out);
    out
}

/// [`leavings`] written over an earlier result, whose room is used again.
pub fn leavings_into(sources: Sources<'_>, columns: &LeavingColumns<'_>, out: &mut LeavingAmounts) {
    let rows = columns.grade.len();
    let lengths = [
        columns.injured_on.len(),
        columns.left_on.len(),
        columns.reason.len(),
        columns.own_wage_mean.len(),
        columns.birth.len(),
        columns.retirement_category.len(),
    ];
    assert!(
        lengths.iter().all(|length| *length == rows),
        "columns of one length"
    );
    let bounds = wage_bounds(sources, columns.injured_on);
    let rules = rules(sources, columns.left_on);
    out.medical_lump_sum.make(rows);
    out.employment_lump_sum.make(rows);
    make(&mut out.refused, rows, false);
    match bounds.convert(in_parts).filter(|_| fits_parts(&rules)) {
        Some(bounds) => fill(&rules, &bounds, columns, out),
        None => fill(&rules, &bounds, columns, out),
    }
}

/// Whether all that is made of bounds that fit fits too.
fn fits_parts(rules: &Segments<Rules>) -> bool {
    rules.values().iter().all(|rules| {
        let months = rules.grades.iter().flatten().flat_map(|rule| rule.months);
        let near = rules.near.iter().flatten().flatten();
        months
            .flatten()
            .all(|months| (0..=Parts::MOST_MONTHS).contains(&months))
            && near
                .copied()
                .all(|near| (0..=1_000_000).contains(&near.ppm()))
    })
}

fn fill<N: Number + Send + Sync>(
    rules: &Segments<Rules>,
    bounds: &Segments<WageBounds<N>>,
    columns: &LeavingColumns<'_>,
    out: &mut LeavingAmounts,
) {
    let size = rows_a_piece(columns.grade.len());
    let cells = (out.medical_lump_sum.cells.chunks_mut(size))
        .zip(out.employment_lump_sum.cells.chunks_mut(size))
        .zip(out.refused.chunks_mut(size));
    let pieces = cells
        .enumerate()
        .map(|(at, ((medical, employment), refused))| {
            let first = at * size;
            let piece = Piece {
                first,
                medical,
                employment,
                refused,
            };
            move || rows(rules, bounds, columns, piece)
        });
    run_pieces(pieces.collect());
}

fn rows<N: Number>(
    rules: &Segments<Rules>,
    bounds: &Segments<WageBounds<N>>,
    columns: &LeavingColumns<'_>,
    piece: Piece<'_>,
) {
    let all = piece.first..piece.first + piece.medical.len();
    let (injured_on, left_on) = (
        &columns.injured_on[all.clone()],
        &columns.left_on[all.clone()],
    );
    let (grade, mean) = (
        &columns.grade[all.clone()],
        &columns.own_wage_mean[all.clone()],
    );
    let (reason, birth) = (&columns.reason[all.clone()], &columns.birth[all.clone()]);
    let category = &columns.retirement_category[all.clone()];
    for row in 0..all.len() {
        let left = DayNumber::of(left_on[row]);
        let rules = rules.on(left);
        let years = years_to_retirement(rules, category[row], DayNumber::of(birth[row]), left);
        let due = due(rules, grade[row], reason[row], years);
        let bounds = *bounds.on(DayNumber::of(injured_on[row]));
        let (amounts, refused) = match (due, bounds) {
            (Ok(Some((months, years))), Some((floor, ceiling))) => {
                let wage = clip(N::of(mean[row]), floor, ceiling);
                grants(rules, months, years, wage)
            }
            (Ok(None), _) => ([ABSENT; 2], false),
            _ => ([ABSENT; 2], true),
        };
        piece.medical[row] = amounts[0];
        piece.employment[row] = amounts[1];
        piece.refused[row] = refused;
    }
}

/// Full years to retirement, a row of the near-retirement table; `Ok(None)` for who has reached it.
#[inline]
fn years_to_retirement(
    rules: &Rules,
    category: RetirementCategory,
    birth: DayNumber,
    left: DayNumber,
) -> Result<Option<usize>, Missing> {
    let category = match category {
        RetirementCategory::Male60 => 0,
        RetirementCategory::Female55 => 1,
        RetirementCategory::Female50 => 2,
    };
    let retires = rules.retirement[category]
        .as_ref()
        .ok_or(Missing)?
        .retires_at(birth);
    let years = retires.full_years_since(left) as usize;
    Ok((retires > left).then_some(years.min(YEARS - 1)))
}

/// A figure of the law is missing; the single case says which.
struct Missing;

type Months = [Option<i64>; 2];

/// Months of the two grants and years to retirement; `Ok(None)` where lawfully nothing is due.
#[inline]
fn due(
    rules: &Rules,
    grade: u8,
    reason: LeavingReason,
    years: Result<Option<usize>, Missing>,
) -> Result<Option<(Months, usize)>, Missing> {
    let grade = usize::from(grade);
    let rule = rules.grades[if grade < GRADES { grade } else { 0 }]
        .as_ref()
        .ok_or(Missing)?;
    if rule.reasons & bit(reason) == 0 {
        return Ok(None);
    }
    Ok(years?.map(|years| (rule.months, years)))
}

/// Both grants, or neither where a figure of one is missing.
#[inline]
fn grants<N: Number>(rules: &Rules, months: Months, years: usize, wage: N) -> ([i64; 2], bool) {
    let near = [rules.near[0][years], rules.near[1][years]];
    let ([Some(medical), Some(employment)], [Some(less), Some(less_employment)]) = (months, near)
    else {
        return ([ABSENT; 2], true);
    };
    let grant = |months, percent| cell(true, leaving_grant(wage, months, percent).round_half_up());
    (
        [grant(medical, less), grant(employment, less_employment)],
        false,
    )
}

#[inline]
fn bit(reason: LeavingReason) -> u8 {
    1 << reason as u8
}

fn key(benefit: Benefit, part: &str) -> String {
    format!("benefits.{}.{part}", benefit.stem())
}

fn rules(sources: Sources<'_>, days: &[Date]) -> Segments<Rules> {
    let mut keys: Vec<String> = ["leaving_grades", "leaving_reasons"]
        .map(|part| format!("benefits.entitlement.{part}"))
        .to_vec();
    for benefit in GRANTS {
        keys.extend(["months", "near_retirement_percent", "payer"].map(|part| key(benefit, part)));
    }
    let parts = [
        "years",
        "delay_first_birth",
        "births_per_delay_month",
        "delay_months_max",
    ];
    keys.extend(parts.map(|part| format!("retirement.statutory_age.{part}")));
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    Segments::of(sources, &keys, days, rules_on)
}

fn rules_on(reckoning: &mut Reckoning<'_, NoTrace>, on: Date) -> Rules {
    Rules {
        grades: std::array::from_fn(|grade| grade_rule(reckoning, grade, on)),
        retirement: CATEGORIES.map(|category| retirement_rule(reckoning, category, on).ok()),
        near: GRANTS.map(|benefit| {
            let key = key(benefit, "near_retirement_percent");
            std::array::from_fn(|years| {
                let years = i64::try_from(years).unwrap_or(0);
                step_percent(reckoning, &key, years, on)
                    .ok()
                    .map(|answer| answer.value)
            })
        }),
    }
}

fn grade_rule(reckoning: &Reckoning<'_, NoTrace>, grade: usize, on: Date) -> Option<GradeRule> {
    let number = i64::try_from(grade).ok().filter(|grade| *grade > 0)?;
    let listed = reckoning
        .listed("benefits.entitlement.leaving_grades", number, on)
        .ok()?
        .value;
    if !listed {
        return Some(GradeRule {
            reasons: 0,
            months: [None, None],
        });
    }
    let row = grade.to_string();
    let named = reckoning
        .text("benefits.entitlement.leaving_reasons", Some(&row), on)
        .ok()?;
    // Who retires has no right, whatever the list says.
    let reasons = (named.value.split(' ').filter_map(LeavingReason::from_stem))
        .filter(|reason| *reason != LeavingReason::Retired)
        .fold(0, |bits, reason| bits | bit(reason));
    let months = GRANTS.map(|benefit| {
        reckoning.text(&key(benefit, "payer"), None, on).ok()?;
        let months = reckoning
            .number(&key(benefit, "months"), Some(&row), on)
            .ok()?;
        Some(months.value)
    });
    Some(GradeRule { reasons, months })
}
