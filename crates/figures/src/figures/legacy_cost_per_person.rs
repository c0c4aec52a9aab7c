//! 老工伤摸底人均成本
//!
//! Definition: what the project of old injuries cost, per person on the roster.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: the two figures it is made of
//! Formula: department_legacy_pooling_outturn ÷ legacy_surveyed
//! Legal basis: 财预〔2021〕101号

use crate::figure::{Figure, Kind, Measure, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure::new(
    "legacy_cost_per_person",
    Unit::Fen,
    Kind::Flow,
    Measure::Quotient {
        numerator: "department_legacy_pooling_outturn",
        denominator: "legacy_surveyed",
        scale: 1,
    },
)];
