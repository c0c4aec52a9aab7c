//! The store room: the only writer of SQL. One program on SQLite (a file) and PostgreSQL (a server).
//!
//! Two column types only (`BIGINT`, `TEXT`), so both engines read and write the same bytes: money is fen, days are
//! ISO dates, rates are parts per million. Rows are only added; triggers refuse `UPDATE` and `DELETE`.

#[macro_use]
mod table;
pub mod access;
pub mod as_known;
pub mod books;
pub mod cases;
pub mod copy;
pub mod engine;
pub mod extract;
mod fault;
mod group;
pub mod journal;
pub mod legacy;
pub mod matters;
mod memory;
pub mod migrate;
pub mod partitions;
#[cfg(test)]
mod plan;
pub mod register;
pub mod schema;
pub mod sets;
pub mod settlements;
pub mod tables;
mod totals;
mod transaction;
pub mod value;
pub mod verify;
pub mod views;
pub mod writer;

pub use engine::{Bulk, Fault, Store};
pub use journal::{Effect, Head};
pub use table::Table;
pub use value::{Row, Value};
pub use writer::Writer;
