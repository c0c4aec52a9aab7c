//! 老工伤台账按期建立率
//!
//! Definition: persons on the roster who were entered by 31 October, so that the last quarter is left for review, as a share of the roster.
//! Unit: person; ppm for the share
//! Stock or flow: stock
//! Cut-off: entered by 31 October, on the roster at 31 December
//! Source: legacy_injury, journal (the day it was recorded)
//! Formula: legacy_entered_by_october ÷ legacy_surveyed
//! Legal basis: 人社部发〔2011〕10号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        records: Some(Query::new(
            concat!(
                "WITH ",
                roster!(),
                ",
entered AS (
  SELECT l.id, MIN(j.recorded_on) AS recorded_on FROM legacy_injury l
  JOIN journal j ON j.region = l.region AND j.seq = l.seq
  WHERE l.region = :region GROUP BY l.id)
SELECT r.seq AS seq, r.id AS id, r.name AS name, r.standing AS standing, e.recorded_on AS recorded_on
FROM roster r JOIN entered e ON e.id = r.id
WHERE substr(e.recorded_on, 1, 7) <= substr(:to, 1, 5) || '10' ORDER BY r.id"
            ),
            &[
                Column::Text("roster_number"),
                Column::Name("name"),
                Column::Word("standing", "figures.standing"),
                Column::Text("recorded_on"),
            ],
        )),
        ..Figure::new(
            "legacy_entered_by_october",
            Unit::Person,
            Kind::Stock,
            Measure::Count,
        )
    },
    Figure::new(
        "legacy_entered_early",
        Unit::Ppm,
        Kind::Stock,
        Measure::Quotient {
            numerator: "legacy_entered_by_october",
            denominator: "legacy_surveyed",
            scale: 1_000_000,
        },
    ),
];
