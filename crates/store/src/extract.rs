//! Whole tables of a region, row by row, for those who copy them elsewhere: memory does not grow with their number.

use crate::engine::{Fault, Store};
use crate::tables::TableInfo;
use crate::value::Row;

/// Gives every row of the table in the region, in the order of its key: the same rows in the same order on every engine.
pub fn rows<E: From<Fault>>(
    store: &mut Store,
    region: &str,
    table: &TableInfo,
    take: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {} FROM {} WHERE region = $1 ORDER BY {}",
        table.columns.join(", "),
        table.name,
        key(table)
    );
    store.each(&sql, &[region.into()], take)
}

/// The columns of the primary key, as the table declares them; all columns where it declares none.
fn key(table: &TableInfo) -> String {
    let declared = table.constraints.split_once("PRIMARY KEY (");
    let inside = declared.and_then(|(_, rest)| rest.split_once(')'));
    inside.map_or_else(|| table.columns.join(", "), |(key, _)| key.to_owned())
}

/// The months for which employers were assessed, in order.
pub fn assessed_months(store: &mut Store, region: &str) -> Result<Vec<String>, Fault> {
    let rows = store.query(
        "SELECT DISTINCT month FROM assessment WHERE region = $1 AND payer_kind = 'employer' ORDER BY month",
        &[region.into()],
    )?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}
