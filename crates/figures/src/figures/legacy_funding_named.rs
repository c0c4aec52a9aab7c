//! 未纳入人员资金来源落实率
//!
//! Definition: persons outside the pool for whom the roster names who pays for their care, as a share of all outside the pool.
//! Unit: person; ppm for the share
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: legacy_injury
//! Formula: legacy_unpooled_funded ÷ legacy_unpooled
//! Legal basis: 人社部发〔2011〕10号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        records: Some(Query::new(
            concat!(
                "WITH ",
                roster!(),
                "
SELECT seq, id, name, employer_name, funding_source FROM roster
WHERE standing = 'unpooled' AND funding_source <> '' ORDER BY id"
            ),
            &[
                Column::Text("roster_number"),
                Column::Name("name"),
                Column::Text("former_employer"),
                Column::Text("funding_source"),
            ],
        )),
        ..Figure::new(
            "legacy_unpooled_funded",
            Unit::Person,
            Kind::Stock,
            Measure::Count,
        )
    },
    Figure::new(
        "legacy_funding_named",
        Unit::Ppm,
        Kind::Stock,
        Measure::Quotient {
            numerator: "legacy_unpooled_funded",
            denominator: "legacy_unpooled",
            scale: 1_000_000,
        },
    ),
];
