//! `yiju lake figures|scheduler|worker`, and the assessment on DataFusion here or Ballista across machines.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use yiju_lake::Done;
use yiju_lake::cluster::{self, Progress, Why, scheduler, worker};
use yiju_lake::engine::{self, Reach, figures};
use yiju_lawbook::Lawbook;
use yiju_terms::refusal::message_of;
use yiju_terms::{Lang, Refusal, words};

use super::work::{month, said};
use crate::cli_lake::{Assess, Figures};
use crate::place::Stop;

/// The month's assessment on the engine, here or on a cluster.
pub fn assess(
    asked: &Assess,
    out: Option<&Path>,
    book: &Lawbook,
    lang: Lang,
) -> Result<Done, Stop> {
    if let Some(scheduler) = &asked.cluster {
        return on_cluster(asked, (scheduler, out), book, lang);
    }
    let (month, reach) = (month(&asked.month)?, Reach::of_environment());
    let work = engine::assess::assess(&asked.folder, month, book, &reach, out);
    Ok(engine::wait(work)?)
}

fn on_cluster(
    asked: &Assess,
    (scheduler, out): (&str, Option<&Path>),
    book: &Lawbook,
    lang: Lang,
) -> Result<Done, Stop> {
    let job = cluster::Asked {
        folder: &asked.folder,
        month: month(&asked.month)?,
        book,
        reach: &Reach::of_environment(),
        out,
        scheduler,
        deadline: Duration::from_secs(asked.deadline),
    };
    let mut tell = |progress: Progress| say(progress, scheduler, lang);
    Ok(engine::wait(cluster::assess(&job, &mut tell))?)
}

/// What is happening, as a person reads it.
fn say(progress: Progress, scheduler: &str, lang: Lang) {
    let (key, args) = match progress {
        Progress::Sent { attempt } => (
            "sent",
            vec![
                ("attempt", attempt.to_string()),
                ("scheduler", scheduler.to_owned()),
            ],
        ),
        Progress::Waiting { seconds, rows } => (
            "waiting",
            vec![("seconds", seconds.to_string()), ("rows", rows.to_string())],
        ),
        Progress::Failed {
            why: Why::Engine(why),
        } => ("failed", vec![("why", why)]),
        Progress::Failed {
            why: Why::Refused(refusals),
        } => {
            // What to do next is said of the whole job, not of a try that another follows.
            let reason = |refusal: &Refusal| {
                let args = refusal.args.iter().map(|(k, v)| (*k, v.as_str()));
                message_of(lang, refusal.code, args)
            };
            let why: Vec<String> = refusals.iter().map(reason).collect();
            ("failed_because", vec![("why", why.join(" "))])
        }
        Progress::Here => ("here", Vec::new()),
    };
    eprintln!("{}", said(lang, &format!("app.lake.{key}"), &args));
}

