//! The ledger room: pure double entry for two separate books, the insurance fund and the agency's department budget.
//!
//! Read in this order: `chart` (accounts), `voucher` (drafts and their check), `patterns` (one function per event of the
//! fund), `department` (budget lines and spending), `balances` (sums), `statements` (what is printed).
//! Nothing here knows SQL, injuries or people, and nothing can be edited or deleted: a correction is a reversing entry.

pub mod balances;
pub mod chart;
mod chart_file;
pub mod department;
pub mod patterns;
pub mod problem;
pub mod statements;
mod toml_reader;
pub mod voucher;

pub use balances::{Balances, Turnover};
pub use chart::{Account, AccountClass, Chart, CodePeriod, Direction, Flow, Ledger};
pub use problem::Problem;
pub use voucher::{Dimensions, PostingDraft, Voucher, VoucherDraft};
