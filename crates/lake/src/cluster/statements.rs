//! The statements of figures on a cluster: each is a job of its own with a deadline. One that ends without rows is answered by
//! the process that asked, from the same files; after a few of them, or when the scheduler is silent, none is sent any more.
//! (Some plans hang: those that take the last row of many, ten figures of 147, never came back from Ballista 55 with adaptive planning.)

use std::cell::Cell;
use std::time::{Duration, Instant};

use datafusion::arrow::array::RecordBatch;
use datafusion::prelude::SessionContext;
use futures::TryStreamExt;
use tokio::runtime::Runtime;
use yiju_lawbook::Lawbook;
use yiju_terms::Region;

use super::client::{Progress, Why};
use super::run::{self, Number};
use super::worker;
use crate::Stop;
use crate::engine::figures::{Elsewhere, files_of, register};
use crate::engine::{Lake, Reach, failed};

/// Figures whose plans take the last row of many: none of them ever came back from Ballista 55, so they are not sent.
pub const HANG: [&str; 10] = [
    "employers_insured",
    "persons_insured",
    "persons_insured_by_project",
    "coverage_completion",
    "injury_incidence",
    "injuries_by_industry",
    "matters_handled",
    "arrears_at_year_end",
    "legacy_documented",
    "legacy_entered_early",
];

/// So many statements without an answer, and no other is sent.
const UNANSWERED: u32 = 3;

/// What is asked for.
pub struct Figures<'a> {
    pub folder: &'a str,
    pub region: &'a Region,
    pub book: &'a Lawbook,
    pub reach: &'a Reach,
    /// `HOST:PORT` of the scheduler.
    pub scheduler: &'a str,
    /// When no statement is sent any more, and one that runs is called off.
    pub until: Instant,
    /// How long one statement may take.
    pub limit: Duration,
    /// Statements that were not answered, over all regions.
    pub unanswered: &'a Cell<u32>,
}

/// A region's tables as the cluster sees them.
pub struct Statements<'a> {
    asked: Figures<'a>,
    tell: &'a dyn Fn(Progress),
    context: Option<SessionContext>,
}

impl<'a> Statements<'a> {
    /// Refused: an address that is none. Whether the cluster answers is seen with the first statement.
    pub fn of(asked: Figures<'a>, tell: &'a dyn Fn(Progress)) -> Result<Statements<'a>, Stop> {
        worker::parts(asked.scheduler)?;
        Ok(Statements {
            asked,
            tell,
            context: None,
        })
    }

    async fn session(&mut self) -> Result<SessionContext, Stop> {
        if let Some(context) = &self.context {
            return Ok(context.clone());
        }
        let asked = &self.asked;
        if !run::answers(asked.scheduler).await {
            return Err(super::silent(asked.scheduler));
        }
        let context = run::remote(asked.scheduler, asked.book, asked.reach).await?;
        let lake = Lake::open(&context, asked.reach, asked.folder).await?;
        let files = files_of(&lake, asked.folder, asked.region)?;
        register(&lake, &context, &files).await?;
        self.context = Some(context.clone());
        Ok(context)
    }

    async fn ask(&mut self, sql: &str, number: &Number) -> Result<Vec<RecordBatch>, Stop> {
        let context = self.session().await?;
        let wrong = |error| failed("asking the cluster", &error);
        let frame = context.sql(sql).await.map_err(wrong)?;
        let stream = run::stream(frame, number).await?;
        stream.try_collect().await.map_err(wrong)
    }

    async fn within_the_deadline(&mut self, sql: &str) -> Result<Vec<RecordBatch>, Stop> {
        let left = self.asked.until.saturating_duration_since(Instant::now());
        let left = left.min(self.asked.limit);
        let scheduler = self.asked.scheduler;
        let number = Number::default();
        let outcome = tokio::time::timeout(left, self.ask(sql, &number)).await;
        let outcome = outcome.unwrap_or_else(|_| Err(super::late(left)));
        if let (Err(_), Some(number)) = (&outcome, run::number(&number)) {
            // A job that failed by itself is gone already.
            let _ = run::cancel(scheduler, &number).await;
        }
        outcome
    }
}

impl Elsewhere for Statements<'_> {
    fn rows(&mut self, sql: &str, runtime: &Runtime) -> Option<Vec<RecordBatch>> {
        if self.asked.unanswered.get() >= UNANSWERED {
            return None;
        }
        if Instant::now() >= self.asked.until {
            self.asked.unanswered.set(UNANSWERED);
            (self.tell)(Progress::Here);
            return None;
        }
        match runtime.block_on(self.within_the_deadline(sql)) {
            Ok(batches) => Some(batches),
            Err(stop) => {
                let silent = !runtime.block_on(run::answers(self.asked.scheduler));
                let unanswered = self.asked.unanswered.get() + 1;
                let unanswered = if silent { UNANSWERED } else { unanswered };
                self.asked.unanswered.set(unanswered);
                let why = Why::of(&stop);
                (self.tell)(Progress::Failed { why });
                if unanswered >= UNANSWERED {
                    (self.tell)(Progress::Here);
                }
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HANG;

    /// A figure that was renamed would be sent again, and hang.
    #[test]
    fn figures_that_hang_are_figures() {
        for stem in HANG {
            assert!(yiju_figures::find(stem).is_some(), "{stem}");
        }
    }
}
