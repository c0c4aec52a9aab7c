//! Worked cases, properties and words of the rules.
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod bad_input;
mod batch;
mod benefit_cases;
mod bills_and_adjustments;
mod by_years;
mod common;
mod contribution_cases;
mod contribution_events;
mod death_benefits;
mod law_pages;
mod leaving_grants;
mod life;
mod properties;
mod traces;
mod traps_clock;
mod traps_contributions;
mod traps_death;
mod traps_enrollment;
mod traps_grades;
mod traps_payers;
mod words;
