//! 工伤预防培训场次和人次
//!
//! Definition: sessions of prevention training held in the year, and the people who attended.
//! Unit: session; person-time
//! Stock or flow: flow
//! Cut-off: held from 1 January to 31 December
//! Source: training
//! Formula: number of records; sum of attendees
//! Legal basis: 工伤保险条例 @ 2011 § 4

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

const SESSIONS: Query = Query::new(
    "SELECT seq, id, held_on, employer_id, topic, attendees, chosen_because FROM training
WHERE region = :region AND held_on >= :from AND held_on <= :to ORDER BY held_on, id",
    &[
        Column::Count("number"),
        Column::Text("held_on"),
        Column::Text("employer"),
        Column::Text("topic"),
        Column::Count("attendees"),
        Column::Text("reason"),
    ],
);

const ARTICLES: &[&str] = &["工伤保险条例 @ 2011 § 4"];

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        records: Some(SESSIONS),
        articles: ARTICLES,
        ..Figure::new(
            "training_sessions",
            Unit::Session,
            Kind::Flow,
            Measure::Count,
        )
    },
    Figure {
        records: Some(SESSIONS),
        articles: ARTICLES,
        ..Figure::new(
            "training_attendees",
            Unit::PersonTime,
            Kind::Flow,
            Measure::Sum("attendees"),
        )
    },
];
