//! Web pages: paragraphs and tables with row and column spans. Tolerant of tags that are never closed.

use std::collections::BTreeMap;

use super::entities::unescape;
use super::flattened;
use super::nested::{RawCell, settled};
use super::tag::{Tag, after_closing};
use super::text::decode;
use crate::document::{Block, Document, Format, Paragraph};
use crate::limits::{CELLS_MAX, COLUMNS_MAX};
use crate::problem::Problem;

/// Tables inside tables; no page lays itself out deeper.
const DEPTH_MAX: usize = 32;

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let text = decode(bytes)?;
    let mut builder = Builder::default();
    // Behind the last `>` there is no tag, and looking for one over and over would cost.
    let (marked, tail) = text.split_at(text.rfind('>').map_or(0, |at| at + 1));
    let mut rest = marked;
    while let Some(open) = rest.find('<') {
        builder.words(&rest[..open]);
        rest = &rest[open..];
        let Some(tag) = Tag::read(rest) else {
            builder.words("<");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        let is_unseen = UNSEEN.contains(&tag.name.as_str()) || tag.is_hidden();
        if !tag.closing && is_unseen {
            rest = after_closing(rest, &tag.name);
            continue;
        }
        builder.tag(&tag)?;
    }
    builder.words(rest);
    builder.words(tail);
    while !builder.tables.is_empty() {
        builder.end_table();
    }
    builder.end_paragraph();
    let mut document = Document::new(Format::Html, builder.blocks);
    flattened::rebuild(&mut document)?;
    document.unless_blank()
}

/// Elements whose content is not text on the page.
const UNSEEN: &[&str] = &["script", "style", "head", "template", "svg", "select"];
/// Elements that end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "section",
    "header",
    "footer",
    "article",
    "body",
    "ul",
    "ol",
    "br",
    "details",
    "summary",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "hr",
    "main",
    "nav",
];

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    text: String,
    /// Open tables, the innermost last.
    tables: Vec<Open>,
    cells: usize,
}

#[derive(Default)]
struct Open {
    rows: Vec<Vec<RawCell>>,
    in_cell: bool,
    in_caption: bool,
    caption: String,
    /// Columns that cells from above still cover: column → (rows left, span).
    covered: BTreeMap<usize, (usize, usize)>,
}

impl Open {
    /// Columns of the grid that the last row takes up.
    fn width(&self) -> usize {
        let last = self.rows.last().and_then(|row| row.last());
        last.map_or(0, |raw| raw.cell.column + raw.cell.column_span)
    }

    /// Puts the continuations of cells from above at the places that the row has reached, or all of them at its end.
    fn place_covered(&mut self, to_the_end: bool) -> usize {
        let mut placed = 0;
        loop {
            let at = self.width();
            let next = self.covered.range(at..).next();
            let Some((&column, &(rows, span))) = next else {
                return placed;
            };
            let Some(row) = self.rows.last_mut() else {
                return placed;
            };
            if column > at && !to_the_end {
                return placed;
            }
            let mut raw = RawCell::new(column);
            raw.cell.column_span = span;
            raw.cell.merged_above = true;
            row.push(raw);
            placed += 1;
            self.covered.remove(&column);
            // The next row finds it again; this one has gone past it.
            if rows > 1 {
                self.covered.insert(column, (rows - 1, span));
            }
        }
    }
}

impl Builder {
    fn words(&mut self, raw: &str) {
        if self
            .tables
            .last()
            .is_some_and(|open| !open.in_cell && !open.in_caption)
        {
            return;
        }
        let plain = raw.replace(['\n', '\r'], " ");
        self.text.push_str(&unescape(&plain));
    }

    fn tag(&mut self, tag: &Tag) -> Result<(), Problem> {
        match (tag.name.as_str(), tag.closing) {
            ("table", false) => {
                self.end_paragraph();
                if self.tables.len() >= DEPTH_MAX {
                    return Err(Problem::TooDeep);
                }
                self.tables.push(Open::default());
            }
            ("table", true) => self.end_table(),
            ("caption", closing) => self.caption(closing),
            ("tr", false) => {
                self.end_cell();
                self.end_row()?;
                if let Some(open) = self.tables.last_mut() {
                    open.rows.push(Vec::new());
                }
            }
            ("tr", true) => self.end_cell(),
            ("td" | "th", false) => {
                self.end_cell();
                self.begin_cell(tag)?;
            }
            ("td" | "th", true) => self.end_cell(),
            ("br", _) if !self.tables.is_empty() => self.text.push('\n'),
            (name, _) if BLOCKS.contains(&name) => self.end_paragraph(),
            _ => {}
        }
        Ok(())
    }

