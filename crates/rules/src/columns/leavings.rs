//! The two grants on leaving over columns.

use yiju_terms::{Benefit, Date, Money, Rate};

use super::amounts::{AmountColumn, cell, make, rows_a_piece, run_pieces};
use super::segments::{Segments, WageBounds, in_parts, wage_bounds};
use crate::amounts::{Number, Parts, Rounded, leaving_grant};
use crate::case::{LeavingReason, RetirementCategory};
use crate::day_number::DayNumber;
use crate::formulas::on_leaving::step_percent;
use crate::own_wage::clip;
use crate::reckon::{Reckoning, Sources};
use crate::retirement::{RetirementMonths, retirement_rule};
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

const REASONS: usize = LeavingReason::STEMS.len();

/// What the law says on a day. Rows differ at random, so everything is a table and no row branches.
struct Rules {
    rights: [[Right; REASONS]; GRADES],
    /// In the order of [`CATEGORIES`], which is that of the enum.
    retirement: [Option<RetirementMonths>; 3],
    near: [Near; YEARS],
}

/// What a grade and a reason give.
#[derive(Clone, Copy, Default)]
struct Right {
    /// The law does not say whether anything is due.
    unknown: bool,
    due: bool,
    /// The months of both grants are known.
    complete: bool,
    months: [i64; 2],
}

/// The share of each grant by full years to retirement.
#[derive(Clone, Copy, Default)]
struct Near {
    complete: bool,
    percent: [Rate; 2],
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
    let most = 0..=Parts::MOST_MONTHS;
    rules.values().iter().all(|rules| {
        let mut months = rules.rights.iter().flatten().flat_map(|right| right.months);
        let mut near = rules.near.iter().flat_map(|near| near.percent);
        months.all(|months| most.contains(&months))
            && near.all(|near| (0..=1_000_000).contains(&near.ppm()))
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
        let grade = usize::from(grade[row]);
        let right = &rules.rights[if grade < GRADES { grade } else { 0 }][reason[row] as usize];
        let retires = rules.retirement[category[row] as usize]
            .as_ref()
            .map(|months| months.retires_at(DayNumber::of(birth[row])));
        let years = retires.map_or(0, |day| day.full_years_since(left)) as usize;
        let near = &rules.near[years.min(YEARS - 1)];
        let bounds = *bounds.on(DayNumber::of(injured_on[row]));
        let wage = bounds.map(|(floor, ceiling)| clip(N::of(mean[row]), floor, ceiling));
        // Who has reached the day of retirement lawfully gets nothing.
        let open = right.due & retires.is_none_or(|day| day > left);
        let known = retires.is_some() & wage.is_some() & right.complete & near.complete;
        let wage = wage.unwrap_or_else(|| N::of(Money::ZERO));
        let grant = |of: usize| {
            let exact = leaving_grant(wage, right.months[of], near.percent[of]);
            cell(open & known, exact.round_half_up())
        };
        piece.medical[row] = grant(0);
        piece.employment[row] = grant(1);
        piece.refused[row] = right.unknown | (open & !known);
    }
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
    let rights = std::array::from_fn(|grade| rights(reckoning, grade, on));
    let retirement = CATEGORIES.map(|category| {
        let rule = retirement_rule(reckoning, category, on).ok();
        rule.map(|rule| RetirementMonths::of(&rule))
    });
    let keys = GRANTS.map(|benefit| key(benefit, "near_retirement_percent"));
    let mut near = |years: usize| {
        let years = i64::try_from(years).unwrap_or(0);
        let percent = |key: &String| step_percent(reckoning, key, years, on);
        let [Ok(medical), Ok(employment)] = keys.each_ref().map(percent) else {
            return Near::default();
        };
        Near {
            complete: true,
            percent: [medical.value, employment.value],
        }
    };
    Rules {
        rights,
        retirement,
        near: std::array::from_fn(&mut near),
    }
}

/// What a grade gives for each reason.
fn rights(reckoning: &Reckoning<'_, NoTrace>, grade: usize, on: Date) -> [Right; REASONS] {
    let unknown = Right {
        unknown: true,
        ..Right::default()
    };
    rights_known(reckoning, grade, on).unwrap_or([unknown; REASONS])
}

/// Nothing where a figure is missing.
fn rights_known(
    reckoning: &Reckoning<'_, NoTrace>,
    grade: usize,
    on: Date,
) -> Option<[Right; REASONS]> {
    let mut rights = [Right::default(); REASONS];
    let number = i64::try_from(grade).ok().filter(|grade| *grade > 0)?;
    let listed = reckoning
        .listed("benefits.entitlement.leaving_grades", number, on)
        .ok()?
        .value;
    if !listed {
        return Some(rights);
    }
    let row = grade.to_string();
    let named = reckoning
        .text("benefits.entitlement.leaving_reasons", Some(&row), on)
        .ok()?;
    let months = GRANTS.map(|benefit| {
        reckoning.text(&key(benefit, "payer"), None, on).ok()?;
        let months = reckoning.number(&key(benefit, "months"), Some(&row), on);
        Some(months.ok()?.value)
    });
    // Who retires has no right, whatever the list says.
    let reasons = (named.value.split(' ').filter_map(LeavingReason::from_stem))
        .filter(|reason| *reason != LeavingReason::Retired);
    for reason in reasons {
        rights[reason as usize] = Right {
            unknown: false,
            due: true,
            complete: months.iter().all(Option::is_some),
            months: months.map(Option::unwrap_or_default),
        };
    }
    Some(rights)
}
