//! Random sound cases of the three kinds that columns know, as columns and one by one.

use std::fmt::Write as _;

use yiju_lawbook::{Confirmation, Confirmed};
use yiju_rules::case::{CaseKind, Dependent, Leaving, LeavingReason, Relation, RetirementCategory};
use yiju_rules::columns::{
    DeathAmounts, DeathColumns, DisabilityAmounts, DisabilityColumns, LeavingAmounts,
    LeavingColumns, deaths_into, disabilities_into, leavings_into,
};
use yiju_rules::retirement::{full_years_between, retirement_rule};
use yiju_rules::{BenefitCase, Determination, NoTrace, Reckoning, Sources};
use yiju_terms::{Benefit, Date, Money, Rate, SelfCareLevel, Sex};

use crate::treatment::{self, TREATMENT};

pub const REASONS: [LeavingReason; 4] = [
    LeavingReason::Resigned,
    LeavingReason::ContractExpired,
    LeavingReason::EndedByLaw,
    LeavingReason::TerminatedByEmployer,
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
pub const MINIMUM_WAGE: &str = "1550.00";
const AS_OF: &str = "2025-12-31";

/// What the office must confirm for these years: invented papers.
pub fn papers() -> Confirmed {
    let rows = [
        ("average_wage_for_benefits", "2023", "6284.00"),
        ("average_wage_for_benefits", "2024", "6711.00"),
        ("average_wage_for_benefits", "2025", "6787.33"),
        ("disposable_income", "2022", "49283.00"),
        ("disposable_income", "2023", "51821.00"),
        ("disposable_income", "2024", "54188.00"),
        ("wages.minimum_wage_tier", "2025", "3"),
        ("minimum_wage.3", "2022-04-01", MINIMUM_WAGE),
    ];
    let paper = |(parameter, period, value): (&str, &str, &str)| Confirmation {
        parameter: parameter.to_owned(),
        period: period.to_owned(),
        value: value.to_owned(),
        document: "合成文件".to_owned(),
        region: None,
    };
    Confirmed {
        rows: rows.map(paper).to_vec(),
    }
}

/// A plain generator, so that every run sees the same rows.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("small")
    }

    pub fn day(&mut self, first: Date, days: usize) -> Date {
        first + jiff::Span::new().days(i64::try_from(self.below(days)).expect("small"))
    }
}

/// What [`People::facts`] writes of a row, in its order.
pub const FACTS: &str = "year,mean_fen,first,second";

/// The facts all three kinds are made of.
pub struct People {
    pub rows: usize,
    injured_on: Vec<Date>,
    later_on: Vec<Date>,
    grade: Vec<u8>,
    leaving_grade: Vec<u8>,
    mean: Vec<Money>,
    level: Vec<Option<SelfCareLevel>>,
    reason: Vec<LeavingReason>,
    birth: Vec<Date>,
    category: Vec<RetirementCategory>,
    years_left: Vec<i64>,
    kin_start: Vec<usize>,
    kin_percent: Vec<Rate>,
}

pub const KINDS: [&str; 3] = ["disability", "leaving", "death"];

/// The amounts of a case, in the order of its kind; no kind has more.
pub type Amounts = [Option<Money>; 7];

fn amounts(found: &[Option<Money>]) -> Amounts {
    std::array::from_fn(|at| found.get(at).copied().flatten())
}

pub enum Columns {
    Disability(DisabilityAmounts),
    Leaving(LeavingAmounts),
    Death(DeathAmounts),
}

