//! 工伤保险待遇支出（分项）
//!
//! Definition: what the fund spent on benefits, by the account of each benefit. Read from the fund ledger.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: voucher, posting of the fund ledger (benefit_expenditure); payments stand beside it
//! Formula: debits less credits of 社会保险待遇支出, without the closing of the year
//! Legal basis: 工伤保险条例 @ 2011 § 30 to § 39

use crate::figure::{Breakdown, Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            paid!(),
            "
SELECT seq, id, name, benefit, month, paid_on, amount_fen AS amount FROM paid ORDER BY paid_on, id"
        ),
        &[
            Column::Count("number"),
            Column::Name("name"),
            Column::Word("benefit", "benefit"),
            Column::Text("month"),
            Column::Text("paid_on"),
            Column::Money("amount"),
        ],
    )),
    vouchers: Some(fund_vouchers!(
        "p.debit_fen - p.credit_fen",
        "p.account LIKE 'benefit_expenditure.%'"
    )),
    breakdown: Some(Breakdown {
        sql: "SELECT p.account, CAST(SUM(p.debit_fen - p.credit_fen) AS BIGINT)
FROM voucher v JOIN posting p ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
WHERE v.region = :region AND v.ledger = 'fund' AND v.booked_on >= :from AND v.booked_on <= :to AND v.pattern <> 'E22'
  AND p.account LIKE 'benefit_expenditure.%'
GROUP BY p.account ORDER BY p.account",
        words: Some("account"),
        fold: None,
        monthly: false,
    }),
    articles: &[
        "工伤保险条例 @ 2011 § 30",
        "工伤保险条例 @ 2011 § 35",
        "工伤保险条例 @ 2011 § 39",
    ],
    ..Figure::new(
        "expenditure_by_benefit",
        Unit::Fen,
        Kind::Flow,
        Measure::Posted,
    )
}];
