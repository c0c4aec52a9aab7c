//! One try on the cluster: the plan is sent, its rows are fetched and checked; it can be called off.

use std::sync::{Arc, Mutex};

use ballista::prelude::SessionContextExt;
use ballista_core::execution_plans::DistributedQueryExec;
use ballista_core::serde::protobuf::CancelJobParams;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::{DataFrame, SessionContext};
use yiju_terms::Region;

use super::{CONNECT, settings};
use crate::Stop;
use crate::engine::assess::Job;
use crate::engine::{Reach, failed, functions, state};
use crate::files::fault;
use crate::totals::Line;

/// The job's number on the cluster, as soon as the client knows it.
pub type Number = Arc<Mutex<Option<Arc<dyn ExecutionPlan>>>>;

/// The number, if the plan has been given one.
pub fn number(of: &Number) -> Option<String> {
    type Remote = DistributedQueryExec<datafusion_proto::protobuf::LogicalPlanNode>;
    let plan = of.lock().ok()?.clone()?;
    let mut next = Some(&plan);
    while let Some(plan) = next {
        if let Some(remote) = plan.downcast_ref::<Remote>() {
            return remote.job_id().map(|id| id.to_string());
        }
        next = plan.children().first().copied();
    }
    None
}

/// Whether the scheduler's door opens.
pub async fn answers(scheduler: &str) -> bool {
    let connect = tokio::net::TcpStream::connect(scheduler);
    matches!(tokio::time::timeout(CONNECT, connect).await, Ok(Ok(_)))
}

/// Runs the plan on the cluster. Dropping this does not end the job there: see [`cancel`].
pub async fn lines(
    job: &Job,
    scheduler: &str,
    (book, reach): (&yiju_lawbook::Lawbook, &Reach),
    number: &Number,
    rows: &mut dyn FnMut(usize),
) -> Result<Vec<(Region, Vec<Line>)>, Stop> {
    let context = remote(scheduler, book, reach).await?;
    let frame = job.frame(&context).await?;
    let stream = stream(frame, number).await?;
    job.checked(stream, rows).await
}

/// A session whose plans run on the cluster.
pub async fn remote(
    scheduler: &str,
    book: &yiju_lawbook::Lawbook,
    reach: &Reach,
) -> Result<SessionContext, Stop> {
    let doing = "asking the cluster";
    let url = format!("df://{scheduler}");
    let state = state(settings(), book, reach).map_err(|error| failed(doing, &error))?;
    let context = SessionContext::remote_with_state(&url, state)
        .await
        .map_err(|error| failed(doing, &error))?;
    // Making the session remote puts the engine's own functions in place of all others.
    for function in functions::all(book) {
        context.register_udf(function.as_ref().clone());
    }
    Ok(context)
}

/// Sends a plan; its number is known from then on.
pub async fn stream(frame: DataFrame, number: &Number) -> Result<SendableRecordBatchStream, Stop> {
    let doing = "sending a plan";
    let task = Arc::new(frame.task_ctx());
    let plan = frame
        .create_physical_plan()
        .await
        .map_err(|error| failed(doing, &error))?;
    if let Ok(mut number) = number.lock() {
        *number = Some(plan.clone());
    }
    execute_stream(plan, task).map_err(|error| failed(doing, &error))
}

/// Asks the scheduler to end the job. Nothing more can be done where it does not answer.
pub async fn cancel(scheduler: &str, number: &str) -> Result<(), Stop> {
    let ask = async {
        let mut client = SchedulerGrpcClient::connect(format!("http://{scheduler}"))
            .await
            .map_err(|error| fault("cancelling", error))?;
        let job_id = number.to_owned();
        client
            .cancel_job(CancelJobParams { job_id })
            .await
            .map_err(|error| fault("cancelling", error))?;
        Ok(())
    };
    match tokio::time::timeout(CONNECT, ask).await {
        Ok(outcome) => outcome,
        Err(late) => Err(fault("cancelling", late).into()),
    }
}
