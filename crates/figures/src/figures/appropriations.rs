//! 财政拨款收入
//!
//! Definition: quotas the treasury granted the office in the year, in all and for the project. Read from the department ledger.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: voucher, posting of the department ledger (appropriation_income)
//! Formula: credits less debits of 财政拨款预算收入, without the closing of the year
//! Legal basis: 预算法 @ 2018 § 75

use crate::figure::{Figure, Kind, Measure, Unit};

macro_rules! granted {
    ($accounts:literal) => {
        concat!(
            "SELECT v.seq AS seq, v.ledger AS ledger, v.id AS number, v.booked_on AS booked_on, v.summary AS summary,
       CAST(SUM(p.credit_fen - p.debit_fen) AS BIGINT) AS amount
FROM voucher v JOIN posting p ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
WHERE v.region = :region AND v.ledger = 'department' AND v.booked_on >= :from AND v.booked_on <= :to
  AND v.pattern <> 'D9' AND p.account LIKE '",
            $accounts,
            "'
GROUP BY v.seq, v.ledger, v.id, v.booked_on, v.summary ORDER BY v.booked_on, v.id"
        )
    };
}

const ARTICLES: &[&str] = &["预算法 @ 2018 § 75"];

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        vouchers: Some(granted!("appropriation_income.%")),
        articles: ARTICLES,
        ..Figure::new(
            "appropriations_received",
            Unit::Fen,
            Kind::Flow,
            Measure::Posted,
        )
    },
    Figure {
        vouchers: Some(granted!("appropriation_income.project")),
        articles: ARTICLES,
        ..Figure::new(
            "project_appropriations_received",
            Unit::Fen,
            Kind::Flow,
            Measure::Posted,
        )
    },
];
