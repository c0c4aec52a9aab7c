//! Whole tables of a region, row by row, for those who copy them elsewhere: memory does not grow with their number.

use crate::engine::{Fault, Store};
use crate::tables::TableInfo;
use crate::value::Row;

/// Gives every row of the table in the region, in the order in which the store keeps them.
pub fn rows<E: From<Fault>>(
    store: &mut Store,
    region: &str,
    table: &TableInfo,
    take: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {} FROM {} WHERE region = $1",
        table.columns.join(", "),
        table.name
    );
    store.each(&sql, &[region.into()], take)
}

/// The months for which employers were assessed, in order.
pub fn assessed_months(store: &mut Store, region: &str) -> Result<Vec<String>, Fault> {
    let rows = store.query(
        "SELECT DISTINCT month FROM assessment WHERE region = $1 AND payer_kind = 'employer' ORDER BY month",
        &[region.into()],
    )?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}
