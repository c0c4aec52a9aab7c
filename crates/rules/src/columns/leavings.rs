//! The two grants on leaving over columns.

use yiju_terms::{Benefit, Date, Exact, Money, Rate};

use super::segments::{Segments, wage_bounds};
use crate::amounts::leaving_grant;
use crate::case::{LeavingReason, RetirementCategory};
use crate::formulas::on_leaving::step_percent;
use crate::own_wage::clip;
use crate::reckon::{Reckoning, Sources};
use crate::retirement::{RetirementRule, full_years_between, retirement_rule};
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

/// Amounts rounded half up to the fen; `None` where nothing is due or a figure is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeavingAmounts {
    pub medical_lump_sum: Vec<Option<Money>>,
    pub employment_lump_sum: Vec<Option<Money>>,
    /// Whether the single case refuses one of them.
    pub refused: Vec<bool>,
}

const GRADES: usize = 10;
/// The last row of the near-retirement table says "and more".
const YEARS: usize = 6;
const CATEGORIES: [RetirementCategory; 3] = [
    RetirementCategory::Male60,
    RetirementCategory::Female55,
    RetirementCategory::Female50,
];

/// What the law says on a day.
struct Rules {
    /// The reasons that give the right, by grade; `None` where the law is missing.
    grades: [Option<GradeRule>; GRADES],
    retirement: [Option<RetirementRule>; 3],
    near: [[Option<Rate>; YEARS]; 2],
}

struct GradeRule {
    listed: bool,
    reasons: String,
    months: [Option<i64>; 2],
}

const GRANTS: [Benefit; 2] = [Benefit::MedicalLumpSum, Benefit::EmploymentLumpSum];

/// Panics when the slices differ in length (a bug).
pub fn leavings(sources: Sources<'_>, columns: &LeavingColumns<'_>) -> LeavingAmounts {
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
    let mut out = LeavingAmounts::default();
    for row in 0..rows {
        let mean = Exact::from(columns.own_wage_mean[row]);
        let bounds = bounds.on(columns.injured_on[row]);
        let wage = bounds.map(|(floor, ceiling)| clip(mean, floor, ceiling));
        let found = one(rules.on(columns.left_on[row]), columns, row, wage);
        let (amounts, refused) = match found {
            Some([medical, employment]) => ([medical, employment], false),
            None => ([None, None], true),
        };
        out.medical_lump_sum.push(amounts[0]);
        out.employment_lump_sum.push(amounts[1]);
        out.refused.push(refused);
    }
    out
}

/// The two grants, `Some([None, None])` where lawfully nothing is due, `None` where a figure is missing.
fn one(
    rules: &Rules,
    columns: &LeavingColumns<'_>,
    row: usize,
    wage: Option<Exact>,
) -> Option<[Option<Money>; 2]> {
    let (on, reason) = (columns.left_on[row], columns.reason[row]);
    let grade = usize::from(columns.grade[row]).checked_sub(1)?;
    let rule = rules.grades.get(grade)?.as_ref()?;
    let named = rule.reasons.split(' ').any(|stem| stem == reason.stem());
    if !rule.listed || reason == LeavingReason::Retired || !named {
        return Some([None, None]);
    }
    let category = columns.retirement_category[row];
    let category = CATEGORIES.iter().position(|known| *known == category)?;
    let retires_on = rules.retirement[category]
        .as_ref()?
        .retires_on(columns.birth[row]);
    if retires_on <= on {
        return Some([None, None]);
    }
    let wage = wage?;
    let years = usize::try_from(full_years_between(on, retires_on)).unwrap_or(0);
    let grant = |index: usize| {
        let percent = rules.near[index][years.min(YEARS - 1)]?;
        Some(leaving_grant(wage, rule.months[index]?, percent).round_half_up())
    };
    Some([Some(grant(0)?), Some(grant(1)?)])
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
        grades: std::array::from_fn(|index| grade_rule(reckoning, index + 1, on)),
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
    let number = i64::try_from(grade).unwrap_or(0);
    let listed = reckoning
        .listed("benefits.entitlement.leaving_grades", number, on)
        .ok()?
        .value;
    let row = grade.to_string();
    if !listed {
        return Some(GradeRule {
            listed,
            reasons: String::new(),
            months: [None, None],
        });
    }
    let reasons = reckoning
        .text("benefits.entitlement.leaving_reasons", Some(&row), on)
        .ok()?;
    let months = GRANTS.map(|benefit| {
        reckoning.text(&key(benefit, "payer"), None, on).ok()?;
        let months = reckoning
            .number(&key(benefit, "months"), Some(&row), on)
            .ok()?;
        Some(months.value)
    });
    Some(GradeRule {
        listed,
        reasons: reasons.value,
        months,
    })
}
