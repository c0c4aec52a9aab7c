//! The pages as a visitor gets them.

mod calculators;
mod common;
mod frame;
mod pages;
