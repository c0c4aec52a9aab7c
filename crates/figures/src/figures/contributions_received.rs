//! 工伤保险费征缴收入
//!
//! Definition: contributions of employers and projects that arrived in the year, by the day of arrival; refunds are taken off. Read from the fund ledger.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: voucher, posting of the fund ledger (contribution_income); receipts stand beside it
//! Formula: credits less debits of 社会保险费收入, without the closing of the year
//! Legal basis: 社会保险基金财务制度 @ 财社〔2017〕144号

use crate::figure::{Breakdown, Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        "SELECT seq, id, payer_kind, payer_id, month, received_on, amount_fen AS amount, channel FROM receipt
WHERE region = :region AND received_on >= :from AND received_on <= :to ORDER BY received_on, id",
        &[
            Column::Count("number"),
            Column::Word("cover_kind", "figures.cover_kind"),
            Column::Text("payer"),
            Column::Text("month"),
            Column::Text("received_on"),
            Column::Money("amount"),
            Column::Text("channel"),
        ],
    )),
    vouchers: Some(fund_vouchers!(
        "p.credit_fen - p.debit_fen",
        "p.account = 'contribution_income' OR p.account LIKE 'contribution_income.%'"
    )),
    breakdown: Some(Breakdown {
        sql: "SELECT substr(v.booked_on, 1, 7), CAST(SUM(p.credit_fen - p.debit_fen) AS BIGINT)
FROM voucher v JOIN posting p ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
WHERE v.region = :region AND v.ledger = 'fund' AND v.booked_on >= :from AND v.booked_on <= :to AND v.pattern <> 'E22'
  AND (p.account = 'contribution_income' OR p.account LIKE 'contribution_income.%')
GROUP BY substr(v.booked_on, 1, 7) ORDER BY 1",
        words: None,
        fold: None,
        monthly: true,
    }),
    articles: &["社会保险法 @ 2018 § 60", "工伤保险条例 @ 2011 § 7"],
    ..Figure::new(
        "contributions_received",
        Unit::Fen,
        Kind::Flow,
        Measure::Posted,
    )
}];
