//! The roster of old injuries as of a day, with counts that add up.

use super::{Conditions, Listing, Window, contains};
use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::LegacyInjuryRow;

const CURRENT: &str = "e.valid_from <= $2 AND NOT EXISTS (SELECT 1 FROM legacy_injury n WHERE n.region = $1 AND n.id = e.id
   AND n.valid_from <= $2 AND (n.valid_from > e.valid_from OR (n.valid_from = e.valid_from AND n.seq > e.seq)))";

/// One old injury with the person's name (whole: the page masks it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegacyLine {
    pub row: LegacyInjuryRow,
    pub person_name: String,
}

/// The names behind one count of [`groups`].
pub fn names(
    store: &mut Store,
    region: &str,
    on: &str,
    group: &Group,
    window: Window,
) -> Result<Listing<LegacyLine>, Fault> {
    let mut conditions = Conditions::of("e.", region);
    conditions.place(on);
    conditions.and(CURRENT);
    let pooled = conditions.place(i64::from(group.pooled));
    let reason = conditions.place(group.reason.clone());
    let source = conditions.place(group.funding_source.clone());
    conditions.and(&format!(
        "e.pooled = {pooled} AND e.reason = {reason} AND e.funding_source = {source}"
    ));
    listed(store, conditions, window)
}

/// The roster on a day; `pooled` narrows it, `text` finds by number or employer.
pub fn roster(
    store: &mut Store,
    region: &str,
    on: &str,
    pooled: Option<bool>,
    text: &str,
    window: Window,
) -> Result<Listing<LegacyLine>, Fault> {
    let mut conditions = Conditions::of("e.", region);
    conditions.place(on);
    conditions.and(CURRENT);
    if let Some(pooled) = pooled {
        let place = conditions.place(i64::from(pooled));
        conditions.and(&format!("e.pooled = {place}"));
    }
    if !text.is_empty() {
        let place = conditions.place(contains(text));
        conditions.and(&format!(
            "(e.id LIKE {place} ESCAPE '\\' OR e.employer_name LIKE {place} ESCAPE '\\')"
        ));
    }
    listed(store, conditions, window)
}

fn listed(
    store: &mut Store,
    mut conditions: Conditions,
    window: Window,
) -> Result<Listing<LegacyLine>, Fault> {
    let count = format!(
        "SELECT COUNT(*) FROM legacy_injury e WHERE {}",
        conditions.text
    );
    let total = store.one(&count, &conditions.values)?.int(0);
    let (size, offset) = (
        conditions.place(window.size),
        conditions.place(window.offset()),
    );
    let sql = format!(
        "SELECT {}, (SELECT p.name FROM employee p WHERE p.region = $1 AND p.id = e.person_id ORDER BY p.valid_from DESC, p.seq DESC LIMIT 1)
         FROM legacy_injury e WHERE {} ORDER BY e.pooled DESC, e.id LIMIT {size} OFFSET {offset}",
        LegacyInjuryRow::select_list("e."),
        conditions.text
    );
    let width = LegacyInjuryRow::COLUMNS.len();
    let rows = store.query(&sql, &conditions.values)?;
    let line = |row: &crate::Row| LegacyLine {
        row: LegacyInjuryRow::from_row(row),
        person_name: row.opt_text(width).unwrap_or_default().to_owned(),
    };
    Ok(Listing {
        rows: rows.iter().map(line).collect(),
        total,
    })
}

/// A group of the roster: in the pool or not, why, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub pooled: bool,
    pub reason: String,
    pub funding_source: String,
    pub count: i64,
}

/// The roster by pool, reason and source of the money; the counts add up to the roster.
pub fn groups(store: &mut Store, region: &str, on: &str) -> Result<Vec<Group>, Fault> {
    let sql = format!(
        "SELECT e.pooled, e.reason, e.funding_source, COUNT(*) FROM legacy_injury e WHERE e.region = $1 AND {CURRENT}
         GROUP BY e.pooled, e.reason, e.funding_source ORDER BY e.pooled DESC, 4 DESC, e.reason"
    );
    let rows = store.query(&sql, &[region.into(), on.into()])?;
    Ok(rows
        .iter()
        .map(|row| Group {
            pooled: row.int(0) == 1,
            reason: row.text(1).to_owned(),
            funding_source: row.text(2).to_owned(),
            count: row.int(3),
        })
        .collect())
}
