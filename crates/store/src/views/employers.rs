//! Employers and projects: the register as of a day, what was assessed and received, who was hurt.

use std::collections::BTreeMap;

use super::{Conditions, Listing, Window, contains};
use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::{AssessmentRow, EmployerRow, InjuryRow, ProjectRow, ReceiptRow};
use crate::value::Value;

/// The latest row of each id that holds on the day in place `$2`.
const CURRENT: &str =
    "NOT EXISTS (SELECT 1 FROM {table} n WHERE n.region = $1 AND n.id = e.id AND n.valid_from <= $2
   AND (n.valid_from > e.valid_from OR (n.valid_from = e.valid_from AND n.seq > e.seq)))";

/// What a search asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Part of the name, the number or the credit code; empty finds all.
    pub text: String,
    pub risk_class: Option<i64>,
}

/// Employers as they stand on a day, by number.
pub fn employers(
    store: &mut Store,
    region: &str,
    on: &str,
    search: &Search,
    window: Window,
) -> Result<Listing<EmployerRow>, Fault> {
    let mut conditions = current_conditions(region, on, "employer");
    if let Some(class) = search.risk_class {
        let place = conditions.place(class);
        conditions.and(&format!("e.risk_class = {place}"));
    }
    if !search.text.is_empty() {
        let name = conditions.place(contains(&search.text));
        let code = conditions.place(contains(&search.text.to_uppercase()));
        conditions.and(&format!(
            "(e.name LIKE {name} ESCAPE '\\' OR e.id LIKE {code} ESCAPE '\\' OR e.credit_code LIKE {code} ESCAPE '\\')"
        ));
    }
    list(store, conditions, window)
}

/// Construction projects as they stand on a day, by number.
pub fn projects(
    store: &mut Store,
    region: &str,
    on: &str,
    text: &str,
    window: Window,
) -> Result<Listing<ProjectRow>, Fault> {
    let mut conditions = current_conditions(region, on, "project");
    if !text.is_empty() {
        let name = conditions.place(contains(text));
        let code = conditions.place(contains(&text.to_uppercase()));
        conditions.and(&format!(
            "(e.name LIKE {name} ESCAPE '\\' OR e.id LIKE {code} ESCAPE '\\' OR e.contractor LIKE {name} ESCAPE '\\')"
        ));
    }
    list(store, conditions, window)
}

fn current_conditions(region: &str, on: &str, table: &str) -> Conditions {
    let mut conditions = Conditions::of("e.", region);
    let day = conditions.place(on);
    conditions.and(&format!("e.valid_from <= {day}"));
    conditions.and(&CURRENT.replace("{table}", table));
    conditions
}

fn list<T: Table>(
    store: &mut Store,
    mut conditions: Conditions,
    window: Window,
) -> Result<Listing<T>, Fault> {
    let count = format!(
        "SELECT COUNT(*) FROM {} e WHERE {}",
        T::NAME,
        conditions.text
    );
    let total = store.one(&count, &conditions.values)?.int(0);
    let (size, offset) = (
        conditions.place(window.size),
        conditions.place(window.offset()),
    );
    let sql = format!(
        "SELECT {} FROM {} e WHERE {} ORDER BY e.id LIMIT {size} OFFSET {offset}",
        T::select_list("e."),
        T::NAME,
        conditions.text
    );
    let rows = store.query(&sql, &conditions.values)?;
    Ok(Listing {
        rows: rows.iter().map(T::from_row).collect(),
        total,
    })
}

/// Every row of an employer, oldest first: how it changed.
pub fn employer_history(
    store: &mut Store,
    region: &str,
    id: &str,
) -> Result<Vec<EmployerRow>, Fault> {
    store.select::<EmployerRow>(
        "region = $1 AND id = $2 ORDER BY valid_from, seq",
        &[region.into(), id.into()],
    )
}

/// Every row of a project, oldest first.
pub fn project_history(
    store: &mut Store,
    region: &str,
    id: &str,
) -> Result<Vec<ProjectRow>, Fault> {
    store.select::<ProjectRow>(
        "region = $1 AND id = $2 ORDER BY valid_from, seq",
        &[region.into(), id.into()],
    )
}

