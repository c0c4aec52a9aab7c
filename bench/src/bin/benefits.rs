//! Benefits a second: `benefits FOLDER ROWS`. Random sound cases of three kinds (disability, leaving, death with
//! dependents) by columns, and [`SINGLE`] of them one by one, without and with its trace, each dropped before
//! the next as the peer drops its simulations; all agree to the fen.
//!
//! Writes the cases with our amounts as CSV and the figures of the law as JSON into the folder, for a peer to work on
//! the same, and prints one JSON line a kind. By columns: the law asked, both threads started, all amounts written; the
//! medians of [`TURNS`], into fresh memory and into that of the turn before. Beside it, as the limit: so many bytes read
//! and written as the columns have, and nothing else.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use yiju_bench::cases::{KINDS, People, amounts_of, papers};
use yiju_bench::law_figures::law;
use yiju_lawbook::Lawbook;
use yiju_rules::{BenefitCase, NoTrace, Sources, Trace, determine};
use yiju_terms::Money;

/// Cases worked out one by one.
const SINGLE: usize = 40_000;
const TURNS: usize = 9;

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
    let people = People::random(sources, rows, 987_654_321_987);
    let law = law(sources).to_string();
    std::fs::write(folder.join("benefits.json"), law).expect("a folder to write to");
    for kind in KINDS {
        report(kind, sources, &people, folder);
    }
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
    let mut untraced = Vec::new();
    let one_by_one = median(|| {
        let amounts = cases.iter().map(|case| {
            let found = determine(sources.book, case, sources.confirmed, &mut NoTrace);
            amounts_of(kind, &found)
        });
        untraced = amounts.collect();
    });
    for (row, amounts) in untraced.iter().enumerate() {
        let (ours, _) = people.row(&columns, row);
        assert_eq!(
            ours, *amounts,
            "{kind}: columns and single case differ in row {row}"
        );
    }
    let mut steps = 0;
    let with_trace = median(|| {
        let traced = cases.iter().map(|case| {
            let found = determine(sources.book, case, sources.confirmed, &mut Trace::default());
            found
                .items
                .iter()
                .map(|item| item.trace.len())
                .sum::<usize>()
        });
        steps = traced.sum();
    });
    assert!(steps >= some, "{kind}: traces without steps");
    let per_second =
        |rows: usize, time: Duration| rows as u128 * 1_000_000_000 / time.as_nanos().max(1);
    let line = json!({
        "kind": kind, "rows": people.rows, "columns_per_second": per_second(people.rows, fresh),
        "kept_per_second": per_second(people.rows, kept), "copied_per_second": per_second(people.rows, copied),
        "single_per_second": per_second(some, one_by_one), "traced_per_second": per_second(some, with_trace),
        "steps_per_case": steps / some.max(1),
    });
    println!("{line}");
    let mut csv = String::from("year,mean_fen,first,second,a,b,c,d,e\n");
    for row in 0..people.rows {
        let (amounts, _) = people.row(&columns, row);
        let cells = amounts.map(|amount| amount.map_or(0, Money::fen).to_string());
        writeln!(csv, "{},{}", people.facts(kind, row), cells.join(",")).expect("a string");
    }
    std::fs::write(folder.join(format!("{kind}.csv")), csv).expect("a file");
}