impl People {
    pub fn random(sources: Sources<'_>, rows: usize, seed: u64) -> People {
        let mut random = Random(seed);
        let first = crate::day("2023-01-01");
        let injured_on: Vec<Date> = (0..rows).map(|_| random.day(first, 1_000)).collect();
        let later_on: Vec<Date> = injured_on.iter().map(|day| random.day(*day, 95)).collect();
        let oldest = crate::day("1966-01-01");
        let birth: Vec<Date> = (0..rows).map(|_| random.day(oldest, 14_000)).collect();
        let category: Vec<_> = (0..rows).map(|_| CATEGORIES[random.below(3)]).collect();
        let mut kin_start = vec![0];
        let mut kin_percent: Vec<Rate> = Vec::new();
        for _ in 0..rows {
            let kin = (0..random.below(4)).map(|index| if index == 0 { "40" } else { "30" });
            kin_percent.extend(kin.map(|text| text.parse::<Rate>().expect("a rate")));
            kin_start.push(kin_percent.len());
        }
        let money = |random: &mut Random| Money::from_fen(random.below(3_000_000) as i64 + 1);
        People {
            rows,
            years_left: years_left(sources, &birth, &category, &later_on),
            grade: (0..rows).map(|_| random.below(10) as u8 + 1).collect(),
            leaving_grade: (0..rows).map(|_| random.below(6) as u8 + 5).collect(),
            mean: (0..rows).map(|_| money(&mut random)).collect(),
            level: (0..rows).map(|_| LEVELS[random.below(4)]).collect(),
            reason: (0..rows).map(|_| REASONS[random.below(4)]).collect(),
            injured_on,
            later_on,
            birth,
            category,
            kin_start,
            kin_percent,
        }
    }

    pub fn case(&self, kind: &str, row: usize) -> BenefitCase {
        let what = if kind == "death" {
            CaseKind::Death
        } else {
            CaseKind::Disability
        };
        let mut case = BenefitCase::new(crate::region(), what, self.injured_on[row]);
        case.own_wage_mean = Some(self.mean[row]);
        match kind {
            "disability" => {
                case.grade = Some(self.grade[row]);
                case.appraised_on = Some(self.later_on[row]);
                case.self_care_level = self.level[row];
                case.as_of = Some(crate::day(AS_OF));
            }
            "leaving" => {
                case.grade = Some(self.leaving_grade[row]);
                case.leaving = Some(Leaving {
                    on: self.later_on[row],
                    reason: self.reason[row],
                });
                case.birth = Some(self.birth[row]);
                case.retirement_category = Some(self.category[row]);
                case.only = vec![Benefit::MedicalLumpSum, Benefit::EmploymentLumpSum];
            }
            _ => {
                case.died_on = Some(self.later_on[row]);
                case.after_injury_leave = Some(false);
                let kin = self.kin_start[row + 1] - self.kin_start[row];
                case.dependents = (0..kin).map(dependent).collect();
            }
        }
        case
    }

    /// What every row gives by columns.
    pub fn columns(&self, kind: &str, sources: Sources<'_>) -> Columns {
        let mut out = match kind {
            "disability" => Columns::Disability(DisabilityAmounts::default()),
            "leaving" => Columns::Leaving(LeavingAmounts::default()),
            _ => Columns::Death(DeathAmounts::default()),
        };
        self.columns_into(sources, &mut out);
        out
    }

    /// The same, written over an earlier result of the kind.
    pub fn columns_into(&self, sources: Sources<'_>, out: &mut Columns) {
        match out {
            Columns::Disability(out) => disabilities_into(
                sources,
                &DisabilityColumns {
                    injured_on: &self.injured_on,
                    appraised_on: &self.later_on,
                    grade: &self.grade,
                    own_wage_mean: &self.mean,
                    self_care_level: &self.level,
                    as_of: crate::day(AS_OF),
                },
                out,
            ),
            Columns::Leaving(out) => leavings_into(
                sources,
                &LeavingColumns {
                    injured_on: &self.injured_on,
                    left_on: &self.later_on,
                    reason: &self.reason,
                    grade: &self.leaving_grade,
                    own_wage_mean: &self.mean,
                    birth: &self.birth,
                    retirement_category: &self.category,
                },
                out,
            ),
            Columns::Death(out) => deaths_into(
                sources,
                &DeathColumns {
                    injured_on: &self.injured_on,
                    died_on: &self.later_on,
                    own_wage_mean: &self.mean,
                    kin_start: &self.kin_start,
                    kin_percent: &self.kin_percent,
                },
                out,
            ),
        }
    }

    /// The amounts of a row by columns, in the order of [`amounts_of`], and whether it is refused.
    pub fn row(&self, columns: &Columns, row: usize) -> (Amounts, bool) {
        match columns {
            Columns::Disability(out) => {
                let three = [&out.lump_sum, &out.allowance, &out.attendance];
                (
                    amounts(&three.map(|column| column.get(row))),
                    out.refused[row],
                )
            }
            Columns::Leaving(out) => {
                let two = [&out.medical_lump_sum, &out.employment_lump_sum];
                (
                    amounts(&two.map(|column| column.get(row))),
                    out.refused[row],
                )
            }
            Columns::Death(out) => {
                let kin = |number: usize| {
                    let at = self.kin_start[row] + number;
                    (at < self.kin_start[row + 1])
                        .then(|| out.survivor_pension.get(at))
                        .flatten()
                };
                let (funeral, lump) = (out.funeral_grant.get(row), out.lump_sum.get(row));
                (
                    amounts(&[funeral, lump, kin(0), kin(1), kin(2)]),
                    out.refused[row],
                )
            }
        }
    }

