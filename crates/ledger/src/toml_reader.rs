//! Reads a TOML file with the line of every value, collecting all problems instead of stopping at the first.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use yiju_terms::Status;

use crate::problem::Problem;

type Value<'t> = Spanned<DeValue<'t>>;

/// The file being read and the problems found so far.
pub(crate) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    pub problems: Vec<Problem>,
}

/// One table of the file and the line it begins on.
#[derive(Clone, Copy)]
pub(crate) struct Section<'r, 't> {
    pub table: &'r DeTable<'t>,
    pub line: usize,
}

impl<'t> Reader<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Reader<'t> {
        Reader {
            file,
            text,
            problems: Vec::new(),
        }
    }

    /// The whole file as a table, or one problem saying where the TOML breaks.
    pub fn root(&mut self) -> Option<DeTable<'t>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table.into_inner()),
            Err(error) => {
                let line = error.span().map_or(1, |span| self.line_at(span.start));
                let detail = error.message().to_owned();
                self.report(line, "broken_toml", &[("detail", detail)]);
                None
            }
        }
    }

    fn line_at(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    pub fn report(&mut self, line: usize, code: &'static str, args: &[(&'static str, String)]) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            code,
            args: args.to_vec(),
        });
    }

    /// The tables of the array `key`; a missing array is empty.
    pub fn sections<'r>(&mut self, table: &'r DeTable<'t>, key: &str) -> Vec<Section<'r, 't>> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let line = self.line_at(value.span().start);
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_kind(line, key, "[ … ]");
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in array.iter() {
            let line = self.line_at(item.span().start);
            match item.get_ref().as_table() {
                Some(table) => sections.push(Section { table, line }),
                None => self.wrong_kind(line, key, "{ … }"),
            }
        }
        sections
    }

    /// The table `key`, which must be there.
    pub fn section<'r>(&mut self, table: &'r DeTable<'t>, key: &str) -> Option<Section<'r, 't>> {
        let Some(value) = table.get(key) else {
            self.report(1, "missing_key", &[("key", key.to_owned())]);
            return None;
        };
        let line = self.line_at(value.span().start);
        match value.get_ref().as_table() {
            Some(table) => Some(Section { table, line }),
            None => {
                self.wrong_kind(line, key, "{ … }");
                None
            }
        }
    }

    /// Reports every key of `section` that is not in `known` (a misspelt key must not pass silently).
    pub fn only_keys(&mut self, section: Section<'_, 't>, known: &[&str]) {
        for key in section.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let line = self.line_at(key.span().start);
                self.report(line, "unknown_key", &[("key", name.to_owned())]);
            }
        }
    }

    pub fn text(&mut self, section: Section<'_, 't>, key: &str) -> Option<String> {
        let found = self.optional_text(section, key);
        if found.is_none() && section.table.get(key).is_none() {
            self.report(section.line, "missing_key", &[("key", key.to_owned())]);
        }
        found
    }

    pub fn optional_text(&mut self, section: Section<'_, 't>, key: &str) -> Option<String> {
        let value = section.table.get(key)?;
        let line = self.line_at(value.span().start);
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
            Some(_) => {
                self.report(line, "empty_text", &[("key", key.to_owned())]);
                None
            }
            None => {
                self.wrong_kind(line, key, "\"…\"");
                None
            }
        }
    }

    /// A list of texts; a missing list is reported.
    pub fn texts(&mut self, section: Section<'_, 't>, key: &str) -> Vec<String> {
        let Some(value) = section.table.get(key) else {
            self.report(section.line, "missing_key", &[("key", key.to_owned())]);
            return Vec::new();
        };
        let line = self.line_at(value.span().start);
        let items: Option<Vec<String>> = value.get_ref().as_array().and_then(|array| {
            let text = |item: &Value<'t>| item.get_ref().as_str().map(str::to_owned);
            array.iter().map(text).collect()
        });
        items.unwrap_or_else(|| {
            self.wrong_kind(line, key, "[ … ]");
            Vec::new()
        })
    }

    /// A yes/no value; missing means no.
    pub fn flag(&mut self, section: Section<'_, 't>, key: &str) -> bool {
        let Some(value) = section.table.get(key) else {
            return false;
        };
        let line = self.line_at(value.span().start);
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_kind(line, key, "true / false");
            false
        })
    }

    /// A day, written as a TOML date (`2018-01-01`) that exists in the calendar.
    pub fn date(&mut self, section: Section<'_, 't>, key: &str) -> Option<Date> {
        let Some(value) = section.table.get(key) else {
            self.report(section.line, "missing_key", &[("key", key.to_owned())]);
            return None;
        };
        let line = self.line_at(value.span().start);
        let day = value
            .get_ref()
            .as_datetime()
            .and_then(|written| written.to_string().parse::<Date>().ok());
        if day.is_none() {
            self.wrong_kind(line, key, "2018-01-01");
        }
        day
    }

    pub fn status(&mut self, section: Section<'_, 't>, key: &str) -> Option<Status> {
        let written = self.text(section, key)?;
        let all = [Status::Verified, Status::Derived, Status::Provisional];
        let status = all.into_iter().find(|status| status.stem() == written);
        if status.is_none() {
            let line = self.line_of(section, key);
            self.report(line, "unknown_status", &[("status", written)]);
        }
        status
    }

    /// The line of `key` in `section`, or of the section itself.
    pub fn line_of(&self, section: Section<'_, 't>, key: &str) -> usize {
        section
            .table
            .get(key)
            .map_or(section.line, |value| self.line_at(value.span().start))
    }

    /// `wanted` is a sample of the notation, the same in every language.
    fn wrong_kind(&mut self, line: usize, key: &str, wanted: &str) {
        let args = [("key", key.to_owned()), ("wanted", wanted.to_owned())];
        self.report(line, "wrong_kind", &args);
    }
}
