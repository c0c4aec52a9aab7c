//! Whole-house tests, on SQLite and on PostgreSQL.

mod case_events;
mod case_states;
mod chain;
mod copy;
mod due;
mod hands;
mod late;
mod late_news;
mod legacy;
mod letter_kinds;
mod letters;
mod migrate;
mod one_build;
mod paid_years;
mod partitions;
mod pay_proof;
mod portable;
mod promises;
mod province;
mod rate;
mod register;
mod report;
mod settle;
mod tidy;
mod traps;
mod writer;
