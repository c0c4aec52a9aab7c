//! 待遇退票数和首次发放成功率
//!
//! Definition: payments of the year the bank sent back, and the share of payments that reached the payee at the first try.
//! Unit: payment; ppm for the share
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: service_record (payment_returned), payment
//! Formula: number of records; (benefit_person_times − payments_returned) ÷ benefit_person_times
//! Legal basis: 工伤保险条例 @ 2011 § 47

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        records: Some(Query::new(
            "SELECT s.seq AS seq, s.subject_id AS number, s.done_on AS done_on, s.note AS note FROM service_record s
WHERE s.region = :region AND s.kind = 'payment_returned' AND s.done_on >= :from AND s.done_on <= :to ORDER BY s.id",
            &[
                Column::Text("number"),
                Column::Text("done_on"),
                Column::Text("reason"),
            ],
        )),
        articles: &["工伤保险条例 @ 2011 § 47"],
        ..Figure::new(
            "payments_returned",
            Unit::Payment,
            Kind::Flow,
            Measure::Count,
        )
    },
    Figure::new(
        "payments_arrived_first_time",
        Unit::Payment,
        Kind::Flow,
        Measure::Difference("benefit_person_times", "payments_returned"),
    ),
    Figure {
        articles: &["工伤保险条例 @ 2011 § 47"],
        ..Figure::new(
            "payments_success_rate",
            Unit::Ppm,
            Kind::Flow,
            Measure::Quotient {
                numerator: "payments_arrived_first_time",
                denominator: "benefit_person_times",
                scale: 1_000_000,
            },
        )
    },
];
