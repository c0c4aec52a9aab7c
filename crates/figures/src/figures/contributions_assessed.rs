//! 工伤保险费核定额
//!
//! Definition: contributions assessed for the months of the year, the last version of each payer and month.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: months January to December
//! Source: assessment
//! Formula: sum of amount_fen
//! Legal basis: 工伤保险条例 @ 2011 § 8, § 10

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            assessed!(),
            "
SELECT seq, payer_kind, payer_id, month, persons, base_fen, rate_ppm, amount_fen FROM latest_assessment
WHERE place = 1 AND month >= substr(:from, 1, 7) ORDER BY month, payer_kind, payer_id"
        ),
        &[
            Column::Word("cover_kind", "figures.cover_kind"),
            Column::Text("payer"),
            Column::Text("month"),
            Column::Count("persons"),
            Column::Money("base"),
            Column::Percent("rate"),
            Column::Money("amount"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 8", "工伤保险条例 @ 2011 § 10"],
    ..Figure::new(
        "contributions_assessed",
        Unit::Fen,
        Kind::Flow,
        Measure::Sum("amount_fen"),
    )
}];
