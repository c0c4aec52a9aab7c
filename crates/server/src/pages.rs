//! One file a page.

pub mod arithmetic;
pub mod assets;
pub mod balances;
pub mod calculator_benefits;
pub mod calculator_contribution;
mod calculator_fields;
mod calculator_form;
mod calculator_inputs;
mod calculator_problems;
mod calculator_result;
pub mod case;
mod case_diagram;
mod case_life;
pub mod case_states;
pub mod cases;
pub mod check;
pub mod dashboard;
pub mod determination;
pub mod due;
pub mod employer;
pub mod employers;
pub mod figure;
pub mod figures;
pub mod law;
pub mod legacy;
mod legacy_counts;
pub mod letters;
pub mod matter;
pub mod matters;
pub mod missing;
pub mod pay_proof;
pub mod payer;
pub mod people;
mod period;
pub mod project;
pub mod projects;
mod rate;
pub mod report;
pub mod settled;
pub mod settlement;
pub mod shared;
pub mod statements;
pub mod time_line;
pub mod verify;
pub mod voucher;
pub mod vouchers;

use axum::response::Response;

use crate::error::Trouble;

/// What a handler gives: an answer, or why there is none.
pub type Answer = Result<Response, Trouble>;
