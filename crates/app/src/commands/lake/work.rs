//! `yiju lake export|make|verify`, and the way to the others.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

#[cfg(feature = "lake")]
use yiju_lake::engine::{Reach, remote};
use yiju_lake::files;
use yiju_lake::files::{Kind, Manifest, check, export, make, sheet};
use yiju_lawbook::Lawbook;
use yiju_terms::{Lang, Month, Refusal, Region, words};

#[cfg(feature = "lake")]
use super::batch;
use super::{assess, out as place_of};
use crate::cli_lake::Lake;
use crate::place::{self, At, Stop};

/// Runs a command of the lake.
pub fn run(asked: &Lake, db: &str, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    match asked {
        Lake::Export { out, month, region } => export(db, book, out, (month, region), lang),
        Lake::Make {
            people,
            month,
            out,
            counties,
        } => {
            let asked = make::Make {
                people: *people,
                counties: *counties,
                month: self::month(month)?,
                book,
                papers: yiju_demo::assumed_wages(),
                group_rows: sheet::GROUP_ROWS,
            };
            let started = Instant::now();
            let manifest = place_of::write(out, lang, |folder| {
                Ok(make::make(folder, &asked, &mut |step| {
                    say_step(&step, lang)
                })?)
            })?;
            say_made(&manifest, out, started, lang);
            Ok(0)
        }
        Lake::Verify { folder } => verify(folder, lang),
        Lake::Assess(asked) => assess::run(asked, book, lang),
        #[cfg(not(feature = "lake"))]
        Lake::Figures(_) | Lake::Scheduler { .. } | Lake::Worker { .. } => Err(super::not_built()),
        #[cfg(feature = "lake")]
        Lake::Figures(asked) => batch::show_figures(asked, book, lang),
        #[cfg(feature = "lake")]
        Lake::Scheduler { listen } => batch::serve_scheduler(listen, book, lang),
        #[cfg(feature = "lake")]
        Lake::Worker {
            scheduler,
            listen,
            slots,
            work,
        } => batch::serve_worker(scheduler, listen, *slots, work.as_deref(), book, lang),
    }
}

pub(super) fn month(text: &str) -> Result<Month, Refusal> {
    let refused = |_| Refusal::new("lake_month_unreadable").with("text", text);
    text.parse().map_err(refused)
}

fn region(text: &str) -> Result<Region, Refusal> {
    let refused = |_| Refusal::new("region_unknown").with("region", text);
    text.parse().map_err(refused)
}

fn export(
    db: &str,
    book: &Lawbook,
    out: &Path,
    (months, regions): (&[String], &[String]),
    lang: Lang,
) -> Result<u8, Stop> {
    let mut store = place::open_store(db)?;
    place::regions(&mut store, At::all(db))?;
    let months: BTreeSet<&String> = months.iter().collect();
    let regions: BTreeSet<&String> = regions.iter().collect();
    let asked = export::Export {
        book,
        regions: regions
            .iter()
            .map(|r| region(r))
            .collect::<Result<_, _>>()?,
        months: months.iter().map(|m| month(m)).collect::<Result<_, _>>()?,
        is_synthetic: yiju_demo::is_synthetic,
    };
    let started = Instant::now();
    let manifest = place_of::write(out, lang, |folder| {
        let mut step = |step: export::Step<'_>| say_step(&step, lang);
        Ok(export::export(&mut store, folder, &asked, &mut step)?)
    })?;
    say_made(&manifest, out, started, lang);
    Ok(0)
}

fn say_step(step: &export::Step<'_>, lang: Lang) {
    let args = [
        ("region", step.region.to_owned()),
        ("people", step.people.to_string()),
        ("done", step.done.to_string()),
        ("of", step.of.to_string()),
    ];
    eprintln!("{}", said(lang, "app.lake.step", &args));
}

fn say_made(manifest: &Manifest, folder: &Path, started: Instant, lang: Lang) {
    let people = manifest
        .files
        .iter()
        .filter(|file| file.table == files::manifest::PEOPLE);
    let counts = [
        ("folder", folder.display().to_string()),
        ("regions", manifest.regions.len().to_string()),
        ("files", manifest.files.len().to_string()),
        (
            "people",
            people.map(|file| file.rows).sum::<u64>().to_string(),
        ),
        ("seconds", seconds(started)),
    ];
    println!("{}", said(lang, "app.lake.made", &counts));
}

pub(super) fn said(lang: Lang, key: &str, args: &[(&str, String)]) -> String {
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    words::text(lang, key, &args)
}

pub(super) fn seconds(started: Instant) -> String {
    let milliseconds = started.elapsed().as_millis();
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

fn verify(folder: &Path, lang: Lang) -> Result<u8, Stop> {
    let manifest = match place_of::address(folder) {
        None => checked(folder)?,
        #[cfg(feature = "lake")]
        Some(address) => remote::check(address, &Reach::of_environment())?,
        #[cfg(not(feature = "lake"))]
        Some(_) => return Err(super::not_built()),
    };
    let counts = [
        ("folder", folder.display().to_string()),
        ("files", manifest.files.len().to_string()),
    ];
    println!("{}", said(lang, "app.lake.sound", &counts));
    Ok(0)
}

/// Checks a folder of this machine.
fn checked(folder: &Path) -> Result<Manifest, Stop> {
    // Either kind of folder; what is wrong with one that is neither is said as for a source.
    let source = Manifest::read(folder, Kind::Source);
    let manifest = match source {
        Ok(manifest) => manifest,
        Err(why) => Manifest::read(folder, Kind::Assessment).map_err(|_| why)?,
    };
    check::check(folder, &manifest, true)?;
    Ok(manifest)
}
