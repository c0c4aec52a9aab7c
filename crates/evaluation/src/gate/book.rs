//! An xlsx: shared strings, strings in cells, and numbers in cells, each explained by its row and the head of its column.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::markup::{Kind, Markup, attributes};
use super::number::{formats, is_head, shown, takes_amounts};
use super::office_part::{self, ROW_MAX};
use super::package::Part;
use super::spot::{Found, Removed, Spot};
use super::unit::{Context, Edits, Unit, Version, edited, hits};
use crate::personal;

pub const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";
const CHAIN: &str = "calcChain";

/// Whether this file looks at a part itself; all others are ordinary parts.
pub fn is_own(name: &str) -> bool {
    name == STRINGS || is_sheet(name)
}

fn is_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/") && name.ends_with(".xml")
}

/// One cell of a sheet, with its bytes.
#[derive(Default)]
struct Cell {
    column: usize,
    start: usize,
    end: usize,
    /// As in the file: `s` is a shared string, nothing a number.
    kind: String,
    reference: String,
    style: Option<usize>,
    value: Option<(usize, usize)>,
    formula: Option<(usize, usize)>,
    /// Other dependents share the formula.
    shared: bool,
    /// The string in the cell itself.
    inline: Unit,
}

/// The changes of all sheets and of the shared strings.
pub fn strip(parts: &[Part], found: &mut Found) -> BTreeMap<String, Option<Vec<u8>>> {
    let text = |name: &str| {
        let part = parts.iter().find(|part| part.name == name);
        part.and_then(|part| std::str::from_utf8(&part.bytes).ok())
    };
    let strings_file = text(STRINGS).unwrap_or_default();
    let mut book = Book {
        strings: strings(strings_file),
        formats: text(STYLES).map(formats).unwrap_or_default(),
        string_edits: Edits::new(),
        used: BTreeMap::new(),
        lost_formula: false,
    };
    let mut changes = BTreeMap::new();
    for part in parts.iter().filter(|part| is_sheet(&part.name)) {
        if let Ok(file) = std::str::from_utf8(&part.bytes)
            && let Some(new) = book.sheet(&part.name, file, found)
        {
            changes.insert(part.name.clone(), Some(new.into_bytes()));
        }
    }
    // Strings that no cell uses stand in the file all the same.
    for (index, unit) in book.strings.iter().enumerate() {
        if !book.used.contains_key(&index) {
            unit.strip(found, &mut book.string_edits);
        }
    }
    if !book.string_edits.is_empty() {
        let new = edited(strings_file, &book.string_edits);
        changes.insert(STRINGS.to_owned(), Some(new.into_bytes()));
    }
    if book.lost_formula {
        without_chain(parts, &mut changes);
    }
    changes
}

struct Book {
    strings: Vec<Unit>,
    /// Of each style, whether it shows an amount.
    formats: Vec<bool>,
    string_edits: Edits,
    used: BTreeMap<usize, ()>,
    lost_formula: bool,
}

impl Book {
    fn sheet(&mut self, name: &str, file: &str, found: &mut Found) -> Option<String> {
        let sheet = name.rsplit('/').next().unwrap_or(name);
        let spot = Spot {
            name: sheet.trim_end_matches(".xml").to_owned(),
            ..Spot::part("sheet")
        };
        let mut edits = Edits::new();
        let mut heads: BTreeMap<usize, String> = BTreeMap::new();
        for (index, (row, cells)) in rows(file).into_iter().enumerate() {
            let texts: Vec<String> = cells.iter().map(|cell| self.text(file, cell)).collect();
            let whole: String = texts.join(" ").chars().take(ROW_MAX).collect();
            let whole: Rc<str> = whole.into();
            let mut before = String::new();
            for (cell, text) in cells.iter().zip(texts) {
                let head = heads.get(&cell.column).map(String::as_str);
                let context = Context {
                    // The head of the column explains a number as the cell at its left does.
                    before: format!("{} {before}", head.unwrap_or_default()),
                    row: Rc::clone(&whole),
                    amounts: takes_amounts(head.unwrap_or_default()) || self.is_amount(cell),
                };
                let spot = Spot {
                    row: Some(row.unwrap_or(index + 1)),
                    column: Some(cell.column),
                    ..spot.clone()
                };
                self.cell(file, cell, &text, (context, spot), found, &mut edits);
                if is_head(&text) {
                    heads.insert(cell.column, text.clone());
                }
                before = text;
            }
        }
        let rest = outside_cells(file, &spot, found);
        edits.extend(rest);
        (!edits.is_empty()).then(|| edited(file, &edits))
    }

