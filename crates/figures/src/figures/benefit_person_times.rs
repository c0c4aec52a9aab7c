//! 享受工伤保险待遇人次
//!
//! Definition: payments made in the year: one person, one benefit, one month is one person-time.
//! Unit: person-time
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
SELECT seq, id, name, id_number, benefit, month, paid_on, amount_fen FROM paid ORDER BY paid_on, id"
        ),
        &[
            Column::Count("number"),
            Column::Name("name"),
            Column::IdNumber("id_number"),
            Column::Word("benefit", "benefit"),
            Column::Text("month"),
            Column::Text("paid_on"),
            Column::Money("amount"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 30", "工伤保险条例 @ 2011 § 47"],
    ..Figure::new(
        "benefit_person_times",
        Unit::PersonTime,
        Kind::Flow,
        Measure::Count,
    )
}];
