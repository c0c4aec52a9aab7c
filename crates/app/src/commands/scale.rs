//! `yiju demo --scale`: a province of synthetic counties, and how long the work of a month takes on it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use yiju_demo::scale::{self, MonthStep, ScaleOptions};
use yiju_documents::{docx, fonts};
use yiju_evaluation::selfeval::{self, Setting};
use yiju_figures::{Answers, Remembered};
use yiju_lawbook::Lawbook;
use yiju_store::views::people::{self, PersonLine};
use yiju_store::{Store, schema, verify};
use yiju_terms::{Lang, Region, words};

use crate::cli::Demo;
use crate::place::{self, At, Place, Stop};

/// People looked up in each county, once by number and once by name.
const LOOKED_UP: i64 = 20;
/// At most so many are read of those found.
const LISTED: i64 = 20;

/// Counties and the store they are in; regions do not wait for each other, so they are worked on side by side.
struct Province<'a> {
    db: &'a str,
    codes: Vec<String>,
    /// How many may write at a time.
    writers: usize,
    /// How many may read at a time.
    readers: usize,
    lang: Lang,
}

/// Loads what is not there yet, runs a month, looks people up, computes the year's figures, writes the reports and
/// verifies, county by county.
pub fn run(options: &Demo, db: &str, lang: Lang) -> Result<u8, Stop> {
    let asked = ScaleOptions {
        seed: options.seed,
        counties: options.counties.clamp(1, 126),
        people: options.people.max(1),
    };
    let mut store = place::connect(db)?;
    schema::prepare(&mut store)?;
    let readers = std::thread::available_parallelism().map_or(1, usize::from);
    let province = Province {
        db,
        codes: scale::county_codes(asked.counties),
        // A file has one writer.
        writers: if store.is_postgres() { readers } else { 1 },
        readers,
        lang,
    };
    province.load(&asked)?;
    if store.is_postgres() {
        // The planner must know how large the new partitions are.
        store.script("ANALYZE")?;
    }
    for (step, name) in [
        (MonthStep::Assess, "assess"),
        (MonthStep::Receive, "receive"),
        (MonthStep::Pay, "pay"),
    ] {
        province.timed(name, province.writers, |store, at| {
            Ok(scale::month(store, &province.codes[at], step)? as i64)
        })?;
    }
    province.look_up(&mut store)?;
    province.timed("figures", province.readers, |_, at| {
        figures(db, &province.codes[at])
    })?;
    province.timed("report", province.readers, |_, at| {
        report(db, &province.codes[at])
    })?;
    let findings = AtomicUsize::new(0);
    province.timed("verify", province.readers, |store, at| {
        let code = &province.codes[at];
        let verdict = verify::verify(store, code, None)?;
        findings.fetch_add(verdict.breaks.len(), Ordering::Relaxed);
        if !verdict.breaks.is_empty() {
            println!("{code}: {}", super::verify::text(&verdict, lang));
        }
        Ok(verdict.rows)
    })?;
    Ok(u8::from(findings.into_inner() > 0))
}

