//! The lake's commands without the rest of the program, for `bench/kill_test.py` where the whole of it would be too long a
//! build: `lake_only lake make|assess|verify|scheduler|worker`, with the options that the kill test gives.
//!
//! `cargo build -p yiju-lake --features cluster --example lake_only`

use std::path::Path;
use std::time::Duration;

use yiju_lake::cluster::{self, SLOTS_LEAST, scheduler, worker};
use yiju_lake::engine::Reach;
use yiju_lake::files::make::{Make, make};
use yiju_lake::files::{Kind, Manifest, check};
use yiju_lake::own::{self, Source};
use yiju_lake::{Stop, engine};
use yiju_lawbook::Lawbook;
use yiju_terms::Month;

fn main() {
    let words: Vec<String> = std::env::args().skip(2).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Err(stop) = run(&words) {
        eprintln!("{stop}");
        std::process::exit(2);
    }
}

/// What stands behind an option.
fn option<'w>(words: &[&'w str], name: &str) -> Option<&'w str> {
    let at = words.iter().position(|word| *word == name)?;
    words.get(at + 1).copied()
}

fn needed<'w>(words: &[&'w str], name: &str) -> &'w str {
    option(words, name).unwrap_or_else(|| panic!("{name} is missing"))
}

fn run(words: &[&str]) -> Result<(), Stop> {
    let (book, reach) = (Lawbook::builtin(), Reach::of_environment());
    let month = || -> Month { needed(words, "--month").parse().expect("a month") };
    match words[0] {
        "make" => {
            let asked = Make {
                people: needed(words, "--people").parse().expect("a number"),
                counties: 122,
                month: month(),
                book,
                papers: yiju_demo::assumed_wages(),
                group_rows: 1 << 20,
            };
            make(Path::new(needed(words, "--out")), &asked, &mut |_| {})?;
        }
        "verify" => {
            let folder = Path::new(words[1]);
            let manifest = Manifest::read(folder, Kind::Assessment)?;
            check::check(folder, &manifest, true)?;
        }
        "assess" => assess(words, month(), book)?,
        "scheduler" => {
            let listen = needed(words, "--listen").parse().expect("an address");
            engine::wait(scheduler::serve(listen, book, &reach))?;
        }
        "worker" => {
            let asked = worker::Worker {
                scheduler: needed(words, "--scheduler"),
                listen: needed(words, "--listen").parse().expect("an address"),
                slots: SLOTS_LEAST,
                work: Path::new(needed(words, "--work")),
                book,
                reach: &reach,
            };
            engine::wait(async {
                worker::wait_for_scheduler(asked.scheduler, || {}).await?;
                worker::work(&asked).await
            })?;
        }
        other => panic!("{other}: no such command here"),
    }
    Ok(())
}

fn assess(words: &[&str], month: Month, book: &Lawbook) -> Result<(), Stop> {
    let out = option(words, "--out").map(Path::new);
    let totals = match option(words, "--cluster") {
        None => own::assess(&Source::open(Path::new(words[1]), month, book)?, out)?,
        Some(scheduler) => {
            let asked = cluster::Asked {
                folder: words[1],
                month,
                book,
                reach: &Reach::of_environment(),
                out,
                scheduler,
                deadline: Duration::from_secs(needed(words, "--deadline").parse().expect("s")),
            };
            engine::wait(cluster::assess(&asked, &mut |_| {}))?.totals
        }
    };
    println!("{}", serde_json::json!(totals));
    Ok(())
}
