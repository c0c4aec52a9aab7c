//! Readers on real files: written by other programs, damaged, hostile.

mod commented;
mod common;
mod cycles;
mod fuzzed;
mod hostile;
mod old;
mod pdfs;
mod sheets;
mod web;
mod word;
