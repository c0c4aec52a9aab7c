//! 降费减免额
//!
//! Definition: what the year's assessments would have been at the reference rate less what was assessed, line by line; the part of a lower local rate and the part of the temporary reduction apart. Projects are not reduced.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: months January to December
//! Source: assessment (each line rounded when it was assessed)
//! Formula: sum of relief_local_fen, of relief_temporary_fen, and of both
//! Legal basis: 人社部发〔2023〕19号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

const ARTICLES: &[&str] = &["人社部发〔2023〕19号 @ 2023 § 1", "工伤保险条例 @ 2011 § 8"];

const LINES: Query = Query::new(
    concat!(
        "WITH ",
        assessed!(),
        "
SELECT seq, payer_kind, payer_id, month, base_fen, base_rate_ppm, reference_rate_ppm, rate_ppm, amount_fen, relief_local_fen,
       relief_temporary_fen
FROM latest_assessment
WHERE place = 1 AND month >= substr(:from, 1, 7) AND (relief_local_fen <> 0 OR relief_temporary_fen <> 0)
ORDER BY month, payer_kind, payer_id"
    ),
    &[
        Column::Word("cover_kind", "figures.cover_kind"),
        Column::Text("payer"),
        Column::Text("month"),
        Column::Money("base"),
        Column::Percent("base_rate"),
        Column::Percent("reference_rate"),
        Column::Percent("rate"),
        Column::Money("amount"),
        Column::Money("relief_local"),
        Column::Money("relief_temporary"),
    ],
);

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        articles: ARTICLES,
        ..Figure::new(
            "relief_total",
            Unit::Fen,
            Kind::Flow,
            Measure::Total(&["relief_local", "relief_temporary"]),
        )
    },
    Figure {
        records: Some(LINES),
        articles: ARTICLES,
        ..Figure::new(
            "relief_local",
            Unit::Fen,
            Kind::Flow,
            Measure::Sum("relief_local_fen"),
        )
    },
    Figure {
        records: Some(LINES),
        articles: ARTICLES,
        ..Figure::new(
            "relief_temporary",
            Unit::Fen,
            Kind::Flow,
            Measure::Sum("relief_temporary_fen"),
        )
    },
];
