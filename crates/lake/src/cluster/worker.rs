//! A worker: runs tasks with our functions, keeps what passes between stages in its folder, and says that it lives.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use yiju_lawbook::Lawbook;

use super::{HEARTBEAT, SLOTS_LEAST, run, settings};
use crate::Stop;
use crate::engine::{Reach, functions};
use crate::files::fault;

/// What a worker is started with.
pub struct Worker<'a> {
    /// `HOST:PORT` of the scheduler.
    pub scheduler: &'a str,
    /// Where rows are fetched from; tasks arrive at the next port.
    pub listen: SocketAddr,
    pub slots: usize,
    pub work: &'a Path,
    pub book: &'a Lawbook,
    /// What tasks may read; nothing of it comes with them.
    pub reach: &'a Reach,
}

/// Works until the process ends.
pub async fn work(asked: &Worker<'_>) -> Result<(), Stop> {
    let (host, port) = parts(asked.scheduler)?;
    std::fs::create_dir_all(asked.work)
        .map_err(|error| fault(format!("making {}", asked.work.display()), error))?;
    let mut registry = BallistaFunctionRegistry::default();
    for function in functions::all(asked.book) {
        let name = function.name().to_owned();
        registry.scalar_functions.insert(name, function);
    }
    let (reach, spill) = (asked.reach.clone(), asked.work.to_owned());
    let config = ExecutorProcessConfig {
        bind_host: asked.listen.ip().to_string(),
        external_host: Some(asked.listen.ip().to_string()),
        port: asked.listen.port(),
        grpc_port: asked.listen.port() + 1,
        scheduler_host: host,
        scheduler_port: port,
        vcores: asked.slots.max(SLOTS_LEAST),
        task_scheduling_policy: TaskSchedulingPolicy::PushStaged,
        work_dir: Some(asked.work.display().to_string()),
        executor_heartbeat_interval_seconds: HEARTBEAT.as_secs(),
        // Rows between stages are of no use after the job.
        job_data_ttl_seconds: 3600,
        job_data_clean_up_interval_seconds: 600,
        override_function_registry: Some(Arc::new(registry)),
        override_config_producer: Some(Arc::new(settings)),
        override_runtime_producer: Some(Arc::new(move |_| reach.runtime(Some(&spill)))),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config))
        .await
        .map_err(|error| fault("the worker", error))?;
    Ok(())
}

/// Comes back when the scheduler's door opens; `waits` is told once if it does not at first.
pub async fn wait_for_scheduler(scheduler: &str, waits: impl FnOnce()) -> Result<(), Stop> {
    parts(scheduler)?;
    if run::answers(scheduler).await {
        return Ok(());
    }
    waits();
    while !run::answers(scheduler).await {
        tokio::time::sleep(HEARTBEAT / 4).await;
    }
    Ok(())
}

/// Host and port of an address.
pub(crate) fn parts(address: &str) -> Result<(String, u16), Stop> {
    let parted = address.rsplit_once(':');
    let parsed = parted.and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    parsed.ok_or_else(|| {
        yiju_terms::Refusal::new("lake_address_unreadable")
            .with("address", address)
            .into()
    })
}