impl Province<'_> {
    fn load(&self, asked: &ScaleOptions) -> Result<(), Stop> {
        let people = scale::people_of_counties(asked);
        self.timed("load", self.writers, |store, at| {
            let started = Instant::now();
            let code = &self.codes[at];
            let Some(made) = scale::load(store, code, people[at], asked.seed)? else {
                return Ok(0);
            };
            let counts = [
                ("region", code.clone()),
                ("employers", made.employers.to_string()),
                ("people", made.people.to_string()),
                ("payees", made.payees.to_string()),
                ("ms", milliseconds(started)),
            ];
            say(self.lang, "loaded", &counts);
            Ok(made.people)
        })
    }

    /// Does the work for every county, as many at a time as there are workers, each with a session of its own; says what
    /// the counts add up to and how long it took.
    fn timed(
        &self,
        step: &str,
        workers: usize,
        work: impl Fn(&mut Store, usize) -> Result<i64, Stop> + Sync,
    ) -> Result<(), Stop> {
        forget_peak_memory();
        let started = Instant::now();
        let next = AtomicUsize::new(0);
        let worker = || -> Result<i64, Stop> {
            let mut store = place::connect(self.db)?;
            let mut count = 0;
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= self.codes.len() {
                    return Ok(count);
                }
                let done = work(&mut store, at);
                if done.is_err() {
                    // The others end with the county they are at.
                    next.store(self.codes.len(), Ordering::Relaxed);
                }
                count += done?;
            }
        };
        let counts: Result<Vec<i64>, Stop> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
            let joined = threads.into_iter().map(|thread| thread.join());
            joined
                .map(|outcome| outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        let args = [
            (
                "step",
                words::word(self.lang, &format!("app.scale.step.{step}")),
            ),
            ("count", counts?.iter().sum::<i64>().to_string()),
            ("ms", milliseconds(started)),
            ("peak", peak_memory_mib().to_string()),
        ];
        say(self.lang, "timed", &args);
        Ok(())
    }

    /// Looks people of every county up, in their county and in all of them, and says how long one look takes: the median,
    /// what 99 of 100 stay within, the slowest.
    fn look_up(&self, store: &mut Store) -> Result<(), Stop> {
        // Known beforehand, all of them: none is read just before its turn.
        let mut known = Vec::new();
        for code in &self.codes {
            for number in 1..=LOOKED_UP {
                let local = format!("P{:08}", number * 37);
                known.extend(people::find(store, code, &local, LAST_DAY, 1)?);
            }
        }
        let everywhere = known.iter().step_by(LOOKED_UP as usize / 4);
        let everywhere: Vec<PersonLine> = everywhere.cloned().collect();
        for (key, known, is_by_name, is_everywhere) in [
            ("number", &known, false, false),
            ("name", &known, true, false),
            ("number_everywhere", &everywhere, false, true),
            ("name_everywhere", &everywhere, true, true),
        ] {
            let mut times: Vec<Duration> = Vec::new();
            for person in known {
                let text = match is_by_name {
                    true => &person.name,
                    false => &person.id_number,
                };
                let started = Instant::now();
                let found = match is_everywhere {
                    true => people::find_everywhere(store, text, LAST_DAY, LISTED)?,
                    false => people::find(store, &person.region, text, LAST_DAY, LISTED)?,
                };
                times.push(started.elapsed());
                assert!(
                    is_found(person, &found, is_by_name),
                    "who is registered is found"
                );
            }
            self.say_times(key, times);
        }
        Ok(())
    }

    fn say_times(&self, key: &str, mut times: Vec<Duration>) {
        times.sort_unstable();
        let Some(slowest) = times.last() else {
            return;
        };
        let of = |time: Duration| time.as_micros().to_string();
        let step = words::word(self.lang, &format!("app.scale.step.{key}"));
        let args = [
            ("step", step),
            ("count", times.len().to_string()),
            ("median", of(times[times.len() / 2])),
            ("most", of(times[times.len() * 99 / 100])),
            ("slowest", of(*slowest)),
        ];
        say(self.lang, "looked_up", &args);
    }
}

/// Whether a look-up told of the person. Of a name there may be more people than are listed: then all listed begin with it.
fn is_found(person: &PersonLine, found: &[PersonLine], is_by_name: bool) -> bool {
    let is_it = |one: &PersonLine| (&one.region, &one.id) == (&person.region, &person.id);
    let is_full = is_by_name && i64::try_from(found.len()) == Ok(LISTED);
    found.iter().any(is_it) || is_full && found.iter().all(|one| one.name.starts_with(&person.name))
}

/// Cover as it is registered by now.
const LAST_DAY: &str = "9999-12-31";

fn open(db: &str, code: &str) -> Result<Place, Stop> {
    let at = At {
        url: db,
        region: Some(code),
    };
    place::open(at, Lawbook::builtin())
}

/// Every figure of the year in a county; gives how many.
fn figures(db: &str, code: &str) -> Result<i64, Stop> {
    let mut place = open(db, code)?;
    let region: &Region = &place.region;
    let (mut count, mut answers) = (0, Answers::default());
    for figure in yiju_figures::all() {
        let year = yiju_demo::YEAR;
        let mut rows = Remembered::new(&mut place.store, &mut answers);
        yiju_figures::compute(&mut rows, &place.book, region, year, figure.stem)?;
        count += 1;
    }
    Ok(count)
}

/// The year's self-evaluation of a county as a document; gives its size.
fn report(db: &str, code: &str) -> Result<i64, Stop> {
    let mut place = open(db, code)?;
    let setting = Setting {
        book: &place.book,
        region: &place.region,
        office: &place.office,
        year: yiju_demo::YEAR,
    };
    let report = selfeval::build(&mut place.store, &setting)?;
    Ok(docx::render(&report.document, &fonts::find_system(&[])).len() as i64)
}

/// With one decimal: a small county's steps are over within a few.
fn milliseconds(since: Instant) -> String {
    let tenths = since.elapsed().as_micros() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn say(lang: Lang, key: &str, args: &[(&str, String)]) {
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    println!("{}", words::text(lang, &format!("app.scale.{key}"), &args));
}

/// Lets the next reading of the peak begin here; where the system cannot, the peak is that since the start.
fn forget_peak_memory() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory this program has held since, in MiB, where the system tells it.
fn peak_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    kib.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