    /// The caption of a table is the paragraph above it.
    fn caption(&mut self, closing: bool) {
        let Some(open) = self.tables.last_mut() else {
            return;
        };
        if closing {
            open.caption = squeezed(&self.text);
        }
        open.in_caption = !closing;
        self.text.clear();
    }

    fn charge(&mut self, cells: usize) -> Result<(), Problem> {
        self.cells += cells;
        if self.cells > CELLS_MAX {
            return Err(Problem::TooMuchInside);
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Problem> {
        let placed = self
            .tables
            .last_mut()
            .map_or(0, |open| open.place_covered(true));
        self.charge(placed)
    }

    fn begin_cell(&mut self, tag: &Tag) -> Result<(), Problem> {
        self.charge(1)?;
        let Some(open) = self.tables.last_mut() else {
            return Ok(());
        };
        if open.rows.is_empty() {
            open.rows.push(Vec::new());
        }
        let placed = open.place_covered(false);
        let mut raw = RawCell::new(open.width());
        raw.cell.column_span = tag.span("colspan");
        if open.width() + raw.cell.column_span > COLUMNS_MAX {
            return Err(Problem::TooMuchInside);
        }
        let rows = tag.span("rowspan");
        if rows > 1 {
            open.covered
                .insert(raw.cell.column, (rows - 1, raw.cell.column_span));
        }
        if let Some(row) = open.rows.last_mut() {
            row.push(raw);
        }
        open.in_cell = true;
        self.text.clear();
        self.charge(placed)
    }

    fn end_cell(&mut self) {
        if self.tables.last().is_some_and(|open| open.in_cell) {
            self.end_paragraph();
            if let Some(open) = self.tables.last_mut() {
                open.in_cell = false;
            }
        }
        self.text.clear();
    }

    fn end_table(&mut self) {
        self.end_cell();
        // A row that only continues cells from above ends with the table.
        let _ = self.end_row();
        let Some(mut open) = self.tables.pop() else {
            return;
        };
        open.rows.retain(|row| !row.is_empty());
        if !open.caption.is_empty() {
            self.push(Block::Paragraph(Paragraph::new(open.caption)));
        }
        for block in settled(open.rows) {
            self.push(block);
        }
    }

    /// Puts a block where the page is being written: into the open cell, or onto the page.
    fn push(&mut self, block: Block) {
        let cell = self
            .tables
            .last_mut()
            .filter(|open| open.in_cell)
            .and_then(|open| open.rows.last_mut()?.last_mut());
        match cell {
            Some(raw) => raw.blocks.push(block),
            None => self.blocks.push(block),
        }
    }

    fn end_paragraph(&mut self) {
        if self.tables.last().is_some_and(|open| !open.in_cell) {
            return;
        }
        let text = squeezed(&self.text);
        self.text.clear();
        if !text.is_empty() {
            self.push(Block::Paragraph(Paragraph::new(text)));
        }
    }
}

fn squeezed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Cell;

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

    #[test]
    fn a_page_laid_out_by_tables_gives_its_inner_tables() {
        let html = "<table><tr><td>首页 &gt; 公开</td></tr><tr><td><p>自评表</p>\
             <table><caption>附件3</caption><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2<br>3</td></tr></table>\
             完</td></tr></table>";
        let document = read(html.as_bytes()).unwrap();
        let shape: Vec<String> = document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.text.clone(),
                Block::Table(table) => format!("{} rows", table.rows.len()),
            })
            .collect();
        assert_eq!(shape, ["首页 > 公开", "自评表", "附件3", "2 rows", "完"]);
        let table = document.tables().next().unwrap();
        assert_eq!(table.rows[1].cells[1].text, "2\n3");
    }

    #[test]
    fn a_small_table_in_a_cell_stays_its_text() {
        let html = "<table><tr><td>目标</td><td><table><tr><td>一</td><td>二</td></tr></table></td><td>x</td></tr></table>";
        let rows = grid(html);
        assert_eq!(rows[0][1].0, "一 二");
    }

    #[test]
    fn hidden_elements_are_not_read() {
        let html = "<div>见<span style='display:none'>隐<span>藏</span></span>此</div>";
        let document = read(html.as_bytes()).unwrap();
        assert_eq!(document.blocks, [Block::Paragraph(Paragraph::new("见此"))]);
    }
}
