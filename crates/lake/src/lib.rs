//! 批量: batch work over Parquet folders, on our own loop, on DataFusion in the process, on Ballista across machines.
//!
//! Read `docs/reference/lake.md` first: what a folder is. Then `files` (writing and reading folders), `own` (the loop).
//! Formulas are those of `rules::columns`; this room moves columns past them and proves that nothing was lost on the way.

#[cfg(feature = "cluster")]
pub mod cluster;
#[cfg(feature = "engine")]
pub mod engine;
#[cfg(feature = "parquet")]
pub mod files;
#[cfg(feature = "parquet")]
mod law;
#[cfg(feature = "parquet")]
pub mod own;
#[cfg(feature = "parquet")]
mod totals;

#[cfg(feature = "parquet")]
pub use law::{LawText, Terms};
#[cfg(feature = "parquet")]
pub use totals::{Done, Totals};

/// What the work ends in besides success.
pub use yiju_actions::ActionError as Stop;
