//! 年末应缴未到账额
//!
//! Definition: what had been assessed for months up to December and had not arrived by the cut-off, payer by payer and month by month; December's contributions that are not yet due are in it.
//! Unit: fen
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: assessment, receipt
//! Formula: sum of assessed less received, where positive
//! Legal basis: 社会保险法 @ 2018 § 63

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            assessed!(),
            ",
arrived AS (
  SELECT payer_kind, payer_id, month, CAST(SUM(amount_fen) AS BIGINT) AS received_fen
  FROM receipt WHERE region = :region AND received_on <= :to GROUP BY payer_kind, payer_id, month)
SELECT a.seq AS seq, a.payer_kind AS payer_kind, a.payer_id AS payer_id, a.month AS month, a.amount_fen AS assessed_fen,
       COALESCE(r.received_fen, 0) AS received_fen, a.amount_fen - COALESCE(r.received_fen, 0) AS owed_fen
FROM latest_assessment a
LEFT JOIN arrived r ON r.payer_kind = a.payer_kind AND r.payer_id = a.payer_id AND r.month = a.month
WHERE a.place = 1 AND a.amount_fen > COALESCE(r.received_fen, 0) ORDER BY a.month, a.payer_kind, a.payer_id"
        ),
        &[
            Column::Word("cover_kind", "figures.cover_kind"),
            Column::Text("payer"),
            Column::Text("month"),
            Column::Money("assessed"),
            Column::Money("received"),
            Column::Money("owed"),
        ],
    )),
    articles: &["社会保险法 @ 2018 § 63"],
    ..Figure::new(
        "arrears_at_year_end",
        Unit::Fen,
        Kind::Stock,
        Measure::Sum("owed_fen"),
    )
}];
