//! Vouchers of a ledger and the postings of one.

use super::{Conditions, Listing, Window, contains};
use crate::engine::{Fault, Store};
use crate::tables::{PostingRow, VoucherRow};

/// A voucher as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherLine {
    pub id: i64,
    pub booked_on: String,
    pub pattern: String,
    pub summary: String,
    pub reverses: Option<i64>,
    pub debit_fen: i64,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A month or a year: the beginning of the day, `2023-05` or `2023`.
    pub period: String,
    /// An account stem; accounts below it count too.
    pub account: String,
    /// Part of the summary, or the number.
    pub text: String,
}

/// The vouchers of a ledger, newest first.
pub fn vouchers(
    store: &mut Store,
    region: &str,
    ledger: &str,
    filter: &Filter,
    window: Window,
) -> Result<Listing<VoucherLine>, Fault> {
    let mut conditions = Conditions::of("v.", region);
    let place = conditions.place(ledger);
    conditions.and(&format!("v.ledger = {place}"));
    if !filter.period.is_empty() {
        // `~` comes after every digit and dash in byte order, so the span covers the whole month or year.
        let (from, to) = (
            conditions.place(&filter.period),
            conditions.place(format!("{}~", filter.period)),
        );
        conditions.and(&format!("v.booked_on >= {from} AND v.booked_on <= {to}"));
    }
    if !filter.account.is_empty() {
        let (own, below) = (
            conditions.place(&filter.account),
            conditions.place(format!("{}.%", filter.account)),
        );
        conditions.and(&format!(
            "EXISTS (SELECT 1 FROM posting p WHERE p.region = $1 AND p.ledger = v.ledger AND p.voucher_id = v.id
               AND (p.account = {own} OR p.account LIKE {below}))"
        ));
    }
    if !filter.text.is_empty() {
        let summary = conditions.place(contains(&filter.text));
        let number = conditions.place(filter.text.parse::<i64>().unwrap_or(-1));
        conditions.and(&format!(
            "(v.summary LIKE {summary} ESCAPE '\\' OR v.id = {number})"
        ));
    }
    let count = format!("SELECT COUNT(*) FROM voucher v WHERE {}", conditions.text);
    let total = store.one(&count, &conditions.values)?.int(0);
    let (size, offset) = (
        conditions.place(window.size),
        conditions.place(window.offset()),
    );
    let sql = format!(
        "SELECT v.id, v.booked_on, v.pattern, v.summary, v.reverses,
           (SELECT CAST(COALESCE(SUM(p.debit_fen), 0) AS BIGINT) FROM posting p WHERE p.region = $1 AND p.ledger = v.ledger AND p.voucher_id = v.id)
         FROM voucher v WHERE {} ORDER BY v.booked_on DESC, v.id DESC LIMIT {size} OFFSET {offset}",
        conditions.text
    );
    let rows = store.query(&sql, &conditions.values)?;
    let line = |row: &crate::Row| VoucherLine {
        id: row.int(0),
        booked_on: row.text(1).to_owned(),
        pattern: row.text(2).to_owned(),
        summary: row.text(3).to_owned(),
        reverses: row.opt_int(4),
        debit_fen: row.int(5),
    };
    Ok(Listing {
        rows: rows.iter().map(line).collect(),
        total,
    })
}

/// One voucher.
pub fn voucher(
    store: &mut Store,
    region: &str,
    ledger: &str,
    id: i64,
) -> Result<Option<VoucherRow>, Fault> {
    let mut rows = store.select::<VoucherRow>(
        "region = $1 AND ledger = $2 AND id = $3",
        &[region.into(), ledger.into(), id.into()],
    )?;
    Ok(rows.pop())
}

/// The voucher that reverses this one, if any.
pub fn reversed_by(
    store: &mut Store,
    region: &str,
    ledger: &str,
    id: i64,
) -> Result<Option<i64>, Fault> {
    let rows = store.query(
        "SELECT id FROM voucher WHERE region = $1 AND ledger = $2 AND reverses = $3",
        &[region.into(), ledger.into(), id.into()],
    )?;
    Ok(rows.first().map(|row| row.int(0)))
}

/// All postings of a voucher added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    pub debit_fen: i64,
    pub credit_fen: i64,
}

/// The postings of a voucher, in order, and the sums of all of them.
pub fn postings(
    store: &mut Store,
    region: &str,
    ledger: &str,
    id: i64,
    window: Window,
) -> Result<(Listing<PostingRow>, Sums), Fault> {
    let all = store.one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(debit_fen), 0) AS BIGINT), CAST(COALESCE(SUM(credit_fen), 0) AS BIGINT)
         FROM posting WHERE region = $1 AND ledger = $2 AND voucher_id = $3",
        &[region.into(), ledger.into(), id.into()],
    )?;
    let rows = store.select::<PostingRow>(
        "region = $1 AND ledger = $2 AND voucher_id = $3 ORDER BY line LIMIT $4 OFFSET $5",
        &[
            region.into(),
            ledger.into(),
            id.into(),
            window.size.into(),
            window.offset().into(),
        ],
    )?;
    let sums = Sums {
        debit_fen: all.int(1),
        credit_fen: all.int(2),
    };
    let total = all.int(0);
    Ok((Listing { rows, total }, sums))
}

/// The case or old injury a payment belongs to: kind and number.
pub fn subject_of_payment(
    store: &mut Store,
    region: &str,
    payment: i64,
) -> Result<Option<(String, String)>, Fault> {
    let rows = store.query(
        "SELECT d.subject_kind, d.subject_id FROM payment y JOIN determination d ON d.region = y.region AND d.id = y.determination_id
         WHERE y.region = $1 AND y.id = $2",
        &[region.into(), payment.into()],
    )?;
    Ok(rows
        .first()
        .map(|row| (row.text(0).to_owned(), row.text(1).to_owned())))
}

/// The days a ledger has vouchers on: the first and the last.
pub fn span(
    store: &mut Store,
    region: &str,
    ledger: &str,
) -> Result<Option<(String, String)>, Fault> {
    let row = store.one(
        "SELECT MIN(booked_on), MAX(booked_on) FROM voucher WHERE region = $1 AND ledger = $2",
        &[region.into(), ledger.into()],
    )?;
    Ok(row
        .opt_text(0)
        .map(str::to_owned)
        .zip(row.opt_text(1).map(str::to_owned)))
}
