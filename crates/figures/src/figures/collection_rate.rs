//! 征缴率
//!
//! Definition: contributions that arrived in the year against contributions assessed for the months of the year.
//! Unit: ppm, shown in percent
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: the two figures it is made of
//! Formula: contributions_received ÷ contributions_assessed
//! Legal basis: 社会保险法 @ 2018 § 60

use crate::figure::{Figure, Kind, Measure, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    articles: &["社会保险法 @ 2018 § 60"],
    ..Figure::new(
        "collection_rate",
        Unit::Ppm,
        Kind::Flow,
        Measure::Quotient {
            numerator: "contributions_received",
            denominator: "contributions_assessed",
            scale: 1_000_000,
        },
    )
}];
