//! 享受工伤保险待遇人数
//!
//! Definition: distinct persons for whom at least one benefit was paid in the year.
//! Unit: person
//! Stock or flow: flow
//! Cut-off: batches paid from 1 January to 31 December
//! Source: payment, pay_batch
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 30 to § 39

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            paid!(),
            "
SELECT MIN(seq) AS seq, person_id, name, id_number, CAST(COUNT(*) AS BIGINT) AS payments,
       CAST(SUM(amount_fen) AS BIGINT) AS amount_fen
FROM paid GROUP BY person_id, name, id_number ORDER BY person_id"
        ),
        &[
            Column::Text("person"),
            Column::Name("name"),
            Column::IdNumber("id_number"),
            Column::Count("payments"),
            Column::Money("amount"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 30"],
    ..Figure::new(
        "benefit_recipients",
        Unit::Person,
        Kind::Flow,
        Measure::Count,
    )
}];
