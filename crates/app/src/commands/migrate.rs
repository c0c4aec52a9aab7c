//! `yiju migrate`: moves regions with their journals between stores and proves it. `yiju admit`: a region's login.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::time::Instant;

use indicatif::ProgressBar;
use yiju_store::migrate::{self, Moved, Step};
use yiju_store::{Fault, Store, access, verify};
use yiju_terms::{Lang, Money, Refusal, Region, words};

use crate::place::{self, Stop};

/// Moves the named regions, or all that the source holds.
pub fn run(from: &str, to: &str, asked: &[String], lang: Lang) -> Result<u8, Stop> {
    let started = Instant::now();
    let mut source = place::open_store(from)?;
    let mut target = place::connect(to)?;
    let moving = moving(&mut source, &mut target, (from, asked))?;
    let bar = std::io::stderr()
        .is_terminal()
        .then(ProgressBar::new_spinner);
    let at = RefCell::new(String::new());
    let mut watch = |step: Step<'_>| {
        at.replace(step.region.to_owned());
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
    let moved = migrate::migrate(&mut source, &mut target, &moving, &mut watch);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let moved = match moved {
        Ok(moved) => moved,
        Err(fault) => return not_moved(&mut source, &at.into_inner(), fault, lang),
    };
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

/// The regions to move, each once. Refused, all at once: what the source has not, and what the target has or may not have.
fn moving(
    source: &mut Store,
    target: &mut Store,
    (from, asked): (&str, &[String]),
) -> Result<Vec<String>, Stop> {
    let held = migrate::regions(source)?;
    let moving = match asked.is_empty() {
        true => held.clone(),
        false => {
            let mut seen = BTreeSet::new();
            asked
                .iter()
                .filter(|region| seen.insert(*region))
                .cloned()
                .collect()
        }
    };
    let mut refusals: Vec<Refusal> = Vec::new();
    for region in moving.iter().filter(|region| !held.contains(region)) {
        refusals.push(Refusal::new("office_missing").with("region", region));
    }
    for region in moving.iter().filter(|region| !target.admits(region)) {
        let refusal = Refusal::new("region_out_of_reach").with("region", region);
        refusals.push(refusal.with("reach", target.reach()));
    }
    for region in migrate::present(target, &moving)? {
        refusals.push(Refusal::new("office_exists").with("region", region));
    }
    if moving.is_empty() {
        refusals.push(Refusal::new("store_empty").with("url", from));
    }
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    Ok(moving)
}

/// Where the region that was being moved does not hold in the source itself, that is said as `verify` says it; anything else
/// is the fault it was.
fn not_moved(source: &mut Store, region: &str, fault: Fault, lang: Lang) -> Result<u8, Stop> {
    let Ok(verdict) = verify::verify(source, region, None) else {
        return Err(fault.into());
    };
    if verdict.breaks.is_empty() {
        return Err(fault.into());
    }
    let region = [("region", region)];
    println!("{}", words::text(lang, "app.verify.region", &region));
    println!("{}", super::verify::text(&verdict, lang));
    println!("{}", words::word(lang, "app.migrate.source_broken"));
    Ok(1)
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
    let Some(region) = region
        .ok()
        .filter(|region| [2, 4, 6].contains(&region.code().len()))
    else {
        return Err(Refusal::new("admit_region").with("text", code).into());
    };
    let mut store = place::open_store(url)?;
    if !store.is_postgres() {
        return Err(Refusal::new("postgres_needed").with("url", url).into());
    }
    if !access::may_admit(&mut store)? {
        return Err(Refusal::new("admit_refused").into());
    }
    let login = access::admit(&mut store, &region)?;
    let args = [("login", login.as_str()), ("region", region.code())];
    println!("{}", words::text(lang, "app.admit.done", &args));
    let offices = migrate::regions(&mut store)?;
    if !offices
        .iter()
        .any(|office| office.starts_with(region.code()))
    {
        println!("{}", words::text(lang, "app.admit.empty", &args));
    }
    Ok(0)
}
