//! `yiju lake assess`: by our own loop, on DataFusion here, or on a cluster.

use std::path::Path;
use std::time::Instant;

use yiju_lake::Done;
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
        false => own(asked, out, book),
    };
    let done = match &asked.out {
        Some(out) => super::out::write(out, lang, |folder| work(Some(folder)))?,
        None => work(None)?,
    };
    report(asked, &done, lang);
    if done.made_under != book.digest() {
        let digests = [
            ("then", done.made_under.clone()),
            ("now", book.digest().to_owned()),
        ];
        eprintln!("{}", said(lang, "app.lake.law_changed", &digests));
    }
    let took = [
        ("engine", done.engine.to_owned()),
        ("seconds", seconds(started)),
    ];
    eprintln!("{}", said(lang, "app.lake.took", &took));
    Ok(0)
}

fn own(asked: &Assess, out: Option<&Path>, book: &Lawbook) -> Result<Done, Stop> {
    let source = Source::open(Path::new(&asked.folder), month(&asked.month)?, book)?;
    Ok(own::assess(&source, out)?)
}

/// Prints the totals and what must be told with them: a line of JSON, or words.
fn report(asked: &Assess, done: &Done, lang: Lang) {
    let totals = &done.totals;
    if asked.format == "json" {
        let mut line = serde_json::json!(totals);
        line["synthetic"] = done.synthetic.into();
        println!("{line}");
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
    if totals.provisional > 0 {
        let employers = [("employers", totals.provisional.to_string())];
        println!("{}", said(lang, "app.lake.provisional", &employers));
    }
    if done.synthetic {
        println!("{}", words::word(lang, "app.lake.synthetic"));
    }
    match &asked.out {
        Some(out) => {
            let out = [("out", out.display().to_string())];
            println!("{}", said(lang, "app.lake.written", &out));
        }
        None => println!("{}", words::word(lang, "app.lake.only_totals")),
    }
}
