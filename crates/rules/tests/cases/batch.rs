//! The batch over columns gives the fen of the single case, on random sound cases.

use crate::common::{book, paper};
use proptest::prelude::*;
use serde_json::{Value, json};
use yiju_lawbook::Confirmed;
use yiju_rules::case::{CaseKind, Dependent, Leaving, LeavingReason, Relation, RetirementCategory};
use yiju_rules::columns::{
    ContributionColumns, DeathColumns, DisabilityColumns, LeavingColumns, contributions, deaths,
    disabilities, employer_bases, leavings,
};
use yiju_rules::{
    BenefitCase, BenefitItem, ContributionLimits, Determination, EmployerCase, NoTrace, RateTable,
    Sources, assess, contribution_base, determine,
};
use yiju_terms::{Benefit, Date, Money, Payer, Rate, Region, RiskClass, SelfCareLevel, Sex};

const TIERS: [u16; 5] = [50, 80, 100, 120, 150];
const REASONS: [LeavingReason; 5] = [
    LeavingReason::Resigned,
    LeavingReason::ContractExpired,
    LeavingReason::EndedByLaw,
    LeavingReason::TerminatedByEmployer,
    LeavingReason::Retired,
];
const CATEGORIES: [RetirementCategory; 3] = [
    RetirementCategory::Male60,
    RetirementCategory::Female55,
    RetirementCategory::Female50,
];
const LEVELS: [Option<SelfCareLevel>; 4] = [
    None,
    Some(SelfCareLevel::Total),
    Some(SelfCareLevel::Major),
    Some(SelfCareLevel::Partial),
];

fn county() -> Region {
    "431123".parse().unwrap()
}

/// Papers for some years, none for 2021: rows of that year are refused in both paths.
///
/// `vast`: a wage of 2025 that is too large for hundredths of a fen in a word, so that exact fractions are used.
fn papers(vast: bool) -> Confirmed {
    let of_2025 = if vast { "200000.07" } else { "6787.33" };
    let rows: Vec<Value> = [
        ("average_wage_for_benefits", "2022", "5977.00"),
        ("average_wage_for_benefits", "2023", "6284.00"),
        ("average_wage_for_benefits", "2024", "6711.00"),
        ("average_wage_for_benefits", "2025", of_2025),
        ("disposable_income", "2025", "56502.00"),
        ("wages.minimum_wage_tier", "2025", "3"),
        ("minimum_wage.3", "2022-04-01", "1550.00"),
    ]
    .map(|(name, period, value)| paper(name, period, value))
    .to_vec();
    serde_json::from_value(json!(rows)).unwrap()
}

fn day(offset: u16) -> Date {
    let first: Date = "2021-06-01".parse().unwrap();
    first + jiff_days(offset)
}

fn jiff_days(days: u16) -> jiff::Span {
    jiff::Span::new().days(i64::from(days))
}

fn amount(found: &Determination, benefit: Benefit) -> Option<Money> {
    let mut items = found.items.iter().filter(|item| item.benefit == benefit);
    items.next().map(|item| item.amount)
}

fn single(case: &BenefitCase, papers: &Confirmed) -> Determination {
    determine(book(), case, papers, &mut NoTrace)
}

type Row = (u16, u16, u8, i64, usize);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..1400u16, 0..300u16, 1..=10u8, 1..6_000_000i64, 0..60usize);
    prop::collection::vec(row, 1..40)
}

