//! The assessment by a loop of our own: row groups on all threads, straight into the columns of `rules::columns`.

mod county;
mod result;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use yiju_lawbook::Lawbook;
use yiju_terms::digest::sm3_of;
use yiju_terms::{Month, Refusal};

use crate::files::fresh::Fresh;
use crate::files::manifest::{EMPLOYERS, PEOPLE};
use crate::files::people::{Open, damaged};
use crate::files::{FileEntry, Kind, Manifest, ResultEntry, fault};
use crate::law::{LawText, Terms, number};
use crate::{Done, Stop, Totals};
use county::County;
pub use result::columns as result_columns;
#[cfg(feature = "engine")]
pub(crate) use {county::same_sums, result::write as write_result};

/// Row groups that one thread takes at a time.
const GROUPS: usize = 2;
/// The name of this way of computing.
const ENGINE: &str = "own";

/// A source folder with the law of a month, opened for the work.
pub struct Source<'a> {
    pub folder: &'a Path,
    pub manifest: Manifest,
    /// The manifest as it was read; only a written result asks for its digest.
    bytes: Vec<u8>,
    pub month: Month,
    pub law: LawText,
    pub terms: Terms,
}

impl<'a> Source<'a> {
    /// Refused: a folder without a manifest, a month it does not hold, a figure of the law that is missing.
    pub fn open(folder: &'a Path, month: Month, book: &Lawbook) -> Result<Source<'a>, Stop> {
        let (manifest, bytes) = Manifest::read_with_bytes(folder, Kind::Source)?;
        let text = month.to_string();
        if manifest.files_of(PEOPLE, Some(&text)).next().is_none() {
            return Err(Refusal::new("lake_month_missing")
                .with("month", month)
                .with("held", manifest.months().join("、"))
                .into());
        }
        let law = LawText::of(&manifest, month, book);
        let terms = law.prepare(book)?;
        Ok(Source {
            folder,
            manifest,
            bytes,
            month,
            law,
            terms,
        })
    }
}

/// A file of people with the file of its employers.
struct Work<'e> {
    people: &'e FileEntry,
    employers: &'e FileEntry,
}

/// Some row groups of a county.
struct Task {
    of: usize,
    first: usize,
}

/// The month's assessment of a folder; with `out`, written there as a folder of its own.
pub fn assess(source: &Source<'_>, out: Option<&Path>) -> Result<Done, Stop> {
    let attempt = out.map(Fresh::attempt).transpose()?;
    let totals = run(source, attempt.as_ref().map(|(fresh, _)| fresh))?;
    if let Some((fresh, attempt)) = attempt {
        fresh.publish(result_manifest(source, ENGINE, attempt, totals))?;
    }
    Ok(Done {
        totals,
        engine: ENGINE,
        synthetic: source.manifest.synthetic,
        made_under: source.manifest.law.clone(),
    })
}

/// The manifest of a result, its files still to be listed.
pub(crate) fn result_manifest(
    source: &Source<'_>,
    engine: &str,
    attempt: u32,
    totals: Totals,
) -> Manifest {
    Manifest {
        kind: Kind::Assessment,
        synthetic: source.manifest.synthetic,
        law: source.law.law.clone(),
        result: Some(ResultEntry {
            month: source.month.to_string(),
            engine: engine.to_owned(),
            attempt,
            source: sm3_of(&source.bytes),
            totals,
        }),
        files: Vec::new(),
        ..source.manifest.clone()
    }
}

fn works<'m>(manifest: &'m Manifest, month: &'m str) -> Result<Vec<Work<'m>>, Stop> {
    let employers: HashMap<&str, &FileEntry> = manifest
        .files_of(EMPLOYERS, Some(month))
        .map(|file| (file.region.code(), file))
        .collect();
    let work = |people: &'m FileEntry| match employers.get(people.region.code()) {
        Some(employers) => Ok(Work { people, employers }),
        None => Err(damaged(people, "no file of employers")),
    };
    manifest.files_of(PEOPLE, Some(month)).map(work).collect()
}