/// The figures of every region of an export, here or on a cluster.
pub fn show_figures(asked: &Figures, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    let stems = known(&asked.figures, lang)?;
    let reach = Reach::of_environment();
    let unanswered = Cell::new(0);
    let scheduler = asked.cluster.as_deref().unwrap_or_default();
    // From the first statement on: what was read before, for the digests, does not count.
    let (deadline, mut until) = (Duration::from_secs(asked.deadline), None);
    let of = RefCell::new(String::new());
    let tell = |progress: Progress| {
        if matches!(progress, Progress::Failed { .. }) {
            let of = [("of", of.borrow().clone())];
            eprintln!("{}", said(lang, "app.lake.not_by_cluster", &of));
        }
        say(progress, scheduler, lang);
    };
    let manifest = figures::manifest(&asked.folder, &reach)?;
    for entry in &manifest.regions {
        let region = &entry.region;
        let mut books = figures::Books::open(&asked.folder, region, &reach)?;
        if asked.cluster.is_some() {
            let figures = cluster::Figures {
                folder: &asked.folder,
                region,
                book,
                reach: &reach,
                scheduler,
                until: *until.get_or_insert_with(|| Instant::now() + deadline),
                // A plan that hangs leaves time for the others.
                limit: deadline / 10,
                unanswered: &unanswered,
            };
            books = books.asking(cluster::Statements::of(figures, &tell)?);
        }
        let wanted = yiju_figures::all()
            .iter()
            .filter(|figure| stems.is_empty() || stems.contains(&figure.stem));
        for figure in wanted {
            books.answer_here(cluster::HANG.contains(&figure.stem));
            of.replace(format!("{region} {}", figure.name(lang)));
            let value = yiju_figures::compute(&mut books, book, region, asked.year, figure.stem)?;
            if asked.format == "json" {
                let synthetic = manifest.synthetic;
                let line =
                    serde_json::json!({"region": region, "figure": value, "synthetic": synthetic});
                println!("{line}");
                continue;
            }
            println!(
                "{region}  {}  {} {}",
                figure.name(lang),
                value.shown,
                figure.unit_word(lang)
            );
        }
    }
    if manifest.synthetic && asked.format != "json" {
        println!("{}", words::word(lang, "app.lake.synthetic"));
    }
    Ok(0)
}

/// The figures asked for. Refused: names of no figure, all at once.
fn known(asked: &[String], lang: Lang) -> Result<Vec<&'static str>, Stop> {
    let (mut stems, mut unknown) = (Vec::new(), Vec::new());
    for typed in asked {
        match yiju_figures::named(typed, lang) {
            Ok(figure) => stems.push(figure.stem),
            Err(refusal) => unknown.push(refusal),
        }
    }
    match unknown.is_empty() {
        true => Ok(stems),
        false => Err(Stop::Refused(unknown)),
    }
}

fn address(text: &str) -> Result<SocketAddr, Stop> {
    let refused = |_| Refusal::new("lake_address_unreadable").with("address", text);
    Ok(text.parse().map_err(refused)?)
}

/// A scheduler's or worker's own stores. What is refused there is said there: the client hears only that a task failed.
fn reach_telling(lang: Lang) -> Reach {
    Reach::of_environment().telling(move |stop| match stop {
        yiju_lake::Stop::Refused(refusals) => {
            for refusal in refusals {
                eprintln!("{}", refusal.message(lang));
            }
        }
        fault => eprintln!("{fault}"),
    })
}

/// Serves as the scheduler until the process ends.
pub fn serve_scheduler(listen: &str, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    let listen = address(listen)?;
    cluster::door_is_free(listen)?;
    let up = [("listen", listen.to_string())];
    eprintln!("{}", said(lang, "app.lake.scheduler_up", &up));
    engine::wait(scheduler::serve(listen, book, &reach_telling(lang)))?;
    Ok(0)
}

/// Works for a scheduler until the process ends; waits for the scheduler to come up first.
pub fn serve_worker(
    scheduler: &str,
    listen: &str,
    slots: u32,
    work: Option<&Path>,
    book: &Lawbook,
    lang: Lang,
) -> Result<u8, Stop> {
    let listen = address(listen)?;
    let usual = std::env::temp_dir().join(format!("yiju-worker-{}", listen.port()));
    let asked = worker::Worker {
        scheduler,
        listen,
        slots: usize::try_from(slots).unwrap_or(cluster::SLOTS_LEAST),
        work: work.unwrap_or(&usual),
        book,
        reach: &reach_telling(lang),
    };
    let args = [
        ("listen", listen.to_string()),
        ("slots", slots.to_string()),
        ("scheduler", scheduler.to_owned()),
    ];
    asked.doors_are_free()?;
    engine::wait(async {
        let waits = || eprintln!("{}", said(lang, "app.lake.worker_waits", &args));
        worker::wait_for_scheduler(scheduler, waits).await?;
        asked.doors_are_free()?;
        eprintln!("{}", said(lang, "app.lake.worker_up", &args));
        worker::work(&asked).await
    })?;
    Ok(0)
}
