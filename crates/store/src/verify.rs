//! `verify`: the chain is unbroken, every covered row is as it was written, the books balance.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::journal::{self, ORIGIN};
use crate::table::Table;
use crate::tables::{self, JournalRow};
use crate::value::Value;

/// What is wrong, at which entry. `kind` is a stem: `chain`, `rows`, `head`, `unbalanced_voucher`, `closed_period`,
/// `orphan_rows`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub kind: &'static str,
    pub seq: i64,
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

const CHUNK: i64 = 5_000;

/// Walks the whole chain of a region; `expected_head` is a head given to an outside party earlier.
pub fn verify(
    store: &mut Store,
    region: &str,
    expected_head: Option<&str>,
) -> Result<Verdict, Fault> {
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
        let to = from + CHUNK - 1;
        let mut lines = covered_lines(store, region, from, to)?;
        let entries = store.select::<JournalRow>(
            "region = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq",
            &[region.into(), from.into(), to.into()],
        )?;
        for entry in entries {
            check_entry(store, &entry, &mut lines, &mut verdict)?;
            seen_heads |= expected_head == Some(entry.digest.as_str());
        }
        for (seq, rows) in lines {
            let place = rows.first().cloned().unwrap_or_default();
            verdict.breaks.push(broken("orphan_rows", seq, place));
        }
        from = to + 1;
    }
    if !seen_heads {
        let place = expected_head.unwrap_or_default().to_owned();
        verdict.breaks.push(broken("head", last, place));
    }
    check_vouchers(store, region, &mut verdict)?;
    verdict.breaks.sort_by_key(|b| b.seq);
    Ok(verdict)
}

fn broken(kind: &'static str, seq: i64, place: String) -> Break {
    Break { kind, seq, place }
}

fn check_entry(
    store: &mut Store,
    entry: &JournalRow,
    lines: &mut BTreeMap<i64, Vec<String>>,
    verdict: &mut Verdict,
) -> Result<(), Fault> {
    let mut rows = lines.remove(&entry.seq).unwrap_or_default();
    rows.extend(journal::matter_lines(
        store,
        &entry.region,
        entry.matter_id,
    )?);
    verdict.rows += rows.len() as i64;
    let count = rows.len() as i64;
    if count != entry.rows || journal::rows_digest(&mut rows) != entry.rows_digest {
        let place = format!("{} / matter {}", entry.effect, entry.matter_id);
        verdict.breaks.push(broken("rows", entry.seq, place));
    }
    let follows = entry.previous_digest == verdict.head && entry.seq == verdict.entries + 1;
    if !follows || journal::entry_digest(entry) != entry.digest {
        verdict
            .breaks
            .push(broken("chain", entry.seq, entry.effect.clone()));
    }
    verdict.entries = entry.seq;
    verdict.head = entry.digest.clone();
    Ok(())
}

/// Every journaled row of entries `from..=to`, by entry.
fn covered_lines(
    store: &mut Store,
    region: &str,
    from: i64,
    to: i64,
) -> Result<BTreeMap<i64, Vec<String>>, Fault> {
    let mut lines: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for table in tables::ALL.iter().filter(|t| t.journaled) {
        let seq_at = table
            .columns
            .iter()
            .position(|c| *c == "seq")
            .expect("a journaled table has a seq");
        let sql = format!(
            "SELECT {} FROM {} WHERE region = $1 AND seq >= $2 AND seq <= $3",
            table.columns.join(", "),
            table.name
        );
        let values: [Value; 3] = [region.into(), from.into(), to.into()];
        for row in store.query(&sql, &values)? {
            let line = journal::row_line(table.name, &row.0);
            lines.entry(row.int(seq_at)).or_default().push(line);
        }
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
