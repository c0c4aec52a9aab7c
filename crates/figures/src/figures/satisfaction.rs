//! 服务对象满意度
//!
//! Definition: of those who answered the surveys of the year, the share who were satisfied; with how many were asked and how many answered.
//! Unit: person; ppm for the share
//! Stock or flow: flow
//! Cut-off: surveys held from 1 January to 31 December
//! Source: survey
//! Formula: survey_satisfied ÷ survey_answered
//! Legal basis: 财预〔2021〕101号

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

const SURVEYS: Query = Query::new(
    "SELECT seq, id, held_on, method, asked, answered, satisfied FROM survey
WHERE region = :region AND held_on >= :from AND held_on <= :to ORDER BY held_on, id",
    &[
        Column::Count("number"),
        Column::Text("held_on"),
        Column::Text("method"),
        Column::Count("asked"),
        Column::Count("answered"),
        Column::Count("satisfied"),
    ],
);

const fn of_survey(stem: &'static str, column: &'static str) -> Figure {
    Figure {
        records: Some(SURVEYS),
        ..Figure::new(stem, Unit::Person, Kind::Flow, Measure::Sum(column))
    }
}

pub(super) const FIGURES: &[Figure] = &[
    of_survey("survey_asked", "asked"),
    of_survey("survey_answered", "answered"),
    of_survey("survey_satisfied", "satisfied"),
    Figure {
        records: Some(SURVEYS),
        ..Figure::new(
            "satisfaction",
            Unit::Ppm,
            Kind::Flow,
            Measure::Quotient {
                numerator: "survey_satisfied",
                denominator: "survey_answered",
                scale: 1_000_000,
            },
        )
    },
];
