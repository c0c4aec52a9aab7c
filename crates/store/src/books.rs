//! Vouchers, postings and balances in rows.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::value::Value;

/// Debit and credit totals of an account, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub debit_fen: i64,
    pub credit_fen: i64,
}

/// The totals of every account of a ledger over days `from..=to` (ISO), by account stem.
pub fn totals(
    store: &mut Store,
    region: &str,
    ledger: &str,
    from: &str,
    to: &str,
) -> Result<BTreeMap<String, Totals>, Fault> {
    let rows = store.query(
        "SELECT account, CAST(SUM(debit_fen) AS BIGINT), CAST(SUM(credit_fen) AS BIGINT) FROM posting
         WHERE region = $1 AND ledger = $2 AND booked_on >= $3 AND booked_on <= $4 GROUP BY account ORDER BY account",
        &[region.into(), ledger.into(), from.into(), to.into()],
    )?;
    let entry = |row: &crate::Row| {
        let totals = Totals {
            debit_fen: row.int(1),
            credit_fen: row.int(2),
        };
        (row.text(0).to_owned(), totals)
    };
    Ok(rows.iter().map(entry).collect())
}

/// The next voucher number of a ledger.
pub fn next_voucher(store: &mut Store, region: &str, ledger: &str) -> Result<i64, Fault> {
    let values: [Value; 2] = [region.into(), ledger.into()];
    Ok(store
        .one(
            "SELECT COALESCE(MAX(id), 0) + 1 FROM voucher WHERE region = $1 AND ledger = $2",
            &values,
        )?
        .int(0))
}
