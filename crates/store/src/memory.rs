//! What a group-commit writer remembers between commits, so that it does not ask the database what it wrote itself.
//!
//! Nothing here is trusted on its word. What is remembered is either a row found by its whole primary key (rows are
//! never changed) or a guess that a constraint of the database judges at the commit: the next entry of a chain and the
//! next free numbers by primary keys, a request as new by its unique key, a month as open by the closing trigger.

use std::collections::{HashMap, HashSet};

use crate::journal::Head;
use crate::value::{Row, Value};

/// More requests than this are not remembered; older ones are found by the unique key.
const REQUESTS_MAX: usize = 100_000;

type Scope = (String, Vec<Value>);

/// Of one store and its writer.
#[derive(Default)]
pub(crate) struct Memory {
    heads: HashMap<String, Head>,
    /// The next free number by table and scope.
    numbers: HashMap<Scope, i64>,
    /// Rows found by their whole primary key, by table.
    found: HashMap<Scope, Row>,
    requests: HashMap<(String, String), i64>,
    open_months: HashSet<[String; 3]>,
    undo: Vec<Undo>,
}

enum Undo {
    Head(String, Option<Head>),
    Number(Scope, Option<i64>),
    Found(Scope),
    Request((String, String)),
}

impl Memory {
    pub fn head(&self, region: &str) -> Option<Head> {
        self.heads.get(region).cloned()
    }

    pub fn keep_head(&mut self, region: &str, head: &Head) {
        let old = self.heads.insert(region.to_owned(), head.clone());
        self.undo.push(Undo::Head(region.to_owned(), old));
    }

    pub fn number(&self, table: &str, scope: &[Value]) -> Option<i64> {
        let key = (table.to_owned(), scope.to_vec());
        self.numbers.get(&key).copied()
    }

    pub fn keep_number(&mut self, table: &str, scope: &[Value], number: i64) {
        let key = (table.to_owned(), scope.to_vec());
        let old = self.numbers.insert(key.clone(), number);
        self.undo.push(Undo::Number(key, old));
    }

    pub fn row(&self, table: &str, key: &[Value]) -> Option<&Row> {
        self.found.get(&(table.to_owned(), key.to_vec()))
    }

    /// Only for a row read by its whole primary key.
    pub fn keep_row(&mut self, table: &str, key: &[Value], row: Row) {
        let key = (table.to_owned(), key.to_vec());
        self.found.insert(key.clone(), row);
        self.undo.push(Undo::Found(key));
    }

    pub fn request(&self, region: &str, key: &str) -> Option<i64> {
        let key = (region.to_owned(), key.to_owned());
        self.requests.get(&key).copied()
    }

    pub fn is_open(&self, month: &[String; 3]) -> bool {
        self.open_months.contains(month)
    }

    pub fn keep_open(&mut self, month: [String; 3]) {
        self.open_months.insert(month);
    }

    /// Follows a row that was written.
    pub fn note(&mut self, table: &str, columns: &[&str], values: &[Value]) {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| *column == name)?;
            values.get(at)
        };
        let text = |name| match cell(name) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let Some(region) = text("region") else {
            return;
        };
        match (table, cell("seq"), text("digest"), text("request_key")) {
            ("journal", Some(Value::Int(seq)), Some(digest), _) => {
                let digest = digest.to_owned();
                self.keep_head(region, &Head { seq: *seq, digest });
            }
            ("matter", _, _, Some(key)) => {
                if let Some(Value::Int(id)) = cell("id") {
                    let request = (region.to_owned(), key.to_owned());
                    self.requests.insert(request.clone(), *id);
                    self.undo.push(Undo::Request(request));
                }
            }
            ("period_close", ..) => self.open_months.clear(),
            _ => {}
        }
        if let Some(Value::Int(id)) = cell("id") {
            // Vouchers are numbered within their book.
            let scope = if table == "voucher" { 2 } else { 1 };
            self.number_used(table, &values[..scope], *id);
        }
    }

    fn number_used(&mut self, table: &str, scope: &[Value], id: i64) {
        let key = (table.to_owned(), scope.to_vec());
        if let Some(next) = self.numbers.get_mut(&key)
            && *next <= id
        {
            self.undo.push(Undo::Number(key, Some(*next)));
            *next = id + 1;
        }
    }

    /// A point to come back to with [`Memory::back_to`].
    pub fn mark(&self) -> usize {
        self.undo.len()
    }

    /// Forgets what was noted after `mark`: those rows were rolled back.
    pub fn back_to(&mut self, mark: usize) {
        while self.undo.len() > mark {
            match self.undo.pop() {
                Some(Undo::Head(region, old)) => put(&mut self.heads, region, old),
                Some(Undo::Number(scope, old)) => put(&mut self.numbers, scope, old),
                Some(Undo::Found(key)) => put(&mut self.found, key, None),
                Some(Undo::Request(request)) => put(&mut self.requests, request, None),
                None => {}
            }
        }
    }

    /// What was noted is in the database for good.
    pub fn committed(&mut self) {
        self.undo.clear();
        if self.requests.len() > REQUESTS_MAX {
            self.requests.clear();
        }
    }
}

fn put<K: Eq + std::hash::Hash, V>(map: &mut HashMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATTER: [&str; 4] = ["region", "id", "item", "request_key"];
    const JOURNAL: [&str; 3] = ["region", "seq", "digest"];

    fn matter(id: i64, key: &str) -> Vec<Value> {
        vec!["431123".into(), id.into(), "item".into(), key.into()]
    }

    #[test]
    fn what_was_rolled_back_is_not_remembered() {
        let scope = [Value::from("431123")];
        let mut memory = Memory::default();
        memory.keep_number("matter", &scope, 5);
        memory.note("matter", &MATTER, &matter(5, "a"));
        memory.committed();
        let mark = memory.mark();
        memory.note("matter", &MATTER, &matter(6, "b"));
        assert_eq!(memory.number("matter", &scope), Some(7));
        memory.back_to(mark);
        assert_eq!(memory.number("matter", &scope), Some(6));
        assert_eq!(memory.request("431123", "a"), Some(5));
        assert_eq!(memory.request("431123", "b"), None);
    }

    #[test]
    fn a_head_goes_back_to_the_one_before() {
        let entry = |seq: i64, digest: &str| -> Vec<Value> {
            vec!["431123".into(), seq.into(), digest.into()]
        };
        let mut memory = Memory::default();
        memory.note("journal", &JOURNAL, &entry(1, "one"));
        let mark = memory.mark();
        memory.note("journal", &JOURNAL, &entry(2, "two"));
        memory.note("journal", &JOURNAL, &entry(3, "three"));
        memory.back_to(mark);
        assert_eq!(memory.head("431123").map(|head| head.seq), Some(1));
        memory.back_to(0);
        assert_eq!(memory.head("431123"), None);
    }
}
