//! A million random cases by columns against the single case, and a county's 17 320 people:
//! `cargo run --release -p yiju-rules --example columns_speed [ROWS]`.

use std::time::Instant;

use yiju_lawbook::{Confirmation, Confirmed, Lawbook};
use yiju_rules::case::CaseKind;
use yiju_rules::columns::{
    ContributionColumns, DisabilityColumns, contributions, disabilities, employer_bases,
};
use yiju_rules::{BenefitCase, ContributionLimits, NoTrace, RateTable, Sources, assess, determine};
use yiju_terms::{Benefit, Date, Money, Month, Region, RiskClass, SelfCareLevel};

/// People and employers of the county's report of 2023.
const PEOPLE: usize = 17_320;
const EMPLOYERS: usize = 533;
const TIERS: [u16; 3] = [100, 120, 150];

/// A plain generator, so that every run sees the same rows.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn money(&mut self, yuan: u64) -> Money {
        let fen = self.below(yuan * 100) + 1;
        Money::from_fen(i64::try_from(fen).expect("small"))
    }

    fn class(&mut self) -> RiskClass {
        let number = u8::try_from(self.below(8) + 1).expect("small");
        RiskClass::new(number).expect("a class")
    }

    fn day(&mut self, first: Date, days: u64) -> Date {
        let days = i64::try_from(self.below(days)).expect("small");
        first + jiff::Span::new().days(days)
    }
}

fn main() {
    let rows = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let rows: usize = rows.unwrap_or(1_000_000);
    let region: Region = "431123".parse().expect("a region");
    let papers = papers();
    let sources = Sources {
        book: Lawbook::builtin(),
        confirmed: &papers,
        region: &region,
    };
    county(sources);
    let wrong = million_contributions(sources, rows) + million_disabilities(sources, rows);
    println!("differences: {wrong}");
    assert_eq!(wrong, 0, "columns and single cases differ");
}

fn papers() -> Confirmed {
    let paper = |period: &str, value: &str| Confirmation {
        parameter: "average_wage_for_benefits".to_owned(),
        period: period.to_owned(),
        value: value.to_owned(),
        document: "invented".to_owned(),
        region: None,
    };
    let years = [
        ("2023", "6284.00"),
        ("2024", "6711.00"),
        ("2025", "6787.33"),
    ];
    Confirmed {
        rows: years.map(|(year, value)| paper(year, value)).to_vec(),
    }
}

/// One month of a whole county: bases of 17 320 people, contributions of 533 employers, benefits of as many people.
fn county(sources: Sources<'_>) {
    let mut random = Random(88_172_645_463_325_252);
    let employer: Vec<u32> = (0..PEOPLE)
        .map(|_| u32::try_from(random.below(EMPLOYERS as u64)).expect("small"))
        .collect();
    let wage: Vec<Money> = (0..PEOPLE).map(|_| random.money(30_000)).collect();
    let risk_class: Vec<RiskClass> = (0..EMPLOYERS).map(|_| random.class()).collect();
    let tier = vec![100; EMPLOYERS];
    let limits = ContributionLimits {
        floor: Money::from_yuan(3_770),
        ceiling: Money::from_yuan(18_852),
        provisional: true,
    };
    let start = Instant::now();
    let month: Month = "2023-06".parse().expect("a month");
    let table = RateTable::prepare(sources.book, sources.region, month, sources.confirmed);
    let bases = employer_bases(EMPLOYERS, &employer, &wage, &limits);
    let columns = ContributionColumns {
        risk_class: &risk_class,
        experience_tier: &tier,
        total_wages: &bases,
    };
    let out = contributions(&table, &columns);
    let total: Money = out.amount.into_iter().sum();
    println!(
        "county month: {PEOPLE} people in {:?}, {total} yuan",
        start.elapsed()
    );
    let people = People::random(&mut random, PEOPLE);
    let start = Instant::now();
    let out = disabilities(sources, &people.columns());
    let total: Money = out.lump_sum.iter().flatten().copied().sum();
    println!(
        "county benefits: {PEOPLE} people in {:?}, {total} yuan",
        start.elapsed()
    );
}

