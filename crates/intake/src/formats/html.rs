//! Web pages: paragraphs and tables with row and column spans. Tolerant of tags that are never closed.

use std::collections::HashMap;

use crate::document::{Block, Cell, Document, Format, Paragraph, Row, Table};
use crate::limits::{CELLS_MAX, COLUMNS_MAX};
use crate::problem::Problem;

use super::text::decode;

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let text = decode(bytes)?;
    let mut builder = Builder::default();
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        builder.words(&rest[..open]);
        rest = &rest[open..];
        let Some(tag) = Tag::read(rest) else {
            builder.words("<");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if !tag.closing && UNSEEN.contains(&tag.name.as_str()) {
            rest = after_closing(rest, &tag.name);
            continue;
        }
        builder.tag(&tag)?;
    }
    builder.words(rest);
    builder.end_paragraph();
    builder.end_table();
    Document::new(Format::Html, builder.blocks).unless_blank()
}

/// Elements whose content is not text on the page.
const UNSEEN: &[&str] = &["script", "style", "head", "template", "svg"];
/// Elements that end a line.
const BLOCKS: &[&str] = &[
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "section", "header", "footer", "article",
    "body", "ul", "ol", "br", "caption", "details", "summary", "dt", "dd", "figure",
];

struct Tag {
    name: String,
    closing: bool,
    attributes: String,
    length: usize,
}

impl Tag {
    fn read(text: &str) -> Option<Tag> {
        if text.starts_with("<!--") {
            let length = text.find("-->").map_or(text.len(), |end| end + 3);
            return Some(Tag {
                name: "!--".to_owned(),
                closing: false,
                attributes: String::new(),
                length,
            });
        }
        let end = text.find('>')?;
        let inner = text[1..end].trim_end_matches('/');
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let name_end = inner
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '!')
            .unwrap_or(inner.len());
        let name = inner[..name_end].to_ascii_lowercase();
        if name.is_empty() {
            return None;
        }
        Some(Tag {
            name,
            closing,
            attributes: inner[name_end..].to_owned(),
            length: end + 1,
        })
    }

    fn number(&self, name: &str) -> usize {
        let lower = self.attributes.to_ascii_lowercase();
        let Some(at) = lower.find(&format!("{name}=")) else {
            return 1;
        };
        let digits: String = lower[at + name.len() + 1..]
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().unwrap_or(1).clamp(1, COLUMNS_MAX)
    }
}

fn after_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let lower = text.to_ascii_lowercase();
    match lower.find(&format!("</{name}")) {
        Some(at) => text[at..].find('>').map_or("", |end| &text[at + end + 1..]),
        None => "",
    }
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    text: String,
    table: Option<Open>,
    /// Tables inside a cell: their words belong to the cell.
    nested: usize,
    cells: usize,
}

#[derive(Default)]
struct Open {
    table: Table,
    cell: Option<(usize, usize)>,
    /// Columns that cells from above still cover: column → (rows left, span).
    covered: HashMap<usize, (usize, usize)>,
}

impl Builder {
    fn words(&mut self, raw: &str) {
        if self.table.as_ref().is_some_and(|open| open.cell.is_none()) {
            return;
        }
        let plain = raw.replace(['\n', '\r'], " ");
        self.text.push_str(&unescape(&plain));
    }

