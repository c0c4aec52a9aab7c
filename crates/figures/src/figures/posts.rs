//! 编制数、实有人数和在职人员控制率
//!
//! Definition: posts authorized for the office, staff on the books at the cut-off, and the second against the first.
//! Unit: post; person; ppm for the share
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: office, actor
//! Formula: filled_posts ÷ authorized_posts
//! Legal basis: 财预〔2013〕53号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[
    Figure::new(
        "authorized_posts",
        Unit::Post,
        Kind::Stock,
        Measure::Single("SELECT authorized_posts FROM office WHERE region = :region"),
    ),
    Figure {
        records: Some(Query::new(
            "SELECT CAST(NULL AS BIGINT) AS seq, name, role, since FROM actor WHERE region = :region AND since <= :to ORDER BY id",
            &[
                Column::Name("name"),
                Column::Word("role", "role"),
                Column::Text("since"),
            ],
        )),
        ..Figure::new("filled_posts", Unit::Person, Kind::Stock, Measure::Count)
    },
    Figure::new(
        "staffing_rate",
        Unit::Ppm,
        Kind::Stock,
        Measure::Quotient {
            numerator: "filled_posts",
            denominator: "authorized_posts",
            scale: 1_000_000,
        },
    ),
];
