//! Benefits a second: `benefits FOLDER ROWS`. Random sound cases of three kinds (disability, leaving, death with
//! dependents) by columns, one by one without a trace, and one by one with the trace kept; all three agree to the fen.
//!
//! Writes the cases with our amounts as CSV and the figures of the law as JSON into the folder, for a peer to work on
//! the same, and prints one JSON line a kind.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use serde_json::json;
use yiju_lawbook::{At, Confirmation, Confirmed, Lawbook};
use yiju_rules::case::{CaseKind, Dependent, Leaving, LeavingReason, Relation, RetirementCategory};
use yiju_rules::columns::{
    DeathColumns, DisabilityColumns, LeavingColumns, deaths, disabilities, leavings,
};
use yiju_rules::retirement::{full_years_between, retirement_rule};
use yiju_rules::{BenefitCase, NoTrace, Reckoning, Sources, Trace, Tracer, determine};
use yiju_terms::{Benefit, Date, Money, Rate, SelfCareLevel, Sex};

const REASONS: [LeavingReason; 4] = [
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
const MINIMUM_WAGE: &str = "1550.00";
const AS_OF: &str = "2025-12-31";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rows] = arguments.as_slice() else {
        panic!("benefits FOLDER ROWS");
    };
    let (folder, rows) = (Path::new(folder), rows.parse().expect("a number of rows"));
    let (region, papers) = (yiju_bench::region(), papers());
    let sources = Sources {
        book: Lawbook::builtin(),
        confirmed: &papers,
        region: &region,
    };
    let people = People::random(sources, rows);
    let law = law(sources).to_string();
    std::fs::write(folder.join("benefits.json"), law).expect("a folder to write to");
    report("disability", sources, &people, folder);
    report("leaving", sources, &people, folder);
    report("death", sources, &people, folder);
}

/// What the office must confirm for these years: invented papers.
fn papers() -> Confirmed {
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
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("small")
    }

    fn day(&mut self, first: Date, days: usize) -> Date {
        first + jiff::Span::new().days(i64::try_from(self.below(days)).expect("small"))
    }
}

