//! The batch over columns against the single case: `batch ROWS`. So many random sound cases of every kind that columns
//! know, and so many employers' contributions, each worked out both ways; then a county's month. One JSON line each.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::json;
use yiju_bench::cases::{KINDS, People, Random, amounts_of, papers};
use yiju_lawbook::Lawbook;
use yiju_rules::columns::{ContributionColumns, contributions, employer_bases};
use yiju_rules::{
    ContributionLimits, EmployerCase, NoTrace, RateTable, Sources, assess, determine,
};
use yiju_terms::{Money, Month, RiskClass};

/// People and employers of the county's report of 2023.
const PEOPLE: usize = 17_320;
const EMPLOYERS: usize = 533;
const TIERS: [u16; 5] = [50, 80, 100, 120, 150];
const MONTH: &str = "2023-06";

fn main() {
    let rows = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let rows: usize = rows.unwrap_or(1_000_000);
    let (region, papers) = (yiju_bench::region(), papers());
    let sources = Sources {
        book: Lawbook::builtin(),
        confirmed: &papers,
        region: &region,
    };
    let mut different = 0;
    for kind in KINDS {
        different += benefits(kind, sources, rows);
    }
    different += million_contributions(sources, rows);
    county(sources);
    assert_eq!(different, 0, "columns and single cases differ");
}

/// Runs `one` for every row on two threads and gives how often it was true.
fn count(rows: usize, one: impl Fn(usize) -> bool + Sync) -> usize {
    let found = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (one, found) = (&one, &found);
            scope.spawn(move || {
                let own = (half..rows).step_by(2).filter(|row| one(*row)).count();
                found.fetch_add(own, Ordering::Relaxed);
            });
        }
    });
    found.into_inner()
}

fn benefits(kind: &str, sources: Sources<'_>, rows: usize) -> usize {
    let people = People::random(sources, rows, 1_234_567_890_123);
    let start = Instant::now();
    let columns = people.columns(kind, sources);
    let by_columns = start.elapsed();
    let start = Instant::now();
    let different = count(rows, |row| {
        let case = people.case(kind, row);
        let found = determine(sources.book, &case, sources.confirmed, &mut NoTrace);
        let single = (amounts_of(kind, &found), !found.refusals.is_empty());
        people.row(&columns, row) != single
    });
    let single = start.elapsed();
    let all = (0..rows).map(|row| people.row(&columns, row));
    let (mut amounts, mut refused, mut sum) = (0, 0, Money::ZERO);
    for (row, refuses) in all {
        refused += usize::from(refuses);
        amounts += row.iter().flatten().count();
        sum += row.iter().flatten().copied().sum();
    }
    let line = json!({
        "kind": kind, "cases": rows, "amounts": amounts, "refused": refused, "yuan": sum, "different": different,
        "columns_ms": by_columns.as_micros() as f64 / 1000.0, "single_ms": single.as_millis() as u64,
    });
    println!("{line}");
    different
}

fn million_contributions(sources: Sources<'_>, rows: usize) -> usize {
    let mut random = Random(1_234_567_890_123);
    let class = |random: &mut Random| RiskClass::new(random.below(8) as u8 + 1).expect("a class");
    let risk_class: Vec<RiskClass> = (0..rows).map(|_| class(&mut random)).collect();
    let experience_tier: Vec<u16> = (0..rows).map(|_| TIERS[random.below(5)]).collect();
    let wages = (0..rows).map(|_| Money::from_fen(random.below(900_000_000) as i64 + 1));
    let total_wages: Vec<Money> = wages.collect();
    let columns = ContributionColumns {
        risk_class: &risk_class,
        experience_tier: &experience_tier,
        total_wages: &total_wages,
    };
    let month: Month = MONTH.parse().expect("a month");
    let start = Instant::now();
    let table = RateTable::prepare(sources.book, sources.region, month, sources.confirmed);
    let out = contributions(&table, &columns);
    let by_columns = start.elapsed();
    let start = Instant::now();
    let different = count(rows, |row| {
        let case = EmployerCase {
            region: sources.region.clone(),
            month,
            risk_class: risk_class[row],
            total_wages: total_wages[row],
            experience_tier: experience_tier[row],
        };
        let found = assess(sources.book, &case, sources.confirmed, &mut NoTrace);
        let single = found.as_ref().map_or([Money::ZERO; 3], |found| {
            [found.amount, found.reference_amount, found.base_amount]
        });
        let column = [
            out.amount[row],
            out.reference_amount[row],
            out.base_amount[row],
        ];
        (column, out.refused[row]) != (single, found.is_err())
    });
    let refused = out.refused.iter().filter(|refused| **refused).count();
    let line = json!({
        "kind": "contribution", "cases": rows, "amounts": rows * 3, "refused": refused,
        "yuan": out.amount.into_iter().sum::<Money>(), "different": different,
        "columns_ms": by_columns.as_micros() as f64 / 1000.0, "single_ms": start.elapsed().as_millis() as u64,
    });
    println!("{line}");
    different
}

/// A month of a whole county: bases of its people and contributions of its employers; then a benefit for each of them.
fn county(sources: Sources<'_>) {
    let mut random = Random(88_172_645_463_325_252);
    let employer: Vec<u32> = (0..PEOPLE)
        .map(|_| random.below(EMPLOYERS) as u32)
        .collect();
    let wage = (0..PEOPLE).map(|_| Money::from_fen(random.below(3_000_000) as i64 + 1));
    let wage: Vec<Money> = wage.collect();
    let class = |number: usize| RiskClass::new(number as u8 % 8 + 1).expect("a class");
    let risk_class: Vec<RiskClass> = (0..EMPLOYERS).map(class).collect();
    let limits = ContributionLimits {
        floor: Money::from_yuan(3_770),
        ceiling: Money::from_yuan(18_852),
        provisional: true,
    };
    let people = People::random(sources, PEOPLE, 7_777_777_777);
    let start = Instant::now();
    let month: Month = MONTH.parse().expect("a month");
    let table = RateTable::prepare(sources.book, sources.region, month, sources.confirmed);
    let bases = employer_bases(EMPLOYERS, &employer, &wage, &limits);
    let columns = ContributionColumns {
        risk_class: &risk_class,
        experience_tier: &[100; EMPLOYERS],
        total_wages: &bases,
    };
    let owed: Money = contributions(&table, &columns).amount.into_iter().sum();
    let contributions = start.elapsed();
    let mut line = json!({
        "kind": "county", "people": PEOPLE, "contributions_yuan": owed,
        "contributions_ms": contributions.as_micros() as f64 / 1000.0,
    });
    for kind in KINDS {
        let start = Instant::now();
        let columns = people.columns(kind, sources);
        line[format!("{kind}_ms")] = json!(start.elapsed().as_micros() as f64 / 1000.0);
        drop(columns);
    }
    println!("{line}");
}
