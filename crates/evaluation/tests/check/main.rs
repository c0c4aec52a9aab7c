//! The checker on whole reports.

mod common;
mod corpus;
mod handbook;
mod invented;
mod profiles;
mod proposals;
mod refused;
mod seed;
mod sentences;
