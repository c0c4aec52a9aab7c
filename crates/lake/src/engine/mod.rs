//! The same work on DataFusion: in this process, or (room `cluster`) on workers. SQL groups and adds; every formula is a
//! function of `rules` registered with the engine.

pub mod assess;
mod collect;
pub mod figures;
pub mod functions;
pub mod outgoing;
mod place;
mod reach;
pub mod remote;
mod s3;

use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::session_state::SessionState;
use datafusion::prelude::{SessionConfig, SessionContext};
use yiju_lawbook::Lawbook;

use crate::Stop;
use crate::files::fault;
pub use place::Lake;
pub use reach::Reach;
pub use s3::Settings;

/// A session with our functions, and what it reaches.
pub fn session(
    config: SessionConfig,
    book: &Lawbook,
    reach: &Reach,
) -> Result<SessionContext, Stop> {
    let state = state(config, book, reach).map_err(|error| failed("opening a session", &error))?;
    Ok(SessionContext::new_with_state(state))
}

/// The state of such a session.
pub fn state(
    config: SessionConfig,
    book: &Lawbook,
    reach: &Reach,
) -> Result<SessionState, DataFusionError> {
    let mut state = SessionStateBuilder::new()
        .with_config(config)
        .with_runtime_env(reach.runtime(None)?)
        .with_default_features()
        .build();
    for function in functions::all(book) {
        // An unknown function before is no error: there is none of these names.
        let _ = datafusion::execution::FunctionRegistry::register_udf(&mut state, function);
    }
    Ok(state)
}

/// What the engine could not do. A refusal one of our functions ended in comes back as the refusal's text.
pub(crate) fn failed(doing: &str, error: &DataFusionError) -> Stop {
    fault(doing, error.strip_backtrace()).into()
}

/// The engine walks its plans by calling itself: a figure's statement ended a scheduler whose threads had the usual two MiB.
const STACK: usize = 16 << 20;

/// Runs something that waits, on threads of its own.
pub fn wait<T>(work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    threads()?.block_on(work)
}

pub(crate) fn threads() -> Result<tokio::runtime::Runtime, Stop> {
    tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(STACK)
        .enable_all()
        .build()
        .map_err(|error| fault("starting threads", error).into())
}
