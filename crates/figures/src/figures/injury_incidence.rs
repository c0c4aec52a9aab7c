//! 工伤发生率
//!
//! Definition: accidents reported in the year against insured persons at year end.
//! Unit: ppm, shown in percent
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: the two figures it is made of
//! Formula: accident_notices ÷ persons_insured
//! Legal basis: 工伤保险条例 @ 2011 § 4

use crate::figure::{Figure, Kind, Measure, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    articles: &["工伤保险条例 @ 2011 § 4"],
    ..Figure::new(
        "injury_incidence",
        Unit::Ppm,
        Kind::Flow,
        Measure::Quotient {
            numerator: "accident_notices",
            denominator: "persons_insured",
            scale: 1_000_000,
        },
    )
}];
