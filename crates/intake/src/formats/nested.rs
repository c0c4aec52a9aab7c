//! Tables inside tables: an outer table that only lays out the page is taken away, a small inner one becomes text.

use crate::document::{Block, Cell, Paragraph, Row, Table};

/// A cell with what it holds, while it is open whether its table is one of layout.
pub struct RawCell {
    pub cell: Cell,
    pub blocks: Vec<Block>,
}

impl RawCell {
    pub fn new(column: usize) -> RawCell {
        RawCell {
            cell: Cell::new("", column),
            blocks: Vec::new(),
        }
    }

    /// All words of the cell as lines; a small table inside it gives a line a row.
    fn flattened(self) -> Cell {
        let mut cell = self.cell;
        cell.source = self.blocks.iter().find_map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.source,
            Block::Table(table) => table.rows.first()?.cells.first()?.source,
        });
        if !cell.merged_above {
            let lines: Vec<String> = self.blocks.into_iter().flat_map(texts).collect();
            cell.text = lines.join("\n");
        }
        cell
    }
}

/// A table; or, where it only lays out others, what stands in its cells.
pub fn settled(rows: Vec<Vec<RawCell>>) -> Vec<Block> {
    let cells: usize = rows.iter().map(Vec::len).sum();
    let mut inside = rows.iter().flatten().flat_map(|raw| &raw.blocks);
    if inside.any(|block| is_larger(block, cells)) {
        let blocks = rows.into_iter().flatten().flat_map(|raw| raw.blocks);
        return blocks.flat_map(unwrapped).collect();
    }
    let row = |cells: Vec<RawCell>| Row {
        cells: cells.into_iter().map(RawCell::flattened).collect(),
    };
    vec![Block::Table(Table {
        rows: rows.into_iter().map(row).collect(),
    })]
}

/// Whether an inner table holds more than the one around it: then the outer one only lays out the page.
fn is_larger(block: &Block, cells: usize) -> bool {
    match block {
        Block::Table(table) => {
            let inner: usize = table.rows.iter().map(|row| row.cells.len()).sum();
            inner >= 4 && inner > cells
        }
        Block::Paragraph(_) => false,
    }
}

/// Lines of a layout cell are paragraphs of the page.
fn unwrapped(block: Block) -> Vec<Block> {
    match block {
        Block::Paragraph(paragraph) => paragraph
            .text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| {
                Block::Paragraph(Paragraph {
                    text: line.to_owned(),
                    ..paragraph.clone()
                })
            })
            .collect(),
        table => vec![table],
    }
}

/// The words of a block, line by line.
pub fn texts(block: Block) -> Vec<String> {
    match block {
        Block::Paragraph(paragraph) => vec![paragraph.text],
        Block::Table(table) => table.rows.iter().map(row_text).collect(),
    }
}

fn row_text(row: &Row) -> String {
    let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.join(" ").trim().to_owned()
}