fn run(source: &Source<'_>, fresh: Option<&Fresh>) -> Result<Totals, Stop> {
    let month = source.month.to_string();
    let works = works(&source.manifest, &month)?;
    let mut tasks = Vec::new();
    for (of, work) in works.iter().enumerate() {
        let groups = work.people.groups.max(1);
        tasks.extend((0..groups).step_by(GROUPS).map(|first| Task { of, first }));
    }
    let shared = Shared {
        source,
        fresh,
        works: &works,
        tasks: &tasks,
        next: AtomicUsize::new(0),
        stopped: AtomicBool::new(false),
        open: Mutex::new(HashMap::new()),
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = threads.min(tasks.len());
    let outcomes: Vec<Result<Totals, Stop>> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|_| scope.spawn(|| shared.work()))
            .collect();
        let mut outcomes = vec![shared.work()];
        outcomes.extend(others.into_iter().map(|other| match other.join() {
            Ok(outcome) => outcome,
            Err(panic) => std::panic::resume_unwind(panic),
        }));
        outcomes
    });
    let mut totals = Totals::default();
    for outcome in outcomes {
        totals.join(&outcome?);
    }
    let open = shared.open.into_inner();
    if !open.is_ok_and(|open| open.is_empty()) {
        return Err(fault("assessing", "row groups of a county are missing").into());
    }
    Ok(totals)
}

/// What the threads share.
struct Shared<'s> {
    source: &'s Source<'s>,
    fresh: Option<&'s Fresh>,
    works: &'s [Work<'s>],
    tasks: &'s [Task],
    next: AtomicUsize,
    /// Another thread ended in an error: no new work is begun.
    stopped: AtomicBool,
    /// Counties of which some row groups are done and others not.
    open: Mutex<HashMap<usize, (County, usize)>>,
}

impl Shared<'_> {
    fn work(&self) -> Result<Totals, Stop> {
        let mut totals = Totals::default();
        while let Some(task) = self.tasks.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if self.stopped.load(Ordering::Relaxed) {
                break;
            }
            if let Err(stop) = self.one(task, &mut totals) {
                self.stopped.store(true, Ordering::Relaxed);
                return Err(stop);
            }
        }
        Ok(totals)
    }

    fn one(&self, task: &Task, totals: &mut Totals) -> Result<(), Stop> {
        let work = &self.works[task.of];
        let code = number(&work.people.region);
        let terms = self.source.terms.region(code)?;
        let open = Open::open(self.source.folder, work.people)?;
        let employers = usize::try_from(work.employers.rows).unwrap_or_default();
        let mut county = County::of(employers);
        let last = (task.first + GROUPS).min(open.row_groups());
        open.people(task.first..last, &mut |piece| {
            county
                .add(piece, &terms.limits)
                .map_err(|why| damaged(work.people, why))
        })?;
        let all = open.row_groups().max(1);
        let done = last.saturating_sub(task.first).max(1);
        let Some(county) = self.join(task.of, county, done, all, work.people)? else {
            return Ok(());
        };
        county
            .matches(work.people)
            .map_err(|why| damaged(work.people, why))?;
        let lines = county
            .lines(code, terms)
            .map_err(|stop| stop.named(work.people))?;
        for line in &lines {
            totals.add(line);
        }
        if let Some(fresh) = self.fresh {
            let employers = Open::open(self.source.folder, work.employers)?;
            let month = self.source.month.to_string();
            result::write_with_ids(fresh, &work.people.region, &month, &lines, &employers)?;
        }
        Ok(())
    }

    /// Puts the parts of a county together; gives the whole when the last one has come.
    fn join(
        &self,
        of: usize,
        county: County,
        done: usize,
        all: usize,
        entry: &FileEntry,
    ) -> Result<Option<County>, Stop> {
        if done == all {
            return Ok(Some(county));
        }
        let mut open = self
            .open
            .lock()
            .map_err(|error| fault("a shared county", error))?;
        let Some((mut whole, before)) = open.remove(&of) else {
            open.insert(of, (county, done));
            return Ok(None);
        };
        whole.join(&county).map_err(|why| damaged(entry, why))?;
        if before + done == all {
            return Ok(Some(whole));
        }
        open.insert(of, (whole, before + done));
        Ok(None)
    }
}
