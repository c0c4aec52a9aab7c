//! 基金账按月结账数
//!
//! Definition: months of the year for which the fund ledger is closed, so that nothing more can be booked into them.
//! Unit: month
//! Stock or flow: stock
//! Cut-off: as far as the books are closed now
//! Source: period_close
//! Formula: number of records
//! Legal basis: 会计法 @ 2017 § 17

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        "SELECT seq, period, closed_on FROM period_close
WHERE region = :region AND ledger = 'fund' AND period >= substr(:from, 1, 7) AND period <= substr(:to, 1, 7)
ORDER BY period",
        &[Column::Text("month"), Column::Text("closed_on")],
    )),
    ..Figure::new("books_closed", Unit::Month, Kind::Stock, Measure::Count)
}];
