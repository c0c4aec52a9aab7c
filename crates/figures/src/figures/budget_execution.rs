//! 预算执行率
//!
//! Definition: what was spent in the year against the full-year budget after approved adjustments; for the whole department and for the project.
//! Unit: ppm, shown in percent
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: the two figures it is made of
//! Formula: outturn ÷ adjusted budget
//! Legal basis: 财预〔2020〕10号

use crate::figure::{Figure, Kind, Measure, Unit};

const fn rate(stem: &'static str, numerator: &'static str, denominator: &'static str) -> Figure {
    Figure::new(
        stem,
        Unit::Ppm,
        Kind::Flow,
        Measure::Quotient {
            numerator,
            denominator,
            scale: 1_000_000,
        },
    )
}

pub(super) const FIGURES: &[Figure] = &[
    rate(
        "budget_execution_rate",
        "department_total_outturn",
        "department_total_adjusted",
    ),
    rate(
        "project_execution_rate",
        "department_legacy_pooling_outturn",
        "department_legacy_pooling_adjusted",
    ),
    rate(
        "procurement_execution_rate",
        "department_procurement_outturn",
        "department_procurement_adjusted",
    ),
    rate(
        "three_public_control_rate",
        "department_three_public_outturn",
        "department_three_public_adjusted",
    ),
    rate(
        "public_control_rate",
        "department_public_outturn",
        "department_public_adjusted",
    ),
];
