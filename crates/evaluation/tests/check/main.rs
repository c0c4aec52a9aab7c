//! The checker on whole reports.

mod accused;
mod annotated;
mod common;
mod corpus;
mod folder;
mod gate;
mod gate_pdf;
mod handbook;
mod invented;
mod pages;
mod profiles;
mod proposals;
mod refused;
mod seed;
mod sentences;
mod slow;
mod slow_files;
