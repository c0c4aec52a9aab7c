//! 工伤保险基金支出
//!
//! Definition: what the fund spent on benefits, appraisal, prevention and other costs; remittances to the province are not spending. Payments given up after a return are taken off. Read from the fund ledger.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: voucher, posting of the fund ledger
//! Formula: debits less credits of the expenditure accounts, without remittances and the closing of the year
//! Legal basis: 工伤保险条例 @ 2011 § 12

use crate::figure::{Breakdown, Figure, Kind, Measure, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    vouchers: Some(fund_vouchers!(
        "p.debit_fen - p.credit_fen",
        "p.account LIKE 'benefit_expenditure%' OR p.account LIKE 'appraisal_expenditure%'
    OR p.account LIKE 'prevention_expenditure%' OR p.account LIKE 'other_expenditure%'"
    )),
    breakdown: Some(Breakdown {
        sql: "SELECT substr(v.booked_on, 1, 7), CAST(SUM(p.debit_fen - p.credit_fen) AS BIGINT)
FROM voucher v JOIN posting p ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
WHERE v.region = :region AND v.ledger = 'fund' AND v.booked_on >= :from AND v.booked_on <= :to AND v.pattern <> 'E22'
  AND (p.account LIKE 'benefit_expenditure%' OR p.account LIKE 'appraisal_expenditure%'
    OR p.account LIKE 'prevention_expenditure%' OR p.account LIKE 'other_expenditure%')
GROUP BY substr(v.booked_on, 1, 7) ORDER BY 1",
        words: None,
        fold: None,
        monthly: true,
    }),
    articles: &["工伤保险条例 @ 2011 § 12", "社会保险法 @ 2018 § 38"],
    ..Figure::new("fund_expenditure", Unit::Fen, Kind::Flow, Measure::Posted)
}];
