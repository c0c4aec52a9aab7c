//! 认定工伤人数
//!
//! Definition: decisions recognising a work injury dated in the year; refusals are not counted, the same person twice is two.
//! Unit: person-time
//! Stock or flow: flow
//! Cut-off: decisions dated 1 January to 31 December
//! Source: case_event (recognized)
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 14, § 15

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        "SELECT seq, injury_id, happened_on, document, article FROM case_event
WHERE region = :region AND kind = 'recognized' AND happened_on >= :from AND happened_on <= :to
ORDER BY happened_on, injury_id, number",
        &[
            Column::Text("injury"),
            Column::Text("happened_on"),
            Column::Text("document"),
            Column::Text("article"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 14", "工伤保险条例 @ 2011 § 15"],
    ..Figure::new("recognitions", Unit::PersonTime, Kind::Flow, Measure::Count)
}];
