//! `verify`: the chain is unbroken, every covered row is as it was written, the books balance.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::journal::{self, ORIGIN};
use crate::table::Table;
use crate::tables::{self, ApprovalRow, JournalRow, MatterRow, StepRow};
use crate::value::Value;

/// What is wrong, at which entry. `kind` is a stem: `chain`, `rows`, `head`, `unbalanced_voucher`, `closed_period`,
/// `orphan_rows`, `office` (entries, and the office they are of is gone). `place` says where: of `chain` and `rows` the
/// item of the entry's matter, whose number is `matter` (else 0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub kind: &'static str,
    pub seq: i64,
    pub matter: i64,
    pub place: String,
}

/// The outcome: counts of what was looked at, the head, and the first breaks in order of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub entries: i64,
    pub rows: i64,
    pub vouchers: i64,
    pub head: String,
    pub breaks: Vec<Break>,
}

/// Entries looked at together, and about as many rows: the rest of the chain needs no memory meanwhile.
const ENTRIES: i64 = 5_000;
const ROWS: i64 = 200_000;

/// The regions there is something to verify of: with an office, or with entries that lost theirs.
pub fn regions(store: &mut Store) -> Result<Vec<String>, Fault> {
    let sql = "SELECT region FROM office UNION SELECT region FROM journal ORDER BY 1";
    let rows = store.query(sql, &[])?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// Walks the whole chain of a region; `expected_head` is a head given to an outside party earlier.
pub fn verify(
    store: &mut Store,
    region: &str,
    expected_head: Option<&str>,
) -> Result<Verdict, Fault> {
    if !store.is_in_transaction() {
        // What others write meanwhile would seem to be without an entry.
        return store.snapshot(|store| verify(store, region, expected_head));
    }
    let mut verdict = Verdict {
        entries: 0,
        rows: 0,
        vouchers: 0,
        head: ORIGIN.to_owned(),
        breaks: Vec::new(),
    };
    store.keep_to(region)?;
    let last = journal::head(store, region)?.seq;
    let mut seen_heads = expected_head.is_none();
    let mut from = 1;
    while from <= last {
        let entries = entries_from(store, region, from)?;
        let to = entries.last().map_or(last, |entry| entry.seq);
        let mut lines = covered_lines(store, region, from, to)?;
        if from == 1 {
            let founding = journal::founding_lines(store, region)?;
            lines.entry(1).or_default().extend(founding);
        }
        for entry in entries {
            let rows = lines.remove(&entry.seq).unwrap_or_default();
            check_entry(&entry, rows, &mut verdict);
            seen_heads |= expected_head == Some(entry.digest.as_str());
        }
        for (seq, rows) in lines {
            let place = rows.first().cloned().unwrap_or_default();
            verdict.breaks.push(broken("orphan_rows", seq, place));
        }
        from = to + 1;
    }
    beyond(store, region, last, &mut verdict)?;
    let offices = "SELECT COUNT(*) FROM office WHERE region = $1";
    if last > 0 && store.one(offices, &[region.into()])?.int(0) == 0 {
        verdict.breaks.push(broken("office", 1, region.to_owned()));
    }
    if !seen_heads {
        let place = expected_head.unwrap_or_default().to_owned();
        verdict.breaks.push(broken("head", last, place));
    }
    check_vouchers(store, region, &mut verdict)?;
    verdict.breaks.sort_by_key(|b| b.seq);
    Ok(verdict)
}

/// The next entries, as many as fit together; at least one where there is one.
fn entries_from(store: &mut Store, region: &str, from: i64) -> Result<Vec<JournalRow>, Fault> {
    let mut entries = store.select::<JournalRow>(
        "region = $1 AND seq >= $2 ORDER BY seq LIMIT $3",
        &[region.into(), from.into(), ENTRIES.into()],
    )?;
    let mut rows = 0;
    let fits = entries.iter().take_while(|entry| {
        let fits = rows == 0 || rows + entry.rows <= ROWS;
        rows += entry.rows;
        fits
    });
    let count = fits.count();
    entries.truncate(count);
    Ok(entries)
}

fn broken(kind: &'static str, seq: i64, place: String) -> Break {
    Break {
        kind,
        seq,
        matter: 0,
        place,
    }
}

/// A break at an entry of the chain.
fn at_entry(kind: &'static str, entry: &JournalRow) -> Break {
    Break {
        matter: entry.matter_id,
        ..broken(kind, entry.seq, entry.effect.clone())
    }
}

fn check_entry(entry: &JournalRow, mut rows: Vec<String>, verdict: &mut Verdict) {
    let count = rows.len() as i64;
    verdict.rows += count;
    if count != entry.rows || journal::rows_digest(&mut rows) != entry.rows_digest {
        verdict.breaks.push(at_entry("rows", entry));
    }
    let follows = entry.previous_digest == verdict.head && entry.seq == verdict.entries + 1;
    if !follows || journal::entry_digest(entry) != entry.digest {
        verdict.breaks.push(at_entry("chain", entry));
    }
    verdict.entries = entry.seq;
    verdict.head = entry.digest.clone();
}

/// Rows that name an entry before the first or after the last: a database without foreign keys to the journal lets them
/// in, and they stay behind where somebody cuts off the end of a chain.
fn beyond(store: &mut Store, region: &str, last: i64, verdict: &mut Verdict) -> Result<(), Fault> {
    for table in tables::ALL.iter().filter(|t| t.journaled) {
        for outside in ["seq > $2", "seq < 1 AND seq <= $2"] {
            let sql = format!(
                "SELECT COUNT(*), COALESCE(MIN(seq), 0) FROM {} WHERE region = $1 AND {outside}",
                table.name
            );
            let found = store.one(&sql, &[region.into(), last.into()])?;
            if found.int(0) > 0 {
                let place = format!("{} × {}", table.name, found.int(0));
                verdict
                    .breaks
                    .push(broken("orphan_rows", found.int(1), place));
            }
        }
    }
    Ok(())
}

/// Every row of entries `from..=to`, by entry: what they wrote, and the matter with its steps.
fn covered_lines(
    store: &mut Store,
    region: &str,
    from: i64,
    to: i64,
) -> Result<BTreeMap<i64, Vec<String>>, Fault> {
    let mut lines: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let values: [Value; 3] = [region.into(), from.into(), to.into()];
    let mut statements: Vec<(&str, String)> = Vec::new();
    for table in tables::ALL.iter().filter(|t| t.journaled) {
        let columns = table.columns.join(", ");
        let sql = format!(
            "SELECT seq, {columns} FROM {} WHERE region = $1 AND seq >= $2 AND seq <= $3",
            table.name
        );
        statements.push((table.name, sql));
    }
    for (name, columns, key) in [
        (MatterRow::NAME, MatterRow::select_list("m."), "id"),
        (StepRow::NAME, StepRow::select_list("m."), "matter_id"),
        (
            ApprovalRow::NAME,
            ApprovalRow::select_list("m."),
            "matter_id",
        ),
    ] {
        let sql = format!(
            "SELECT j.seq, {columns} FROM journal j JOIN {name} m ON m.region = j.region AND m.{key} = j.matter_id
             WHERE j.region = $1 AND m.region = $1 AND j.seq >= $2 AND j.seq <= $3"
        );
        statements.push((name, sql));
    }
    for (name, sql) in statements {
        store.each(&sql, &values, |row| {
            let line = journal::row_line(name, &row.0[1..]);
            lines.entry(row.int(0)).or_default().push(line);
            Ok::<(), Fault>(())
        })?;
    }
    Ok(lines)
}

fn check_vouchers(store: &mut Store, region: &str, verdict: &mut Verdict) -> Result<(), Fault> {
    verdict.vouchers = store
        .one(
            "SELECT COUNT(*) FROM voucher WHERE region = $1",
            &[region.into()],
        )?
        .int(0);
    let rows = store.query(
        "SELECT v.ledger, v.id, v.seq FROM voucher v LEFT JOIN posting p
           ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
         WHERE v.region = $1 GROUP BY v.ledger, v.id, v.seq
         HAVING COALESCE(SUM(p.debit_fen), 0) <> COALESCE(SUM(p.credit_fen), 0) OR COUNT(p.line) < 2
         ORDER BY v.seq",
        &[region.into()],
    )?;
    for row in rows {
        let place = format!("{} {}", row.text(0), row.int(1));
        verdict
            .breaks
            .push(broken("unbalanced_voucher", row.int(2), place));
    }
    // A trigger refuses these; a database without triggers, or an administrator, may have let one in.
    let late = store.query(
        "SELECT v.ledger, v.id, v.seq, c.period FROM voucher v JOIN period_close c
           ON c.region = v.region AND c.ledger = v.ledger AND c.period = substr(v.booked_on, 1, 7)
         WHERE v.region = $1 AND v.seq > c.seq ORDER BY v.seq",
        &[region.into()],
    )?;
    for row in late {
        let place = format!("{} {} / {}", row.text(0), row.int(1), row.text(3));
        verdict
            .breaks
            .push(broken("closed_period", row.int(2), place));
    }
    Ok(())
}

/// Names of the journaled tables, for the messages of `verify`.
pub fn covered_tables() -> Vec<&'static str> {
    let _ = JournalRow::NAME;
    tables::ALL
        .iter()
        .filter(|t| t.journaled)
        .map(|t| t.name)
        .collect()
}
