//! 老工伤人数（已纳入、未纳入、摸底建档）
//!
//! Definition: persons on the roster of old injuries, in the pool by the cut-off, outside it, and both together. Counted from names.
//! Unit: person
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: legacy_injury, employee
//! Formula: number of records; the sum of both
//! Legal basis: 人社部发〔2011〕10号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

const ARTICLES: &[&str] = &["人社部发〔2011〕10号 @ 2011 § 1"];

const COLUMNS: &[Column] = &[
    Column::Text("roster_number"),
    Column::Name("name"),
    Column::IdNumber("id_number"),
    Column::Text("former_employer"),
    Column::Text("injured_on"),
    Column::Count("grade"),
    Column::Text("pooled_on"),
    Column::Text("reason"),
];

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        articles: ARTICLES,
        ..Figure::new(
            "legacy_surveyed",
            Unit::Person,
            Kind::Stock,
            Measure::Total(&["legacy_pooled", "legacy_unpooled"]),
        )
    },
    Figure {
        records: Some(Query::new(
            concat!(
                "WITH ",
                roster!(),
                "
SELECT seq, id, name, id_number, employer_name, injured_on, grade, pooled_on, reason FROM roster
WHERE standing = 'pooled' ORDER BY id"
            ),
            COLUMNS,
        )),
        articles: ARTICLES,
        ..Figure::new("legacy_pooled", Unit::Person, Kind::Stock, Measure::Count)
    },
    Figure {
        records: Some(Query::new(
            concat!(
                "WITH ",
                roster!(),
                "
SELECT seq, id, name, id_number, employer_name, injured_on, grade, pooled_on, reason FROM roster
WHERE standing = 'unpooled' ORDER BY id"
            ),
            COLUMNS,
        )),
        articles: ARTICLES,
        ..Figure::new("legacy_unpooled", Unit::Person, Kind::Stock, Measure::Count)
    },
];
