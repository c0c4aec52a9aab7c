//! 评定伤残等级人数
//!
//! Definition: first appraisal conclusions dated in the year; a later appraisal of the same injury replaces, it does not add.
//! Unit: person-time
//! Stock or flow: flow
//! Cut-off: conclusions dated 1 January to 31 December
//! Source: case_event (appraised)
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 21, § 22

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        "SELECT seq, injury_id, happened_on, document FROM (
  SELECT seq, injury_id, happened_on, document,
         ROW_NUMBER() OVER (PARTITION BY injury_id ORDER BY happened_on, number) AS place
  FROM case_event WHERE region = :region AND kind = 'appraised') AS conclusions
WHERE place = 1 AND happened_on >= :from AND happened_on <= :to ORDER BY happened_on, injury_id",
        &[
            Column::Text("injury"),
            Column::Text("happened_on"),
            Column::Text("document"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 21", "工伤保险条例 @ 2011 § 22"],
    ..Figure::new("appraisals", Unit::PersonTime, Kind::Flow, Measure::Count)
}];