    fn text(&self, file: &str, cell: &Cell) -> String {
        let value = cell.value.map(|(start, end)| &file[start..end]);
        let value = value.unwrap_or_default();
        match cell.kind.as_str() {
            "s" => {
                let string = value.trim().parse().ok();
                let unit = string.and_then(|index: usize| self.strings.get(index));
                unit.map(Unit::text).unwrap_or_default()
            }
            "inlineStr" => cell.inline.text(),
            "" | "n" => shown(value),
            _ => value.to_owned(),
        }
    }

    fn is_amount(&self, cell: &Cell) -> bool {
        let is_number = matches!(cell.kind.as_str(), "" | "n");
        let style = cell.style.unwrap_or(0);
        is_number && self.formats.get(style).copied().unwrap_or(false)
    }

    fn cell(
        &mut self,
        file: &str,
        cell: &Cell,
        text: &str,
        (context, spot): (Context, Spot),
        found: &mut Found,
        edits: &mut Edits,
    ) {
        let index = match cell.kind.as_str() {
            "s" => cell.value.and_then(|(a, b)| file[a..b].trim().parse().ok()),
            _ => None,
        };
        if let Some(index) = index
            && let Some(unit) = self.strings.get(index)
        {
            self.used.insert(index, ());
            let unit = Unit {
                spot,
                context,
                ..unit.clone()
            };
            unit.strip(found, &mut self.string_edits);
            return;
        }
        if cell.kind == "inlineStr" {
            let unit = Unit {
                spot,
                context,
                ..cell.inline.clone()
            };
            unit.strip(found, edits);
            return;
        }
        self.value(file, cell, text, (context, spot), found, edits);
    }

    /// A number, or the result of a formula: masked, it is a string and the formula goes.
    fn value(
        &mut self,
        file: &str,
        cell: &Cell,
        text: &str,
        (context, spot): (Context, Spot),
        found: &mut Found,
        edits: &mut Edits,
    ) {
        let is_number = matches!(cell.kind.as_str(), "" | "n");
        // Digits behind a point are no number of a person.
        let is_fraction = is_number && !text.bytes().all(|byte| byte.is_ascii_digit());
        let mut hits = if is_fraction {
            Vec::new()
        } else {
            hits(text, &context)
        };
        if let Some((start, end)) = cell.formula {
            hits.extend(super::unit::hits(&file[start..end], &Context::default()));
        }
        if hits.is_empty() && is_number && !context.amounts && super::number::is_cut_id(text) {
            hits.push(personal::Hit {
                kind: personal::Kind::IdNumber,
                start: 0,
                end: text.len(),
                value: text.to_owned(),
            });
        }
        let Some(first) = hits.first() else {
            return;
        };
        let removed = Removed {
            kind: first.kind.stem(),
            spot,
            masked: personal::mask(&first.value),
        };
        if cell.shared {
            found.left.push(removed);
            return;
        }
        self.lost_formula |= cell.formula.is_some();
        let masked = masked(text);
        let style = cell.style.map(|style| format!(" s=\"{style}\""));
        let new = format!(
            "<c r=\"{}\"{} t=\"inlineStr\"><is><t>{masked}</t></is></c>",
            cell.reference,
            style.unwrap_or_default()
        );
        // The prefix of the file's own names, where it has one.
        let new = match file[cell.start..].strip_prefix("<c") {
            Some(_) => new,
            None => {
                found.left.push(removed);
                return;
            }
        };
        edits.insert(cell.start, (cell.end, new));
        found.removed.push(removed);
    }
}

/// The whole value masked, safe for XML.
fn masked(text: &str) -> String {
    let masked = personal::mask(text);
    masked.replace('&', "&amp;").replace('<', "&lt;")
}

