//! The story of a case: everything that happened to it, from whatever table holds it, as known at a journal entry.

use std::collections::BTreeMap;

use crate::engine::{Fault, Store};
use crate::value::{Row, Value};

/// One thing that happened, in the words of the table of states. `number` orders what one journal entry brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryRow {
    pub kind: String,
    pub on: String,
    pub seq: i64,
    pub number: i64,
    pub document: Option<String>,
    pub detail: String,
}

/// A case with its story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub injury_id: String,
    pub person_id: String,
    pub injured_on: String,
    pub rows: Vec<StoryRow>,
}

/// Events are stored; notices, determinations, approvals, adjustments and payments are read from their own tables. The
/// `+` keeps SQLite from reading every row of the region by its entry to find those of one case.
const PARTS: &[&str] = &[
    "SELECT v.injury_id AS id, v.kind AS kind, v.happened_on AS day, v.seq AS seq, v.number AS number, v.document AS document, v.detail AS detail
     FROM case_event v WHERE v.region = $1 AND +v.seq <= $2",
    "SELECT i.id, 'accident_notice', i.noticed_on, i.seq, 0, NULL, '{}' FROM injury i WHERE i.region = $1 AND +i.seq <= $2",
    "SELECT d.subject_id, CASE WHEN EXISTS (SELECT 1 FROM replacement r WHERE r.region = $1 AND r.determination_id = d.id)
       THEN 'adjusted' ELSE 'determined' END, d.decided_on, d.seq, 0, NULL, '{}'
     FROM determination d WHERE d.region = $1 AND +d.seq <= $2 AND d.subject_kind = 'injury'",
    "SELECT d.subject_id, 'determination_approved', j.recorded_on, d.seq, 1, NULL, '{}'
     FROM determination d JOIN journal j ON j.region = d.region AND j.seq = d.seq
     WHERE d.region = $1 AND +d.seq <= $2 AND d.subject_kind = 'injury'
     AND NOT EXISTS (SELECT 1 FROM replacement r WHERE r.region = $1 AND r.determination_id = d.id)",
    // CROSS JOIN has SQLite begin with the determinations: from the payments it would read all of the region for one case.
    "SELECT d.subject_id, 'paid', b.paid_on, y.seq, 0, NULL, '{}'
     FROM determination d CROSS JOIN payment y CROSS JOIN pay_batch b
     WHERE d.region = $1 AND d.subject_kind = 'injury' AND y.region = d.region AND y.determination_id = d.id
       AND +y.seq <= $2 AND b.region = y.region AND b.id = y.batch_id GROUP BY d.subject_id, b.paid_on, y.seq",
];

/// The story of one case, as known at the journal entry `seq`; `None` where the case is not known.
pub fn story(
    store: &mut Store,
    region: &str,
    injury: &str,
    seq: i64,
) -> Result<Option<Story>, Fault> {
    Ok(read(store, region, Some(injury), seq)?.pop())
}

/// The stories of all cases, by number.
pub fn stories(store: &mut Store, region: &str, seq: i64) -> Result<Vec<Story>, Fault> {
    read(store, region, None, seq)
}

fn read(
    store: &mut Store,
    region: &str,
    injury: Option<&str>,
    seq: i64,
) -> Result<Vec<Story>, Fault> {
    let mut values: Vec<Value> = vec![region.into(), seq.into()];
    values.extend(injury.map(Value::from));
    let heads = format!(
        "SELECT i.id, i.person_id, i.injured_on FROM injury i WHERE i.region = $1 AND +i.seq <= $2 {} ORDER BY i.id",
        only("i.id", injury.is_some())
    );
    let sql = happened(injury.is_some());
    let mut rows: BTreeMap<String, Vec<StoryRow>> = BTreeMap::new();
    for row in store.query(&sql, &values)? {
        rows.entry(row.text(0).to_owned())
            .or_default()
            .push(line(&row));
    }
    let head = |row: &Row| Story {
        injury_id: row.text(0).to_owned(),
        person_id: row.text(1).to_owned(),
        injured_on: row.text(2).to_owned(),
        rows: rows.remove(row.text(0)).unwrap_or_default(),
    };
    Ok(store.query(&heads, &values)?.iter().map(head).collect())
}

/// The condition that leaves one case, where one is asked for.
fn only(column: &str, one: bool) -> String {
    match one {
        true => format!("AND {column} = $3"),
        false => String::new(),
    }
}

/// What happened, in the order of its cases and days; of one case or of all.
fn happened(one: bool) -> String {
    let columns = [
        "v.injury_id",
        "i.id",
        "d.subject_id",
        "d.subject_id",
        "d.subject_id",
    ];
    let mut parts = Vec::new();
    for (part, column) in PARTS.iter().zip(columns) {
        let only = only(column, one);
        parts.push(match part.split_once("GROUP BY") {
            Some((select, group)) => format!("{select} {only} GROUP BY {group}"),
            None => format!("{part} {only}"),
        });
    }
    format!(
        "SELECT id, kind, day, seq, number, document, detail FROM ({}) AS story ORDER BY id, day, seq, number",
        parts.join(" UNION ALL ")
    )
}

fn line(row: &Row) -> StoryRow {
    StoryRow {
        kind: row.text(1).to_owned(),
        on: row.text(2).to_owned(),
        seq: row.int(3),
        number: row.int(4),
        document: row.opt_text(5).map(str::to_owned),
        detail: row.text(6).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::plan;

    /// Every event, determination and payment of the region was read for one case: with ten times the cases, a hundred
    /// times the work.
    #[test]
    fn the_story_of_a_case_reads_its_own_rows() {
        let plan = plan(&happened(true), &["431123".into(), 7.into(), "I1".into()]);
        let reads = plan.iter().filter(|step| step.starts_with("SEARCH"));
        assert!(reads.count() > 5, "{plan:?}");
        let is_wide = |step: &&String| step.ends_with("(region=?)") || step.ends_with("seq<?)");
        assert_eq!(plan.iter().find(is_wide), None, "{plan:?}");
    }
}
