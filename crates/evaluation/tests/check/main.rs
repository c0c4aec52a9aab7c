//! The checker on whole reports.

mod common;
mod handbook;
mod invented;
mod refused;
mod seed;
mod sentences;
