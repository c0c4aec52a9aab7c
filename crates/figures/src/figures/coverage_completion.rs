//! 扩面完成率
//!
//! Definition: insured persons at year end against the number set for the year.
//! Unit: ppm, shown in percent
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: the two figures it is made of
//! Formula: persons_insured ÷ coverage_target
//! Legal basis: the document that set the target

use crate::figure::{Figure, Kind, Measure, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure::new(
    "coverage_completion",
    Unit::Ppm,
    Kind::Stock,
    Measure::Quotient {
        numerator: "persons_insured",
        denominator: "coverage_target",
        scale: 1_000_000,
    },
)];
