//! The store while many acts share a commit: what they write waits together and travels in one statement.
//!
//! On PostgreSQL the rows of a group are held back and sent as one statement with one array a column, which is its own
//! transaction: one round trip for one act or for two hundred. A read that could see a waiting row sends the rows
//! first; from there on the group goes the ordinary way, with a savepoint an act. On SQLite rows are written at once
//! and each act has its savepoint. On both, the [`Memory`] spares reads.

use postgres::types::ToSql;

use crate::engine::{Connection, Fault, Store};
use crate::memory::Memory;
use crate::table::Table;
use crate::tables;
use crate::value::Value;

/// What a store holds while it works for a group-commit writer.
#[derive(Default)]
pub(crate) struct Group {
    pub memory: Memory,
    /// Only on PostgreSQL, and only until something had to be sent early.
    waiting: Option<Waiting>,
    /// Sending early failed: nothing of this group can be committed, whatever its acts answered before.
    failed: Option<Fault>,
}

/// Rows that are not sent yet.
#[derive(Default)]
struct Waiting {
    rows: Vec<WaitingRow>,
    /// How many rows waited when each open transaction began, the outermost first.
    marks: Vec<usize>,
}

struct WaitingRow {
    table: &'static str,
    columns: &'static [&'static str],
    kinds: &'static [&'static str],
    values: Vec<Value>,
}

impl Store {
    /// From now on this store remembers (see [`Memory`]) and, on PostgreSQL, holds rows back until the commit.
    pub(crate) fn work_in_groups(&mut self) {
        self.group = Some(Box::default());
    }

    /// The ordinary way, with nothing remembered.
    pub(crate) fn work_alone(&mut self) {
        self.group = None;
    }

    /// Nothing where the store works alone: then every question goes to the database.
    pub(crate) fn memory(&mut self) -> Option<&mut Memory> {
        self.group.as_mut().map(|group| &mut group.memory)
    }

    /// After a panic inside an act: the transactions it left open are closed with the one at `depth`.
    pub(crate) fn forget_deeper(&mut self, depth: usize) {
        self.depth = depth;
        if let Some(waiting) = self.waiting() {
            waiting.marks.truncate(depth);
        }
    }

    fn waiting(&mut self) -> Option<&mut Waiting> {
        self.group.as_mut().and_then(|group| group.waiting.as_mut())
    }

    /// Inserts a row, or lets it wait for the group's commit.
    pub(crate) fn insert_values<T: Table>(&mut self, values: Vec<Value>) -> Result<(), Fault> {
        self.keep_row_within(&values)?;
        if self.waiting().is_none() {
            let text = self.insert_text::<T>();
            self.execute(&text, &values)?;
        }
        if let Some(group) = &mut self.group {
            group.memory.note(T::NAME, T::COLUMNS, &values);
            if let Some(waiting) = &mut group.waiting {
                waiting.rows.push(WaitingRow {
                    table: T::NAME,
                    columns: T::COLUMNS,
                    kinds: T::COLUMN_TYPES,
                    values,
                });
            }
        }
        Ok(())
    }

    /// `transaction` for a store that works in groups.
    pub(crate) fn transaction_in_group<T, E: From<Fault>>(
        &mut self,
        work: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let outermost = self.depth == 0;
        let mark = self.memory().map_or(0, |memory| memory.mark());
        if outermost && self.is_postgres() {
            let waiting = Some(Waiting::default());
            self.group.as_mut().expect("works in groups").waiting = waiting;
        }
        let outcome = match self.waiting() {
            Some(waiting) => {
                waiting.marks.push(waiting.rows.len());
                self.depth += 1;
                let outcome = work(self);
                self.depth -= 1;
                self.close(outcome)
            }
            None => self.transaction_at_once(work),
        };
        if let Some(group) = &mut self.group {
            match &outcome {
                Ok(_) if outermost => group.memory.committed(),
                Ok(_) => {}
                Err(_) => group.memory.back_to(mark),
            }
            if outermost {
                group.waiting = None;
            }
        }
        outcome
    }

