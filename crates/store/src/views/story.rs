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

/// Events are stored; notices, determinations, approvals, adjustments and payments are read from their own tables.
const PARTS: &[&str] = &[
    "SELECT v.injury_id AS id, v.kind AS kind, v.happened_on AS day, v.seq AS seq, v.number AS number, v.document AS document, v.detail AS detail
     FROM case_event v WHERE v.region = $1 AND v.seq <= $2",
    "SELECT i.id, 'accident_notice', i.noticed_on, i.seq, 0, NULL, '{}' FROM injury i WHERE i.region = $1 AND i.seq <= $2",
    "SELECT d.subject_id, CASE WHEN EXISTS (SELECT 1 FROM replacement r WHERE r.region = $1 AND r.determination_id = d.id)
       THEN 'adjusted' ELSE 'determined' END, d.decided_on, d.seq, 0, NULL, '{}'
     FROM determination d WHERE d.region = $1 AND d.seq <= $2 AND d.subject_kind = 'injury'",
    "SELECT d.subject_id, 'determination_approved', j.recorded_on, d.seq, 1, NULL, '{}'
     FROM determination d JOIN journal j ON j.region = d.region AND j.seq = d.seq
     WHERE d.region = $1 AND d.seq <= $2 AND d.subject_kind = 'injury'
     AND NOT EXISTS (SELECT 1 FROM replacement r WHERE r.region = $1 AND r.determination_id = d.id)",
    "SELECT d.subject_id, 'paid', b.paid_on, y.seq, 0, NULL, '{}'
     FROM payment y JOIN pay_batch b ON b.region = y.region AND b.id = y.batch_id
     JOIN determination d ON d.region = y.region AND d.id = y.determination_id
     WHERE y.region = $1 AND y.seq <= $2 AND d.subject_kind = 'injury' GROUP BY d.subject_id, b.paid_on, y.seq",
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
    let one = |column: &str| match injury {
        Some(_) => format!("AND {column} = $3"),
        None => String::new(),
    };
    let heads = format!(
        "SELECT i.id, i.person_id, i.injured_on FROM injury i WHERE i.region = $1 AND i.seq <= $2 {} ORDER BY i.id",
        one("i.id")
    );
    let columns = [
        "v.injury_id",
        "i.id",
        "d.subject_id",
        "d.subject_id",
        "d.subject_id",
    ];
    let mut parts = Vec::new();
    for (part, column) in PARTS.iter().zip(columns) {
        parts.push(match part.split_once("GROUP BY") {
            Some((select, group)) => format!("{select} {} GROUP BY {group}", one(column)),
            None => format!("{part} {}", one(column)),
        });
    }
    let sql = format!(
        "SELECT id, kind, day, seq, number, document, detail FROM ({}) AS story ORDER BY id, day, seq, number",
        parts.join(" UNION ALL ")
    );
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
