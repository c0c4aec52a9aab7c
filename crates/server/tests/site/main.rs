//! The pages as a visitor gets them.

mod common;
mod frame;
mod pages;
