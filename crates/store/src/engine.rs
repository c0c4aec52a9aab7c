//! Two engines behind one small face: `execute`, `query`, nested transactions.
//!
//! Statements are written once with `$1` places; SQLite reads them as `?1`. What differs is here and in `schema`.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use postgres::types::{ToSql, Type};
use rusqlite::types::ValueRef;

use crate::group::Group;
use crate::table::Table;
use crate::value::{Row, Value};

/// A fault of the machine: disk, database, network. Never shown raw to a person; the edge logs it once.
#[derive(Clone, Debug)]
pub struct Fault {
    pub context: String,
    pub cause: String,
    /// The database refused the row by a constraint or trigger: two persons in one matter, a deleted entry …
    pub constraint: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.context, self.cause)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    pub fn new(context: impl Into<String>, cause: impl fmt::Display) -> Fault {
        Fault {
            context: context.into(),
            cause: cause.to_string(),
            constraint: false,
        }
    }

    fn sqlite(context: &str, error: &rusqlite::Error) -> Fault {
        let constraint = matches!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::ConstraintViolation)
        );
        Fault {
            context: context.to_owned(),
            cause: error.to_string(),
            constraint,
        }
    }

    pub(crate) fn postgres(context: &str, error: &postgres::Error) -> Fault {
        let state = error.code().map_or("", postgres::error::SqlState::code);
        let cause = error.as_db_error().map_or_else(
            || error.to_string(),
            |e| format!("{} {}", e.message(), e.detail().unwrap_or("")),
        );
        // Class 23 is "integrity constraint violation"; P0001 is what our triggers raise.
        let constraint = state.starts_with("23") || state == "P0001";
        Fault {
            context: context.to_owned(),
            cause,
            constraint,
        }
    }
}

pub(crate) enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres {
        client: Box<postgres::Client>,
        statements: HashMap<String, postgres::Statement>,
    },
}

/// An open store. One per thread of work; not shared.
pub struct Store {
    pub(crate) connection: Connection,
    url: String,
    pub(crate) depth: usize,
    /// Only in the hands of a group-commit writer.
    pub(crate) group: Option<Box<Group>>,
    /// The insert statement of each table, written once.
    inserts: HashMap<&'static str, Arc<str>>,
}

impl Store {
    /// Opens `sqlite:PATH` (creating the file) or `postgres://…`. Does not create tables: see [`crate::schema::prepare`].
    pub fn open(url: &str) -> Result<Store, Fault> {
        let connection = if let Some(path) = url.strip_prefix("sqlite:") {
            Connection::Sqlite(open_sqlite(path)?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let client = postgres::Client::connect(url, postgres::NoTls)
                .map_err(|e| Fault::postgres("connecting to PostgreSQL", &e))?;
            Connection::Postgres {
                client: Box::new(client),
                statements: HashMap::new(),
            }
        } else {
            return Err(Fault::new(
                "opening the store",
                "the address starts neither with sqlite: nor with postgres://",
            ));
        };
        Ok(Store {
            connection,
            url: url.to_owned(),
            depth: 0,
            group: None,
            inserts: HashMap::new(),
        })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres { .. })
    }

    /// Whether the connection to the server is lost.
    pub(crate) fn is_closed(&self) -> bool {
        match &self.connection {
            Connection::Sqlite(_) => false,
            Connection::Postgres { client, .. } => client.is_closed(),
        }
    }

    /// Runs statements without places, separated by `;`.
    pub fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.stop_waiting()?;
        match &mut self.connection {
            Connection::Sqlite(connection) => connection
                .execute_batch(sql)
                .map_err(|e| Fault::sqlite(sql, &e)),
            Connection::Postgres { client, .. } => client
                .batch_execute(sql)
                .map_err(|e| Fault::postgres(sql, &e)),
        }
    }

    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Fault> {
        self.stop_waiting()?;
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite_execute(connection, sql, values),
            Connection::Postgres { client, statements } => {
                let statement = prepare(client, statements, sql)?;
                let values = postgres_values(&statement, values);
                let references: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|v| v.as_ref()).collect();
                client
                    .execute(&statement, &references)
                    .map_err(|e| Fault::postgres(sql, &e))
            }
        }
    }

    /// Every column of the result must be `BIGINT` or `TEXT` (cast sums and counts on PostgreSQL: `CAST(SUM(x) AS BIGINT)`).
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.send_before(sql)?;
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite_query(connection, sql, values),
            Connection::Postgres { client, statements } => {
                let statement = prepare(client, statements, sql)?;
                let values = postgres_values(&statement, values);
                let references: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|v| v.as_ref()).collect();
                let rows = client
                    .query(&statement, &references)
                    .map_err(|e| Fault::postgres(sql, &e))?;
                rows.iter().map(postgres_row).collect()
            }
        }
    }

    /// The single row of a query that always has one (counts, sums).
    pub fn one(&mut self, sql: &str, values: &[Value]) -> Result<Row, Fault> {
        let mut rows = self.query(sql, values)?;
        match rows.len() {
            1 => Ok(rows.remove(0)),
            count => Err(Fault::new(sql, format!("expected one row, found {count}"))),
        }
    }

    pub fn insert<T: Table>(&mut self, row: &T) -> Result<(), Fault> {
        self.insert_values::<T>(row.values())
    }

    pub(crate) fn insert_text<T: Table>(&mut self) -> Arc<str> {
        let text = self.inserts.entry(T::NAME);
        text.or_insert_with(|| T::insert_statement().into()).clone()
    }

    /// Rows of `T` where `condition` (with `$1` places) holds; add `ORDER BY` in the condition for a fixed order.
    pub fn select<T: Table>(&mut self, condition: &str, values: &[Value]) -> Result<Vec<T>, Fault> {
        let sql = format!(
            "SELECT {} FROM {} WHERE {condition}",
            T::select_list(""),
            T::NAME
        );
        Ok(self.query(&sql, values)?.iter().map(T::from_row).collect())
    }
}

