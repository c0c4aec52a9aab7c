//! The scheduler: takes plans, gives tasks to the workers that said they live.

use std::net::SocketAddr;
use std::sync::Arc;

use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use yiju_lawbook::Lawbook;

use super::{LOOK_FOR_DEAD, TASKS, WAIT_FOR_WORKERS, WORKER_TIMEOUT, settings};
use crate::Stop;
use crate::engine::{self, Reach};
use crate::files::fault;

/// Serves until the process ends. Plans are made where the files are seen: the scheduler has stores of its own.
pub async fn serve(listen: SocketAddr, book: &Lawbook, reach: &Reach) -> Result<(), Stop> {
    let (book, reach) = (book.clone(), reach.clone());
    let config = SchedulerConfig {
        bind_host: listen.ip().to_string(),
        external_host: listen.ip().to_string(),
        bind_port: listen.port(),
        scheduling_policy: TASKS,
        executor_timeout_seconds: WORKER_TIMEOUT.as_secs(),
        expire_dead_executor_interval_seconds: LOOK_FOR_DEAD.as_secs(),
        no_executors_grace_period_seconds: WAIT_FOR_WORKERS.as_secs(),
        override_config_producer: Some(Arc::new(settings)),
        override_session_builder: Some(Arc::new(move |config| {
            engine::state(config, &book, &reach)
        })),
        ..SchedulerConfig::default()
    };
    let failed = |error| fault("the scheduler", error);
    let cluster = BallistaCluster::new_from_config(&config)
        .await
        .map_err(failed)?;
    start_server(cluster, listen, Arc::new(config))
        .await
        .map_err(failed)?;
    Ok(())
}
