//! People of the register: found by number or by the beginning of the name, within a few looks into an index.

use crate::engine::{Fault, Store};
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
    fn range(self) -> (&'static str, String, String) {
        match self {
            Key::Is(column, text) => (column, text.clone(), format!("{text}\u{1}")),
            Key::Begins(column, text) => (column, text.clone(), format!("{text}\u{10FFFF}")),
        }
    }
}

/// People the text finds in all regions this session reaches, region by region, at most `limit`; `on` as in [`find`].
/// One statement asks every region's index whether anybody is there; only those where somebody is are then read.
pub fn find_everywhere(
    store: &mut Store,
    text: &str,
    on: &str,
    limit: usize,
) -> Result<Vec<PersonLine>, Fault> {
    let Some(key) = key(text) else {
        return Ok(Vec::new());
    };
    let (column, low, high) = key.range();
    // Not EXISTS: that may be turned into a join, which reads everybody of a common name.
    let sql = format!(
        "SELECT o.region FROM office o WHERE (
           SELECT e.region FROM employee e
           WHERE e.region = o.region AND e.{column} >= $1 AND e.{column} < $2 LIMIT 1) IS NOT NULL
         ORDER BY o.region"
    );
    let mut found = Vec::new();
    for row in store.query(&sql, &[low.into(), high.into()])? {
        let region = row.text(0);
        if found.len() < limit && store.admits(region) {
            let left = (limit - found.len()) as i64;
            found.extend(find(store, region, text, on, left)?);
        }
    }
    Ok(found)
}

/// People the text finds in a region, by name and number, at most `limit`; `on` is the day covers are read for.
pub fn find(
    store: &mut Store,
    region: &str,
    text: &str,
    on: &str,
    limit: i64,
) -> Result<Vec<PersonLine>, Fault> {
    store.keep_to(region)?;
    let Some(key) = key(text) else {
        return Ok(Vec::new());
    };
    let (column, low, high) = key.range();
    let sql = format!(
        "SELECT e.id, e.name, e.id_number, e.birth, e.sex FROM employee e
         WHERE e.region = $1 AND e.{column} >= $2 AND e.{column} < $3 AND NOT EXISTS (
           SELECT 1 FROM employee n WHERE n.region = $1 AND n.id = e.id
             AND (n.valid_from > e.valid_from OR (n.valid_from = e.valid_from AND n.seq > e.seq)))
         ORDER BY e.{column}, e.id LIMIT $4"
    );
    let values: [Value; 4] = [region.into(), low.into(), high.into(), limit.into()];
    let mut people = Vec::new();
    for row in store.query(&sql, &values)? {
        people.push(PersonLine {
            region: region.to_owned(),
            id: row.text(0).to_owned(),
            name: row.text(1).to_owned(),
            id_number: row.text(2).to_owned(),
            birth: row.text(3).to_owned(),
            sex: row.text(4).to_owned(),
            covers: covers(store, region, row.text(0), on)?,
        });
    }
    Ok(people)
}

const COVERS: &str = "SELECT cover_kind, cover_id, valid_from, state, seq FROM enrollment
    WHERE region = $1 AND person_id = $2 AND valid_from <= $3";

fn covers(
    store: &mut Store,
    region: &str,
    person: &str,
    on: &str,
) -> Result<Vec<CoverLine>, Fault> {
    let mut last: Vec<(String, String, String, bool)> = Vec::new();
    // Ordered here: asked for in this order, SQLite would walk the region's whole key, which has it, instead of the
    // index by person.
    let mut rows = store.query(COVERS, &[region.into(), person.into(), on.into()])?;
    rows.sort_by(|a, b| {
        let key = |row: &Row| [0, 1, 2].map(|at| row.text(at).to_owned());
        (key(a), a.int(4)).cmp(&(key(b), b.int(4)))
    });
    for row in rows {
        let change = (
            row.text(0).to_owned(),
            row.text(1).to_owned(),
            row.text(2).to_owned(),
            row.text(3) == "on",
        );
        match last.last_mut() {
            Some(known) if known.0 == change.0 && known.1 == change.1 => *known = change,
            _ => last.push(change),
        }
    }
    let mut covers = Vec::new();
    for (kind, id, since, is_on) in last {
        if is_on {
            let name = super::employers::payer_name(store, region, &kind, &id)?;
            covers.push(CoverLine {
                kind,
                id,
                name,
                since,
            });
        }
    }
    Ok(covers)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A look-up by the region alone read a million rows to find one.
    #[test]
    fn covers_are_found_by_the_person() {
        let mut store = Store::open("sqlite::memory:").unwrap();
        crate::schema::prepare(&mut store).unwrap();
        let values: [Value; 3] = ["431123".into(), "P00000001".into(), "9999-12-31".into()];
        let explain = format!("EXPLAIN QUERY PLAN {COVERS}");
        let plan = store.query(&explain, &values).unwrap();
        assert!(
            plan[0].text(3).contains("person_id=?"),
            "{}",
            plan[0].text(3)
        );
    }

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
