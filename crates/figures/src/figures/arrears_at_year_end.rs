//! 年末应缴未到账额
//!
//! Definition: what had been assessed for months up to December and had not arrived by the cut-off, payer by payer and month by month; December's contributions that are not yet due are in it.
//! Unit: fen
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: assessment, receipt
//! Formula: sum of assessed less received, where positive; zero where all assessed has arrived, unknown where nothing was assessed
//! Legal basis: 社会保险法 @ 2018 § 63

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

macro_rules! moves {
    ($rest:literal) => {
        concat!(
            "WITH ",
            assessed!(),
            ",
moves AS (
  SELECT payer_kind, payer_id, month, seq, amount_fen AS assessed_fen, 0 AS received_fen
  FROM latest_assessment WHERE place = 1
  UNION ALL
  SELECT payer_kind, payer_id, month, seq, 0, amount_fen FROM receipt WHERE region = :region AND received_on <= :to)
",
            $rest
        )
    };
}

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        moves!(
            "SELECT MAX(seq) AS seq, payer_kind, payer_id, month, CAST(SUM(assessed_fen) AS BIGINT) AS assessed_fen,
       CAST(SUM(received_fen) AS BIGINT) AS received_fen, CAST(SUM(assessed_fen - received_fen) AS BIGINT) AS owed_fen
FROM moves GROUP BY payer_kind, payer_id, month HAVING SUM(assessed_fen) > SUM(received_fen)
ORDER BY month, payer_kind, payer_id"
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
        // Nothing owed by payers who were assessed is zero; where nobody was assessed there is nothing to say.
        Measure::Single(moves!(
            "SELECT CAST(CASE WHEN SUM(assessed_fen) > 0 THEN SUM(CASE WHEN owed_fen > 0 THEN owed_fen ELSE 0 END) END AS BIGINT) AS value
FROM (SELECT SUM(assessed_fen) AS assessed_fen, SUM(assessed_fen - received_fen) AS owed_fen FROM moves GROUP BY payer_kind, payer_id, month) AS months"
        )),
    )
}];