    /// Ends a transaction that began while rows waited.
    fn close<T, E: From<Fault>>(&mut self, outcome: Result<T, E>) -> Result<T, E> {
        let outermost = self.depth == 0;
        let Some(waiting) = self.waiting() else {
            // Something was sent early; the words of the ordinary way were said then.
            let failed = self.group.as_mut().filter(|_| outermost);
            let outcome = match failed.and_then(|group| group.failed.take()) {
                Some(fault) => Err(fault.into()),
                None => outcome,
            };
            return self.end_at_once(outcome);
        };
        let mark = waiting.marks.pop().unwrap_or_default();
        if outcome.is_err() {
            waiting.rows.truncate(mark);
        } else if outermost {
            let rows = std::mem::take(&mut waiting.rows);
            self.send(&rows)?;
        }
        outcome
    }

    /// Sends what waits if the statement could see it: a table named in its text has waiting rows.
    pub(crate) fn send_before(&mut self, sql: &str) -> Result<(), Fault> {
        let sees = |waiting: &mut Waiting| waiting.rows.iter().any(|row| sql.contains(row.table));
        if self.waiting().is_some_and(sees) {
            return self.stop_waiting();
        }
        Ok(())
    }

    /// Sends what waits and goes on the ordinary way: a transaction, and a savepoint for each open act.
    pub(crate) fn stop_waiting(&mut self) -> Result<(), Fault> {
        let waiting = self.group.as_mut().and_then(|group| group.waiting.take());
        let Some(mut waiting) = waiting else {
            return Ok(());
        };
        if waiting.marks.is_empty() {
            return Ok(());
        }
        let sent = self.send_in_savepoints(&mut waiting);
        if let (Err(fault), Some(group)) = (&sent, &mut self.group) {
            group.failed = Some(fault.clone());
        }
        sent
    }

    fn send_in_savepoints(&mut self, waiting: &mut Waiting) -> Result<(), Fault> {
        self.script("BEGIN")?;
        let mut later = std::mem::take(&mut waiting.rows);
        let mut sent = 0;
        for (depth, mark) in waiting.marks.iter().enumerate().skip(1) {
            let rest = later.split_off(mark - sent);
            self.send(&later)?;
            (later, sent) = (rest, *mark);
            self.script(&format!("SAVEPOINT nested_{depth}"))?;
        }
        self.send(&later)
    }

    fn send(&mut self, rows: &[WaitingRow]) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let (sql, arrays) = one_statement(rows);
        let Connection::Postgres(server) = &mut self.connection else {
            return Err(Fault::new(
                "sending a group",
                "rows wait only on PostgreSQL",
            ));
        };
        let statement = server.prepare(&sql)?;
        let references: Vec<&(dyn ToSql + Sync)> = arrays.iter().map(|a| a.as_ref()).collect();
        let sent = server.client.execute(&statement, &references);
        sent.map(|_| ())
            .map_err(|error| Fault::postgres("writing a group", &error))
    }
}

type Array = Box<dyn ToSql + Sync>;

/// One statement that inserts all rows, a table after another; its text depends on the set of tables only. Foreign
/// keys are checked at its end.
fn one_statement(rows: &[WaitingRow]) -> (String, Vec<Array>) {
    let mut parts = Vec::new();
    let mut arrays: Vec<Array> = Vec::new();
    for info in tables::ALL {
        let of_table: Vec<&WaitingRow> = rows.iter().filter(|row| row.table == info.name).collect();
        let Some(first) = of_table.first() else {
            continue;
        };
        let mut places = Vec::with_capacity(first.columns.len());
        for (column, kind) in first.kinds.iter().enumerate() {
            let cells = of_table.iter().map(|row| &row.values[column]);
            let is_text = kind.starts_with("TEXT");
            arrays.push(if is_text {
                texts(cells)
            } else {
                integers(cells)
            });
            let array = if is_text { "TEXT[]" } else { "BIGINT[]" };
            places.push(format!("${}::{array}", arrays.len()));
        }
        parts.push(format!(
            "of_{0} AS (INSERT INTO {0} ({1}) SELECT * FROM unnest({2}))",
            info.name,
            first.columns.join(", "),
            places.join(", ")
        ));
    }
    (format!("WITH {} SELECT 1", parts.join(", ")), arrays)
}

fn texts<'a>(cells: impl Iterator<Item = &'a Value>) -> Array {
    let text = |cell: &Value| match cell {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    Box::new(cells.map(text).collect::<Vec<Option<String>>>())
}

fn integers<'a>(cells: impl Iterator<Item = &'a Value>) -> Array {
    let integer = |cell: &Value| match cell {
        Value::Int(value) => Some(*value),
        _ => None,
    };
    Box::new(cells.map(integer).collect::<Vec<Option<i64>>>())
}
