//! The append-only journal: one entry per effect of an approved matter, chained by SM3.
//!
//! An entry's digest covers its own fields, a digest over every row the effect wrote (and over the matter with its
//! steps), and the digest of the entry before. Changing any byte of any covered row breaks the chain at that entry.

use std::fmt::Write as _;

use yiju_terms::digest::sm3_of;

use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::{ActorRow, ApprovalRow, JournalRow, MatterRow, OfficeRow, StepRow};
use crate::value::Value;

/// The last entry of a region's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub digest: String,
}

/// What stands before the first entry.
pub const ORIGIN: &str = "sm3:origin";

/// An effect being written: collects its rows, then closes with one journal entry.
pub struct Effect<'s> {
    pub store: &'s mut Store,
    region: String,
    matter_id: i64,
    kind: String,
    recorded_on: String,
    head: Head,
    lines: Vec<String>,
}

/// One covered row as the bytes that are digested.
pub fn row_line(table: &str, values: &[Value]) -> String {
    let mut line = String::with_capacity(256);
    line.push_str(table);
    for value in values {
        // A string takes everything.
        let _ = match value {
            Value::Null => line.write_str("|~"),
            Value::Int(number) => write!(line, "|{number}"),
            // The length keeps "a|b" in one cell apart from two cells.
            Value::Text(text) => write!(line, "|{}:{text}", text.len()),
        };
    }
    line
}

/// The digest over the rows of one effect; order of writing does not matter.
pub fn rows_digest(lines: &mut [String]) -> String {
    lines.sort_unstable();
    sm3_of(lines.join("\n").as_bytes())
}

/// The digest of an entry from its fields and the digest before it.
pub fn entry_digest(row: &JournalRow) -> String {
    let text = format!(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        row.region,
        row.seq,
        row.matter_id,
        row.effect,
        row.recorded_on,
        row.rows,
        row.rows_digest,
        row.previous_digest
    );
    sm3_of(text.as_bytes())
}

/// The office and its staff as founded. They are older than the chain, so its first entry covers them: who signed under
/// which name and role cannot be written over unseen.
pub(crate) fn founding_lines(store: &mut Store, region: &str) -> Result<Vec<String>, Fault> {
    let own: [Value; 1] = [region.into()];
    let offices = store.select::<OfficeRow>("region = $1", &own)?;
    let staff = store.select::<ActorRow>("region = $1 ORDER BY id", &own)?;
    let offices = offices
        .iter()
        .map(|row| row_line(OfficeRow::NAME, &row.values()));
    let staff = staff
        .iter()
        .map(|row| row_line(ActorRow::NAME, &row.values()));
    Ok(offices.chain(staff).collect())
}

impl<'s> Effect<'s> {
    /// Starts an effect of an approved matter. `recorded_on` is the day the office's clock shows.
    pub fn begin(
        store: &'s mut Store,
        region: &str,
        matter_id: i64,
        kind: &str,
        recorded_on: &str,
    ) -> Result<Effect<'s>, Fault> {
        let lines = matter_lines(store, region, matter_id)?;
        Effect::begin_with(store, (region, matter_id), kind, recorded_on, lines)
    }

    /// The same for a matter whose rows the caller has just written: `lines` are what [`matter_lines`] would read.
    pub fn begin_with(
        store: &'s mut Store,
        (region, matter_id): (&str, i64),
        kind: &str,
        recorded_on: &str,
        lines: Vec<String>,
    ) -> Result<Effect<'s>, Fault> {
        if store.is_postgres() && store.memory().is_none() {
            // Writers of one region queue here; SQLite's write lock does the same for the file, and the key of the
            // journal for a writer of groups.
            store.query(
                "SELECT region FROM office WHERE region = $1 FOR UPDATE",
                &[region.into()],
            )?;
        }
        let head = head(store, region)?;
        let mut lines = lines;
        if head.seq == 0 {
            lines.extend(founding_lines(store, region)?);
        }
        Ok(Effect {
            store,
            region: region.to_owned(),
            matter_id,
            kind: kind.to_owned(),
            recorded_on: recorded_on.to_owned(),
            head,
            lines,
        })
    }

    /// The journal sequence the rows of this effect must carry.
    pub fn seq(&self) -> i64 {
        self.head.seq + 1
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    pub fn recorded_on(&self) -> &str {
        &self.recorded_on
    }

    /// Writes a row and covers it by this entry's digest.
    pub fn insert<T: Table>(&mut self, row: &T) -> Result<(), Fault> {
        let values = row.values();
        self.lines.push(row_line(T::NAME, &values));
        self.store.insert_values::<T>(values)
    }

    /// Writes many rows of one table at once and covers them.
    pub fn insert_all<T: Table>(&mut self, rows: &[T]) -> Result<(), Fault> {
        let line = |row: &T| row_line(T::NAME, &row.values());
        self.lines.extend(rows.iter().map(line));
        self.store.insert_all(rows)
    }

    /// Closes the effect with its journal entry; gives the new head.
    pub fn finish(mut self) -> Result<Head, Fault> {
        let rows = self.lines.len() as i64;
        let mut entry = JournalRow {
            region: self.region,
            seq: self.head.seq + 1,
            matter_id: self.matter_id,
            effect: self.kind,
            recorded_on: self.recorded_on,
            rows,
            rows_digest: rows_digest(&mut self.lines),
            previous_digest: self.head.digest,
            digest: String::new(),
        };
        entry.digest = entry_digest(&entry);
        self.store.insert(&entry)?;
        Ok(Head {
            seq: entry.seq,
            digest: entry.digest,
        })
    }
}

/// The rows of a matter and its steps, as an entry covers them.
pub fn matter_lines(store: &mut Store, region: &str, matter_id: i64) -> Result<Vec<String>, Fault> {
    let key = [Value::from(region), Value::from(matter_id)];
    let mut lines = Vec::new();
    for matter in store.select::<MatterRow>("region = $1 AND id = $2", &key)? {
        lines.push(row_line(MatterRow::NAME, &matter.values()));
    }
    for step in store.select::<StepRow>("region = $1 AND matter_id = $2", &key)? {
        lines.push(row_line(StepRow::NAME, &step.values()));
    }
    for approval in store.select::<ApprovalRow>("region = $1 AND matter_id = $2", &key)? {
        lines.push(row_line(ApprovalRow::NAME, &approval.values()));
    }
    Ok(lines)
}

/// Whether an entry of the region has this digest.
pub fn holds(store: &mut Store, region: &str, digest: &str) -> Result<bool, Fault> {
    let found = store.one(
        "SELECT COUNT(*) FROM journal WHERE region = $1 AND digest = $2",
        &[region.into(), digest.into()],
    )?;
    Ok(found.int(0) > 0)
}

/// The last entry of the region, or the origin.
pub fn head(store: &mut Store, region: &str) -> Result<Head, Fault> {
    if let Some(head) = store.memory().and_then(|memory| memory.head(region)) {
        return Ok(head);
    }
    let rows = store.query(
        "SELECT seq, digest FROM journal WHERE region = $1 ORDER BY seq DESC LIMIT 1",
        &[region.into()],
    )?;
    let head = rows.first().map_or_else(
        || Head {
            seq: 0,
            digest: ORIGIN.to_owned(),
        },
        |row| Head {
            seq: row.int(0),
            digest: row.text(1).to_owned(),
        },
    );
    if let Some(memory) = store.memory() {
        memory.keep_head(region, &head);
    }
    Ok(head)
}
