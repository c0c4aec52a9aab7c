//! 工伤事故备案数
//!
//! Definition: accidents reported in the year, by the day of the report. By the day of injury the number may differ.
//! Unit: case
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: injury
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 17

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "SELECT i.seq AS seq, i.id AS id, ",
            person_name!("i.person_id"),
            " AS name, i.cover_id AS cover_id, i.injured_on AS injured_on,
       i.noticed_on AS noticed_on, i.severity AS severity
FROM injury i
WHERE i.region = :region AND i.noticed_on >= :from AND i.noticed_on <= :to ORDER BY i.noticed_on, i.id"
        ),
        &[
            Column::Text("injury"),
            Column::Name("name"),
            Column::Text("payer"),
            Column::Text("injured_on"),
            Column::Text("noticed_on"),
            Column::Word("severity", "figures.severity"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 17"],
    ..Figure::new("accident_notices", Unit::Case, Kind::Flow, Measure::Count)
}];
