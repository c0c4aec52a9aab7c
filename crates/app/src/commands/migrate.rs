//! `yiju migrate`: moves regions with their journals between stores and proves it. `yiju admit`: a region's login.

use std::io::IsTerminal;
use std::time::Instant;

use indicatif::ProgressBar;
use yiju_store::migrate::{self, Moved, Step};
use yiju_store::{Store, access};
use yiju_terms::{Lang, Money, Refusal, Region, words};

use crate::place::{self, Stop};

/// Moves the named regions, or all that the source holds.
pub fn run(from: &str, to: &str, asked: &[String], lang: Lang) -> Result<u8, Stop> {
    let started = Instant::now();
    let mut source = place::open_store(from)?;
    let mut target = Store::open(to)?;
    let held = migrate::regions(&mut source)?;
    let moving = match asked.is_empty() {
        true => held.clone(),
        false => asked.to_vec(),
    };
    let mut refusals: Vec<Refusal> = Vec::new();
    for region in moving.iter().filter(|region| !held.contains(region)) {
        refusals.push(Refusal::new("office_missing").with("region", region));
    }
    for region in migrate::present(&mut target, &moving)? {
        refusals.push(Refusal::new("office_exists").with("region", region));
    }
    if moving.is_empty() {
        refusals.push(Refusal::new("store_empty").with("url", from));
    }
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    let bar = std::io::stderr()
        .is_terminal()
        .then(ProgressBar::new_spinner);
    let mut watch = |step: Step<'_>| {
        let rows = step.rows.to_string();
        let args = [
            ("region", step.region),
            ("table", step.table),
            ("rows", rows.as_str()),
        ];
        let text = words::text(lang, "app.migrate.step", &args);
        match &bar {
            Some(bar) => {
                bar.set_message(text);
                bar.tick();
            }
            None if step.rows >= 50_000 => eprintln!("{text}"),
            None => {}
        }
    };
    let moved = migrate::migrate(&mut source, &mut target, &moving, &mut watch)?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    for region in &moved {
        report(region, lang);
    }
    println!("{}", words::word(lang, "app.migrate.untouched"));
    let seconds = started.elapsed().as_secs().to_string();
    eprintln!(
        "{}",
        words::text(lang, "app.migrate.took", &[("seconds", &seconds)])
    );
    Ok(0)
}

/// The proof that held on both sides: rows and sums of every table that has any, the head, what `verify` says.
fn report(moved: &Moved, lang: Lang) {
    let rows = moved.rows().to_string();
    let args = [("region", moved.region.as_str()), ("rows", rows.as_str())];
    println!("{}", words::text(lang, "app.migrate.moved", &args));
    for table in moved.tables.iter().filter(|table| table.rows > 0) {
        let sums: Vec<String> = table
            .sums_fen
            .iter()
            .map(|(column, fen)| {
                let yuan = i64::try_from(*fen).map(Money::from_fen);
                let sum = yuan.map_or_else(|_| format!("{fen} fen"), |yuan| yuan.to_string());
                format!("{} {sum}", column.trim_end_matches("_fen"))
            })
            .collect();
        let (rows, fold) = (table.rows.to_string(), format!("{:016x}", table.fold));
        let args = [
            ("table", table.table),
            ("rows", rows.as_str()),
            ("fold", fold.as_str()),
            ("sums", &sums.join("  ")),
        ];
        let line = words::text(lang, "app.migrate.table", &args);
        println!("{}", line.trim_end());
    }
    println!("{}", super::verify::text(&moved.verdict, lang));
}

/// Makes the database login of a region (PostgreSQL): it reads and adds rows of the region and of those within.
pub fn admit(url: &str, code: &str, lang: Lang) -> Result<u8, Stop> {
    let region: Result<Region, _> = code.parse();
    let Some(region) = region.ok().filter(|region| !region.code().is_empty()) else {
        return Err(Refusal::new("region_unknown").with("region", code).into());
    };
    let mut store = place::open_store(url)?;
    if !store.is_postgres() {
        return Err(Refusal::new("postgres_needed").with("url", url).into());
    }
    let login = access::admit(&mut store, &region)?;
    let args = [("login", login.as_str()), ("region", region.code())];
    println!("{}", words::text(lang, "app.admit.done", &args));
    Ok(0)
}
