//! 参保单位数
//!
//! Definition: employers with valid cover at the cut-off: registered as active, with at least one person under cover. Construction projects are counted apart.
//! Unit: employer
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: employer, enrollment
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 2

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            covered!(),
            ",
staffed AS (
  SELECT cover_id, CAST(COUNT(*) AS BIGINT) AS persons FROM covered WHERE cover_kind = 'employer' GROUP BY cover_id)
SELECT u.seq AS seq, u.id AS id, u.name AS name, u.industry_code AS industry, u.risk_class AS risk_class,
       s.persons AS persons
FROM latest_employer u JOIN staffed s ON s.cover_id = u.id WHERE u.place = 1 ORDER BY u.id"
        ),
        &[
            Column::Text("employer"),
            Column::Text("name"),
            Column::Text("industry"),
            Column::Count("risk_class"),
            Column::Count("persons"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 2", "社会保险法 @ 2018 § 57"],
    ..Figure::new(
        "employers_insured",
        Unit::Employer,
        Kind::Stock,
        Measure::Count,
    )
}];
