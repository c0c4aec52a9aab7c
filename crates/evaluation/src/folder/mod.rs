//! A folder of reports: each is checked, a ranking names the worst first. One bad file stops nothing; a second run takes
//! over what is done; nothing is ever half-written.
//!
//! Memory holds one line a file and the files at hand, whatever the number of files.

mod done;
mod found;
mod one;
mod page;
mod row;
mod safe;
mod sheet;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

use yiju_intake::Converter;
use yiju_terms::Lang;

pub use page::sentence;
pub use row::{Row, Worst};

use done::Done;
use found::Found;

/// What to check and where the results go.
pub struct Setting<'a> {
    /// Folders and files.
    pub places: &'a [PathBuf],
    pub out: &'a Path,
    pub profile: Option<&'a str>,
    pub converter: Option<&'a Converter>,
    /// Whether each docx also gets a copy with its findings as comments.
    pub annotate: bool,
    pub lang: Lang,
    /// How many files at once.
    pub workers: usize,
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub files: usize,
    /// Of these, taken over from an earlier run.
    pub kept: usize,
    pub unreadable: usize,
    pub high: usize,
    /// Files with a finding of severity high.
    pub grave: usize,
    /// Annotated copies, where they were asked for.
    pub copies: Option<usize>,
}

/// Why there is no ranking.
#[derive(Debug)]
pub enum Stopped {
    NoSuchPlace(PathBuf),
    /// No file at all in these places.
    Nothing,
    NoSuchProfile(String),
    /// The results could not be written.
    Disk(PathBuf, std::io::Error),
}

/// Checks everything; `tick` hears of each file that is done (done so far, of how many).
pub fn run(setting: &Setting, tick: &mut dyn FnMut(usize, usize)) -> Result<Summary, Stopped> {
    if let Some(stem) = setting.profile
        && crate::profiles::Profile::find(stem).is_none()
    {
        return Err(Stopped::NoSuchProfile(stem.to_owned()));
    }
    let found = found::find(setting.places, setting.out)?;
    if found.is_empty() {
        return Err(Stopped::Nothing);
    }
    safe::prepare(setting.out)?;
    let mut done = Done::open(setting)?;
    let mut rows = check_all(setting, &found, &mut done, tick)?;
    rows.sort_by(Row::order);
    let summary = summary(&rows, setting.annotate);
    safe::write(
        &setting.out.join("ranking.html"),
        page::page(&rows, &summary, setting.lang).as_bytes(),
    )?;
    let book = sheet::workbook(&rows, setting.lang).map_err(|error| {
        Stopped::Disk(
            setting.out.join("ranking.xlsx"),
            std::io::Error::other(error),
        )
    })?;
    safe::write(&setting.out.join("ranking.xlsx"), &book)?;
    done.close(&rows)?;
    Ok(summary)
}

/// Every file on as many threads as asked for; each line is kept on disk as soon as it is known.
fn check_all(
    setting: &Setting,
    found: &[Found],
    done: &mut Done,
    tick: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Row>, Stopped> {
    /// Deep markup is bounded; this is room for it in a debug build.
    const STACK_BYTES: usize = 16 * 1024 * 1024;
    let next = AtomicUsize::new(0);
    let converter = setting.converter.map(Mutex::new);
    let earlier = done.take();
    let (sender, receiver) = mpsc::channel();
    let work = |sender: mpsc::Sender<Result<Row, Stopped>>| {
        while let Some(file) = found.get(next.fetch_add(1, Ordering::Relaxed)) {
            let row = one::check(setting, file, earlier.get(&file.name), converter.as_ref());
            if sender.send(row).is_err() {
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..setting.workers.clamp(1, 256) {
            let sender = sender.clone();
            let worker = std::thread::Builder::new().stack_size(STACK_BYTES);
            let begun = worker.spawn_scoped(scope, || work(sender));
            begun.map_err(|error| Stopped::Disk(setting.out.to_owned(), error))?;
        }
        drop(sender);
        let mut rows = Vec::with_capacity(found.len());
        // A disk that is full ends the run: the workers see that nobody listens.
        for row in receiver {
            let row = row?;
            done.add(&row)?;
            rows.push(row);
            tick(rows.len(), found.len());
        }
        Ok(rows)
    })
}

fn summary(rows: &[Row], annotate: bool) -> Summary {
    Summary {
        files: rows.len(),
        kept: rows.iter().filter(|row| row.was_kept).count(),
        unreadable: rows.iter().filter(|row| row.error.is_some()).count(),
        high: rows.iter().map(|row| row.counts.high).sum(),
        grave: rows.iter().filter(|row| row.counts.high > 0).count(),
        copies: annotate.then(|| rows.iter().filter(|row| row.has_copy).count()),
    }
}
