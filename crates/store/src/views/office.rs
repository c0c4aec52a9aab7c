//! The office, its people, the day its books have reached, and the entries of its journal.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::tables::{self, ActorRow, JournalRow, OfficeRow};

/// The office of a region; where none is named, the first of the store.
pub fn office(store: &mut Store, region: Option<&str>) -> Result<Option<OfficeRow>, Fault> {
    let mut rows = match region {
        Some(region) => store.select::<OfficeRow>("region = $1", &[region.into()])?,
        None => store.select::<OfficeRow>("region <> '' ORDER BY region LIMIT 1", &[])?,
    };
    Ok(rows.pop())
}

/// The staff by their ids.
pub fn actors(store: &mut Store, region: &str) -> Result<BTreeMap<String, ActorRow>, Fault> {
    let rows = store.select::<ActorRow>("region = $1 ORDER BY id", &[region.into()])?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// The day of the last journal entry: how far the books have come.
pub fn last_day(store: &mut Store, region: &str) -> Result<Option<String>, Fault> {
    let rows = store.query(
        "SELECT recorded_on FROM journal WHERE region = $1 ORDER BY seq DESC LIMIT 1",
        &[region.into()],
    )?;
    Ok(rows.first().map(|row| row.text(0).to_owned()))
}

/// The first and the last year in which the fund has assessments.
pub fn years(store: &mut Store, region: &str) -> Result<Option<(i64, i64)>, Fault> {
    let row = store.one(
        "SELECT COALESCE(MIN(month), ''), COALESCE(MAX(month), '') FROM assessment WHERE region = $1",
        &[region.into()],
    )?;
    let year = |text: &str| text.get(..4).and_then(|year| year.parse().ok());
    Ok(year(row.text(0)).zip(year(row.text(1))))
}

/// One entry of the journal.
pub fn entry(store: &mut Store, region: &str, seq: i64) -> Result<Option<JournalRow>, Fault> {
    let mut rows =
        store.select::<JournalRow>("region = $1 AND seq = $2", &[region.into(), seq.into()])?;
    Ok(rows.pop())
}

/// The entries a matter brought, in order.
pub fn entries_of_matter(
    store: &mut Store,
    region: &str,
    matter_id: i64,
) -> Result<Vec<JournalRow>, Fault> {
    store.select::<JournalRow>(
        "region = $1 AND matter_id = $2 ORDER BY +seq",
        &[region.into(), matter_id.into()],
    )
}

/// How many rows of which register an entry wrote; only registers with any.
pub fn written(
    store: &mut Store,
    region: &str,
    seq: i64,
) -> Result<Vec<(&'static str, i64)>, Fault> {
    let mut counts = Vec::new();
    for table in tables::ALL.iter().filter(|table| table.journaled) {
        let sql = format!(
            "SELECT COUNT(*) FROM {} WHERE region = $1 AND seq = $2",
            table.name
        );
        let count = store.one(&sql, &[region.into(), seq.into()])?.int(0);
        if count > 0 {
            counts.push((table.name, count));
        }
    }
    Ok(counts)
}

/// What an entry made that has a page of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Ledger and number.
    pub vouchers: Vec<(String, i64)>,
    /// Injuries noticed, or changed by an event.
    pub injuries: Vec<String>,
    /// Kind and number of the subject, number of the determination.
    pub determinations: Vec<(String, String, i64)>,
}

/// The first twenty of each kind. They are put in order by what no index has: an entry brought few of them, and SQLite
/// would rather walk the region in order until it meets them.
pub fn made(store: &mut Store, region: &str, seq: i64) -> Result<Made, Fault> {
    let key = [region.into(), seq.into()];
    let vouchers = store.query(
        "SELECT ledger, id FROM voucher WHERE region = $1 AND seq = $2 ORDER BY ledger || '', id LIMIT 20",
        &key,
    )?;
    let injuries = store.query(
        "SELECT id FROM (SELECT id || '' AS id FROM injury WHERE region = $1 AND seq = $2
           UNION SELECT injury_id || '' FROM case_event WHERE region = $1 AND seq = $2) AS touched ORDER BY id LIMIT 20",
        &key,
    )?;
    let determinations = store.query(
        "SELECT subject_kind, subject_id, id FROM determination WHERE region = $1 AND seq = $2 ORDER BY +id LIMIT 20",
        &key,
    )?;
    Ok(Made {
        vouchers: vouchers
            .iter()
            .map(|row| (row.text(0).to_owned(), row.int(1)))
            .collect(),
        injuries: injuries.iter().map(|row| row.text(0).to_owned()).collect(),
        determinations: determinations
            .iter()
            .map(|row| (row.text(0).to_owned(), row.text(1).to_owned(), row.int(2)))
            .collect(),
    })
}
