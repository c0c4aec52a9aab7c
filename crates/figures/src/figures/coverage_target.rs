//! 扩面任务数
//!
//! Definition: the number of insured persons the office was set for the year.
//! Unit: person
//! Stock or flow: stock
//! Cut-off: 31 December
//! Source: target
//! Formula: the target last set for 参保人数
//! Legal basis: the document that set it

use crate::figure::{Figure, Kind, Measure, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure::new(
    "coverage_target",
    Unit::Person,
    Kind::Stock,
    Measure::Target("persons_insured"),
)];
