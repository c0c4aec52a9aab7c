//! The closed set of formula kinds: one file each.

pub mod shares;