fn million_contributions(sources: Sources<'_>, rows: usize) -> usize {
    let mut random = Random(1_234_567_890_123);
    let risk_class: Vec<RiskClass> = (0..rows).map(|_| random.class()).collect();
    let tier: Vec<u16> = (0..rows).map(|_| TIERS[random.below(3) as usize]).collect();
    let wages: Vec<Money> = (0..rows).map(|_| random.money(9_000_000)).collect();
    let columns = ContributionColumns {
        risk_class: &risk_class,
        experience_tier: &tier,
        total_wages: &wages,
    };
    let start = Instant::now();
    let month: Month = "2023-06".parse().expect("a month");
    let table = RateTable::prepare(sources.book, sources.region, month, sources.confirmed);
    let out = contributions(&table, &columns);
    println!("contributions by columns: {rows} in {:?}", start.elapsed());
    let start = Instant::now();
    let mut wrong = 0;
    for row in 0..rows {
        let case = yiju_rules::EmployerCase {
            region: sources.region.clone(),
            month,
            risk_class: risk_class[row],
            total_wages: wages[row],
            experience_tier: tier[row],
        };
        let found = assess(sources.book, &case, sources.confirmed, &mut NoTrace);
        let same = found.is_ok_and(|found| {
            (found.amount, found.reference_amount) == (out.amount[row], out.reference_amount[row])
        });
        wrong += usize::from(!same);
    }
    println!("contributions one by one: {rows} in {:?}", start.elapsed());
    wrong
}

struct People {
    injured_on: Vec<Date>,
    appraised_on: Vec<Date>,
    grade: Vec<u8>,
    mean: Vec<Money>,
    level: Vec<Option<SelfCareLevel>>,
}

impl People {
    fn random(random: &mut Random, rows: usize) -> People {
        let first: Date = "2023-01-01".parse().expect("a day");
        let injured_on: Vec<Date> = (0..rows).map(|_| random.day(first, 1_000)).collect();
        let later = injured_on.iter().map(|day| random.day(*day, 95));
        let appraised_on: Vec<Date> = later.collect();
        let grade = (0..rows).map(|_| u8::try_from(random.below(10) + 1).expect("small"));
        let grade: Vec<u8> = grade.collect();
        let mean = (0..rows).map(|_| random.money(30_000)).collect();
        let levels = [
            None,
            Some(SelfCareLevel::Total),
            Some(SelfCareLevel::Partial),
        ];
        let level = (0..rows)
            .map(|_| levels[random.below(3) as usize])
            .collect();
        People {
            injured_on,
            appraised_on,
            grade,
            mean,
            level,
        }
    }

    fn columns(&self) -> DisabilityColumns<'_> {
        DisabilityColumns {
            injured_on: &self.injured_on,
            appraised_on: &self.appraised_on,
            grade: &self.grade,
            own_wage_mean: &self.mean,
            self_care_level: &self.level,
            as_of: "2025-12-31".parse().expect("a day"),
        }
    }
}

fn million_disabilities(sources: Sources<'_>, rows: usize) -> usize {
    let mut random = Random(987_654_321_987);
    let people = People::random(&mut random, rows);
    let columns = people.columns();
    let start = Instant::now();
    let out = disabilities(sources, &columns);
    println!("disabilities by columns: {rows} in {:?}", start.elapsed());
    let start = Instant::now();
    let mut wrong = 0;
    for row in 0..rows {
        let region = sources.region.clone();
        let mut case = BenefitCase::new(region, CaseKind::Disability, people.injured_on[row]);
        case.own_wage_mean = Some(people.mean[row]);
        case.grade = Some(people.grade[row]);
        case.appraised_on = Some(people.appraised_on[row]);
        case.self_care_level = people.level[row];
        case.as_of = Some(columns.as_of);
        let found = determine(sources.book, &case, sources.confirmed, &mut NoTrace);
        let of = |benefit| {
            let mut items = found.items.iter().filter(|item| item.benefit == benefit);
            items.next().map(|item| item.amount)
        };
        let same = of(Benefit::DisabilityLumpSum) == out.lump_sum[row]
            && of(Benefit::DisabilityAllowance) == out.allowance[row]
            && of(Benefit::AttendanceAllowance) == out.attendance[row];
        wrong += usize::from(!same);
    }
    println!("disabilities one by one: {rows} in {:?}", start.elapsed());
    wrong
}
