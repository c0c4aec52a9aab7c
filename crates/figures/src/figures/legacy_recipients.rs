//! 已纳入统筹老工伤享受待遇人数
//!
//! Definition: distinct persons with an old injury for whom the fund paid at least one benefit in the year.
//! Unit: person
//! Stock or flow: flow
//! Cut-off: batches paid from 1 January to 31 December
//! Source: payment, pay_batch
//! Formula: number of records
//! Legal basis: 人社部发〔2011〕10号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            paid!(),
            "
SELECT MIN(seq) AS seq, person_id, name, id_number, CAST(COUNT(*) AS BIGINT) AS payments,
       CAST(SUM(amount_fen) AS BIGINT) AS amount_fen
FROM paid WHERE legacy = 1 GROUP BY person_id, name, id_number ORDER BY person_id"
        ),
        &[
            Column::Text("person"),
            Column::Name("name"),
            Column::IdNumber("id_number"),
            Column::Count("payments"),
            Column::Money("amount"),
        ],
    )),
    articles: &["人社部发〔2011〕10号 @ 2011 § 1"],
    ..Figure::new(
        "legacy_recipients",
        Unit::Person,
        Kind::Flow,
        Measure::Count,
    )
}];
