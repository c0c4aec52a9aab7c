//! Reading the register: who is under cover where, as of a day; employers, people, wages, assessments, receipts.

use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::{ActorRow, OfficeRow, SurveyRow};
use crate::value::{Row, Value};

pub fn office(store: &mut Store, region: &str) -> Result<Option<OfficeRow>, Fault> {
    by_key(store, "region = $1", &[region.into()])
}

pub fn actor(store: &mut Store, region: &str, id: &str) -> Result<Option<ActorRow>, Fault> {
    by_key(
        store,
        "region = $1 AND id = $2",
        &[region.into(), id.into()],
    )
}

/// The row with that primary key: a store with a memory asks for it once, for rows never change.
fn by_key<T: Table>(store: &mut Store, condition: &str, key: &[Value]) -> Result<Option<T>, Fault> {
    if let Some(row) = (store.memory()).and_then(|memory| memory.row(T::NAME, key)) {
        return Ok(Some(T::from_row(row)));
    }
    let row = store.select::<T>(condition, key)?.pop();
    if let (Some(row), Some(memory)) = (&row, store.memory()) {
        memory.keep_row(T::NAME, key, Row(row.values()));
    }
    Ok(row)
}

/// Whether an employer (`employer`) or a project (`project`) of that number is in the register.
pub fn cover_exists(store: &mut Store, region: &str, kind: &str, id: &str) -> Result<bool, Fault> {
    let sql = match kind {
        "employer" => "SELECT id FROM employer WHERE region = $1 AND id = $2 LIMIT 1",
        "project" => "SELECT id FROM project WHERE region = $1 AND id = $2 LIMIT 1",
        _ => return Ok(false),
    };
    Ok(!store.query(sql, &[region.into(), id.into()])?.is_empty())
}

/// Where a person is or is not under cover.
#[derive(Clone, Copy)]
pub struct Cover<'a> {
    pub kind: &'a str,
    pub id: &'a str,
}

/// Whether the person (local number) is under cover there on the day (ISO).
pub fn is_covered(
    store: &mut Store,
    region: &str,
    cover: Cover<'_>,
    person_id: &str,
    on: &str,
) -> Result<bool, Fault> {
    let rows = store.query(
        "SELECT state FROM enrollment
         WHERE region = $1 AND cover_kind = $2 AND cover_id = $3 AND person_id = $4 AND valid_from <= $5
         ORDER BY valid_from DESC, seq DESC LIMIT 1",
        &[
            region.into(),
            cover.kind.into(),
            cover.id.into(),
            person_id.into(),
            on.into(),
        ],
    )?;
    Ok(rows.first().is_some_and(|row| row.text(0) == "on"))
}

/// Whether the person was ever enrolled with the employer.
pub fn was_enrolled(
    store: &mut Store,
    region: &str,
    employer_id: &str,
    person_id: &str,
) -> Result<bool, Fault> {
    let rows = store.query(
        "SELECT person_id FROM enrollment
         WHERE region = $1 AND cover_kind = 'employer' AND cover_id = $2 AND person_id = $3 LIMIT 1",
        &[region.into(), employer_id.into(), person_id.into()],
    )?;
    Ok(!rows.is_empty())
}

/// The local number of the person with that ID number (18 characters, as stored).
pub fn person_by_id_number(
    store: &mut Store,
    region: &str,
    id_number: &str,
) -> Result<Option<String>, Fault> {
    let rows = store.query(
        "SELECT id FROM employee WHERE region = $1 AND id_number = $2 ORDER BY id LIMIT 1",
        &[region.into(), id_number.into()],
    )?;
    Ok(rows.first().map(|row| row.text(0).to_owned()))
}

pub fn person_exists(store: &mut Store, region: &str, id: &str) -> Result<bool, Fault> {
    let rows = store.query(
        "SELECT id FROM employee WHERE region = $1 AND id = $2 LIMIT 1",
        &[region.into(), id.into()],
    )?;
    Ok(!rows.is_empty())
}

/// The highest local number given so far (`P00000000` before the first).
pub fn last_person_id(store: &mut Store, region: &str) -> Result<String, Fault> {
    // A range on the key, so that the answer is one step down the index however many people there are.
    let rows = store.query(
        "SELECT id FROM employee WHERE region = $1 AND id >= 'P' AND id < 'Q' ORDER BY id DESC LIMIT 1",
        &[region.into()],
    )?;
    Ok(rows
        .first()
        .map_or_else(|| "P00000000".to_owned(), |row| row.text(0).to_owned()))
}

/// A person under cover at an employer, with the declared wage.
pub struct CoveredWage<'r> {
    pub employer_id: &'r str,
    pub wage_fen: i64,
}

/// What a payer was last assessed for a month, in fen.
pub fn assessed_fen(
    store: &mut Store,
    region: &str,
    payer_kind: &str,
    payer_id: &str,
    month: &str,
) -> Result<Option<i64>, Fault> {
    let rows = store.query(
        "SELECT amount_fen FROM assessment
         WHERE region = $1 AND payer_kind = $2 AND payer_id = $3 AND month = $4 ORDER BY seq DESC LIMIT 1",
        &[
            region.into(),
            payer_kind.into(),
            payer_id.into(),
            month.into(),
        ],
    )?;
    Ok(rows.first().map(|row| row.int(0)))
}

/// Whether employers were assessed for a month.
pub fn is_assessed(store: &mut Store, region: &str, month: &str) -> Result<bool, Fault> {
    let rows = store.query(
        "SELECT payer_id FROM assessment WHERE region = $1 AND payer_kind = 'employer' AND month = $2 LIMIT 1",
        &[region.into(), month.into()],
    )?;
    Ok(!rows.is_empty())
}

/// What arrived from a payer for a month so far less what was given back, in fen.
pub fn received_fen(
    store: &mut Store,
    region: &str,
    payer_kind: &str,
    payer_id: &str,
    month: &str,
) -> Result<i64, Fault> {
    let row = store.one(
        "SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM (
           SELECT amount_fen FROM receipt
           WHERE region = $1 AND payer_kind = $2 AND payer_id = $3 AND month = $4
           UNION ALL SELECT -amount_fen FROM refund
           WHERE region = $1 AND payer_kind = $2 AND payer_id = $3 AND month = $4) moved",
        &[
            region.into(),
            payer_kind.into(),
            payer_id.into(),
            month.into(),
        ],
    )?;
    Ok(row.int(0))
}

/// The staff, by number.
pub fn staff(store: &mut Store, region: &str) -> Result<Vec<ActorRow>, Fault> {
    store.select::<ActorRow>("region = $1 ORDER BY id", &[region.into()])
}

/// The satisfaction surveys held in a year (`2023`), in order.
pub fn surveys(store: &mut Store, region: &str, year: &str) -> Result<Vec<SurveyRow>, Fault> {
    store.select::<SurveyRow>(
        "region = $1 AND held_on LIKE $2 ORDER BY held_on, id",
        &[region.into(), format!("{year}-%").into()],
    )
}