    fn tag(&mut self, tag: &Tag) -> Result<(), Problem> {
        match (tag.name.as_str(), tag.closing) {
            ("table", false) if self.table.is_some() => self.nested += 1,
            ("table", true) if self.nested > 0 => self.nested -= 1,
            (_, _) if self.nested > 0 => self.text.push('\n'),
            ("table", false) => {
                self.end_paragraph();
                self.table = Some(Open::default());
            }
            ("table", true) => self.end_table(),
            ("tr", false) => {
                self.end_cell();
                self.begin_row();
            }
            ("tr", true) => {
                self.end_cell();
                if let Some(open) = &mut self.table {
                    place_covered(open, usize::MAX);
                }
            }
            ("td" | "th", false) => {
                self.end_cell();
                self.begin_cell(tag)?;
            }
            ("td" | "th", true) => self.end_cell(),
            (name, _) if BLOCKS.contains(&name) => {
                if self.table.is_some() {
                    self.text.push('\n');
                } else {
                    self.end_paragraph();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_row(&mut self) {
        if let Some(open) = &mut self.table {
            open.table.rows.push(Row::default());
        }
    }

    fn begin_cell(&mut self, tag: &Tag) -> Result<(), Problem> {
        self.cells += 1;
        if self.cells > CELLS_MAX {
            return Err(Problem::TooMuchInside);
        }
        let Some(open) = &mut self.table else {
            return Ok(());
        };
        if open.table.rows.is_empty() {
            open.table.rows.push(Row::default());
        }
        place_covered(open, 0);
        let Some(row) = open.table.rows.last_mut() else {
            return Ok(());
        };
        let mut cell = Cell::new("", row.width());
        cell.column_span = tag.number("colspan");
        let rows = tag.number("rowspan");
        if row.width() + cell.column_span > COLUMNS_MAX {
            return Err(Problem::TooMuchInside);
        }
        if rows > 1 {
            // The row that begins the cell counts itself down too.
            open.covered
                .insert(cell.column, (rows - 1, cell.column_span));
        }
        row.cells.push(cell);
        open.cell = Some((open.table.rows.len() - 1, row_last(open)));
        self.text.clear();
        Ok(())
    }

    fn end_cell(&mut self) {
        let Some(open) = &mut self.table else { return };
        if let Some((row, cell)) = open.cell.take() {
            open.table.rows[row].cells[cell].text = squeezed(&self.text);
        }
        self.text.clear();
    }

    fn end_table(&mut self) {
        self.end_cell();
        if let Some(mut open) = self.table.take() {
            open.table.rows.retain(|row| !row.cells.is_empty());
            self.blocks.push(Block::Table(open.table));
        }
    }

    fn end_paragraph(&mut self) {
        if self.table.is_some() {
            return;
        }
        let text = squeezed(&self.text);
        self.text.clear();
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph(Paragraph::new(text)));
        }
    }
}

fn row_last(open: &Open) -> usize {
    open.table.rows.last().map_or(0, |row| row.cells.len() - 1)
}

/// Puts the continuations of cells from above at the places that the row has reached (all of them at its end).
fn place_covered(open: &mut Open, reach: usize) {
    let Some(row) = open.table.rows.last_mut() else {
        return;
    };
    loop {
        let at = row.width();
        let column = if open.covered.contains_key(&at) {
            Some(at)
        } else if reach == usize::MAX {
            open.covered.keys().copied().filter(|key| *key > at).min()
        } else {
            None
        };
        let began_here = |column: usize| {
            row.cells
                .iter()
                .any(|cell| cell.column == column && !cell.merged_above)
        };
        let Some(column) = column.filter(|column| !began_here(*column)) else {
            return;
        };
        let Some((rows, span)) = open.covered.remove(&column) else {
            return;
        };
        let mut cell = Cell::new("", column);
        cell.column_span = span;
        cell.merged_above = true;
        row.cells.push(cell);
        if rows > 1 {
            open.covered.insert(column, (rows - 1, span));
        }
    }
}

fn squeezed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

fn unescape(text: &str) -> String {
    let text = text.replace("&nbsp;", "\u{a0}");
    quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), |text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(html: &str) -> Vec<Vec<(String, usize, bool)>> {
        let document = read(html.as_bytes()).unwrap();
        let table = document.tables().next().unwrap();
        let cell = |cell: &Cell| (cell.text.clone(), cell.column, cell.merged_above);
        table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(cell).collect())
            .collect()
    }

    #[test]
    fn spans_keep_the_grid() {
        let html = "<html><table><tr><th rowspan=2>甲</th><td>1</td><td rowspan=\"2\">z</td></tr>\
                    <tr><td>2</td></tr><tr><td colspan=2>总</td><td>3</td></tr></table>";
        let rows = grid(html);
        assert_eq!(rows[0][1], ("1".to_owned(), 1, false));
        assert_eq!(
            rows[1],
            [
                (String::new(), 0, true),
                ("2".to_owned(), 1, false),
                (String::new(), 2, true)
            ]
        );
        assert_eq!(rows[2][1], ("3".to_owned(), 2, false));
    }

    #[test]
    fn unseen_text_and_entities() {
        let document = read(
            "<!doctype html><head><title>x</title></head><p>a&lt;b &amp; c</p><script>1<2</script><p>二"
                .as_bytes(),
        )
        .unwrap();
        let texts: Vec<String> = document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.text.clone(),
                Block::Table(_) => String::new(),
            })
            .collect();
        assert_eq!(texts, ["a<b & c", "二"]);
    }
}
