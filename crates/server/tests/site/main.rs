//! The pages as a visitor gets them.

mod calculators;
mod check;
mod common;
mod frame;
mod letters;
mod pages;
