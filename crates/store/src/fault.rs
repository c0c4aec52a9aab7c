//! What a database ends in when it cannot do what it was asked.

use std::fmt;

/// A fault of the machine: disk, database, network. Never shown raw to a person; the edge logs it once.
#[derive(Clone, Debug)]
pub struct Fault {
    pub context: String,
    pub cause: String,
    /// The database refused the row by a constraint, a trigger or a policy: two persons in one matter, a deleted entry,
    /// a row of another region …
    pub constraint: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.context, self.cause)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    pub fn new(context: impl Into<String>, cause: impl fmt::Display) -> Fault {
        Fault {
            context: context.into(),
            cause: cause.to_string(),
            constraint: false,
        }
    }

    pub(crate) fn sqlite(context: &str, error: &rusqlite::Error) -> Fault {
        let constraint = matches!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::ConstraintViolation)
        );
        Fault {
            context: context.to_owned(),
            cause: error.to_string(),
            constraint,
        }
    }

    pub(crate) fn postgres(context: &str, error: &postgres::Error) -> Fault {
        let state = error.code().map_or("", postgres::error::SqlState::code);
        let cause = error.as_db_error().map_or_else(
            || error.to_string(),
            |e| format!("{} {}", e.message(), e.detail().unwrap_or("")),
        );
        // Class 23 is "integrity constraint violation"; P0001 is what our triggers raise; 42501 is a policy or a right.
        let constraint = state.starts_with("23") || matches!(state, "P0001" | "42501");
        Fault {
            context: context.to_owned(),
            cause,
            constraint,
        }
    }
}
