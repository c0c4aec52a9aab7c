//! Copies a whole store into an empty one, table by table: backup, restore, and the way from SQLite to PostgreSQL.

use crate::engine::{Fault, Store};
use crate::schema;
use crate::tables;
use crate::value::Value;

const CHUNK: i64 = 2_000;

/// Copies every row of `from` into `to`, which must be empty. One transaction: all or nothing. Gives the rows copied.
pub fn copy_all(from: &mut Store, to: &mut Store) -> Result<i64, Fault> {
    if schema::version(to)?.is_some() {
        return Err(Fault::new(
            "copying the store",
            "the target already holds tables",
        ));
    }
    schema::prepare(to)?;
    to.transaction(|to| {
        let mut copied = 0;
        for table in tables::ALL {
            copied += copy_table(from, to, table)?;
        }
        Ok(copied)
    })
}

fn copy_table(from: &mut Store, to: &mut Store, table: &tables::TableInfo) -> Result<i64, Fault> {
    let columns = table.columns.join(", ");
    let places: Vec<String> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
    let insert = format!(
        "INSERT INTO {} ({columns}) VALUES ({})",
        table.name,
        places.join(", ")
    );
    let mut offset = 0;
    loop {
        // Every column in order makes the order total, so chunks neither overlap nor miss.
        let sql = format!(
            "SELECT {columns} FROM {} ORDER BY {columns} LIMIT $1 OFFSET $2",
            table.name
        );
        let rows = from.query(&sql, &[Value::Int(CHUNK), Value::Int(offset)])?;
        for row in &rows {
            to.execute(&insert, &row.0)?;
        }
        offset += rows.len() as i64;
        if (rows.len() as i64) < CHUNK {
            return Ok(offset);
        }
    }
}
