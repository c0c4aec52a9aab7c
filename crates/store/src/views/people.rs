//! People of the register: found by number or by the beginning of the name, within a few looks into an index.

use std::collections::BTreeMap;

use yiju_terms::Region;

use super::covers;
use crate::access;
use crate::engine::{Fault, Store};
use crate::migrate::regions;
use crate::partitions;
use crate::sets;
use crate::value::{Row, Value};

/// A person as last registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonLine {
    pub region: String,
    pub id: String,
    pub name: String,
    pub id_number: String,
    pub birth: String,
    pub sex: String,
    /// Where the person is under cover on the day asked for.
    pub covers: Vec<CoverLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverLine {
    pub kind: String,
    pub id: String,
    pub name: String,
    pub since: String,
}

/// What a text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    /// Column and exact value.
    Is(&'static str, String),
    /// Column and how the value begins.
    Begins(&'static str, String),
}

/// A person's local number (`P00000012`), an ID number or its beginning, or the beginning of a name.
fn key(text: &str) -> Option<Key> {
    let name = text.trim().to_owned();
    let text = name.to_uppercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let local = |text: &str| {
        text.len() == 9 && text.starts_with('P') && text[1..].bytes().all(|b| b.is_ascii_digit())
    };
    Some(match text.as_str() {
        "" => return None,
        number if number.len() == 18 && digits >= 17 => Key::Is("id_number", text),
        number if digits == number.len() => Key::Begins("id_number", text),
        number if local(number) || number.starts_with("L-") => Key::Is("id", text),
        _ => Key::Begins("name", name),
    })
}

impl Key {
    /// The column, and from where up to where its value lies. Ranges, not LIKE: a policy lets only comparisons that cannot
    /// leak into the index.
    fn range(&self) -> (&'static str, String, String) {
        match self {
            Key::Is(column, text) => (column, text.clone(), format!("{text}\u{1}")),
            Key::Begins(column, text) => (column, text.clone(), format!("{text}\u{10FFFF}")),
        }
    }
}

/// The latest row of each person whose value lies in the range, in the region of place `$1`; two follow for the range.
const FOUND: &str = "SELECT e.region, e.id, e.name, e.id_number, e.birth, e.sex FROM employee e
    WHERE e.region = $1 AND e.{column} >= $2 AND e.{column} < $3 AND NOT EXISTS (
      SELECT 1 FROM employee n WHERE n.region = $1 AND n.id = e.id
        AND (n.valid_from > e.valid_from OR (n.valid_from = e.valid_from AND n.seq > e.seq)))
    ORDER BY e.{column}, e.id LIMIT $4";

/// Values that lie in the range from `$1` to `$2` and whose they are or were, in every region from `$4` to `$5`, region by
/// region. It names one partitioned table and that once, for a session's first look is spent on the descriptions of all the
/// partitions a statement names; and nothing that the index itself does not hold: a common name stands in every county.
const EVERYWHERE: &str = "SELECT o.region, f.id, f.value
    FROM ({regions}) o CROSS JOIN LATERAL (
      SELECT e.id, e.{column} AS value FROM employee e
      WHERE e.region = o.region AND e.{column} >= $1 AND e.{column} < $2
      ORDER BY e.{column}, e.id LIMIT $3) f
    WHERE o.region >= $4 AND o.region < $5
    ORDER BY o.region, f.value, f.id LIMIT $3";

const VERSIONS: &str =
    "SELECT region, id, name, id_number, birth, sex, valid_from, seq FROM employee
    WHERE region = {region} AND id IN ({list})";

/// People the text finds in a region, by name and number, at most `limit`; `on` is the day covers are read for.
pub fn find(
    store: &mut Store,
    region: &str,
    text: &str,
    on: &str,
    limit: i64,
) -> Result<Vec<PersonLine>, Fault> {
    store.keep_to(region)?;
    let mut people = match key(text) {
        Some(key) => found(store, region, &key, limit)?,
        None => return Ok(Vec::new()),
    };
    covers::add(store, &mut people, on)?;
    Ok(people)
}

/// People the text finds in all regions this session reaches, region by region, at most `limit`; `on` as in [`find`]. On
/// PostgreSQL, where there are several, one statement asks the index of each; it is planned once, for a plan over all
/// regions takes longer than the look.
pub fn find_everywhere(
    store: &mut Store,
    text: &str,
    on: &str,
    limit: i64,
) -> Result<Vec<PersonLine>, Fault> {
    let Some(key) = key(text) else {
        return Ok(Vec::new());
    };
    let reach = store.reach().to_owned();
    let mut people = Vec::new();
    if reach.parse().is_ok_and(|region: Region| region.is_county()) {
        // Planned for its own partitions.
        people = found(store, &reach, &key, limit)?;
    } else if store.is_postgres() {
        // Of one moment: who is registered anew between its two statements would be missed.
        people = store.snapshot(|store| found_everywhere(store, &reach, &key, limit))?;
    } else {
        for region in regions(store)? {
            let left = limit - people.len() as i64;
            if left > 0 && store.admits(&region) {
                people.extend(found(store, &region, &key, left)?);
            }
        }
    }
    covers::add(store, &mut people, on)?;
    Ok(people)
}

fn found_everywhere(
    store: &mut Store,
    reach: &str,
    key: &Key,
    limit: i64,
) -> Result<Vec<PersonLine>, Fault> {
    let (column, low, high) = key.range();
    let sql = EVERYWHERE
        .replace("{column}", column)
        .replace("{regions}", partitions::ATTACHED);
    let beyond = format!("{reach}\u{10FFFF}");
    let mut asked = limit;
    loop {
        let values: [Value; 5] = [
            low.as_str().into(),
            high.as_str().into(),
            asked.into(),
            reach.into(),
            beyond.as_str().into(),
        ];
        let rows = access::planned_once(store, |store| store.query(&sql, &values))?;
        let mut people = still_so(store, column, &rows)?;
        let wanted = usize::try_from(limit).unwrap_or(0);
        if people.len() >= wanted || (rows.len() as i64) < asked {
            people.truncate(wanted);
            return Ok(people);
        }
        // Some of them are called otherwise by now.
        asked *= 2;
    }
}

/// The people of these rows of [`EVERYWHERE`] as last registered, each once: whose column has that value still.
fn still_so(store: &mut Store, column: &str, rows: &[Row]) -> Result<Vec<PersonLine>, Fault> {
    let mut people: Vec<PersonLine> = Vec::new();
    for rows in rows.chunks(sets::LONGEST) {
        let mut last: BTreeMap<(String, String), Row> = BTreeMap::new();
        let version = |row: &Row| (row.text(6).to_owned(), row.int(7));
        let pairs = rows.iter().map(|row| (row.text(0), row.text(1)));
        for (person, row) in sets::rows_of_pairs(store, VERSIONS, &[], pairs)? {
            let is_later = |known: &Row| version(known) < version(&row);
            if last.get(&person).is_none_or(is_later) {
                last.insert(person, row);
            }
        }
        for row in rows {
            let of = (row.text(0).to_owned(), row.text(1).to_owned());
            let Some(person) = last.get(&of).map(PersonLine::of) else {
                continue;
            };
            // Versions of one value follow each other.
            if person.value(column) == row.text(2) && people.last() != Some(&person) {
                people.push(person);
            }
        }
    }
    Ok(people)
}

fn found(store: &mut Store, region: &str, key: &Key, limit: i64) -> Result<Vec<PersonLine>, Fault> {
    let (column, low, high) = key.range();
    let sql = FOUND.replace("{column}", column);
    let values: [Value; 4] = [region.into(), low.into(), high.into(), limit.into()];
    Ok(store
        .query(&sql, &values)?
        .iter()
        .map(PersonLine::of)
        .collect())
}

impl PersonLine {
    /// What a column that is looked into holds.
    fn value(&self, column: &str) -> &str {
        match column {
            "id" => &self.id,
            "id_number" => &self.id_number,
            _ => &self.name,
        }
    }

    /// Whose covers are not read yet.
    fn of(row: &Row) -> PersonLine {
        PersonLine {
            region: row.text(0).to_owned(),
            id: row.text(1).to_owned(),
            name: row.text(2).to_owned(),
            id_number: row.text(3).to_owned(),
            birth: row.text(4).to_owned(),
            sex: row.text(5).to_owned(),
            covers: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_number_or_a_name() {
        assert_eq!(key(" "), None);
        let number = "43112318000101001x";
        assert_eq!(
            key(number),
            Some(Key::Is("id_number", number.to_uppercase()))
        );
        assert_eq!(
            key("431123"),
            Some(Key::Begins("id_number", "431123".to_owned()))
        );
        assert_eq!(
            key("p00000012"),
            Some(Key::Is("id", "P00000012".to_owned()))
        );
        assert_eq!(key("王小"), Some(Key::Begins("name", "王小".to_owned())));
        assert_eq!(key("Pan"), Some(Key::Begins("name", "Pan".to_owned())));
    }
}
