//! Questions about many things at once: a list of n people costs n ÷ 200 statements, not n.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Fault, Store};
use crate::table::Table;
use crate::tables::BenefitLineRow;
use crate::value::{Row, Value};

/// Lengths a list is filled up to by saying its last item again, so that few statements are ever prepared.
const LENGTHS: [usize; 4] = [1, 4, 32, LONGEST];
/// Items in one statement at most.
pub(crate) const LONGEST: usize = 200;
/// Pairs of several regions come in as many as a multiple of this.
const STEP: usize = 8;

/// Runs `sql`, in which `{list}` stands for the items, over all `items`; `fixed` are the values before them.
fn each_of(
    store: &mut Store,
    sql: &str,
    fixed: &[Value],
    items: &[Value],
    mut take: impl FnMut(&Row),
) -> Result<(), Fault> {
    for part in items.chunks(LONGEST) {
        let mut values = fixed.to_vec();
        let sql = sql.replace("{list}", &places(&mut values, part));
        store.each(&sql, &values, |row| {
            take(&row);
            Ok::<(), Fault>(())
        })?;
    }
    Ok(())
}

/// Adds the items to the values of a statement, filled up; gives their places.
fn places(values: &mut Vec<Value>, items: &[Value]) -> String {
    let length = LENGTHS.into_iter().find(|length| *length >= items.len());
    let before = values.len();
    values.extend_from_slice(items);
    let last = items.last().cloned().unwrap_or(Value::Null);
    values.resize(before + length.unwrap_or(items.len()), last);
    let places: Vec<String> = (before + 1..=values.len())
        .map(|n| format!("${n}"))
        .collect();
    places.join(", ")
}

/// Runs `sql`, in which `{region}` and `{list}` stand for a region and the second halves of its pairs, over all pairs (of
/// regions this session sees); gives the rows with their pair (their first two columns), in no order.
pub(crate) fn rows_of_pairs<'t>(
    store: &mut Store,
    sql: &str,
    fixed: &[Value],
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<Vec<((String, String), Row)>, Fault> {
    let pairs: BTreeSet<(&str, &str)> = pairs.collect();
    let pairs: Vec<(&str, &str)> = pairs.into_iter().collect();
    let mut found = Vec::new();
    for part in pairs.chunks(LONGEST) {
        let (sql, values) = of_pairs(sql, fixed, part);
        store.each(&sql, &values, |row| {
            found.push(((row.text(0).to_owned(), row.text(1).to_owned()), row));
            Ok::<(), Fault>(())
        })?;
    }
    Ok(found)
}

/// The statement for these sorted pairs, and its values. Pairs of several regions are asked for one by one, in one
/// statement: local numbers are the same everywhere, and a list of regions beside a list of numbers would find
/// everybody's number in every region.
fn of_pairs(sql: &str, fixed: &[Value], pairs: &[(&str, &str)]) -> (String, Vec<Value>) {
    let mut values = fixed.to_vec();
    let mut part = |region: &str, items: &[Value]| {
        values.push(region.into());
        let region = format!("${}", values.len());
        let list = places(&mut values, items);
        sql.replace("{region}", &region).replace("{list}", &list)
    };
    let region = pairs.first().map_or("", |pair| pair.0);
    let parts: Vec<String> = if pairs.last().is_none_or(|pair| pair.0 == region) {
        vec![part(region, &texts(pairs.iter().map(|pair| pair.1)))]
    } else {
        // Filled up with nobody of no region, so that few statements are ever prepared.
        let nobody = pairs.len()..pairs.len().next_multiple_of(STEP);
        let all = pairs.iter().copied().chain(nobody.map(|_| ("", "")));
        all.map(|pair| part(pair.0, &[pair.1.into()])).collect()
    };
    (parts.join(" UNION ALL "), values)
}

fn texts<'t>(items: impl IntoIterator<Item = &'t str>) -> Vec<Value> {
    let unique: BTreeSet<&str> = items.into_iter().collect();
    unique.into_iter().map(Value::from).collect()
}

