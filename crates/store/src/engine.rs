//! Two engines behind one small face: `execute`, `query`, many rows at once, nested transactions.
//!
//! Statements are written once with `$1` places; SQLite reads them as `?1`. What differs is here and in `schema`.

mod bulk;
mod server;
mod sqlite;

use std::collections::HashMap;
use std::sync::Arc;

pub use bulk::Bulk;

use crate::access;
pub use crate::fault::Fault;
use crate::group::Group;
use crate::table::Table;
use crate::value::{Row, Value};
pub(crate) use server::Server;

pub(crate) enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Server>),
}

/// An open store. One per thread of work; not shared.
pub struct Store {
    pub(crate) connection: Connection,
    url: String,
    pub(crate) depth: usize,
    /// Whether all that is read now is of one moment, and nothing is written.
    pub(crate) is_snapshot: bool,
    /// Only in the hands of a group-commit writer.
    pub(crate) group: Option<Box<Group>>,
    /// The insert statement of each table, written once.
    inserts: HashMap<&'static str, Arc<str>>,
    /// Code of the region this session may see and write: its own and those within. `""` is all.
    reach: String,
}

impl Store {
    /// Opens `sqlite:PATH` (creating the file) or `postgres://…`. Does not create tables: see [`crate::schema::prepare`].
    pub fn open(url: &str) -> Result<Store, Fault> {
        let connection = if let Some(path) = url.strip_prefix("sqlite:") {
            Connection::Sqlite(sqlite::open(path)?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Connection::Postgres(Box::new(Server::connect(url)?))
        } else {
            return Err(Fault::new(
                "opening the store",
                "the address starts neither with sqlite: nor with postgres://",
            ));
        };
        let mut store = Store {
            connection,
            url: url.to_owned(),
            depth: 0,
            is_snapshot: false,
            group: None,
            inserts: HashMap::new(),
            reach: String::new(),
        };
        store.reach = access::reach_of_login(&mut store)?;
        Ok(store)
    }

    /// Another session of the same store, for what the first has committed; within the same region.
    pub(crate) fn again(&self) -> Result<Store, Fault> {
        let mut other = Store::open(&self.url)?;
        other.narrow(&self.reach)?;
        Ok(other)
    }

    /// What was written in bulk and undone has not grown.
    pub(crate) fn forget_growth(&mut self) {
        if let Connection::Postgres(server) = &mut self.connection {
            server.grown.clear();
        }
    }

    /// Whether there may be rows here that others do not see yet.
    pub(crate) fn is_in_transaction(&self) -> bool {
        self.depth > 0 || self.group.is_some()
    }

    /// Whether a snapshot is open: its reader has not ended, or could not be ended.
    pub fn is_snapshot(&self) -> bool {
        self.is_snapshot
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }

    /// Code of the region this session works within.
    pub fn reach(&self) -> &str {
        &self.reach
    }

    /// Whether rows of the region may be seen and written here.
    pub fn admits(&self, region: &str) -> bool {
        region.starts_with(&self.reach)
    }

    /// An error where the region lies outside what this session may see.
    pub fn keep_to(&self, region: &str) -> Result<(), Fault> {
        match self.admits(region) {
            true => Ok(()),
            false => Err(outside(&self.reach, region)),
        }
    }

    /// Keeps this session within a region from now on; never widens it.
    pub fn narrow(&mut self, region: &str) -> Result<(), Fault> {
        self.keep_to(region)?;
        access::narrow(self, region)?;
        region.clone_into(&mut self.reach);
        Ok(())
    }

    /// Whether the connection to the server is lost.
    pub fn is_closed(&self) -> bool {
        match &self.connection {
            Connection::Sqlite(_) => false,
            Connection::Postgres(server) => server.client.is_closed(),
        }
    }

    /// Runs statements without places, separated by `;`.
    pub fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.stop_waiting()?;
        match &mut self.connection {
            Connection::Sqlite(connection) => connection
                .execute_batch(sql)
                .map_err(|e| Fault::sqlite(sql, &e)),
            Connection::Postgres(server) => server
                .client
                .batch_execute(sql)
                .map_err(|e| Fault::postgres(sql, &e)),
        }
    }

    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Fault> {
        self.keep_statement_within(sql, values)?;
        self.stop_waiting()?;
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, sql, values),
            Connection::Postgres(server) => server.execute(sql, values),
        }
    }

    /// Gives the rows of a query one by one, so that many of them need no memory. Column types as in [`Store::query`].
    pub fn each<E: From<Fault>>(
        &mut self,
        sql: &str,
        values: &[Value],
        take: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        self.keep_statement_within(sql, values)?;
        self.send_before(sql)?;
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::each(connection, sql, values, take),
            Connection::Postgres(server) => server.each(sql, values, take),
        }
    }

    /// Every column of the result must be `BIGINT` or `TEXT` (cast sums and counts on PostgreSQL: `CAST(SUM(x) AS BIGINT)`).
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let mut rows = Vec::new();
        self.each(sql, values, |row| {
            rows.push(row);
            Ok::<(), Fault>(())
        })?;
        Ok(rows)
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

    /// An error for a statement about a region outside this session's: of ours, the first place is the region.
    fn keep_statement_within(&self, sql: &str, values: &[Value]) -> Result<(), Fault> {
        match values.first() {
            Some(Value::Text(region)) if !self.reach.is_empty() && is_of_a_region(sql) => {
                self.keep_to(region)
            }
            _ => Ok(()),
        }
    }

    /// An error for a row of a region outside this session's: the first cell of every row of ours is its region.
    pub(crate) fn keep_row_within(&self, values: &[Value]) -> Result<(), Fault> {
        refuse_outside(&self.reach, values)
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

/// Whether a statement compares a region with its first place (and not with its tenth).
fn is_of_a_region(sql: &str) -> bool {
    sql.split("region = $1")
        .skip(1)
        .any(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

/// The first cell of every row of ours is its region.
fn refuse_outside(reach: &str, values: &[Value]) -> Result<(), Fault> {
    match values.first() {
        Some(Value::Text(region)) if !region.starts_with(reach) => Err(outside(reach, region)),
        _ => Ok(()),
    }
}

fn outside(reach: &str, region: &str) -> Fault {
    Fault {
        context: "keeping to the region of the session".to_owned(),
        cause: format!("{region} lies outside {reach}"),
        constraint: true,
    }
}