/// Each shared string as a unit.
fn strings(file: &str) -> Vec<Unit> {
    let mut strings = Vec::new();
    let mut unit: Option<Unit> = None;
    let mut inside = "";
    for token in Markup::new(file) {
        match token.kind {
            Kind::Open("si") => unit = Some(Unit::at(Spot::part("strings"))),
            Kind::Empty("si") => strings.push(Unit::at(Spot::part("strings"))),
            Kind::Close("si") => strings.extend(unit.take()),
            Kind::Open(name) => inside = name,
            Kind::Close(_) => inside = "",
            Kind::Text | Kind::Raw if inside == "t" => {
                if let Some(unit) = &mut unit {
                    let raw = token.kind == Kind::Raw;
                    unit.take(file, token.start, token.end, raw, Version::Both);
                }
            }
            _ => {}
        }
    }
    strings
}

type Row = (Option<usize>, Vec<Cell>);

fn rows(file: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut cell: Option<Cell> = None;
    let mut inside = "";
    for token in Markup::new(file) {
        let tag = &file[token.start..token.end];
        match token.kind {
            Kind::Open("row") => {
                let number = value_of(tag, "r").and_then(|value| value.parse().ok());
                rows.push((number, Vec::new()));
            }
            Kind::Open("c") => {
                let row = rows.last().map_or(0, |(_, cells)| cells.len());
                cell = Some(opened(tag, token.start, row));
            }
            Kind::Close("c") => {
                if let (Some(mut cell), Some((_, cells))) = (cell.take(), rows.last_mut()) {
                    cell.end = token.end;
                    cells.push(cell);
                }
            }
            Kind::Open(name) | Kind::Empty(name) => {
                if let Some(cell) = cell.as_mut().filter(|_| name == "f") {
                    cell.shared = tag.contains("ref=");
                    cell.formula = Some((token.end, token.end));
                }
                inside = if matches!(token.kind, Kind::Open(_)) {
                    name
                } else {
                    ""
                };
            }
            Kind::Close(_) => inside = "",
            Kind::Text | Kind::Raw => {
                if let Some(cell) = &mut cell {
                    let (start, end) = (token.start, token.end);
                    let raw = token.kind == Kind::Raw;
                    match inside {
                        "v" => cell.value = Some((start, end)),
                        "f" => cell.formula = Some((start, end)),
                        "t" => cell.inline.take(file, start, end, raw, Version::Both),
                        _ => {}
                    }
                }
            }
            Kind::Other => {}
        }
    }
    rows
}

fn opened(tag: &str, start: usize, cells_before: usize) -> Cell {
    let reference = value_of(tag, "r").unwrap_or_default().to_owned();
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).take(4);
    let column = letters.fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    Cell {
        column: if column == 0 {
            cells_before + 1
        } else {
            column
        },
        start,
        kind: value_of(tag, "t").unwrap_or_default().to_owned(),
        style: value_of(tag, "s").and_then(|style| style.parse().ok()),
        reference,
        ..Cell::default()
    }
}

fn value_of<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut attributes = attributes(tag).into_iter();
    attributes
        .find(|(known, _, _)| *known == name)
        .map(|(_, start, end)| &tag[start..end])
}

/// Heads and feet of the page, messages, links: what stands in a sheet's file around its cells.
fn outside_cells(file: &str, spot: &Spot, found: &mut Found) -> Edits {
    let start = file.find("<sheetData").unwrap_or(file.len());
    let end = file.find("</sheetData>").unwrap_or(start);
    let mut edits = Edits::new();
    for (from, piece) in [(0, &file[..start]), (end, &file[end..])] {
        let changes = office_part::changes(piece, spot, found);
        edits.extend(
            changes
                .into_iter()
                .map(|(at, (end, new))| (from + at, (from + end, new))),
        );
    }
    edits
}

/// The list of formulas names cells that have none any more; without the list programs make it anew.
fn without_chain(parts: &[Part], changes: &mut BTreeMap<String, Option<Vec<u8>>>) {
    changes.insert("xl/calcChain.xml".to_owned(), None);
    for name in ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"] {
        let Some(part) = parts.iter().find(|part| part.name == name) else {
            continue;
        };
        let text = String::from_utf8_lossy(&part.bytes);
        let mut edits = Edits::new();
        for token in Markup::new(&text) {
            let is_entry = text[token.start..token.end].contains(CHAIN);
            if is_entry && matches!(token.kind, Kind::Empty(_)) {
                edits.insert(token.start, (token.end, String::new()));
            }
        }
        changes.insert(name.to_owned(), Some(edited(&text, &edits).into_bytes()));
    }
}
