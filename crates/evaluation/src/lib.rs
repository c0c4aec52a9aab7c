//! Performance self-evaluation: reads a report that was handed in and checks it.

pub mod checks;
pub mod profiles;
pub mod report;

pub use checks::{Outcome, Unreadable, check_bytes, check_document};
