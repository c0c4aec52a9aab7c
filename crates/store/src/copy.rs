//! Copies a whole store into an empty one, table by table: backup, restore, and the way from SQLite to PostgreSQL.

use crate::engine::{Fault, Store};
use crate::partitions;
use crate::schema;
use crate::tables::{self, OfficeRow};

/// Copies every row of `from` into `to`, which must be empty. One transaction: all or nothing. Gives the rows copied.
pub fn copy_all(from: &mut Store, to: &mut Store) -> Result<i64, Fault> {
    if schema::version(to)?.is_some() {
        return Err(Fault::new(
            "copying the store",
            "the target already holds tables",
        ));
    }
    to.transaction(|to| {
        schema::prepare(to)?;
        for office in from.select::<OfficeRow>("region <> $1", &["".into()])? {
            partitions::attach(to, &office.region)?;
        }
        let mut copied = 0;
        for table in tables::ALL {
            copied += copy_table(from, to, table)?;
        }
        Ok(copied)
    })
}

/// Rows go over one by one as they are read: however many there are, they need no memory.
fn copy_table(from: &mut Store, to: &mut Store, table: &tables::TableInfo) -> Result<i64, Fault> {
    let sql = format!("SELECT {} FROM {}", table.columns.join(", "), table.name);
    to.bulk(table.name, table.columns, |bulk| {
        let mut copied = 0;
        from.each(&sql, &[], |row| {
            copied += 1;
            bulk.push(&row.0)
        })?;
        Ok(copied)
    })
}
