//! The same plans across machines, on Ballista: scheduler, workers and client are this one program.
//!
//! The engine may hang or fail when a worker dies, so nothing rests on it alone: settings that were found to hold, a
//! deadline on every job, our own record of the job, results written by the client alone and checked before they are
//! seen, one more try, and then the engine in this process. Trials and settings: `docs/decisions/0026-lake.md`.

pub mod client;
mod record;
mod run;
pub mod scheduler;
mod statements;
pub mod worker;

use std::sync::Arc;
use std::time::Duration;

use ballista_core::extension::SessionConfigExt;
use datafusion::prelude::SessionConfig;
use tokio::sync::Notify;

pub use client::{Asked, Done, Progress, assess};
pub use record::{AttemptRecord, JobRecord, State};
pub use statements::{Figures, Statements};

/// A worker says this often that it lives.
pub const HEARTBEAT: Duration = Duration::from_secs(2);
/// A worker that has said nothing for so long is dead, and its tasks are given to others. The defaults of the engine made
/// 172 seconds of 14.
pub const WORKER_TIMEOUT: Duration = Duration::from_secs(10);
/// How often the scheduler looks for dead workers.
pub const LOOK_FOR_DEAD: Duration = Duration::from_secs(2);
/// A job whose last worker died waits so long for another one, then fails.
pub const WAIT_FOR_WORKERS: Duration = Duration::from_secs(12);
/// Fewer slots than this hung when a worker died while others read its rows.
pub const SLOTS_LEAST: usize = 4;
/// Tries on the cluster before the work is done in this process.
pub const TRIES: u32 = 2;
/// A scheduler that does not open its door in this time does not answer.
pub const CONNECT: Duration = Duration::from_secs(3);
/// What is said of one whose door does not open.
const SILENT: &str = "the scheduler does not answer";
/// Parts of a plan: more than the slots of a small cluster, so that none waits long for the last one.
const PARTITIONS: usize = 16;

/// Told once when a person presses Ctrl-C: from now on, whether or not somebody waits for it at the moment.
pub(crate) async fn called_off() -> Arc<Notify> {
    let told = Arc::new(Notify::new());
    let mut pressed = Box::pin(tokio::signal::ctrl_c());
    // Its first look installs the handler.
    let _ = futures::poll!(&mut pressed);
    let teller = told.clone();
    tokio::spawn(async move {
        if pressed.await.is_ok() {
            teller.notify_one();
        }
    });
    told
}

/// The settings every part of a cluster works with: adaptive planning on, always.
pub(crate) fn settings() -> SessionConfig {
    SessionConfig::new_with_ballista()
        .with_ballista_adaptive_query_planner(true)
        .with_target_partitions(PARTITIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the trials found to hold (`docs/decisions/0026-lake.md`): other values hung, or took minutes to see a dead worker.
    #[test]
    fn the_settings_are_those_that_held() {
        let seconds = |from: u64, to: u64| Duration::from_secs(from)..=Duration::from_secs(to);
        assert!(seconds(1, 5).contains(&HEARTBEAT));
        assert!(seconds(5, 15).contains(&WORKER_TIMEOUT));
        assert!(HEARTBEAT * 2 < WORKER_TIMEOUT && LOOK_FOR_DEAD <= WORKER_TIMEOUT);
        assert!(SLOTS_LEAST >= 4);
        assert!(TRIES >= 2);
        assert!(settings().ballista_adaptive_query_planner_enabled());
    }
}
