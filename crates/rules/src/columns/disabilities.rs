//! Disability benefits over columns: lump sum, allowance, attendance allowance.

use yiju_terms::{Benefit, Date, Exact, Money, Payer, Rate, SelfCareLevel};

use super::segments::{Segments, wage_bounds};
use crate::amounts::{minimum_wage_top_up, months_of, share_of};
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

/// Amounts rounded half up to the fen; `None` where nothing is due or a figure is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisabilityAmounts {
    pub lump_sum: Vec<Option<Money>>,
    pub allowance: Vec<Option<Money>>,
    pub allowance_payer: Vec<Option<Payer>>,
    pub attendance: Vec<Option<Money>>,
    /// Whether the single case refuses one of them.
    pub refused: Vec<bool>,
}

const GRADES: usize = 10;

/// What a grade gives each month.
#[derive(Clone, Copy)]
enum Allowance {
    None,
    Missing,
    Due {
        percent: Rate,
        payer: Payer,
        minimum: Option<Money>,
    },
}

/// Panics when the slices differ in length (a bug).
pub fn disabilities(sources: Sources<'_>, columns: &DisabilityColumns<'_>) -> DisabilityAmounts {
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
    let bounds = wage_bounds(sources, columns.injured_on);
    let months = lump_sum_months(sources, columns.appraised_on);
    let mut tracer = NoTrace;
    let mut reckoning = Reckoning::new(sources, &mut tracer);
    let allowances: Vec<Allowance> = (1..=GRADES)
        .map(|grade| allowance(&mut reckoning, grade, columns.as_of))
        .collect();
    let attendance = SelfCare::ask(&mut reckoning, columns.as_of);
    let mut out = DisabilityAmounts::default();
    for row in 0..rows {
        let grade = usize::from(columns.grade[row]);
        let mean = Exact::from(columns.own_wage_mean[row]);
        let bounds = bounds.on(columns.injured_on[row]);
        let wage = bounds.map(|(floor, ceiling)| clip(mean, floor, ceiling));
        let known = (1..=GRADES).contains(&grade);
        let months = known
            .then(|| months.on(columns.appraised_on[row])[grade - 1])
            .flatten();
        let lump = wage
            .zip(months)
            .map(|(wage, months)| months_of(wage, months).round_half_up());
        let rule = if known {
            allowances[grade - 1]
        } else {
            Allowance::Missing
        };
        let (monthly, payer, monthly_refused) = monthly(rule, wage);
        let level = columns.self_care_level[row].filter(|_| known);
        let care = level.and_then(|level| attendance.of(level));
        out.refused
            .push(lump.is_none() || monthly_refused || (level.is_some() && care.is_none()));
        out.lump_sum.push(lump);
        out.allowance.push(monthly);
        out.allowance_payer.push(payer);
        out.attendance.push(care);
    }
    out
}

fn monthly(rule: Allowance, wage: Option<Exact>) -> (Option<Money>, Option<Payer>, bool) {
    match (rule, wage) {
        (Allowance::None, _) => (None, None, false),
        (
            Allowance::Due {
                percent,
                payer,
                minimum,
            },
            Some(wage),
        ) => {
            let allowance = share_of(wage, percent).round_half_up();
            let top_up = minimum.map_or(Money::ZERO, |least| minimum_wage_top_up(allowance, least));
            (Some(allowance + top_up), Some(payer), false)
        }
        (Allowance::Missing | Allowance::Due { .. }, _) => (None, None, true),
    }
}

fn key(benefit: Benefit, part: &str) -> String {
    format!("benefits.{}.{part}", benefit.stem())
}

fn lump_sum_months(sources: Sources<'_>, days: &[Date]) -> Segments<[Option<i64>; GRADES]> {
    let months = key(Benefit::DisabilityLumpSum, "months");
    let payer = key(Benefit::DisabilityLumpSum, "payer");
    Segments::of(sources, &[&months, &payer], days, |reckoning, day| {
        std::array::from_fn(|index| {
            let row = (index + 1).to_string();
            reckoning.text(&payer, None, day).ok()?;
            let answer = reckoning.number(&months, Some(&row), day).ok()?;
            Some(answer.value)
        })
    })
}

fn allowance(reckoning: &mut Reckoning<'_, NoTrace>, grade: usize, on: Date) -> Allowance {
    let benefit = Benefit::DisabilityAllowance;
    let number = i64::try_from(grade).unwrap_or(0);
    let row = grade.to_string();
    let graded = reckoning.listed("benefits.entitlement.allowance_grades", number, on);
    match graded {
        Ok(graded) if !graded.value => return Allowance::None,
        Ok(_) => {}
        Err(_) => return Allowance::Missing,
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
        Some(Allowance::Due {
            percent: percent.value,
            payer: Payer::from_stem(&payer.value)?,
            minimum: minimum.map(|answer| answer.value).filter(|_| floored.value),
        })
    };
    found().unwrap_or(Allowance::Missing)
}

/// The attendance allowance of each level: the same for everybody of a year.
struct SelfCare([Option<Money>; 3]);

const LEVELS: [SelfCareLevel; 3] = [
    SelfCareLevel::Total,
    SelfCareLevel::Major,
    SelfCareLevel::Partial,
];

impl SelfCare {
    fn ask(reckoning: &mut Reckoning<'_, NoTrace>, on: Date) -> SelfCare {
        let benefit = Benefit::AttendanceAllowance;
        let stem = "average_wage_for_benefits";
        let average = reckoning.yearly(stem, stem, on.year()).ok();
        SelfCare(LEVELS.map(|level| {
            let percent = reckoning.percent(&key(benefit, "percent"), Some(level.stem()), on);
            reckoning.text(&key(benefit, "payer"), None, on).ok()?;
            let base = Exact::from(average.as_ref()?.value);
            Some(share_of(base, percent.ok()?.value).round_half_up())
        }))
    }

    fn of(&self, level: SelfCareLevel) -> Option<Money> {
        let index = LEVELS.iter().position(|known| *known == level)?;
        self.0[index]
    }
}
