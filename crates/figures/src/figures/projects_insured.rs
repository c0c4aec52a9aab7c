//! 参保建设项目数
//!
//! Definition: construction projects insured by their cost and running at the cut-off.
//! Unit: project
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: project
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 10

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            latest_cover!(),
            "
SELECT seq, id, name, contractor, cost_fen, starts_on, ends_on FROM latest_project
WHERE place = 1 AND state <> 'cancelled' AND starts_on <= :to AND ends_on >= :to ORDER BY id"
        ),
        &[
            Column::Text("project"),
            Column::Text("name"),
            Column::Text("contractor"),
            Column::Money("cost"),
            Column::Text("starts_on"),
            Column::Text("ends_on"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 10"],
    ..Figure::new(
        "projects_insured",
        Unit::Project,
        Kind::Stock,
        Measure::Count,
    )
}];
