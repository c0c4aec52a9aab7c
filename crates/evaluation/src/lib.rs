//! Performance self-evaluation: reads a report that was handed in and checks it.

pub mod checks;
pub mod profiles;
pub mod report;

/// Callers ask this before they read a file: it refuses by size alone.
pub use yiju_intake::limits::check_size;

pub use checks::{Outcome, Unreadable, check_bytes, check_document};
