//! Reading TOML tables strictly: every field typed, every unknown field reported, every report with its line.

use std::cell::{Cell as Counter, OnceCell, RefCell};
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use yiju_terms::{Date, Status};

use crate::problem::Problem;
use crate::series::Cell;

/// One file's text, and the problems found in it.
pub(crate) struct SourceText<'a> {
    pub file: &'a str,
    pub text: &'a str,
    problems: RefCell<Vec<Problem>>,
    /// Every value read and not yet judged, with its line.
    values: RefCell<Vec<(usize, Cell)>>,
    /// Where each line after the first starts; found once, when first asked.
    starts: OnceCell<Vec<usize>>,
}

impl<'a> SourceText<'a> {
    pub fn new(file: &'a str, text: &'a str) -> SourceText<'a> {
        SourceText {
            file,
            text,
            problems: RefCell::new(Vec::new()),
            values: RefCell::new(Vec::new()),
            starts: OnceCell::new(),
        }
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        let starts = self.starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            ends.map(|(at, _)| at + 1).collect()
        });
        starts.partition_point(|start| *start <= offset) + 1
    }

    pub fn report(&self, offset: usize, code: &'static str, args: &[(&'static str, String)]) {
        let mut problem = Problem::new(self.file, self.line(offset), code);
        problem.args = args.to_vec();
        self.problems.borrow_mut().push(problem);
    }

    pub fn problem(&self, _offset: usize, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// The values read since the last call.
    pub fn take_values(&self) -> Vec<(usize, Cell)> {
        self.values.take()
    }

    pub fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// The whole file as a table; syntax errors are reported and what could be read is still returned.
    pub fn parse(&self) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            self.report(
                offset,
                "bad_toml",
                &[("detail", error.message().to_owned())],
            );
        }
        table.into_inner()
    }
}

/// One table of a file while its fields are taken out.
pub(crate) struct Fields<'s, 't> {
    source: &'s SourceText<'t>,
    table: &'s DeTable<'t>,
    /// Where the table starts, for what is missing in it.
    pub offset: usize,
    seen: RefCell<BTreeSet<&'s str>>,
    sound: Counter<bool>,
}

impl<'s, 't> Fields<'s, 't> {
    pub fn new(source: &'s SourceText<'t>, table: &'s DeTable<'t>, offset: usize) -> Self {
        Fields {
            source,
            table,
            offset,
            seen: RefCell::new(BTreeSet::new()),
            sound: Counter::new(true),
        }
    }

    pub fn get(&self, name: &str) -> Option<&'s Spanned<DeValue<'t>>> {
        let (key, value) = self.table.iter().find(|(key, _)| key.get_ref() == name)?;
        self.seen.borrow_mut().insert(key.get_ref());
        Some(value)
    }

    pub fn report(&self, offset: usize, code: &'static str, args: &[(&'static str, String)]) {
        self.sound.set(false);
        self.source.report(offset, code, args);
    }

    /// Keeps a value that was read, to be judged once all files are.
    pub fn read(&self, offset: usize, cell: &Cell) {
        let line = self.source.line(offset);
        self.source.values.borrow_mut().push((line, cell.clone()));
    }

    fn wrong(&self, name: &str, value: &Spanned<DeValue<'t>>, want: &str) {
        let args = [("field", name.to_owned()), ("want", want.to_owned())];
        self.report(value.span().start, "wrong_type", &args);
    }

    pub fn missing(&self, name: &str) {
        self.report(self.offset, "missing_field", &[("field", name.to_owned())]);
    }

    pub fn text(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        match value.get_ref().as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Some(text.to_owned()),
            _ => {
                self.wrong(name, value, "text");
                None
            }
        }
    }

    pub fn required_text(&self, name: &str) -> Option<String> {
        if self.get(name).is_none() {
            self.missing(name);
        }
        self.text(name)
    }

    pub fn flag(&self, name: &str) -> bool {
        let Some(value) = self.get(name) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(name, value, "true/false");
            false
        })
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        let number = scalar_text(value.get_ref()).and_then(|text| text.parse().ok());
        if number.is_none() {
            self.wrong(name, value, "integer");
        }
        number
    }

    pub fn date(&self, name: &str) -> Option<Date> {
        let value = self.get(name)?;
        let date = date_of(value.get_ref());
        if date.is_none() {
            self.wrong(name, value, "date");
        }
        date
    }

    pub fn required_date(&self, name: &str) -> Option<Date> {
        if self.get(name).is_none() {
            self.missing(name);
        }
        self.date(name)
    }

    pub fn status(&self) -> Option<Status> {
        let text = self.required_text("status")?;
        let status = status_of(&text);
        if status.is_none() {
            let offset = self.get("status").map_or(self.offset, |v| v.span().start);
            self.report(offset, "unknown_status", &[("status", text)]);
        }
        status
    }

    /// The tables of an array of tables; a missing array is empty.
    pub fn tables(&self, name: &str) -> Vec<Fields<'s, 't>> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(name, value, "[[…]]");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Fields::new(self.source, table, item.span().start)),
                None => self.wrong(name, item, "[[…]]"),
            }
        }
        tables
    }

    pub fn table(&self, name: &str) -> Option<Fields<'s, 't>> {
        let value = self.get(name)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Fields::new(self.source, table, value.span().start)),
            None => {
                self.wrong(name, value, "[…]");
                None
            }
        }
    }

    /// Every entry of this table; marks all as seen.
    pub fn entries(&self) -> impl Iterator<Item = (&'s str, usize, &'s Spanned<DeValue<'t>>)> {
        self.table.iter().map(|(key, value)| {
            let name: &'s str = key.get_ref();
            self.seen.borrow_mut().insert(name);
            (name, key.span().start, value)
        })
    }

    /// The names of sub-tables not taken yet.
    pub fn unseen_tables(&self) -> Vec<&'s str> {
        let seen = self.seen.borrow();
        let unseen = self.table.iter().filter(|(key, value)| {
            value.get_ref().is_table() && !seen.contains(key.get_ref().as_ref())
        });
        unseen.map(|(key, _)| key.get_ref().as_ref()).collect()
    }

    /// Reports every field that nobody asked for; true when the table had no problem at all.
    pub fn finish(self) -> bool {
        let seen = self.seen.borrow();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !seen.contains(name) {
                let args = [("field", name.to_owned())];
                self.source.report(key.span().start, "unknown_field", &args);
                self.sound.set(false);
            }
        }
        self.sound.get()
    }
}

pub(crate) fn status_of(text: &str) -> Option<Status> {
    [Status::Verified, Status::Derived, Status::Provisional]
        .into_iter()
        .find(|status| status.stem() == text)
}

/// A number, text or truth value as text; floats are refused so that no binary rounding can slip in.
pub(crate) fn scalar_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

pub(crate) fn date_of(value: &DeValue<'_>) -> Option<Date> {
    let datetime = value.as_datetime()?;
    if datetime.time.is_some() {
        return None;
    }
    let date = datetime.date?;
    Date::new(
        i16::try_from(date.year).ok()?,
        date.month as i8,
        date.day as i8,
    )
    .ok()
}
