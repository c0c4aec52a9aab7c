//! `yiju demo`: makes the synthetic county, runs its year, writes and checks the report package, says where to look.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use yiju_demo::{DemoOptions, DemoSummary, Progress};
use yiju_lawbook::Lawbook;
use yiju_store::tables::OfficeRow;
use yiju_store::{Fault, matters, schema};
use yiju_terms::{Lang, Month, Refusal, words};

use crate::cli::Demo;
use crate::commands::report::{self, PackageSummary};
use crate::place::{self, At, Place, Stop};

/// What `--db` says when it was not given: the demonstration then keeps its database in its own output folder.
const DEFAULT_DB: &str = "sqlite:yiju.db";

/// The figures on the screen, in the order of the report's first page.
const FIGURES: &[&str] = &[
    "employers_insured",
    "persons_insured",
    "contributions_received",
    "relief_total",
    "fund_expenditure",
    "benefit_person_times",
    "accident_notices",
    "matters_handled",
    "legacy_pooled",
    "legacy_unpooled",
];

/// Runs the whole demonstration. Exit code 1 when the check finds something grave in our own report.
pub fn run(options: &Demo, db: &str, lang: Lang) -> Result<u8, Stop> {
    let started = Instant::now();
    std::fs::create_dir_all(&options.out)
        .map_err(|error| Fault::new("making the output folder", error))?;
    let url = match db {
        DEFAULT_DB => format!("sqlite:{}", options.out.join("yiju-demo.db").display()),
        given => given.to_owned(),
    };
    if db == DEFAULT_DB {
        clear_earlier(&url)?;
    }
    let summary = make(&url, options.seed, lang)?;
    let mut place = place::open(At::all(&url), Lawbook::builtin())?;
    eprintln!("{}", words::word(lang, "demo.screen.writing"));
    let package = report::write_package(&mut place, yiju_demo::YEAR, &options.out, None, lang)?;
    let seconds = started.elapsed().as_secs();
    for line in screen(&mut place, &summary, &package, options, lang)? {
        println!("{line}");
    }
    eprintln!(
        "{}",
        words::text(
            lang,
            "demo.screen.took",
            &[("seconds", &seconds.to_string())]
        )
    );
    Ok(u8::from(package.refused))
}

/// An earlier demonstration in the output folder makes room for the new one; anything else is left alone.
fn clear_earlier(url: &str) -> Result<(), Stop> {
    let Some(path) = url
        .strip_prefix("sqlite:")
        .filter(|path| Path::new(path).exists())
    else {
        return Ok(());
    };
    if !is_synthetic(url)? {
        return Err(Refusal::new("demo_in_the_way").with("path", path).into());
    }
    if is_worked_in(url)? {
        return Err(Refusal::new("demo_worked_in").with("path", path).into());
    }
    for tail in ["", "-wal", "-shm"] {
        let file = format!("{path}{tail}");
        if Path::new(&file).exists() {
            std::fs::remove_file(&file)
                .map_err(|error| Fault::new(format!("removing {file}"), error))?;
        }
    }
    Ok(())
}

/// Whether the store holds the demonstration county (also one that was broken off before it was founded).
fn is_synthetic(url: &str) -> Result<bool, Stop> {
    let mut store = place::connect(url)?;
    if schema::version(&mut store)?.is_none() {
        return Ok(schema::is_blank(&mut store)?);
    }
    let offices = store.select::<OfficeRow>("region <> $1", &["".into()])?;
    Ok(offices
        .iter()
        .all(|office| yiju_demo::is_synthetic(&office.notice)))
}

/// Whether somebody handed matters in beside the demonstration's own: what was acknowledged is not thrown away.
fn is_worked_in(url: &str) -> Result<bool, Stop> {
    let mut store = place::connect(url)?;
    if schema::version(&mut store)?.is_none() {
        return Ok(false);
    }
    let mut is_foreign = false;
    matters::each_request(&mut store, |key| {
        is_foreign |= !yiju_demo::is_own_request(key);
    })?;
    Ok(is_foreign)
}

/// Runs the year with a bar on a terminal, and one line a month elsewhere.
fn make(url: &str, seed: u64, lang: Lang) -> Result<DemoSummary, Stop> {
    let mut store = place::connect(url)?;
    let bar = std::io::stderr().is_terminal().then(|| bar(lang));
    let mut month: Option<Month> = None;
    let mut watch = |progress: Progress| {
        let now = Month::of(progress.day);
        let text = now.to_string();
        match &bar {
            Some(bar) => {
                bar.set_position(progress.permille as u64);
                bar.set_message(text);
            }
            None if month != Some(now) => {
                eprintln!(
                    "{}",
                    words::text(lang, "demo.screen.month", &[("month", &text)])
                );
            }
            None => {}
        }
        month = Some(now);
    };
    let summary = yiju_demo::run(&mut store, &DemoOptions { seed }, &mut watch)?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(summary)
}

fn bar(lang: Lang) -> ProgressBar {
    let bar = ProgressBar::new(1_000);
    let template = format!(
        "{} {{bar:40}} {{percent:>3}}% {{msg}}",
        words::word(lang, "demo.screen.running")
    );
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// The one screen: what was made, the figures, the files with what the check says, how to look further.
fn screen(
    place: &mut Place,
    summary: &DemoSummary,
    package: &PackageSummary,
    options: &Demo,
    lang: Lang,
) -> Result<Vec<String>, Stop> {
    let say =
        |key: &str, args: &[(&str, &str)]| words::text(lang, &format!("demo.screen.{key}"), args);
    let (matters, entries) = (summary.matters.to_string(), summary.entries.to_string());
    let seed = options.seed.to_string();
    let url = place.store.url().to_owned();
    let year = yiju_demo::YEAR.to_string();
    let mut lines = vec![
        say("title", &[("year", &year)]),
        words::word(lang, "demo.notice"),
        say(
            "made",
            &[
                ("matters", &matters),
                ("entries", &entries),
                ("seed", &seed),
            ],
        ),
        say("head", &[("head", &summary.head)]),
        String::new(),
        say("figures", &[]),
    ];
    for stem in FIGURES {
        lines.push(figure_line(place, stem, lang)?);
    }
    lines.push(String::new());
    lines.extend(report::lines(package, &options.out, lang));
    lines.push(String::new());
    lines.push(say("look", &[]));
    let first = package.files.first().map(|file| file.display().to_string());
    let file = first.unwrap_or_default();
    for key in ["serve", "explain", "verify", "check"] {
        lines.push(say(
            key,
            &[
                ("url", url.as_str()),
                ("year", year.as_str()),
                ("file", file.as_str()),
            ],
        ));
    }
    Ok(lines)
}

fn figure_line(place: &mut Place, stem: &str, lang: Lang) -> Result<String, Stop> {
    let figure = yiju_figures::find(stem)
        .ok_or_else(|| Fault::new("the demonstration's screen", format!("no figure {stem}")))?;
    let value = yiju_figures::compute(
        &mut place.store,
        &place.book,
        &place.region,
        yiju_demo::YEAR,
        stem,
    )?;
    let (name, unit) = (figure.name(lang), figure.unit_word(lang));
    Ok(words::text(
        lang,
        "demo.screen.figure",
        &[("name", &name), ("value", &value.shown), ("unit", &unit)],
    ))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_default_database_is_the_command_lines() {
        let command = crate::cli::Cli::command();
        let db = command
            .get_arguments()
            .find(|argument| argument.get_id() == "db")
            .unwrap();
        assert_eq!(db.get_default_values(), [super::DEFAULT_DB]);
    }
}
