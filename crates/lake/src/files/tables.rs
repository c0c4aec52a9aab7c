//! The rows the figures are computed from. Names of people, ID numbers and free text stay in the store.

use parquet::data_type::ByteArray;
use yiju_store::tables::{ALL, TableInfo};
use yiju_store::{Store, Value, extract};
use yiju_terms::Region;

use super::fresh::{Fresh, Place};
use super::sheet::{Column, Holds, Sheet};
use crate::Stop;

/// The tables, and those of their columns that are left empty: they may name a person, and no figure is made of them.
pub const TABLES: &[(&str, &[&str])] = &[
    ("office", &["notice"]),
    ("actor", &["name"]),
    (
        "matter",
        &["subject", "materials", "proposal", "request_key"],
    ),
    ("approval", &[]),
    ("journal", &[]),
    ("target", &[]),
    ("employer", &[]),
    ("project", &[]),
    ("enrollment", &[]),
    ("assessment", &[]),
    ("receipt", &[]),
    ("injury", &["place", "summary"]),
    ("case_event", &["document"]),
    ("legacy_injury", &["items"]),
    ("training", &["chosen_because"]),
    ("survey", &[]),
    ("service_record", &["note"]),
    ("budget", &["reason", "document"]),
    ("pay_batch", &[]),
    ("voucher", &["summary", "reason"]),
    ("posting", &[]),
    ("payment", &["account_tail"]),
    ("period_close", &[]),
];

/// Rows of a row group: some of these rows are wide.
const ROWS: usize = 1 << 16;

/// Where a region's table lies below a folder.
fn place(region: &Region, table: &str) -> Place {
    Place {
        path: format!("region={region}/tables/{table}.parquet"),
        table: table.to_owned(),
        region: region.clone(),
        month: None,
    }
}

/// Columns of a table as they are written.
pub fn columns(table: &TableInfo) -> Vec<Column> {
    let pairs = table.columns.iter().zip(table.column_types);
    pairs
        .map(|(name, kind)| Column {
            name: (*name).to_owned(),
            holds: match kind.starts_with("BIGINT") {
                true => Holds::Long,
                false => Holds::Text,
            },
            may_miss: !kind.ends_with("NOT NULL"),
        })
        .collect()
}

/// The tables as the store declares them, each with its empty columns.
pub fn declared() -> impl Iterator<Item = (&'static TableInfo, &'static [&'static str])> {
    TABLES.iter().filter_map(|(name, left_out)| {
        let table = ALL.iter().find(|table| table.name == *name);
        table.map(|table| (table, *left_out))
    })
}

/// Writes the region's tables.
pub fn write(store: &mut Store, fresh: &Fresh, region: &Region) -> Result<(), Stop> {
    for (table, left_out) in declared() {
        let columns = columns(table);
        let mut sheet = Sheet::begin(fresh, place(region, table.name), columns.clone(), ROWS)?;
        let silent: Vec<bool> = columns
            .iter()
            .map(|column| left_out.contains(&column.name.as_str()))
            .collect();
        extract::rows(store, region.code(), table, |row| {
            for (at, value) in row.0.iter().enumerate() {
                let (column, cells) = (&columns[at], &mut sheet.cells[at]);
                if column.may_miss {
                    cells.levels.push(i16::from(*value != Value::Null));
                }
                match value {
                    Value::Null => {}
                    Value::Int(number) => cells.longs.push(*number),
                    Value::Text(_) if silent[at] => cells.texts.push(ByteArray::from("")),
                    Value::Text(text) => cells.texts.push(ByteArray::from(text.as_str())),
                }
            }
            sheet.rows(1)
        })?;
        sheet.finish(fresh)?;
    }
    Ok(())
}
