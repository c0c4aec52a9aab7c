//! 待遇按时核定率
//!
//! Definition: of the benefit determinations and medical claims approved in the year, the share approved on the due day or before.
//! Unit: matter; ppm for the share
//! Stock or flow: flow
//! Cut-off: matters approved from 1 January to 31 December
//! Source: matter, approval
//! Formula: determinations_in_time ÷ determinations_due
//! Legal basis: 社会保险经办条例 @ 2023 § 17

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

const COLUMNS: &[Column] = &[
    Column::Count("matter"),
    Column::Word("item", "item"),
    Column::Text("received_on"),
    Column::Text("due_on"),
    Column::Text("approved_on"),
];

const ARTICLES: &[&str] = &["社会保险经办条例 @ 2023 § 17"];

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        records: Some(Query::new(
            "SELECT CAST(NULL AS BIGINT) AS seq, m.id AS id, m.item AS item, m.received_on AS received_on, m.due_on AS due_on,
       a.approved_on AS approved_on
FROM matter m JOIN approval a ON a.region = m.region AND a.matter_id = m.id
WHERE m.region = :region AND a.approved_on >= :from AND a.approved_on <= :to AND m.due_on IS NOT NULL
  AND m.item IN ('benefit_determination', 'medical_claim') ORDER BY m.id",
            COLUMNS,
        )),
        articles: ARTICLES,
        ..Figure::new(
            "determinations_due",
            Unit::Matter,
            Kind::Flow,
            Measure::Count,
        )
    },
    Figure {
        records: Some(Query::new(
            "SELECT CAST(NULL AS BIGINT) AS seq, m.id AS id, m.item AS item, m.received_on AS received_on, m.due_on AS due_on,
       a.approved_on AS approved_on
FROM matter m JOIN approval a ON a.region = m.region AND a.matter_id = m.id
WHERE m.region = :region AND a.approved_on >= :from AND a.approved_on <= :to AND a.approved_on <= m.due_on
  AND m.item IN ('benefit_determination', 'medical_claim') ORDER BY m.id",
            COLUMNS,
        )),
        articles: ARTICLES,
        ..Figure::new(
            "determinations_in_time",
            Unit::Matter,
            Kind::Flow,
            Measure::Count,
        )
    },
    Figure {
        articles: ARTICLES,
        ..Figure::new(
            "determinations_on_time",
            Unit::Ppm,
            Kind::Flow,
            Measure::Quotient {
                numerator: "determinations_in_time",
                denominator: "determinations_due",
                scale: 1_000_000,
            },
        )
    },
];