fn numbers(items: impl IntoIterator<Item = i64>) -> Vec<Value> {
    let unique: BTreeSet<i64> = items.into_iter().collect();
    unique.into_iter().map(Value::from).collect()
}

/// The local numbers of the people with these ID numbers, as far as they are known; of two the lower.
pub fn persons_by_number<'t>(
    store: &mut Store,
    region: &str,
    id_numbers: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeMap<String, String>, Fault> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    each_of(
        store,
        "SELECT id_number, id FROM employee WHERE region = $1 AND id_number IN ({list})",
        &[region.into()],
        &texts(id_numbers),
        |row| {
            // Not `ORDER BY id`: SQLite would walk the whole register by its key to have that order.
            let lowest = found.entry(row.text(0).to_owned()).or_default();
            if lowest.is_empty() || row.text(1) < lowest.as_str() {
                row.text(1).clone_into(lowest);
            }
        },
    )?;
    Ok(found)
}

/// Which of these are employers (`employer`) or projects (`project`) of the register.
pub fn covers_known<'t>(
    store: &mut Store,
    region: &str,
    kind: &str,
    ids: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeSet<String>, Fault> {
    let mut found = BTreeSet::new();
    if !matches!(kind, "employer" | "project") {
        return Ok(found);
    }
    each_of(
        store,
        &format!("SELECT DISTINCT id FROM {kind} WHERE region = $1 AND id IN ({{list}})"),
        &[region.into()],
        &texts(ids),
        |row| {
            found.insert(row.text(0).to_owned());
        },
    )?;
    Ok(found)
}

/// Which of these bills were decided on before.
pub fn bills_known<'t>(
    store: &mut Store,
    region: &str,
    numbers: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeSet<String>, Fault> {
    let mut found = BTreeSet::new();
    each_of(
        store,
        "SELECT number FROM bill WHERE region = $1 AND number IN ({list})",
        &[region.into()],
        &texts(numbers),
        |row| {
            found.insert(row.text(0).to_owned());
        },
    )?;
    Ok(found)
}

/// One change in a person's cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverChange {
    pub kind: String,
    pub id: String,
    pub valid_from: String,
    pub is_on: bool,
}

/// Every change in the cover of these people, by person, oldest first.
pub fn cover_changes<'t>(
    store: &mut Store,
    region: &str,
    persons: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeMap<String, Vec<CoverChange>>, Fault> {
    let mut found: BTreeMap<String, Vec<CoverChange>> = BTreeMap::new();
    each_of(
        store,
        "SELECT person_id, cover_kind, cover_id, valid_from, state FROM enrollment
         WHERE region = $1 AND person_id IN ({list}) ORDER BY valid_from, seq",
        &[region.into()],
        &texts(persons),
        |row| {
            let change = CoverChange {
                kind: row.text(1).to_owned(),
                id: row.text(2).to_owned(),
                valid_from: row.text(3).to_owned(),
                is_on: row.text(4) == "on",
            };
            found
                .entry(row.text(0).to_owned())
                .or_default()
                .push(change);
        },
    )?;
    Ok(found)
}

/// A benefit line with whose it is and the kind of case it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payable {
    pub line: BenefitLineRow,
    pub person_id: String,
    pub subject_kind: String,
}

