//! The client: tries on the cluster within a deadline, tries again, and does the work here when the cluster does not.

use std::path::Path;
use std::time::{Duration, Instant};

use datafusion::prelude::SessionConfig;
use tokio::sync::Notify;
use yiju_lawbook::Lawbook;
use yiju_terms::{Month, Refusal, Region};

use super::record::{JobRecord, Keeper, State};
use super::run::{self, Number};
use super::{TRIES, worker};
use crate::engine::assess::Job;
use crate::engine::{Reach, session};
use crate::files::fresh::Fresh;
use crate::totals::Line;
use crate::{Done, Stop};

/// Why a try ended without a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// In words of ours.
    Refused(Vec<Refusal>),
    /// In the engine's.
    Engine(String),
}

impl Why {
    pub(super) fn of(stop: &Stop) -> Why {
        match stop {
            Stop::Refused(refusals) => Why::Refused(refusals.clone()),
            fault => Why::Engine(fault.to_string()),
        }
    }
}

/// What is asked for.
pub struct Asked<'a> {
    pub folder: &'a str,
    pub month: Month,
    pub book: &'a Lawbook,
    pub reach: &'a Reach,
    pub out: Option<&'a Path>,
    /// `HOST:PORT` of the scheduler.
    pub scheduler: &'a str,
    /// For all tries on the cluster together; the work in this process has as long again.
    pub deadline: Duration,
}

/// What is happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A try on the cluster begins.
    Sent { attempt: u32 },
    /// Still at it; so many employers have come back.
    Waiting { seconds: u64, rows: usize },
    /// A try ended without a result.
    Failed { why: Why },
    /// The work is done in this process.
    Here,
}

type Lines = Vec<(Region, Vec<Line>)>;

/// The month's assessment of a folder. Has checked lines, a refusal or a fault within twice the deadline; writing the lines
/// that were checked comes after and waits for nobody but the disk.
pub async fn assess(
    asked: &Asked<'_>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Done, Stop> {
    worker::parts(asked.scheduler)?;
    if let Some(root) = asked.out {
        Fresh::may_begin(root)?;
    }
    let context = session(SessionConfig::new(), asked.book, asked.reach)?;
    let job = Job::open(
        &context,
        (asked.reach, asked.folder),
        asked.month,
        asked.book,
    )
    .await?;
    // Once, before the tries: another one would find the same.
    job.sizes().await?;
    let record = JobRecord {
        state: State::Running,
        folder: asked.folder.to_owned(),
        month: asked.month.to_string(),
        scheduler: asked.scheduler.to_owned(),
        deadline_seconds: asked.deadline.as_secs(),
        attempts: Vec::new(),
        totals: None,
    };
    let mut keeper = Keeper::begin(asked.out, record)?;
    let called_off = super::called_off().await;
    let outcome = lines(asked, &job, (&mut keeper, &called_off), progress).await;
    let outcome = match outcome {
        Ok((lines, engine)) => {
            let finishing = job.finish(&context, &lines, asked.out, engine);
            tokio::select! {
                done = finishing => done,
                // Nothing of it is seen: the manifest comes last.
                _ = called_off.notified() => Err(Refusal::new("lake_cancelled").into()),
            }
        }
        Err(stop) => Err(stop),
    };
    match &outcome {
        Ok(done) => keeper.close(State::Done, Some(done.totals))?,
        Err(Stop::Refused(refusals)) if refusals.iter().any(|r| r.code == "lake_cancelled") => {
            keeper.close(State::Cancelled, None)?;
        }
        Err(_) => keeper.close(State::Failed, None)?,
    }
    outcome
}

async fn lines(
    asked: &Asked<'_>,
    job: &Job,
    (keeper, called_off): (&mut Keeper, &Notify),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<(Lines, &'static str), Stop> {
    let until = Instant::now() + asked.deadline;
    for attempt in 1..=TRIES {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        keeper.start("ballista")?;
        if !run::answers(asked.scheduler).await {
            let stop = super::silent(asked.scheduler);
            keeper.end(Duration::ZERO, None, Some(stop.to_string()))?;
            let why = Why::of(&stop);
            progress(Progress::Failed { why });
            break;
        }
        progress(Progress::Sent { attempt });
        // A hang in the first try leaves time for the second.
        let share = left / (TRIES - attempt + 1);
        let started = Instant::now();
        let number = Number::default();
        let outcome = once(asked, job, (share, called_off), &number, progress).await;
        let of_cluster = run::number(&number);
        let failure = outcome.as_ref().err().map(ToString::to_string);
        keeper.end(started.elapsed(), of_cluster.clone(), failure)?;
        match outcome {
            Ok(lines) => return Ok((lines, "ballista")),
            Err(stop) => {
                if let Some(number) = &of_cluster {
                    // A job that failed by itself is gone already; that it cannot be called off says nothing new.
                    let _ = run::cancel(asked.scheduler, number).await;
                }
                if super::is_final(&stop) {
                    return Err(stop);
                }
                let why = Why::of(&stop);
                progress(Progress::Failed { why });
            }
        }
    }
    progress(Progress::Here);
    keeper.start("datafusion")?;
    let started = Instant::now();
    let outcome = here(asked, job, called_off, progress).await;
    let failure = outcome.as_ref().err().map(ToString::to_string);
    keeper.end(started.elapsed(), None, failure)?;
    Ok((outcome?, "datafusion"))
}

/// One try on the cluster, within `limit`.
async fn once(
    asked: &Asked<'_>,
    job: &Job,
    (limit, called_off): (Duration, &Notify),
    number: &Number,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Lines, Stop> {
    let count = std::cell::Cell::new(0);
    let mut rows = |rows: usize| count.set(rows);
    let with = (asked.book, asked.reach);
    let work = run::lines(job, asked.scheduler, with, number, &mut rows);
    watched(work, (limit, called_off), &count, progress).await
}

async fn here(
    asked: &Asked<'_>,
    job: &Job,
    called_off: &Notify,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Lines, Stop> {
    let context = session(SessionConfig::new(), asked.book, asked.reach)?;
    let count = std::cell::Cell::new(0);
    let mut rows = |rows: usize| count.set(rows);
    watched(
        job.lines(&context, &mut rows),
        (asked.deadline, called_off),
        &count,
        progress,
    )
    .await
}

/// Waits for the work, tells now and then that it goes on, ends it at the limit or when a person says so.
async fn watched(
    work: impl Future<Output = Result<Lines, Stop>>,
    (limit, called_off): (Duration, &Notify),
    rows: &std::cell::Cell<usize>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Lines, Stop> {
    let started = Instant::now();
    tokio::pin!(work);
    let mut clock = tokio::time::interval(Duration::from_secs(5));
    clock.tick().await;
    loop {
        tokio::select! {
            outcome = &mut work => return outcome,
            _ = tokio::time::sleep(limit.saturating_sub(started.elapsed())) => {
                return Err(super::late(limit));
            }
            _ = clock.tick() => progress(Progress::Waiting {
                seconds: started.elapsed().as_secs(),
                rows: rows.get(),
            }),
            _ = called_off.notified() => return Err(Refusal::new("lake_cancelled").into()),
        }
    }
}
