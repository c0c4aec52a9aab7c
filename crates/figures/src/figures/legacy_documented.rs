//! 老工伤台账资料完整率
//!
//! Definition: persons on the roster whose evidence and reason are both entered, as a share of the roster.
//! Unit: person; ppm for the share
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: legacy_injury
//! Formula: legacy_complete ÷ legacy_surveyed
//! Legal basis: 人社部发〔2011〕10号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        records: Some(Query::new(
            concat!(
                "WITH ",
                roster!(),
                "
SELECT seq, id, name, evidence, reason FROM roster WHERE evidence <> '' AND reason <> '' ORDER BY id"
            ),
            &[
                Column::Text("roster_number"),
                Column::Name("name"),
                Column::Text("evidence"),
                Column::Text("reason"),
            ],
        )),
        ..Figure::new("legacy_complete", Unit::Person, Kind::Stock, Measure::Count)
    },
    Figure::new(
        "legacy_documented",
        Unit::Ppm,
        Kind::Stock,
        Measure::Quotient {
            numerator: "legacy_complete",
            denominator: "legacy_surveyed",
            scale: 1_000_000,
        },
    ),
];
