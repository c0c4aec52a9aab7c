//! Performance self-evaluation: builds the agency's own report, and checks anybody's.

pub mod checks;
pub mod profiles;
pub mod report;
pub mod selfeval;

/// Callers ask this before they read a file: it refuses by size alone.
pub use yiju_intake::limits::check_size;

pub use checks::{Outcome, Unreadable, check_bytes, check_document};
