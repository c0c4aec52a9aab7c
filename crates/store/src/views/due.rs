//! What waits on a day: matters with a clock that were open then, and what the journal knew by then.

use crate::engine::{Fault, Store};

/// A matter that was open on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMatter {
    pub id: i64,
    pub item: String,
    pub subject: String,
    pub received_on: String,
    pub due_on: String,
}

/// Matters received by the day, with a due day, neither approved nor refused by then.
pub fn open_matters(store: &mut Store, region: &str, on: &str) -> Result<Vec<OpenMatter>, Fault> {
    let rows = store.query(
        "SELECT m.id, m.item, m.subject, m.received_on, m.due_on FROM matter m
         WHERE m.region = $1 AND m.received_on <= $2 AND m.due_on IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.region = $1 AND a.matter_id = m.id AND a.approved_on <= $2)
         AND NOT EXISTS (SELECT 1 FROM step s WHERE s.region = $1 AND s.matter_id = m.id AND s.outcome = 'refuse' AND s.done_on <= $2)
         ORDER BY m.due_on, m.id",
        &[region.into(), on.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| OpenMatter {
            id: row.int(0),
            item: row.text(1).to_owned(),
            subject: row.text(2).to_owned(),
            received_on: row.text(3).to_owned(),
            due_on: row.text(4).to_owned(),
        })
        .collect())
}

/// The last journal entry recorded by the day; 0 before the first.
pub fn known_by(store: &mut Store, region: &str, on: &str) -> Result<i64, Fault> {
    let row = store.one(
        "SELECT COALESCE(MAX(seq), 0) FROM journal WHERE region = $1 AND recorded_on <= $2",
        &[region.into(), on.into()],
    )?;
    Ok(row.int(0))
}
