//! SQLite: one file, one writer.

use rusqlite::types::ValueRef;

use crate::fault::Fault;
use crate::value::{Row, Value};

pub(super) fn open(path: &str) -> Result<rusqlite::Connection, Fault> {
    let context = format!("opening {path}");
    let connection = rusqlite::Connection::open(path).map_err(|e| Fault::sqlite(&context, &e))?;
    connection.set_prepared_statement_cache_capacity(256);
    // WAL with full sync: acknowledged means durable, and readers do not wait for the writer.
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;",
        )
        .map_err(|e| Fault::sqlite(&context, &e))?;
    Ok(connection)
}

/// `$1` becomes `?1`: SQLite would number `$1` by first appearance, not by its digits.
pub(super) fn text(sql: &str) -> String {
    sql.replace('$', "?")
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => rusqlite::types::ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(value) => rusqlite::types::ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Value::Text(text) => {
                rusqlite::types::ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
            }
        })
    }
}

pub(super) fn execute(
    connection: &rusqlite::Connection,
    sql: &str,
    values: &[Value],
) -> Result<u64, Fault> {
    let mut statement = connection
        .prepare_cached(&text(sql))
        .map_err(|e| Fault::sqlite(sql, &e))?;
    let changed = statement
        .execute(rusqlite::params_from_iter(values))
        .map_err(|e| Fault::sqlite(sql, &e))?;
    Ok(changed as u64)
}

/// Gives the rows one by one; they are never all in memory.
pub(super) fn each<E: From<Fault>>(
    connection: &rusqlite::Connection,
    sql: &str,
    values: &[Value],
    mut take: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let wrap = |e: rusqlite::Error| Fault::sqlite(sql, &e);
    let mut statement = connection.prepare_cached(&text(sql)).map_err(wrap)?;
    let width = statement.column_count();
    let mut rows = statement
        .query(rusqlite::params_from_iter(values))
        .map_err(wrap)?;
    while let Some(row) = rows.next().map_err(wrap)? {
        let mut cells = Vec::with_capacity(width);
        for index in 0..width {
            cells.push(match row.get_ref(index).map_err(wrap)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(value) => Value::Int(value),
                ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
                other => {
                    let cause = format!("column {index} is {:?}", other.data_type());
                    return Err(Fault::new(sql, cause).into());
                }
            });
        }
        take(Row(cells))?;
    }
    Ok(())
}