/// The name an employer or project goes by now; the id where it has none.
pub fn payer_name(store: &mut Store, region: &str, kind: &str, id: &str) -> Result<String, Fault> {
    let table = if kind == "project" {
        "project"
    } else {
        "employer"
    };
    let sql = format!(
        "SELECT name FROM {table} WHERE region = $1 AND id = $2 ORDER BY valid_from DESC, seq DESC LIMIT 1"
    );
    let rows = store.query(&sql, &[region.into(), id.into()])?;
    Ok(rows
        .first()
        .map_or_else(|| id.to_owned(), |row| row.text(0).to_owned()))
}

/// People under cover on the day at each of `ids`.
pub fn people_covered(
    store: &mut Store,
    region: &str,
    cover_kind: &str,
    ids: &[String],
    on: &str,
) -> Result<BTreeMap<String, i64>, Fault> {
    let sql = "SELECT COUNT(*) FROM enrollment e
         WHERE e.region = $1 AND e.cover_kind = $2 AND e.cover_id = $3 AND e.valid_from <= $4 AND e.state = 'on'
           AND NOT EXISTS (SELECT 1 FROM enrollment n WHERE n.region = $1 AND n.cover_kind = e.cover_kind
             AND n.cover_id = e.cover_id AND n.person_id = e.person_id AND n.valid_from <= $4
             AND (n.valid_from > e.valid_from OR (n.valid_from = e.valid_from AND n.seq > e.seq)))";
    let mut counts = BTreeMap::new();
    for id in ids {
        let values: [Value; 4] = [region.into(), cover_kind.into(), id.into(), on.into()];
        counts.insert(id.clone(), store.one(sql, &values)?.int(0));
    }
    Ok(counts)
}

/// The assessments of a payer for months `from..=to`, one row a month: the one recorded last.
pub fn assessments(
    store: &mut Store,
    region: &str,
    payer: (&str, &str),
    from: &str,
    to: &str,
) -> Result<Vec<AssessmentRow>, Fault> {
    let rows = store.select::<AssessmentRow>(
        "region = $1 AND payer_kind = $2 AND payer_id = $3 AND month >= $4 AND month <= $5 ORDER BY month, seq",
        &[region.into(), payer.0.into(), payer.1.into(), from.into(), to.into()],
    )?;
    let by_month: BTreeMap<String, AssessmentRow> = rows
        .into_iter()
        .map(|row| (row.month.clone(), row))
        .collect();
    Ok(by_month.into_values().collect())
}

/// What arrived from a payer, in order of arrival.
pub fn receipts(
    store: &mut Store,
    region: &str,
    payer: (&str, &str),
) -> Result<Vec<ReceiptRow>, Fault> {
    store.select::<ReceiptRow>(
        "region = $1 AND payer_kind = $2 AND payer_id = $3 ORDER BY received_on, id",
        &[region.into(), payer.0.into(), payer.1.into()],
    )
}

/// Amounts received from each payer of a kind in a span of days, in fen.
pub fn received(
    store: &mut Store,
    region: &str,
    payer_kind: &str,
    from: &str,
    to: &str,
) -> Result<BTreeMap<String, i64>, Fault> {
    let rows = store.query(
        "SELECT payer_id, CAST(SUM(amount_fen) AS BIGINT) FROM receipt
         WHERE region = $1 AND payer_kind = $2 AND received_on >= $3 AND received_on <= $4 GROUP BY payer_id",
        &[region.into(), payer_kind.into(), from.into(), to.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| (row.text(0).to_owned(), row.int(1)))
        .collect())
}

/// Injuries under the cover of an employer or project, newest first.
pub fn injuries(
    store: &mut Store,
    region: &str,
    cover: (&str, &str),
) -> Result<Vec<InjuryRow>, Fault> {
    store.select::<InjuryRow>(
        "region = $1 AND cover_kind = $2 AND cover_id = $3 ORDER BY injured_on DESC, id",
        &[region.into(), cover.0.into(), cover.1.into()],
    )
}