/// Every line of these determinations, by determination and line.
pub fn payables(
    store: &mut Store,
    region: &str,
    determinations: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<(i64, i64), Payable>, Fault> {
    let mut found = BTreeMap::new();
    let columns = BenefitLineRow::COLUMNS.len();
    let sql = format!(
        "SELECT {}, d.person_id, d.subject_kind FROM benefit_line l
         JOIN determination d ON d.region = l.region AND d.id = l.determination_id
         WHERE l.region = $1 AND d.region = $1 AND l.determination_id IN ({{list}})",
        BenefitLineRow::select_list("l.")
    );
    let ids = numbers(determinations);
    each_of(store, &sql, &[region.into()], &ids, |row| {
        let line = BenefitLineRow::from_row(row);
        let payable = Payable {
            person_id: row.text(columns).to_owned(),
            subject_kind: row.text(columns + 1).to_owned(),
            line,
        };
        found.insert((payable.line.determination_id, payable.line.line), payable);
    })?;
    Ok(found)
}

/// The months each line of these determinations was paid for, in order.
pub fn months_paid(
    store: &mut Store,
    region: &str,
    determinations: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<(i64, i64), Vec<String>>, Fault> {
    let mut found: BTreeMap<(i64, i64), Vec<String>> = BTreeMap::new();
    each_of(
        store,
        "SELECT determination_id, line, month FROM payment
         WHERE region = $1 AND determination_id IN ({list}) ORDER BY month",
        &[region.into()],
        &numbers(determinations),
        |row| {
            let months = found.entry((row.int(0), row.int(1))).or_default();
            months.push(row.text(2).to_owned());
        },
    )?;
    Ok(found)
}

/// What these payers were last assessed for a month, in fen.
pub fn assessed<'t>(
    store: &mut Store,
    region: &str,
    payer_kind: &str,
    month: &str,
    payers: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeMap<String, i64>, Fault> {
    let mut found: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    each_of(
        store,
        "SELECT payer_id, seq, amount_fen FROM assessment
         WHERE region = $1 AND payer_kind = $2 AND month = $3 AND payer_id IN ({list})",
        &[region.into(), payer_kind.into(), month.into()],
        &texts(payers),
        |row| {
            // The last one holds. Not `ORDER BY seq`: SQLite would walk every assessment of the region to have that order.
            let last = found.entry(row.text(0).to_owned()).or_default();
            *last = (*last).max((row.int(1), row.int(2)));
        },
    )?;
    let amount = |(payer, (_, fen)): (String, (i64, i64))| (payer, fen);
    Ok(found.into_iter().map(amount).collect())
}

/// What arrived from these payers for a month less what was given back, in fen; nothing moved, nothing here.
pub fn received<'t>(
    store: &mut Store,
    region: &str,
    payer_kind: &str,
    month: &str,
    payers: impl IntoIterator<Item = &'t str>,
) -> Result<BTreeMap<String, i64>, Fault> {
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    let payers = texts(payers);
    for (table, sign) in [("receipt", 1), ("refund", -1)] {
        each_of(
            store,
            &format!(
                "SELECT payer_id, CAST(SUM(amount_fen) AS BIGINT) FROM {table}
                 WHERE region = $1 AND payer_kind = $2 AND month = $3 AND payer_id IN ({{list}}) GROUP BY payer_id"
            ),
            &[region.into(), payer_kind.into(), month.into()],
            &payers,
            |row| *found.entry(row.text(0).to_owned()).or_default() += sign * row.int(1),
        )?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQL: &str =
        "SELECT region, id FROM employer WHERE region = {region} AND id IN ({list}) AND state = $1";

    #[test]
    fn one_region_is_asked_for_a_list() {
        let pairs = [("431123", "E000001"), ("431123", "E000002")];
        let (sql, values) = of_pairs(SQL, &["active".into()], &pairs);
        let whose = "region = $2 AND id IN ($3, $4, $5, $6) AND state = $1";
        assert_eq!(
            sql,
            format!("SELECT region, id FROM employer WHERE {whose}")
        );
        let last: Value = "E000002".into();
        assert_eq!(
            values[..3],
            ["active", "431123", "E000001"].map(Value::from)
        );
        assert_eq!(values[3..], [last.clone(), last.clone(), last]);
    }

    #[test]
    fn a_number_is_asked_for_in_its_own_region_only() {
        let pairs = [("431122", "E000001"), ("431123", "E000002")];
        let (sql, values) = of_pairs(SQL, &["active".into()], &pairs);
        let parts: Vec<&str> = sql.split(" UNION ALL ").collect();
        assert_eq!(parts.len(), STEP);
        assert!(parts[0].contains("region = $2 AND id IN ($3) AND state = $1"));
        assert!(parts[1].contains("region = $4 AND id IN ($5) AND state = $1"));
        let own = ["active", "431122", "E000001", "431123", "E000002"].map(Value::from);
        assert_eq!(values[..5], own);
        assert!(values[5..].iter().all(|value| *value == "".into()));
        assert_eq!(values.len(), 1 + 2 * STEP);
    }
}
