//! The law folder: reading, layers, times, problems.

mod calendar_and_deadlines;
mod check_problems;
mod confirmations;
mod layers_and_confirmations;
mod shipped_law;
mod time_walk;
