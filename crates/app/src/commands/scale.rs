//! `yiju demo --scale`: a province of synthetic counties, and how long the work of a month takes on it.

use std::time::Instant;

use yiju_demo::scale::{self, MonthStep, ScaleOptions};
use yiju_store::{Store, verify};
use yiju_terms::{Lang, Region, words};

use crate::cli::Demo;
use crate::place::{self, Stop};

/// Loads what is not there yet, runs a month, computes the year's figures and verifies, county by county.
pub fn run(options: &Demo, db: &str, lang: Lang) -> Result<u8, Stop> {
    let asked = ScaleOptions {
        seed: options.seed,
        counties: options.counties.clamp(1, 126),
        people: options.people.max(1),
    };
    let codes = scale::county_codes(asked.counties);
    let mut store = Store::open(db)?;
    let loading = Instant::now();
    let mut loaded = 0;
    for (code, people) in codes.iter().zip(scale::people_of_counties(&asked)) {
        let started = Instant::now();
        if let Some(made) = scale::load(&mut store, code, people, options.seed)? {
            loaded += made.people;
            let counts = [
                ("region", code.clone()),
                ("employers", made.employers.to_string()),
                ("people", made.people.to_string()),
                ("payees", made.payees.to_string()),
                ("ms", started.elapsed().as_millis().to_string()),
            ];
            say(lang, "loaded", &counts);
        }
    }
    let mut findings = 0;
    timed(lang, "load", loaded, loading);
    if store.is_postgres() {
        // The planner must know how large the new partitions are.
        store.script("ANALYZE")?;
    }
    for (step, name) in [
        (MonthStep::Assess, "assess"),
        (MonthStep::Receive, "receive"),
        (MonthStep::Pay, "pay"),
    ] {
        let started = Instant::now();
        let mut count = 0;
        for code in &codes {
            count += scale::month(&mut store, code, step)? as i64;
        }
        timed(lang, name, count, started);
    }
    let started = Instant::now();
    let count = figures(db, &codes)?;
    timed(lang, "figures", count, started);
    let started = Instant::now();
    let mut rows = 0;
    for code in &codes {
        let verdict = verify::verify(&mut store, code, None)?;
        rows += verdict.rows;
        findings += verdict.breaks.len();
        if !verdict.breaks.is_empty() {
            println!("{code}: {}", super::verify::text(&verdict, lang));
        }
    }
    timed(lang, "verify", rows, started);
    Ok(u8::from(findings > 0))
}

/// Every figure of the year in every county.
fn figures(db: &str, codes: &[String]) -> Result<i64, Stop> {
    let mut count = 0;
    for code in codes {
        let book = yiju_lawbook::Lawbook::builtin();
        let mut place = place::open_in(db, Some(code), book)?;
        let region: &Region = &place.region;
        for figure in yiju_figures::all() {
            let stem = figure.stem;
            let year = yiju_demo::YEAR;
            yiju_figures::compute(&mut place.store, &place.book, region, year, stem)?;
            count += 1;
        }
    }
    Ok(count)
}

fn timed(lang: Lang, step: &str, count: i64, started: Instant) {
    let args = [
        ("step", words::word(lang, &format!("app.scale.step.{step}"))),
        ("count", count.to_string()),
        ("ms", started.elapsed().as_millis().to_string()),
        ("peak", peak_memory_mib().to_string()),
    ];
    say(lang, "timed", &args);
}

fn say(lang: Lang, key: &str, args: &[(&str, String)]) {
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    println!("{}", words::text(lang, &format!("app.scale.{key}"), &args));
}

/// The most memory this program has held so far, in MiB, where the system tells it.
fn peak_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
