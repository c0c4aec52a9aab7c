//! 事项经办人次
//!
//! Definition: persons served by matters of the counted items approved in the year: a list of n people counts n. Inquiries and the office's own business do not count.
//! Unit: person-time
//! Stock or flow: flow
//! Cut-off: matters approved from 1 January to 31 December
//! Source: matter, approval; the item table of the actions room says which items count
//! Formula: sum of persons
//! Legal basis: 社会保险经办条例 @ 2023 § 17

use crate::figure::{Breakdown, Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        "SELECT CAST(NULL AS BIGINT) AS seq, m.id AS id, m.item AS item, m.subject AS subject, m.received_on AS received_on,
       a.approved_on AS approved_on, m.persons AS persons
FROM matter m JOIN approval a ON a.region = m.region AND a.matter_id = m.id
WHERE m.region = :region AND a.approved_on >= :from AND a.approved_on <= :to AND m.item IN (:counted) ORDER BY m.id",
        &[
            Column::Count("matter"),
            Column::Word("item", "item"),
            Column::Text("subject"),
            Column::Text("received_on"),
            Column::Text("approved_on"),
            Column::Count("persons"),
        ],
    )),
    breakdown: Some(Breakdown {
        sql: "SELECT m.item, CAST(SUM(m.persons) AS BIGINT)
FROM matter m JOIN approval a ON a.region = m.region AND a.matter_id = m.id
WHERE m.region = :region AND a.approved_on >= :from AND a.approved_on <= :to AND m.item IN (:counted)
GROUP BY m.item ORDER BY m.item",
        words: Some("item"),
        fold: None,
        monthly: false,
    }),
    articles: &["社会保险经办条例 @ 2023 § 17"],
    ..Figure::new(
        "matters_handled",
        Unit::PersonTime,
        Kind::Flow,
        Measure::Sum("persons"),
    )
}];
