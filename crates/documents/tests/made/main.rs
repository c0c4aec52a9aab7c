//! Documents as made: HTML and office files.

mod common;
mod html;
mod office;
