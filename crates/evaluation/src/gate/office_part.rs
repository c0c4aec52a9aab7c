//! One XML part of a docx or xlsx: paragraphs and cells gathered from their scattered runs, attributes that hold text, and
//! the names of authors.

use std::rc::Rc;

use super::markup::{Kind, Markup, Token, attributes, character};
use super::spot::{Found, Removed, Spot};
use super::unit::{Edits, Unit, Version, edited};
use crate::personal;

/// Elements whose text is one paragraph: of Word and drawings, a shared string, the text of a sheet's comment.
const PARAGRAPHS: &[&str] = &["p", "si", "text"];
/// Elements that hold the text of a run.
const RUNS: &[&str] = &["t", "delText"];
const FIELDS: &[&str] = &["instrText", "delInstrText"];
/// Elements whose whole text names a person.
const NAMED: &[&str] = &["creator", "lastModifiedBy", "Manager", "author"];
/// Attributes that hold words for people.
const WORDED: &[&str] = &[
    "descr",
    "title",
    "tooltip",
    "display",
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "alt",
    "Target",
];
/// Attributes that name a person.
const AUTHORS: &[&str] = &["author", "userName", "displayName", "userId"];

/// Letters of a row that its cells are explained by.
pub const ROW_MAX: usize = 600;

/// The part with what is personal masked; nothing where nothing is.
pub fn strip(text: &str, spot: &Spot, found: &mut Found) -> Option<String> {
    let edits = changes(text, spot, found);
    (!edits.is_empty()).then(|| edited(text, &edits))
}

/// As [`strip`], each change handed over with its place.
pub fn changes(text: &str, spot: &Spot, found: &mut Found) -> Edits {
    let mut reader = Reader {
        text,
        spot,
        elements: Vec::new(),
        frames: Vec::new(),
        tables: Vec::new(),
        table_count: 0,
        paragraph_count: 0,
        units: Vec::new(),
        edits: Edits::new(),
        version: Vec::new(),
    };
    for token in Markup::new(text) {
        reader.token(token, found);
    }
    while let Some(frame) = reader.frames.pop() {
        reader.units.extend([frame.unit, frame.codes]);
    }
    let Reader {
        mut units,
        mut edits,
        ..
    } = reader;
    around(&mut units);
    for unit in &units {
        unit.strip(found, &mut edits);
    }
    edits
}

/// An open paragraph or cell.
struct Frame {
    is_cell: bool,
    unit: Unit,
    /// The codes of its fields, such as a link.
    codes: Unit,
}

struct Reader<'a> {
    text: &'a str,
    spot: &'a Spot,
    elements: Vec<&'a str>,
    frames: Vec<Frame>,
    /// Number, row and column of each open table.
    tables: Vec<(usize, usize, usize)>,
    table_count: usize,
    paragraph_count: usize,
    units: Vec<Unit>,
    edits: Edits,
    version: Vec<Version>,
}

impl<'a> Reader<'a> {
    fn token(&mut self, token: Token<'a>, found: &mut Found) {
        match token.kind {
            Kind::Open(name) => {
                self.attributes(token, name, found);
                self.open(name);
            }
            Kind::Empty(name) => {
                self.attributes(token, name, found);
                self.sign(name, token.start);
            }
            Kind::Close(name) => self.close(name),
            Kind::Text => self.words(token, false, found),
            Kind::Raw => self.words(token, true, found),
            Kind::Other => {}
        }
    }