/// The facts all three kinds are made of.
struct People {
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

impl People {
    fn random(sources: Sources<'_>, rows: usize) -> People {
        let mut random = Random(987_654_321_987);
        let first = yiju_bench::day("2023-01-01");
        let injured_on: Vec<Date> = (0..rows).map(|_| random.day(first, 1_000)).collect();
        let later_on: Vec<Date> = injured_on.iter().map(|day| random.day(*day, 95)).collect();
        let oldest = yiju_bench::day("1966-01-01");
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

    fn case(&self, kind: &str, row: usize) -> BenefitCase {
        let what = if kind == "death" {
            CaseKind::Death
        } else {
            CaseKind::Disability
        };
        let mut case = BenefitCase::new(yiju_bench::region(), what, self.injured_on[row]);
        case.own_wage_mean = Some(self.mean[row]);
        match kind {
            "disability" => {
                case.grade = Some(self.grade[row]);
                case.appraised_on = Some(self.later_on[row]);
                case.self_care_level = self.level[row];
                case.as_of = Some(yiju_bench::day(AS_OF));
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

    /// The amounts of every row by columns, in the order the single case is asked for them.
    fn columns(&self, kind: &str, sources: Sources<'_>) -> Vec<[Option<Money>; 5]> {
        let rows = 0..self.mean.len();
        match kind {
            "disability" => {
                let columns = DisabilityColumns {
                    injured_on: &self.injured_on,
                    appraised_on: &self.later_on,
                    grade: &self.grade,
                    own_wage_mean: &self.mean,
                    self_care_level: &self.level,
                    as_of: yiju_bench::day(AS_OF),
                };
                let out = disabilities(sources, &columns);
                let row = |r| {
                    [
                        out.lump_sum[r],
                        out.allowance[r],
                        out.attendance[r],
                        None,
                        None,
                    ]
                };
                rows.map(row).collect()
            }
            "leaving" => {
                let columns = LeavingColumns {
                    injured_on: &self.injured_on,
                    left_on: &self.later_on,
                    reason: &self.reason,
                    grade: &self.leaving_grade,
                    own_wage_mean: &self.mean,
                    birth: &self.birth,
                    retirement_category: &self.category,
                };
                let out = leavings(sources, &columns);
                let row = |r| {
                    [
                        out.medical_lump_sum[r],
                        out.employment_lump_sum[r],
                        None,
                        None,
                        None,
                    ]
                };
                rows.map(row).collect()
            }
            _ => {
                let columns = DeathColumns {
                    injured_on: &self.injured_on,
                    died_on: &self.later_on,
                    own_wage_mean: &self.mean,
                    kin_start: &self.kin_start,
                    kin_percent: &self.kin_percent,
                };
                let out = deaths(sources, &columns);
                let kin = |r: usize, n: usize| {
                    let at = self.kin_start[r] + n;
                    let share = (at < self.kin_start[r + 1]).then(|| out.survivor_pension[at]);
                    share.flatten()
                };
                let row = |r| {
                    [
                        out.funeral_grant[r],
                        out.lump_sum[r],
                        kin(r, 0),
                        kin(r, 1),
                        kin(r, 2),
                    ]
                };
                rows.map(row).collect()
            }
        }
    }

    /// One line of facts a row, as the peer reads it.
    fn facts(&self, kind: &str, row: usize) -> String {
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
        birth: yiju_bench::day("1940-01-01"),
        sex: Sex::Female,
        no_capacity: false,
        orphan_or_lone: false,
        relied_on: true,
        condition_met: None,
    }
}

/// The amounts of one case in the order of the columns.
fn single<T: Tracer>(
    kind: &str,
    sources: Sources<'_>,
    case: &BenefitCase,
    tracer: &mut T,
) -> [Option<Money>; 5] {
    let found = determine(sources.book, case, sources.confirmed, tracer);
    let benefits: &[Benefit] = match kind {
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
    let mut amounts = [None; 5];
    for (at, benefit) in benefits.iter().enumerate() {
        let items = found.items.iter().filter(|item| item.benefit == *benefit);
        for (more, item) in items.enumerate() {
            amounts[at + more] = Some(item.amount);
        }
    }
    amounts
}

fn report(kind: &str, sources: Sources<'_>, people: &People, folder: &Path) {
    let rows = people.mean.len();
    let start = Instant::now();
    let columns = people.columns(kind, sources);
    let by_columns = start.elapsed();
    let cases: Vec<BenefitCase> = (0..rows).map(|row| people.case(kind, row)).collect();
    let start = Instant::now();
    let untraced: Vec<_> = cases
        .iter()
        .map(|case| single(kind, sources, case, &mut NoTrace))
        .collect();
    let one_by_one = start.elapsed();
    let start = Instant::now();
    let mut steps = 0;
    let mut traced = Vec::with_capacity(rows);
    for case in &cases {
        let found = determine(sources.book, case, sources.confirmed, &mut Trace::default());
        steps += found
            .items
            .iter()
            .map(|item| item.trace.len())
            .sum::<usize>();
        traced.push(found);
    }
    let with_trace = start.elapsed();
    assert_eq!(columns, untraced, "{kind}: columns and single cases differ");
    assert_eq!(traced.len(), rows);
    let mut csv = String::from("year,mean_fen,first,second,a,b,c,d,e\n");
    for (row, amounts) in columns.iter().enumerate() {
        let cells = amounts.map(|amount| amount.map_or(0, Money::fen).to_string());
        writeln!(csv, "{},{}", people.facts(kind, row), cells.join(",")).expect("a string");
    }
    std::fs::write(folder.join(format!("{kind}.csv")), csv).expect("a file");
    let per_second = |time: std::time::Duration| rows as u128 * 1_000_000 / time.as_micros().max(1);
    let line = json!({
        "kind": kind, "rows": rows, "columns_per_second": per_second(by_columns),
        "single_per_second": per_second(one_by_one), "traced_per_second": per_second(with_trace),
        "steps_per_case": steps / rows.max(1),
    });
    println!("{line}");
}

/// The figures of the law the three kinds rest on.
fn law(sources: Sources<'_>) -> serde_json::Value {
    let at = At::new(sources.region.clone(), yiju_bench::day("2024-06-01"));
    let (book, papers) = (sources.book, sources.confirmed);
    let number = |key: &str, row: Option<&str>| {
        let answer = book.int(&format!("benefits.{key}"), row, &at, papers);
        answer.map_or(0, |answer| answer.value)
    };
    let percent = |key: &str, row: Option<&str>| {
        let answer = book.rate(key, row, &at, papers);
        answer.map_or(0, |answer| answer.value.ppm() / 10_000)
    };
    let grades = |key: &str| -> Vec<i64> {
        (1..=10)
            .map(|grade: i32| number(key, Some(&grade.to_string())))
            .collect()
    };
    let yearly = |stem: &str, year: i16| {
        let answer = book.yearly(stem, year, sources.region, papers);
        answer.map_or(0, |answer| answer.value.fen())
    };
    let years = |stem: &str, offset: i16| {
        let value = |year: i16| (year.to_string(), json!(yearly(stem, year + offset)));
        serde_json::Value::Object([2023, 2024, 2025].map(value).into_iter().collect())
    };
    let near = |stem: &str| -> Vec<i64> {
        let key = format!("benefits.{stem}.near_retirement_percent");
        (0..6)
            .map(|years: i32| percent(&key, Some(&years.to_string())))
            .collect()
    };
    let allowance = |grade: i32| {
        percent(
            "benefits.disability_allowance.percent",
            Some(&grade.to_string()),
        )
    };
    let care = |level: &str| percent("benefits.attendance_allowance.percent", Some(level));
    let reasons = |grade: i32| {
        let key = "benefits.entitlement.leaving_reasons";
        let text = book.text(key, Some(&grade.to_string()), &at, papers);
        let text = text.map_or_else(|_| String::new(), |answer| answer.value);
        REASONS.map(|reason| text.split(' ').any(|stem| stem == reason.stem()))
    };
    let care_percent = ["total", "major", "partial"].map(care);
    let minimum: Money = MINIMUM_WAGE.parse().expect("an amount");
    json!({
        "average_fen": years("average_wage_for_benefits", 0),
        "floor_percent": percent("wages.own_wage.floor_percent", None),
        "ceiling_percent": percent("wages.own_wage.ceiling_percent", None),
        "lump_months": grades("disability_lump_sum.months"),
        "allowance_percent": (1..=6).map(allowance).collect::<Vec<i64>>(),
        "minimum_wage_fen": minimum.fen(),
        "care_percent": care_percent,
        "medical_months": grades("medical_lump_sum.months"),
        "employment_months": grades("employment_lump_sum.months"),
        "medical_near_percent": near("medical_lump_sum"),
        "employment_near_percent": near("employment_lump_sum"),
        "leaving_reasons": (5..=10).map(reasons).collect::<Vec<_>>(),
        "death_times": number("death_lump_sum.times", None),
        "income_fen": years("disposable_income", i16::try_from(number("death_lump_sum.base_year_offset", None)).expect("small")),
        "funeral_months": number("funeral_grant.months", None),
        "cap_percent": percent("benefits.survivor_pension.cap_percent", None),
    })
}
