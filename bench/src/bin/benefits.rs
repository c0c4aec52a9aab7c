//! Benefits a second: `benefits FOLDER ROWS`. Random sound cases of four kinds, which together have all benefits there
//! are: disability, leaving, death with dependents, and treatment with its bills. [`SINGLE`] of each one by one, without
//! and with its trace, each dropped before the next as the peer drops its simulations; the first three by columns too,
//! which agree with the single case to the fen.
//!
//! Writes the cases with our amounts as CSV and the figures of the law as JSON into the folder, for a peer to work on
//! the same, and prints one JSON line a kind. By columns: the law asked, both threads started, all amounts written; the
//! medians of [`TURNS`], into fresh memory and into that of the turn before. Beside it, as the limit: so many bytes read
//! and written as the columns have, and nothing else.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use yiju_bench::cases::{self, Amounts, KINDS, People, amounts_of};
use yiju_bench::law_figures;
use yiju_bench::treatment::{self, TREATMENT};
use yiju_lawbook::Lawbook;
use yiju_rules::{BenefitCase, NoTrace, Sources, Trace, determine};
use yiju_terms::Money;

/// Cases worked out one by one.
const SINGLE: usize = 40_000;
const TURNS: usize = 9;
/// The amounts of a row in the file.
const LETTERS: &str = "a,b,c,d,e,f,g";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rows] = arguments.as_slice() else {
        panic!("benefits FOLDER ROWS");
    };
    let (folder, rows) = (Path::new(folder), rows.parse().expect("a number of rows"));
    let (region, papers) = (yiju_bench::region(), cases::papers());
    let mut all = papers.clone();
    all.rows.extend(treatment::papers());
    let with = |confirmed| Sources {
        book: Lawbook::builtin(),
        confirmed,
        region: &region,
    };
    let mut law = law_figures::law(with(&papers));
    law["treatment"] = treatment::law(with(&all));
    std::fs::write(folder.join("benefits.json"), law.to_string()).expect("a folder to write to");
    let people = People::random(with(&papers), rows, 987_654_321_987);
    for kind in KINDS {
        report(kind, with(&papers), &people, folder);
    }
    let bills = treatment::cases(rows.min(SINGLE), 123_456_789_123);
    let (mut line, amounts) = one_by_one(TREATMENT, with(&all), &bills);
    line["rows"] = json!(bills.len());
    println!("{line}");
    let rows = bills.iter().map(treatment::facts).zip(amounts);
    write_csv(folder, TREATMENT, treatment::FACTS, rows);
}

/// The median time of a turn; what it gives is dropped after its time.
fn median<R>(mut turn: impl FnMut() -> R) -> Duration {
    let mut turns: Vec<Duration> = (0..TURNS)
        .map(|_| {
            let start = Instant::now();
            let given = turn();
            let elapsed = start.elapsed();
            drop(given);
            elapsed
        })
        .collect();
    turns.sort_unstable();
    turns[TURNS / 2]
}

fn per_second(rows: usize, time: Duration) -> u128 {
    rows as u128 * 1_000_000_000 / time.as_nanos().max(1)
}

/// So many bytes read and written on two threads, in memory that is there already.
fn copy((read, written): (usize, usize)) -> Duration {
    let (from, mut to) = (vec![1_u64; read / 8], vec![2_u64; written / 8]);
    let half = |length: usize| length.div_ceil(2).max(1);
    median(|| {
        std::thread::scope(|scope| {
            let (sources, targets) = (from.chunks(half(from.len())), half(to.len()));
            for (source, target) in sources.zip(to.chunks_mut(targets)) {
                scope.spawn(move || {
                    let both = source.len().min(target.len());
                    target[..both].copy_from_slice(&source[..both]);
                    target[both..].fill(3);
                    std::hint::black_box(source[both..].iter().fold(0, |all, one| all ^ one));
                });
            }
        });
        std::hint::black_box(&to);
    })
}

fn report(kind: &str, sources: Sources<'_>, people: &People, folder: &Path) {
    let mut columns = people.columns(kind, sources);
    let fresh = median(|| people.columns(kind, sources));
    let kept = median(|| people.columns_into(sources, &mut columns));
    let copied = copy(people.bytes(kind));
    let some = people.rows.min(SINGLE);
    let cases: Vec<BenefitCase> = (0..some).map(|row| people.case(kind, row)).collect();
    let (mut line, singles) = one_by_one(kind, sources, &cases);
    for (row, amounts) in singles.iter().enumerate() {
        let (ours, _) = people.row(&columns, row);
        assert_eq!(
            ours, *amounts,
            "{kind}: columns and single case differ in row {row}"
        );
    }
    line["rows"] = json!(people.rows);
    line["columns_per_second"] = json!(per_second(people.rows, fresh));
    line["kept_per_second"] = json!(per_second(people.rows, kept));
    line["copied_per_second"] = json!(per_second(people.rows, copied));
    println!("{line}");
    let rows = (0..people.rows).map(|row| (people.facts(kind, row), people.row(&columns, row).0));
    write_csv(folder, kind, cases::FACTS, rows);
}

/// The cases one after the other on one thread: how many a second, and what each gives.
fn one_by_one(kind: &str, sources: Sources<'_>, cases: &[BenefitCase]) -> (Value, Vec<Amounts>) {
    let mut untraced = Vec::new();
    let plain = median(|| {
        let amounts = cases.iter().map(|case| {
            let found = determine(sources.book, case, sources.confirmed, &mut NoTrace);
            assert!(found.refusals.is_empty(), "{kind}: {:?}", found.refusals);
            amounts_of(kind, &found)
        });
        untraced = amounts.collect();
    });
    let mut steps = 0;
    let with_trace = median(|| {
        let traced = cases.iter().map(|case| {
            let found = determine(sources.book, case, sources.confirmed, &mut Trace::default());
            let items = found.items.iter().map(|item| item.trace.len());
            items.sum::<usize>()
        });
        steps = traced.sum();
    });
    assert!(steps >= cases.len(), "{kind}: traces without steps");
    let line = json!({
        "kind": kind, "steps_per_case": steps / cases.len().max(1),
        "single_per_second": per_second(cases.len(), plain), "traced_per_second": per_second(cases.len(), with_trace),
    });
    (line, untraced)
}

fn write_csv(
    folder: &Path,
    kind: &str,
    facts: &str,
    rows: impl Iterator<Item = (String, Amounts)>,
) {
    let mut csv = format!("{facts},{LETTERS}\n");
    for (facts, amounts) in rows {
        let cells = amounts.map(|amount| amount.map_or(0, Money::fen).to_string());
        writeln!(csv, "{facts},{}", cells.join(",")).expect("a string");
    }
    std::fs::write(folder.join(format!("{kind}.csv")), csv).expect("a file");
}
