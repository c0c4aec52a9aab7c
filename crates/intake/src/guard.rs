//! A wall around parsers of other people: a panic in one becomes a message about the file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::problem::Problem;

/// Runs a reader. Nothing outlives a failed reading, so no half-built value can be seen afterwards.
pub fn guarded<T>(reader: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(reader)).unwrap_or(Err(Problem::ReaderFault))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_message() {
        let empty: Vec<u8> = Vec::new();
        assert_eq!(guarded(|| Ok(empty[7])), Err(Problem::ReaderFault));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