    /// Bytes that the columns of a kind read and write.
    pub fn bytes(&self, kind: &str) -> (usize, usize) {
        let (date, money, byte) = (size_of::<Date>(), size_of::<Money>(), 1);
        let kin = self.kin_percent.len() * money;
        match kind {
            "disability" => (
                self.rows * (2 * date + money + 2 * byte),
                self.rows * (3 * money + 2 * byte),
            ),
            "leaving" => (
                self.rows * (3 * date + money + 3 * byte),
                self.rows * (2 * money + byte),
            ),
            _ => (
                self.rows * (2 * date + 2 * money) + kin,
                self.rows * (2 * money + byte) + kin,
            ),
        }
    }

    /// One line of facts a row, as the peer reads it: [`FACTS`].
    pub fn facts(&self, kind: &str, row: usize) -> String {
        let mut line = format!("{},{}", self.injured_on[row].year(), self.mean[row].fen());
        let level = LEVELS
            .iter()
            .position(|level| *level == self.level[row])
            .unwrap_or(0);
        let reason = REASONS
            .iter()
            .position(|reason| *reason == self.reason[row])
            .unwrap_or(0);
        let kin = self.kin_start[row + 1] - self.kin_start[row];
        let rest = match kind {
            "disability" => [i64::from(self.grade[row]), level as i64],
            "leaving" => [
                i64::from(self.leaving_grade[row]) * 10 + reason as i64,
                self.years_left[row],
            ],
            _ => [i64::from(self.later_on[row].year()), kin as i64],
        };
        write!(line, ",{},{}", rest[0], rest[1]).expect("a string takes all");
        line
    }
}

/// Full years to the statutory retirement day, at most 5; -1 for who has reached it.
fn years_left(
    sources: Sources<'_>,
    birth: &[Date],
    category: &[RetirementCategory],
    left_on: &[Date],
) -> Vec<i64> {
    let mut tracer = NoTrace;
    let mut reckoning = Reckoning::new(sources, &mut tracer);
    let mut years = Vec::with_capacity(birth.len());
    for row in 0..birth.len() {
        let rule = retirement_rule(&mut reckoning, category[row], left_on[row]).expect("a rule");
        let retires_on = rule.retires_on(birth[row]);
        let left = i64::from(full_years_between(left_on[row], retires_on)).min(5);
        years.push(if retires_on <= left_on[row] { -1 } else { left });
    }
    years
}

/// Somebody fully entitled: a spouse first, then parents.
fn dependent(index: usize) -> Dependent {
    Dependent {
        relation: if index == 0 {
            Relation::Spouse
        } else {
            Relation::Parent
        },
        birth: crate::day("1940-01-01"),
        sex: Sex::Female,
        no_capacity: false,
        orphan_or_lone: false,
        relied_on: true,
        condition_met: None,
    }
}

/// The amounts of one determination in the order of the columns.
pub fn amounts_of(kind: &str, found: &Determination) -> Amounts {
    let benefits: &[Benefit] = match kind {
        TREATMENT => &treatment::BENEFITS,
        "disability" => &[
            Benefit::DisabilityLumpSum,
            Benefit::DisabilityAllowance,
            Benefit::AttendanceAllowance,
        ],
        "leaving" => &[Benefit::MedicalLumpSum, Benefit::EmploymentLumpSum],
        _ => &[
            Benefit::FuneralGrant,
            Benefit::DeathLumpSum,
            Benefit::SurvivorPension,
        ],
    };
    let mut amounts = Amounts::default();
    for (at, benefit) in benefits.iter().enumerate() {
        let items = found.items.iter().filter(|item| item.benefit == *benefit);
        for (more, item) in items.enumerate() {
            amounts[at + more] = Some(item.amount);
        }
    }
    amounts
}
