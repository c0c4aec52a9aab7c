//! `yiju lake assess`: by our own loop, on DataFusion here, or on a cluster.

use std::path::Path;
use std::time::Instant;

use yiju_lake::Totals;
use yiju_lake::own::{self, Source};
use yiju_lawbook::Lawbook;
use yiju_terms::{Lang, Money, words};

use super::work::{month, said, seconds};
use crate::cli_lake::Assess;
use crate::place::Stop;

/// The month's assessment by the way asked for. A folder behind an address of an object store is read by DataFusion.
pub fn run(asked: &Assess, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    let started = Instant::now();
    let by_engine =
        asked.cluster.is_some() || asked.engine == "datafusion" || asked.folder.contains("://");
    let work = |out: Option<&Path>| match by_engine {
        #[cfg(feature = "lake")]
        true => super::batch::assess(asked, out, book, lang),
        #[cfg(not(feature = "lake"))]
        true => Err(super::not_built()),
        false => Ok((own(asked, out, book, lang)?, "own")),
    };
    let (totals, engine) = match &asked.out {
        Some(out) => super::out::write(out, lang, |folder| work(Some(folder)))?,
        None => work(None)?,
    };
    report(asked, &totals, engine, started, lang);
    Ok(0)
}

fn own(asked: &Assess, out: Option<&Path>, book: &Lawbook, lang: Lang) -> Result<Totals, Stop> {
    let source = Source::open(Path::new(&asked.folder), month(&asked.month)?, book)?;
    if source.manifest.law != book.digest() {
        let digests = [
            ("then", source.manifest.law.clone()),
            ("now", book.digest().to_owned()),
        ];
        eprintln!("{}", said(lang, "app.lake.law_changed", &digests));
    }
    Ok(own::assess(&source, out)?)
}

/// Prints the totals: a line of JSON, or words.
fn report(asked: &Assess, totals: &Totals, engine: &str, started: Instant, lang: Lang) {
    if asked.format == "json" {
        println!("{}", serde_json::json!(totals));
        return;
    }
    let yuan = |fen| Money::from_fen(fen).to_string();
    let sums = [
        ("month", asked.month.clone()),
        ("groups", totals.groups.to_string()),
        ("people", totals.people.to_string()),
        ("base", yuan(totals.base_fen)),
        ("amount", yuan(totals.amount_fen)),
        ("local", yuan(totals.relief_local_fen)),
        ("temporary", yuan(totals.relief_temporary_fen)),
    ];
    println!("{}", said(lang, "app.lake.assessed", &sums));
    match &asked.out {
        Some(out) => {
            let out = [("out", out.display().to_string())];
            println!("{}", said(lang, "app.lake.written", &out));
        }
        None => println!("{}", words::word(lang, "app.lake.only_totals")),
    }
    let took = [("engine", engine.to_owned()), ("seconds", seconds(started))];
    eprintln!("{}", said(lang, "app.lake.took", &took));
}
