//! Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite. The same constraints, triggers and policies
//! hold as for single rows.

use std::collections::BTreeMap;
use std::io::Write;

use super::server::Server;
use super::{Connection, Store, sqlite};
use crate::fault::Fault;
use crate::table::Table;
use crate::value::Value;

/// Fewer rows than this go one by one: starting a COPY costs more than it saves.
const FEW: usize = 16;
const BUFFER_BYTES: usize = 1 << 16;
/// From so many rows on, a list touches pages all over its indexes.
const MANY: usize = 1_000;

/// Takes rows, in the order of the columns it was opened with.
pub struct Bulk<'a> {
    way: Way<'a>,
    reach: String,
    rows: u64,
    /// Rows by region, where a server's planner is told of them.
    regions: BTreeMap<String, u64>,
}

enum Way<'a> {
    Prepared(rusqlite::CachedStatement<'a>),
    Copy {
        writer: postgres::CopyInWriter<'a>,
        buffer: Vec<u8>,
    },
}

impl Bulk<'_> {
    pub fn push(&mut self, values: &[Value]) -> Result<(), Fault> {
        super::refuse_outside(&self.reach, values)?;
        self.rows += 1;
        match &mut self.way {
            Way::Prepared(statement) => {
                statement
                    .execute(rusqlite::params_from_iter(values))
                    .map_err(|e| Fault::sqlite("adding rows", &e))?;
            }
            Way::Copy { writer, buffer } => {
                if let Some(Value::Text(region)) = values.first() {
                    match self.regions.get_mut(region) {
                        Some(rows) => *rows += 1,
                        None => drop(self.regions.insert(region.clone(), 1)),
                    }
                }
                write_line(buffer, values);
                if buffer.len() >= BUFFER_BYTES {
                    flush(writer, buffer)?;
                }
            }
        }
        Ok(())
    }
}

fn flush(writer: &mut postgres::CopyInWriter<'_>, buffer: &mut Vec<u8>) -> Result<(), Fault> {
    writer
        .write_all(buffer)
        .map_err(|e| Fault::new("adding rows", e))?;
    buffer.clear();
    Ok(())
}

/// A row in the text form of COPY: cells by tabs, `\N` for nothing, a backslash before what would be read as a mark.
fn write_line(buffer: &mut Vec<u8>, values: &[Value]) {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            buffer.push(b'\t');
        }
        match value {
            Value::Null => buffer.extend_from_slice(b"\\N"),
            Value::Int(number) => buffer.extend_from_slice(number.to_string().as_bytes()),
            Value::Text(text) => {
                for byte in text.bytes() {
                    let mark = match byte {
                        b'\\' => b'\\',
                        b'\t' => b't',
                        b'\n' => b'n',
                        b'\r' => b'r',
                        _ => {
                            buffer.push(byte);
                            continue;
                        }
                    };
                    buffer.extend_from_slice(&[b'\\', mark]);
                }
            }
        }
    }
    buffer.push(b'\n');
}

impl Store {
    /// Opens `table` for many rows; `fill` pushes them. What `fill` gives comes back. An error leaves the transaction to
    /// be rolled back, as an error of a single row does.
    pub fn bulk<T, E: From<Fault>>(
        &mut self,
        table: &str,
        columns: &[&str],
        fill: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.stop_waiting()?;
        let names = columns.join(", ");
        let reach = self.reach.clone();
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
                let places = places.join(", ");
                let sql = format!("INSERT INTO {table} ({names}) VALUES ({places})");
                let statement = connection
                    .prepare_cached(&sqlite::text(&sql))
                    .map_err(|e| Fault::sqlite(&sql, &e))?;
                let way = Way::Prepared(statement);
                fill(&mut Bulk {
                    way,
                    reach,
                    rows: 0,
                    regions: BTreeMap::new(),
                })
            }
            Connection::Postgres(server) => copy(server, table, &names, reach, fill),
        }
    }

    pub fn insert_all<T: Table>(&mut self, rows: &[T]) -> Result<(), Fault> {
        // The rows of a group travel together anyway, and its memory follows each.
        if rows.len() < FEW || self.group.is_some() {
            return rows.iter().try_for_each(|row| self.insert(row));
        }
        if rows.len() >= MANY {
            self.remember_more()?;
        }
        self.bulk(T::NAME, T::COLUMNS, |bulk| {
            rows.iter().try_for_each(|row| bulk.push(&row.values()))
        })
    }

    /// SQLite keeps 2 MB of pages in memory, which is right for an office and too few for a register being filled: each row
    /// would read its places in the indexes anew. 64 MB from now on, in this session.
    fn remember_more(&mut self) -> Result<(), Fault> {
        match &self.connection {
            Connection::Sqlite(_) => self.script("PRAGMA cache_size = -65536"),
            Connection::Postgres(_) => Ok(()),
        }
    }
}