fn open_sqlite(path: &str) -> Result<rusqlite::Connection, Fault> {
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
fn sqlite_text(sql: &str) -> String {
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

fn sqlite_execute(
    connection: &rusqlite::Connection,
    sql: &str,
    values: &[Value],
) -> Result<u64, Fault> {
    let mut statement = connection
        .prepare_cached(&sqlite_text(sql))
        .map_err(|e| Fault::sqlite(sql, &e))?;
    let changed = statement
        .execute(rusqlite::params_from_iter(values))
        .map_err(|e| Fault::sqlite(sql, &e))?;
    Ok(changed as u64)
}

fn sqlite_query(
    connection: &rusqlite::Connection,
    sql: &str,
    values: &[Value],
) -> Result<Vec<Row>, Fault> {
    let wrap = |e: rusqlite::Error| Fault::sqlite(sql, &e);
    let mut statement = connection.prepare_cached(&sqlite_text(sql)).map_err(wrap)?;
    let width = statement.column_count();
    let mut rows = statement
        .query(rusqlite::params_from_iter(values))
        .map_err(wrap)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(wrap)? {
        let mut cells = Vec::with_capacity(width);
        for index in 0..width {
            cells.push(match row.get_ref(index).map_err(wrap)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(value) => Value::Int(value),
                ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
                other => {
                    return Err(Fault::new(
                        sql,
                        format!("column {index} is {:?}", other.data_type()),
                    ));
                }
            });
        }
        out.push(Row(cells));
    }
    Ok(out)
}

pub(crate) fn prepare(
    client: &mut postgres::Client,
    statements: &mut HashMap<String, postgres::Statement>,
    sql: &str,
) -> Result<postgres::Statement, Fault> {
    if let Some(statement) = statements.get(sql) {
        return Ok(statement.clone());
    }
    let statement = client.prepare(sql).map_err(|e| Fault::postgres(sql, &e))?;
    statements.insert(sql.to_owned(), statement.clone());
    Ok(statement)
}

/// Matches our three cells to the place types PostgreSQL inferred.
fn postgres_values(
    statement: &postgres::Statement,
    values: &[Value],
) -> Vec<Box<dyn ToSql + Sync>> {
    let boxed = |(value, kind): (&Value, &Type)| -> Box<dyn ToSql + Sync> {
        match (value, kind) {
            (Value::Null, &Type::INT8) => Box::new(None::<i64>),
            (Value::Null, &Type::INT4) => Box::new(None::<i32>),
            (Value::Null, _) => Box::new(None::<String>),
            (Value::Int(v), &Type::INT4) => Box::new(*v as i32),
            (Value::Int(v), _) => Box::new(*v),
            (Value::Text(v), _) => Box::new(v.clone()),
        }
    };
    values.iter().zip(statement.params()).map(boxed).collect()
}

fn postgres_row(row: &postgres::Row) -> Result<Row, Fault> {
    let mut cells = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let wrap = |e: postgres::Error| Fault::postgres("reading a row", &e);
        cells.push(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(index).map_err(wrap)?.into(),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(index)
                .map_err(wrap)?
                .map(i64::from)
                .into(),
            Type::TEXT | Type::VARCHAR | Type::NAME => row
                .try_get::<_, Option<String>>(index)
                .map_err(wrap)?
                .into(),
            ref other => {
                return Err(Fault::new(
                    "reading a row",
                    format!("column {} is {other}", column.name()),
                ));
            }
        });
    }
    Ok(Row(cells))
}