    fn open(&mut self, name: &'a str) {
        self.elements.push(name);
        match name {
            "tbl" => {
                self.table_count += 1;
                self.tables.push((self.table_count, 0, 0));
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    (table.1, table.2) = (table.1 + 1, 0);
                }
            }
            "tc" if !self.tables.is_empty() => {
                let spot = self.cell();
                self.frames.push(Frame {
                    is_cell: true,
                    unit: Unit::at(spot.clone()),
                    codes: Unit::at(spot),
                });
            }
            "del" | "moveFrom" => self.version.push(Version::Before),
            "ins" | "moveTo" => self.version.push(Version::After),
            name if PARAGRAPHS.contains(&name) => {
                self.paragraph_count += 1;
                let spot = Spot {
                    paragraph: Some(self.paragraph_count),
                    ..self.spot.clone()
                };
                self.frames.push(Frame {
                    is_cell: false,
                    unit: Unit::at(spot.clone()),
                    codes: Unit::at(spot),
                });
            }
            _ => {}
        }
    }

    fn cell(&mut self) -> Spot {
        let mut spot = self.spot.clone();
        if let Some((table, row, column)) = self.tables.last_mut() {
            *column += 1;
            spot.table = Some(*table);
            spot.row = Some(*row);
            spot.column = Some(*column);
        }
        spot
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.elements.iter().rposition(|open| *open == name) {
            self.elements.truncate(at);
        }
        match name {
            "tbl" => {
                self.tables.pop();
            }
            "tc" => self.end_frame(true),
            "del" | "moveFrom" | "ins" | "moveTo" => {
                self.version.pop();
            }
            name if PARAGRAPHS.contains(&name) => self.end_frame(false),
            _ => {}
        }
    }

    /// A paragraph joins the cell it stands in; a paragraph outside a table, or a cell, is a unit.
    fn end_frame(&mut self, is_cell: bool) {
        if self
            .frames
            .last()
            .is_none_or(|frame| frame.is_cell != is_cell)
        {
            return;
        }
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let home = self.frames.iter_mut().rev().find(|frame| frame.is_cell);
        match home {
            Some(cell) if !is_cell => {
                cell.unit.append(frame.unit);
                cell.unit.gap('\n', 0);
                cell.codes.append(frame.codes);
                cell.codes.gap('\n', 0);
            }
            _ => self.units.extend([frame.unit, frame.codes]),
        }
    }

    /// An element that stands for a sign.
    fn sign(&mut self, name: &str, at: usize) {
        let c = match name {
            "tab" | "ptab" => '\t',
            "br" | "cr" => '\n',
            "noBreakHyphen" => '-',
            // A cell or paragraph without content still takes its place.
            "tc" if !self.tables.is_empty() => {
                self.cell();
                return;
            }
            _ => return,
        };
        let is_run = self.elements.last().is_some_and(|open| *open == "r");
        if let Some(frame) = self.frames.last_mut().filter(|_| is_run) {
            frame.unit.gap(c, at);
        }
    }

    fn words(&mut self, token: Token, raw: bool, found: &mut Found) {
        let inside = self.elements.last().copied().unwrap_or_default();
        let version = self.version.last().copied().unwrap_or_default();
        let (start, end) = (token.start, token.end);
        if NAMED.contains(&inside) && self.frames.is_empty() {
            self.name(start, end, raw, found);
            return;
        }
        let is_run = RUNS.contains(&inside);
        if (is_run || FIELDS.contains(&inside))
            && let Some(frame) = self.frames.last_mut()
        {
            let unit = if is_run {
                &mut frame.unit
            } else {
                &mut frame.codes
            };
            unit.take(self.text, start, end, raw, version);
            return;
        }
        let mut unit = Unit::at(self.spot.clone());
        unit.take(self.text, start, end, raw, Version::Both);
        if !unit.is_blank() {
            self.units.push(unit);
        }
    }

    fn attributes(&mut self, token: Token, element: &str, found: &mut Found) {
        let tag = &self.text[token.start..token.end];
        let mut person = false;
        for (name, start, end) in attributes(tag) {
            let (start, end) = (token.start + start, token.start + end);
            let value = &self.text[start..end];
            if AUTHORS.contains(&name) {
                person |= self.name(start, end, false, found);
            } else if name == "initials" && person && !value.is_empty() {
                self.edits.insert(start, (end, "作者".to_owned()));
            } else if is_worded(element, name, value) {
                let mut unit = Unit::at(self.spot.clone());
                unit.take(self.text, start, end, false, Version::Both);
                self.units.push(unit);
            }
        }
    }

    /// Takes a person's name out, and says whether it was one.
    fn name(&mut self, start: usize, end: usize, raw: bool, found: &mut Found) -> bool {
        let mut name = String::new();
        let mut at = start;
        while at < end
            && let Some((c, next)) = character(self.text, at, raw)
        {
            name.push(c);
            at = next;
        }
        let Some(instead) = found.authors.instead(&name) else {
            return false;
        };
        self.edits.insert(start, (end, instead));
        let removed = Removed {
            kind: "author",
            spot: self.spot.clone(),
            masked: personal::mask(name.trim()),
        };
        if !found.removed.contains(&removed) {
            found.removed.push(removed);
        }
        true
    }
}

fn is_worded(element: &str, name: &str, value: &str) -> bool {
    let value_of = matches!(
        element,
        "alias" | "tag" | "docVar" | "placeholder" | "default" | "listItem"
    );
    let link = ["tel:", "sms:", "mailto:"];
    WORDED.contains(&name)
        || (value_of && matches!(name, "val" | "value" | "displayText"))
        || link.iter().any(|scheme| value.starts_with(scheme))
}

/// Gives each cell its left neighbour and its row, and each paragraph the one before it.
fn around(units: &mut [Unit]) {
    let mut from = 0;
    while from < units.len() {
        let key = |unit: &Unit| (unit.spot.table, unit.spot.row);
        let row = key(&units[from]);
        let length = units[from..]
            .iter()
            .take_while(|unit| key(unit) == row)
            .count();
        if row.0.is_some() {
            let texts: Vec<String> = units[from..from + length].iter().map(Unit::text).collect();
            // Labels stand at the left; of a row as long as a page no more is looked at.
            let whole: String = texts.join(" ").chars().take(ROW_MAX).collect();
            let whole: Rc<str> = whole.into();
            let mut before = String::new();
            for (unit, text) in units[from..from + length].iter_mut().zip(texts) {
                unit.context.row = Rc::clone(&whole);
                unit.context.before = before.clone();
                // The codes of fields are no neighbour.
                if !text.trim().is_empty() {
                    before = text;
                }
            }
        }
        from += length;
    }
}
