//! A worker: runs tasks with our functions, keeps what passes between stages in its folder, and says that it lives.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use yiju_lawbook::Lawbook;
use yiju_terms::Refusal;

use super::{HEARTBEAT, SLOTS_LEAST, TASKS, door_is_free, run, settings};
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

impl Worker<'_> {
    /// Where tasks arrive: the next port.
    fn tasks(&self) -> Result<SocketAddr, Stop> {
        let next = self
            .listen
            .port()
            .checked_add(1)
            .ok_or_else(|| Refusal::new("lake_port_too_high").with("address", self.listen))?;
        Ok(SocketAddr::new(self.listen.ip(), next))
    }

    /// Refused: a port that somebody else has, this one's or the next.
    pub fn doors_are_free(&self) -> Result<(), Stop> {
        door_is_free(self.listen)?;
        door_is_free(self.tasks()?)
    }
}

/// Set once a person or the system asks this process to end, beside what the engine does about it.
fn stopped_by_a_person() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let set = stopped.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            set.store(true, Ordering::SeqCst);
        }
    });
    #[cfg(unix)]
    if let Ok(mut signals) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        let set = stopped.clone();
        tokio::spawn(async move {
            signals.recv().await;
            set.store(true, Ordering::SeqCst);
        });
    }
    stopped
}

/// Works until a person ends it. Refused: the scheduler no longer knows the worker.
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
        grpc_port: asked.tasks()?.port(),
        scheduler_host: host,
        scheduler_port: port,
        vcores: asked.slots.max(SLOTS_LEAST),
        task_scheduling_policy: TASKS,
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
    let stopped = stopped_by_a_person();
    start_executor_process(Arc::new(config))
        .await
        .map_err(|error| fault("the worker", error))?;
    if stopped.load(Ordering::SeqCst) {
        return Ok(());
    }
    // The engine ends without a word when the scheduler no longer takes the worker's signs of life.
    Err(Refusal::new("lake_worker_ended")
        .with("listen", asked.listen)
        .with("scheduler", asked.scheduler)
        .into())
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
        Refusal::new("lake_address_unreadable")
            .with("address", address)
            .into()
    })
}
