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

use ballista_core::config::{BALLISTA_CLIENT_PULL, TaskSchedulingPolicy};
use ballista_core::extension::SessionConfigExt;
use datafusion::prelude::SessionConfig;
use tokio::sync::Notify;
use yiju_terms::Refusal;

use crate::Stop;
use crate::files::people::DAMAGED;

pub use client::{Asked, Progress, Why, assess};
pub use record::{AttemptRecord, JobRecord, State};
pub use statements::{Figures, HANG, Statements};

/// The scheduler gives tasks out: pushed ones ended right where pulled ones hung. Workers must know the same.
pub(crate) const TASKS: TaskSchedulingPolicy = TaskSchedulingPolicy::PushStaged;
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
/// The codes of a try that ended with no answer, or with none in time: they say nothing against trying again, or here.
const SILENT: &str = "lake_scheduler_silent";
const LATE: &str = "lake_too_late";
/// Parts of a plan: more than the slots of a small cluster, so that none waits long for the last one.
const PARTITIONS: usize = 16;

pub(crate) fn silent(scheduler: &str) -> Stop {
    Refusal::new(SILENT).with("scheduler", scheduler).into()
}

pub(crate) fn late(limit: Duration) -> Stop {
    let seconds = limit.as_millis().div_ceil(1000);
    Refusal::new(LATE).with("seconds", seconds).into()
}

/// Refused: an address of this machine that somebody else has. Asked before anything says it is up.
pub fn door_is_free(address: std::net::SocketAddr) -> Result<(), Stop> {
    let taken = |error| {
        let refusal = Refusal::new("lake_address_taken").with("address", address);
        Stop::from(refusal.with("why", error))
    };
    std::net::TcpListener::bind(address)
        .map(drop)
        .map_err(taken)
}

/// Whether another try would be refused as well. Totals that are not the manifest's may come from rows lost with a worker
/// as well as from a damaged file: the work in this process tells which.
pub(crate) fn is_final(stop: &Stop) -> bool {
    let may_pass = |refusal: &Refusal| [SILENT, LATE, DAMAGED].contains(&refusal.code);
    let Stop::Refused(refusals) = stop else {
        return false;
    };
    refusals.is_empty() || !refusals.iter().all(may_pass)
}

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

/// The settings every part of a cluster works with: adaptive planning on, always; and the client asks how a job is, for who
/// waits to be told has no number of a job no worker answers for, and can call nothing off.
pub(crate) fn settings() -> SessionConfig {
    SessionConfig::new_with_ballista()
        .with_ballista_adaptive_query_planner(true)
        .set_bool(BALLISTA_CLIENT_PULL, true)
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
        assert!(matches!(TASKS, TaskSchedulingPolicy::PushStaged));
    }

    #[test]
    fn only_what_the_cluster_did_may_pass() {
        let refused = |code| Refusal::new(code).into();
        let may_pass = [
            silent("127.0.0.1:1"),
            late(Duration::from_millis(2_500)),
            refused("lake_file_damaged"),
            crate::files::fault("asking the cluster", "a worker died").into(),
        ];
        assert!(!may_pass.iter().any(is_final));
        for code in ["lake_cancelled", "lake_store_unreachable", "lake_other_law"] {
            assert!(is_final(&refused(code)), "{code}");
        }
        assert!(late(Duration::from_millis(2_500)).to_string().contains('3'));
    }
}
