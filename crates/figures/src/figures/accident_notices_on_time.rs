//! 工伤事故备案及时登记率
//!
//! Definition: notices of the year that were in the register within 5 days of the report, as a share of all notices of the year.
//! Unit: case; ppm for the share
//! Stock or flow: flow
//! Cut-off: notices from 1 January to 31 December
//! Source: injury, journal (the day it was recorded)
//! Formula: accident_notices_registered ÷ accident_notices
//! Legal basis: 工伤保险条例 @ 2011 § 46

use yiju_store::Row;
use yiju_terms::Date;

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

/// Days the office gives itself to enter a notice.
const REGISTERED_WITHIN_DAYS: i32 = 5;

fn is_on_time(row: &Row) -> bool {
    let day = |index: usize| row.text(index).parse::<Date>().ok();
    let Some((noticed, recorded)) = day(3).zip(day(4)) else {
        return false;
    };
    noticed
        .until(recorded)
        .is_ok_and(|span| span.get_days() <= REGISTERED_WITHIN_DAYS)
}

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        records: Some(Query {
            sql: "SELECT i.seq AS seq, i.id AS id, i.injured_on AS injured_on, i.noticed_on AS noticed_on,
       j.recorded_on AS recorded_on
FROM injury i JOIN journal j ON j.region = i.region AND j.seq = i.seq
WHERE i.region = :region AND i.noticed_on >= :from AND i.noticed_on <= :to ORDER BY i.noticed_on, i.id",
            columns: &[
                Column::Text("injury"),
                Column::Text("injured_on"),
                Column::Text("noticed_on"),
                Column::Text("recorded_on"),
            ],
            keep: Some(is_on_time),
        }),
        articles: &["工伤保险条例 @ 2011 § 46"],
        ..Figure::new(
            "accident_notices_registered",
            Unit::Case,
            Kind::Flow,
            Measure::Count,
        )
    },
    Figure {
        articles: &["工伤保险条例 @ 2011 § 46"],
        ..Figure::new(
            "accident_notices_on_time",
            Unit::Ppm,
            Kind::Flow,
            Measure::Quotient {
                numerator: "accident_notices_registered",
                denominator: "accident_notices",
                scale: 1_000_000,
            },
        )
    },
];
