//! Performance self-evaluation: builds the agency's own report, and checks anybody's.

pub mod checks;
pub mod folder;
pub mod gate;
pub mod outputs;
pub mod personal;
pub mod profiles;
pub mod report;
pub mod selfeval;

/// LibreOffice, for the old formats; the command looks for it once.
pub use yiju_intake::Converter;
/// Callers ask this before they read a file: it refuses by size alone.
pub use yiju_intake::limits::check_size;

pub use checks::{Outcome, Unreadable, check_bytes, check_bytes_with, check_document, check_kept};