/// PostgreSQL refuses COPY into a table whose policies bind the login: then the rows wait in a table of the session and
/// are taken over by one INSERT, which the policies check row by row.
fn copy<T, E: From<Fault>>(
    server: &mut Server,
    table: &str,
    names: &str,
    reach: String,
    fill: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let wrap = |e: postgres::Error| Fault::postgres("adding rows", &e);
    let bound = is_bound(server, table)?;
    let into = if bound {
        let stage = format!("waiting_{table}");
        let make = format!(
            "SET client_min_messages = warning;
             CREATE TEMPORARY TABLE IF NOT EXISTS {stage} (LIKE {table}) ON COMMIT DELETE ROWS;
             DELETE FROM {stage}; RESET client_min_messages"
        );
        server.client.batch_execute(&make).map_err(wrap)?;
        stage
    } else {
        table.to_owned()
    };
    let writer = server
        .client
        .copy_in(&format!("COPY {into} ({names}) FROM STDIN"))
        .map_err(wrap)?;
    let mut bulk = Bulk {
        way: Way::Copy {
            writer,
            buffer: Vec::with_capacity(2 * BUFFER_BYTES),
        },
        reach,
        rows: 0,
        regions: BTreeMap::new(),
    };
    // On an error the writer is dropped here, which ends the COPY without its rows.
    let given = fill(&mut bulk)?;
    let (rows, regions) = finish(bulk)?;
    if bound && rows > 0 {
        let take = format!("INSERT INTO {table} ({names}) SELECT {names} FROM {into}");
        server.client.batch_execute(&take).map_err(wrap)?;
    }
    for (region, rows) in regions {
        look_through(server, &format!("{table}_{region}"), rows)?;
    }
    Ok(given)
}

/// Lets the planner look at a partition when it has grown much by what this session wrote. The server itself looks only
/// at what is committed, and a minute later: until then it takes a full register for an empty one, and reads the whole of
/// it for every list of numbers it is asked about. Of a login that does not own the tables it is not taken, and no error.
fn look_through(server: &mut Server, partition: &str, rows: u64) -> Result<(), Fault> {
    const LEAST: u64 = 1_000;
    let (written, seen) = server.grown.entry(partition.to_owned()).or_default();
    *written += rows;
    if *written < LEAST.max(*seen * 4) {
        return Ok(());
    }
    *seen = *written;
    let wrap = |e: postgres::Error| Fault::postgres("looking through a partition", &e);
    server
        .client
        .batch_execute(&format!(
            "SET client_min_messages = error; ANALYZE {partition}; RESET client_min_messages"
        ))
        .map_err(wrap)
}

/// Ends the COPY; gives the rows it took, and by region.
fn finish(bulk: Bulk<'_>) -> Result<(u64, BTreeMap<String, u64>), Fault> {
    if let Way::Copy {
        mut writer,
        mut buffer,
    } = bulk.way
    {
        flush(&mut writer, &mut buffer)?;
        writer
            .finish()
            .map_err(|e| Fault::postgres("adding rows", &e))?;
    }
    Ok((bulk.rows, bulk.regions))
}

fn is_bound(server: &mut Server, table: &str) -> Result<bool, Fault> {
    if let Some(bound) = server.bound {
        return Ok(bound);
    }
    let sql = format!("SELECT CASE WHEN row_security_active('{table}') THEN 1 ELSE 0 END");
    let mut bound = false;
    server.each(&sql, &[], |row| {
        bound = row.int(0) == 1;
        Ok::<(), Fault>(())
    })?;
    server.bound = Some(bound);
    Ok(bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_inside_a_text_are_not_marks_of_the_copy() {
        let mut line = Vec::new();
        write_line(
            &mut line,
            &["a\tb\\N\n".into(), Value::Null, Value::Int(-5), "".into()],
        );
        assert_eq!(
            String::from_utf8(line).unwrap(),
            "a\\tb\\\\N\\n\t\\N\t-5\t\n"
        );
    }
}
