//! A web page: paragraphs and cells gathered from their inline marks; comments, scripts and words in attributes as well.

use std::rc::Rc;

use super::markup::{Kind, Markup, Token, attributes};
use super::office_part::ROW_MAX;
use super::spot::{Found, Spot};
use super::unit::{Context, Edits, Unit, Version, edited};

/// Elements that stand within a line; all others end it.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "o", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
];
const RAW: &[&str] = &["script", "style"];
const WORDED: &[&str] = &[
    "alt",
    "title",
    "value",
    "content",
    "placeholder",
    "summary",
    "aria-label",
    "label",
    "srcdoc",
];
const LINKS: &[&str] = &["href", "src", "action"];
/// A label in the paragraph before, where a table was flattened.
const LABEL_MAX: usize = 20;

/// The page with what is personal masked.
pub fn strip(text: &str, found: &mut Found) -> String {
    let mut page = Page {
        text,
        cells: vec![],
        line: Unit::at(Spot::part("body")),
        paragraphs: 0,
        tables: vec![],
        table_count: 0,
        units: vec![],
    };
    let mut markup = Markup::new(text);
    while let Some(token) = markup.next() {
        page.token(token);
        if let Kind::Open(name) = token.kind
            && RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name))
            && let Some(inner) = markup.raw_until(name)
        {
            page.apart(inner.start, inner.end, true);
        }
    }
    page.end_line();
    while page.tables.pop().is_some() {
        page.end_cell();
    }
    page.end_cell();
    let mut units = page.units;
    around(&mut units);
    let mut edits = Edits::new();
    for unit in &units {
        unit.strip(found, &mut edits);
    }
    edited(text, &edits)
}

struct Page<'a> {
    text: &'a str,
    /// Open cells, the innermost last.
    cells: Vec<Unit>,
    line: Unit,
    paragraphs: usize,
    /// Number, row, column and open cells outside of each open table.
    tables: Vec<(usize, usize, usize, usize)>,
    table_count: usize,
    units: Vec<Unit>,
}

impl Page<'_> {
    fn token(&mut self, token: Token) {
        match token.kind {
            Kind::Text => {
                self.line
                    .take(self.text, token.start, token.end, false, Version::Both);
            }
            Kind::Raw => self.apart(token.start, token.end, true),
            Kind::Open(name) | Kind::Empty(name) => {
                self.boundary(&name.to_ascii_lowercase(), false);
                self.words_of(token);
            }
            Kind::Close(name) => self.boundary(&name.to_ascii_lowercase(), true),
            Kind::Other => {}
        }
    }

    fn boundary(&mut self, name: &str, closing: bool) {
        if INLINE.contains(&name) {
            return;
        }
        self.end_line();
        match (name, closing) {
            ("table", false) => {
                self.table_count += 1;
                self.tables.push((self.table_count, 0, 0, self.cells.len()));
            }
            ("table", true) => {
                self.end_cell();
                self.tables.pop();
            }
            ("tr", _) => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut().filter(|_| !closing) {
                    (table.1, table.2) = (table.1 + 1, 0);
                }
            }
            ("td" | "th", _) => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut().filter(|_| !closing) {
                    table.2 += 1;
                    self.cells.push(Unit::at(Spot {
                        table: Some(table.0),
                        row: Some(table.1),
                        column: Some(table.2),
                        ..Spot::part("body")
                    }));
                }
            }
            _ => {}
        }
    }

    /// A line joins the cell it stands in, else it is a paragraph.
    fn end_line(&mut self) {
        let line = std::mem::replace(&mut self.line, Unit::at(Spot::part("body")));
        if line.is_blank() {
            return;
        }
        if let Some(cell) = self.cells.last_mut() {
            cell.append(line);
            cell.gap('\n', 0);
            return;
        }
        self.paragraphs += 1;
        let spot = Spot {
            paragraph: Some(self.paragraphs),
            ..Spot::part("body")
        };
        self.units.push(Unit { spot, ..line });
    }

    /// Ends the cell of the innermost table; cells of tables around it stay open.
    fn end_cell(&mut self) {
        let outside = self.tables.last().map_or(0, |table| table.3);
        while self.cells.len() > outside {
            self.units.extend(self.cells.pop());
        }
    }

    /// Text that stands in no line: a comment, a script, a word of an attribute.
    fn apart(&mut self, start: usize, end: usize, raw: bool) {
        let mut unit = Unit::at(Spot::part("hidden"));
        unit.take(self.text, start, end, raw, Version::Both);
        self.units.push(unit);
    }

    fn words_of(&mut self, token: Token) {
        let tag = &self.text[token.start..token.end];
        for (name, start, end) in attributes(tag) {
            let name = name.to_ascii_lowercase();
            let value = tag[start..end].trim_start();
            let linked = ["tel:", "sms:", "mailto:"];
            let link = LINKS.contains(&name.as_str())
                && linked.iter().any(|scheme| value.starts_with(scheme));
            let worded = WORDED.contains(&name.as_str()) || name.starts_with("data-");
            if link || worded {
                self.apart(token.start + start, token.start + end, false);
            }
        }
    }
}

/// Gives each cell its row and left neighbour, and each paragraph the short one before it.
fn around(units: &mut [Unit]) {
    let mut rows: std::collections::BTreeMap<(usize, usize), String> =
        std::collections::BTreeMap::new();
    for unit in units.iter() {
        if let (Some(table), Some(row)) = (unit.spot.table, unit.spot.row) {
            let text = rows.entry((table, row)).or_default();
            if text.chars().count() < ROW_MAX {
                text.push_str(&unit.text());
                text.push(' ');
            }
        }
    }
    let rows: std::collections::BTreeMap<(usize, usize), Rc<str>> = rows
        .into_iter()
        .map(|(key, text)| (key, text.into()))
        .collect();
    let mut before = String::new();
    for unit in units.iter_mut().filter(|unit| unit.spot.part == "body") {
        let cell = unit.spot.table.zip(unit.spot.row);
        let row = cell.and_then(|cell| rows.get(&cell)).cloned();
        unit.context = Context {
            before: std::mem::take(&mut before),
            row: row.unwrap_or_default(),
            amounts: false,
        };
        let text = unit.text();
        if text.chars().count() <= LABEL_MAX {
            before = text.trim().to_owned();
        }
    }
}
