//! Reading old injuries: the standing row of a roster number, checks of life, and head counts by source.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::{LegacyCheckRow, LegacyCountRow, LegacyDependentRow, LegacyInjuryRow};

/// The row of the roster that holds on a day: the last one known of the last day it holds from.
pub fn standing(
    store: &mut Store,
    region: &str,
    id: &str,
    on: &str,
) -> Result<Option<LegacyInjuryRow>, Fault> {
    let mut rows = store.select::<LegacyInjuryRow>(
        "region = $1 AND id = $2 AND valid_from <= $3 ORDER BY valid_from DESC, seq DESC LIMIT 1",
        &[region.into(), id.into(), on.into()],
    )?;
    Ok(rows.pop())
}

/// The roster number under which a person's ID number stands already.
pub fn roster_number(
    store: &mut Store,
    region: &str,
    id_number: &str,
) -> Result<Option<String>, Fault> {
    let rows = store.query(
        "SELECT l.id FROM legacy_injury l JOIN employee p ON p.region = l.region AND p.id = l.person_id
         WHERE l.region = $1 AND p.id_number = $2 ORDER BY l.id LIMIT 1",
        &[region.into(), id_number.into()],
    )?;
    Ok(rows.first().map(|row| row.text(0).to_owned()))
}

/// The ID number of the person behind a roster number.
pub fn id_number(store: &mut Store, region: &str, id: &str) -> Result<Option<String>, Fault> {
    let rows = store.query(
        // Not a join in the order of the entries: SQLite would walk the whole register by its entries to have that order.
        "SELECT p.id_number FROM employee p WHERE p.region = $1 AND p.id =
           (SELECT l.person_id FROM legacy_injury l WHERE l.region = $1 AND l.id = $2 ORDER BY l.valid_from DESC, l.seq DESC LIMIT 1)
         ORDER BY p.valid_from DESC, p.seq DESC LIMIT 1",
        &[region.into(), id.into()],
    )?;
    Ok(rows.first().map(|row| row.text(0).to_owned()))
}

pub fn dependents(
    store: &mut Store,
    region: &str,
    id: &str,
) -> Result<Vec<LegacyDependentRow>, Fault> {
    store.select::<LegacyDependentRow>(
        "region = $1 AND legacy_id = $2 ORDER BY number",
        &[region.into(), id.into()],
    )
}

/// Every check of a person's life, oldest first.
pub fn checks_of(store: &mut Store, region: &str, id: &str) -> Result<Vec<LegacyCheckRow>, Fault> {
    store.select::<LegacyCheckRow>(
        "region = $1 AND legacy_id = $2 ORDER BY checked_on, seq",
        &[region.into(), id.into()],
    )
}

/// The last check of each person up to a day, by roster number.
pub fn last_checks(
    store: &mut Store,
    region: &str,
    on: &str,
) -> Result<BTreeMap<String, LegacyCheckRow>, Fault> {
    let rows = store.select::<LegacyCheckRow>(
        "region = $1 AND checked_on <= $2 ORDER BY checked_on, seq",
        &[region.into(), on.into()],
    )?;
    Ok(rows
        .into_iter()
        .map(|row| (row.legacy_id.clone(), row))
        .collect())
}

/// Head counts as their sources state them, by measure and day. A later entry for the same source, day and measure is a
/// correction of that source; entries of different sources are never put together.
pub fn counts(store: &mut Store, region: &str) -> Result<Vec<LegacyCountRow>, Fault> {
    let rows = store.query(
        &format!(
            "SELECT {} FROM legacy_count c WHERE c.region = $1 AND NOT EXISTS (
               SELECT 1 FROM legacy_count n WHERE n.region = $1 AND n.measure = c.measure AND n.source = c.source
               AND n.counted_on = c.counted_on AND n.seq > c.seq)
             ORDER BY c.counted_on, c.source, c.measure",
            LegacyCountRow::select_list("c.")
        ),
        &[region.into()],
    )?;
    Ok(rows.iter().map(LegacyCountRow::from_row).collect())
}

/// Whether a source has stated this measure for this day before.
pub fn is_counted(
    store: &mut Store,
    region: &str,
    (measure, source, counted_on): (&str, &str, &str),
) -> Result<bool, Fault> {
    let rows = store.query(
        "SELECT 1 FROM legacy_count WHERE region = $1 AND measure = $2 AND source = $3 AND counted_on = $4 LIMIT 1",
        &[
            region.into(),
            measure.into(),
            source.into(),
            counted_on.into(),
        ],
    )?;
    Ok(!rows.is_empty())
}
