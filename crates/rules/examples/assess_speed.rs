//! How many contributions a second one core works out: `cargo run --release -p yiju-rules --example assess_speed`.

use std::hint::black_box;
use std::time::Instant;

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{EmployerCase, NoTrace, RateTable, assess};
use yiju_terms::{Money, RiskClass};

const PREPARED: i64 = 20_000_000;
const SINGLE: i64 = 1_000_000;

fn main() {
    let book = Lawbook::builtin();
    let mut case = EmployerCase {
        region: "431123".parse().expect("a region"),
        month: "2023-06".parse().expect("a month"),
        risk_class: RiskClass::new(1).expect("a class"),
        total_wages: Money::ZERO,
        experience_tier: 100,
    };
    let class = |number: i64| RiskClass::new((number % 8) as u8 + 1).expect("a class");
    let table = RateTable::prepare(book, &case.region, case.month, &Confirmed::NONE);
    let start = Instant::now();
    let mut total = 0i128;
    for number in 0..PREPARED {
        let wages = Money::from_fen(black_box(number * 37 + 100));
        let found = table
            .assess(class(number), wages, 100, &mut NoTrace)
            .expect("all rates");
        total += i128::from(found.amount.fen());
    }
    show("prepared table", PREPARED, start, total);
    let start = Instant::now();
    total = 0;
    for number in 0..SINGLE {
        case.risk_class = class(number);
        case.total_wages = Money::from_fen(black_box(number * 37 + 100));
        let found = assess(book, &case, &Confirmed::NONE, &mut NoTrace).expect("all rates");
        total += i128::from(found.amount.fen());
    }
    show("single cases", SINGLE, start, total);
}

fn show(what: &str, count: i64, start: Instant, total: i128) {
    let seconds = start.elapsed().as_secs_f64();
    let millions = count as f64 / seconds / 1e6;
    println!("{what}: {count} in {seconds:.2} s, {millions:.2} million/s (sum {total} fen)");
}