fn case(kind: CaseKind, injured_on: Date, mean: Money) -> BenefitCase {
    let mut case = BenefitCase::new(county(), kind, injured_on);
    case.own_wage_mean = Some(mean);
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn disabilities_in_columns_are_the_single_cases(rows in rows(), vast in any::<bool>()) {
        let (region, papers) = (county(), papers(vast));
        let sources = Sources { book: book(), confirmed: &papers, region: &region };
        let injured: Vec<Date> = rows.iter().map(|row| day(row.0)).collect();
        let appraised: Vec<Date> = rows.iter().map(|row| day(row.0 + row.1)).collect();
        let grade: Vec<u8> = rows.iter().map(|row| row.2).collect();
        let mean: Vec<Money> = rows.iter().map(|row| Money::from_fen(row.3)).collect();
        let level: Vec<_> = rows.iter().map(|row| LEVELS[row.4 % 4]).collect();
        let as_of: Date = "2025-12-31".parse().unwrap();
        let columns = DisabilityColumns {
            injured_on: &injured, appraised_on: &appraised, grade: &grade, own_wage_mean: &mean,
            self_care_level: &level, as_of,
        };
        let out = disabilities(sources, &columns);
        for row in 0..rows.len() {
            let mut facts = case(CaseKind::Disability, injured[row], mean[row]);
            facts.grade = Some(grade[row]);
            facts.appraised_on = Some(appraised[row]);
            facts.self_care_level = level[row];
            facts.as_of = Some(as_of);
            let found = single(&facts, &papers);
            prop_assert_eq!(out.lump_sum.get(row), amount(&found, Benefit::DisabilityLumpSum));
            prop_assert_eq!(out.allowance.get(row), amount(&found, Benefit::DisabilityAllowance));
            prop_assert_eq!(out.attendance.get(row), amount(&found, Benefit::AttendanceAllowance));
            let payer = found.items.iter().find(|item| item.benefit == Benefit::DisabilityAllowance);
            prop_assert_eq!(out.allowance_payer[row], payer.map(|item| item.payer));
            prop_assert_eq!(out.refused[row], !found.refusals.is_empty(), "{:?}", found.refusals);
        }
    }

    #[test]
    fn leavings_in_columns_are_the_single_cases(
        rows in rows(), births in prop::collection::vec(0..16_000u16, 40), vast in any::<bool>(),
    ) {
        let (region, papers) = (county(), papers(vast));
        let sources = Sources { book: book(), confirmed: &papers, region: &region };
        let first: Date = "1955-01-01".parse().unwrap();
        let injured: Vec<Date> = rows.iter().map(|row| day(row.0)).collect();
        let left: Vec<Date> = rows.iter().map(|row| day(row.0 + row.1)).collect();
        let grade: Vec<u8> = rows.iter().map(|row| row.2).collect();
        let mean: Vec<Money> = rows.iter().map(|row| Money::from_fen(row.3)).collect();
        let reason: Vec<_> = rows.iter().map(|row| REASONS[row.4 % 5]).collect();
        let category: Vec<_> = rows.iter().map(|row| CATEGORIES[row.4 / 5 % 3]).collect();
        let birth: Vec<Date> = births.iter().take(rows.len()).map(|days| first + jiff_days(*days)).collect();
        let columns = LeavingColumns {
            injured_on: &injured, left_on: &left, reason: &reason, grade: &grade, own_wage_mean: &mean,
            birth: &birth, retirement_category: &category,
        };
        let out = leavings(sources, &columns);
        for row in 0..rows.len() {
            let mut facts = case(CaseKind::Disability, injured[row], mean[row]);
            facts.grade = Some(grade[row]);
            facts.leaving = Some(Leaving { on: left[row], reason: reason[row] });
            facts.birth = Some(birth[row]);
            facts.retirement_category = Some(category[row]);
            facts.only = vec![Benefit::MedicalLumpSum, Benefit::EmploymentLumpSum];
            let found = single(&facts, &papers);
            prop_assert_eq!(out.medical_lump_sum.get(row), amount(&found, Benefit::MedicalLumpSum));
            prop_assert_eq!(out.employment_lump_sum.get(row), amount(&found, Benefit::EmploymentLumpSum));
            prop_assert_eq!(out.refused[row], !found.refusals.is_empty(), "{:?}", found.refusals);
            let by_employer = |item: &BenefitItem| item.payer == Payer::Employer;
            let employers: Vec<Benefit> = found.items.iter().filter(|i| by_employer(i)).map(|i| i.benefit).collect();
            prop_assert!(employers.iter().all(|benefit| *benefit == Benefit::EmploymentLumpSum));
        }
    }

    #[test]
    fn deaths_in_columns_are_the_single_cases(rows in rows(), vast in any::<bool>()) {
        let (region, papers) = (county(), papers(vast));
        let sources = Sources { book: book(), confirmed: &papers, region: &region };
        let injured: Vec<Date> = rows.iter().map(|row| day(row.0)).collect();
        let died: Vec<Date> = rows.iter().map(|row| day(row.0 + row.1)).collect();
        let mean: Vec<Money> = rows.iter().map(|row| Money::from_fen(row.3)).collect();
        let (mut start, mut percent) = (vec![0], Vec::new());
        for row in &rows {
            let shares = (0..row.4 % 5).map(|index| if index == 0 { "40" } else { "30" });
            percent.extend(shares.map(|text| text.parse::<Rate>().unwrap()));
            start.push(percent.len());
        }
        let columns = DeathColumns {
            injured_on: &injured, died_on: &died, own_wage_mean: &mean, kin_start: &start, kin_percent: &percent,
        };
        let out = deaths(sources, &columns);
        for row in 0..rows.len() {
            let mut facts = case(CaseKind::Death, injured[row], mean[row]);
            facts.died_on = Some(died[row]);
            facts.after_injury_leave = Some(false);
            facts.dependents = (0..start[row + 1] - start[row]).map(dependent).collect();
            let found = single(&facts, &papers);
            prop_assert_eq!(out.lump_sum.get(row), amount(&found, Benefit::DeathLumpSum));
            prop_assert_eq!(out.funeral_grant.get(row), amount(&found, Benefit::FuneralGrant));
            let pensions = found.items.iter().filter(|item| item.benefit == Benefit::SurvivorPension);
            let pensions: Vec<Money> = pensions.map(|item| item.amount).collect();
            let columns: Vec<Money> = (start[row]..start[row + 1]).filter_map(|kin| out.survivor_pension.get(kin)).collect();
            prop_assert_eq!(columns, pensions);
            prop_assert_eq!(out.refused[row], !found.refusals.is_empty(), "{:?}", found.refusals);
        }
    }

    #[test]
    fn contributions_in_columns_are_the_single_cases(
        rows in prop::collection::vec((1..=8u8, 0..5usize, 1..100_000_000_000i64), 1..60), month in 0..36i32,
    ) {
        let month = "2022-12".parse::<yiju_terms::Month>().unwrap().plus(month);
        let class: Vec<RiskClass> = rows.iter().map(|row| RiskClass::new(row.0).unwrap()).collect();
        let tier: Vec<u16> = rows.iter().map(|row| TIERS[row.1]).collect();
        let wages: Vec<Money> = rows.iter().map(|row| Money::from_fen(row.2)).collect();
        let columns = ContributionColumns { risk_class: &class, experience_tier: &tier, total_wages: &wages };
        let table = RateTable::prepare(book(), &county(), month, &Confirmed::NONE);
        let out = contributions(&table, &columns);
        for row in 0..rows.len() {
            let case = EmployerCase {
                region: county(), month, risk_class: class[row], total_wages: wages[row], experience_tier: tier[row],
            };
            let found = assess(book(), &case, &Confirmed::NONE, &mut NoTrace);
            prop_assert_eq!(out.refused[row], found.is_err());
            let amounts = found.map_or([Money::ZERO; 3], |f| [f.amount, f.reference_amount, f.base_amount]);
            prop_assert_eq!([out.amount[row], out.reference_amount[row], out.base_amount[row]], amounts);
        }
    }

    #[test]
    fn bases_of_employers_are_the_sums_of_their_people(people in prop::collection::vec((0..7u32, 1..4_000_000i64), 0..200)) {
        let limits = ContributionLimits {
            floor: Money::from_yuan(4072), ceiling: Money::from_yuan(20361), provisional: true,
        };
        let employer: Vec<u32> = people.iter().map(|one| one.0).collect();
        let wage: Vec<Money> = people.iter().map(|one| Money::from_fen(one.1)).collect();
        let bases = employer_bases(7, &employer, &wage, &limits);
        for index in 0..7u32 {
            let own = people.iter().filter(|one| one.0 == index);
            let sum: Money = own.map(|one| contribution_base(Money::from_fen(one.1), limits.floor, limits.ceiling)).sum();
            prop_assert_eq!(bases[index as usize], sum);
        }
    }
}

/// Somebody fully entitled: a spouse first, then parents.
fn dependent(index: usize) -> Dependent {
    Dependent {
        relation: match index {
            0 => Relation::Spouse,
            _ => Relation::Parent,
        },
        birth: "1940-01-01".parse().unwrap(),
        sex: Sex::Female,
        no_capacity: false,
        orphan_or_lone: false,
        relied_on: true,
        condition_met: None,
    }
}
