//! Vouchers, postings and balances in rows.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::matters::next_number;
use crate::tables::{BudgetRow, PostingRow, VoucherRow};
pub use crate::totals::{Totals, totals};
use crate::value::Value;

/// The next voucher number of a ledger.
pub fn next_voucher(store: &mut Store, region: &str, ledger: &str) -> Result<i64, Fault> {
    let sql = "SELECT COALESCE(MAX(id), 0) + 1 FROM voucher WHERE region = $1 AND ledger = $2";
    next_number(store, "voucher", sql, &[region.into(), ledger.into()])
}

/// A voucher with its postings in order.
pub fn voucher(
    store: &mut Store,
    region: &str,
    ledger: &str,
    id: i64,
) -> Result<Option<(VoucherRow, Vec<PostingRow>)>, Fault> {
    let key: [Value; 3] = [region.into(), ledger.into(), id.into()];
    let mut rows = store.select::<VoucherRow>("region = $1 AND ledger = $2 AND id = $3", &key)?;
    let Some(row) = rows.pop() else {
        return Ok(None);
    };
    let postings = store.select::<PostingRow>(
        "region = $1 AND ledger = $2 AND voucher_id = $3 ORDER BY line",
        &key,
    )?;
    Ok(Some((row, postings)))
}

/// Whether a voucher was reversed.
pub fn is_reversed(store: &mut Store, region: &str, ledger: &str, id: i64) -> Result<bool, Fault> {
    let rows = store.query(
        "SELECT id FROM voucher WHERE region = $1 AND ledger = $2 AND reverses = $3",
        &[region.into(), ledger.into(), id.into()],
    )?;
    Ok(!rows.is_empty())
}

/// Whether a month (`2023-05`) of a ledger is closed.
pub fn is_closed(
    store: &mut Store,
    region: &str,
    ledger: &str,
    month: &str,
) -> Result<bool, Fault> {
    let key = [region, ledger, month].map(str::to_owned);
    if store.memory().is_some_and(|memory| memory.is_open(&key)) {
        return Ok(false);
    }
    let rows = store.query(
        "SELECT period FROM period_close WHERE region = $1 AND ledger = $2 AND period = $3",
        &[region.into(), ledger.into(), month.into()],
    )?;
    if rows.is_empty()
        && let Some(memory) = store.memory()
    {
        memory.keep_open(key);
    }
    Ok(!rows.is_empty())
}

/// Credits less debits of one payment on an account, in fen.
pub fn held_of_payment(
    store: &mut Store,
    region: &str,
    account: &str,
    payment_id: i64,
) -> Result<i64, Fault> {
    let row = store.one(
        "SELECT CAST(COALESCE(SUM(credit_fen - debit_fen), 0) AS BIGINT) FROM posting
         WHERE region = $1 AND ledger = 'fund' AND account = $2 AND payment_id = $3",
        &[region.into(), account.into(), payment_id.to_string().into()],
    )?;
    Ok(row.int(0))
}

/// The department's budget rows of a year, in the order they were journaled.
pub fn budget(store: &mut Store, region: &str, year: i16) -> Result<Vec<BudgetRow>, Fault> {
    store.select::<BudgetRow>(
        "region = $1 AND year = $2 ORDER BY seq, line, stage",
        &[region.into(), i64::from(year).into()],
    )
}

/// What the department spent in a year by budget line, in fen; with `procurement`, only what belongs to a purchase.
pub fn department_spent(
    store: &mut Store,
    region: &str,
    year: i16,
    procurement: bool,
) -> Result<BTreeMap<String, i64>, Fault> {
    let filter = if procurement {
        "AND procurement IS NOT NULL"
    } else {
        ""
    };
    let sql = format!(
        "SELECT budget_line, CAST(SUM(debit_fen - credit_fen) AS BIGINT) FROM posting
         WHERE region = $1 AND ledger = 'department' AND budget_line IS NOT NULL {filter}
           AND booked_on >= $2 AND booked_on <= $3 GROUP BY budget_line ORDER BY budget_line"
    );
    let (from, to) = (format!("{year}-01-01"), format!("{year}-12-31"));
    let rows = store.query(&sql, &[region.into(), from.into(), to.into()])?;
    Ok(rows
        .iter()
        .map(|row| (row.text(0).to_owned(), row.int(1)))
        .collect())
}

/// The latest voucher of a pattern that was not reversed, by number.
pub fn last_voucher(
    store: &mut Store,
    region: &str,
    ledger: &str,
    pattern: &str,
) -> Result<Option<i64>, Fault> {
    let rows = store.query(
        "SELECT id FROM voucher v WHERE region = $1 AND ledger = $2 AND pattern = $3 AND NOT EXISTS (
           SELECT 1 FROM voucher r WHERE r.region = $1 AND r.ledger = v.ledger AND r.reverses = v.id)
         ORDER BY id DESC LIMIT 1",
        &[region.into(), ledger.into(), pattern.into()],
    )?;
    Ok(rows.first().map(|row| row.int(0)))
}
