//! Whole-house tests, on SQLite and on PostgreSQL.

mod chain;
mod copy;
mod hands;
mod late;
mod legacy;
mod migrate;
mod pay_proof;
mod province;
mod register;
mod report;
mod settle;
mod tidy;
mod traps;
mod writer;
