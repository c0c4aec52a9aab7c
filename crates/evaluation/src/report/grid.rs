//! Rows of a table with places: how the readers of this room look at a table of the neutral document.

use yiju_intake::{Cell, Confidence, Row, Table};

use super::plain;
use super::value::{Place, Value};

#[derive(Clone, Debug)]
pub struct GridRow {
    /// From 1.
    pub number: usize,
    /// The block of the document that the table is.
    pub block: usize,
    pub width: usize,
    pub cells: Vec<GridCell>,
}

#[derive(Clone, Debug)]
pub struct GridCell {
    pub text: String,
    /// The text without blanks and in half-width signs.
    pub squeezed: String,
    pub column: usize,
    pub span: usize,
    pub merged_above: bool,
    pub page: Option<usize>,
    pub line: Option<usize>,
}

/// `block` is the table's number in the document, from 0.
pub fn rows(table: &Table, block: usize) -> Vec<GridRow> {
    let row = |(index, row): (usize, &Row)| GridRow {
        number: index + 1,
        block,
        width: row.width(),
        cells: row.cells.iter().map(cell).collect(),
    };
    table.rows.iter().enumerate().map(row).collect()
}

fn cell(cell: &Cell) -> GridCell {
    GridCell {
        text: cell.text.clone(),
        squeezed: plain::squeezed(&cell.text),
        column: cell.column,
        span: cell.column_span,
        merged_above: cell.merged_above,
        page: cell.page,
        line: cell.line,
    }
}

impl GridRow {
    pub fn covering(&self, column: usize) -> Option<&GridCell> {
        self.cells
            .iter()
            .find(|cell| cell.column <= column && column < cell.column + cell.span)
    }

    /// The first cell whose squeezed text contains `label`.
    pub fn find(&self, label: &str) -> Option<&GridCell> {
        self.cells.iter().find(|cell| cell.squeezed.contains(label))
    }

    /// The first cell whose text, without numbering, begins with one of the labels.
    pub fn labelled(&self, labels: &[&str]) -> Option<&GridCell> {
        self.cells.iter().find(|cell| {
            let text = plain::label(&cell.text);
            labels.iter().any(|label| text.starts_with(label))
        })
    }

    pub fn has_all(&self, labels: &[&str]) -> bool {
        labels.iter().all(|label| self.find(label).is_some())
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.squeezed.is_empty())
    }

    pub fn first_filled(&self) -> Option<&GridCell> {
        self.cells.iter().find(|cell| !cell.squeezed.is_empty())
    }

    /// The cell at the right of another one.
    pub fn after(&self, cell: &GridCell) -> Option<&GridCell> {
        self.covering(cell.column + cell.span)
    }

    pub fn place(&self, title: &str, cell: &GridCell) -> Place {
        Place {
            table: title.to_owned(),
            page: cell.page,
            confidence: Confidence::default(),
            row: Some(self.number),
            column: Some(cell.column + 1),
            text: plain::shortened(&cell.text, 40),
            line: cell.line,
            block: Some(self.block),
        }
    }

    pub fn value(&self, title: &str, cell: &GridCell, unit: &str) -> Value {
        Value::read(&cell.text, self.place(title, cell), unit)
    }

    /// The value at a column of the grid; absent when the row has no cell there.
    pub fn value_at(&self, title: &str, column: Option<usize>, unit: &str) -> Value {
        match column.and_then(|column| self.covering(column)) {
            Some(cell) => self.value(title, cell, unit),
            None => Value::absent(self.place_at(title, column)),
        }
    }

    pub fn place_at(&self, title: &str, column: Option<usize>) -> Place {
        Place {
            table: title.to_owned(),
            page: self.cells.first().and_then(|cell| cell.page),
            confidence: Confidence::default(),
            row: Some(self.number),
            column: column.map(|column| column + 1),
            text: String::new(),
            line: self.cells.first().and_then(|cell| cell.line),
            block: Some(self.block),
        }
    }
}

/// The money unit that the heads of a table state; 万元 when they state none.
pub fn money_unit(rows: &[GridRow]) -> &'static str {
    let states = |sign: &str| {
        rows.iter()
            .flat_map(|row| &row.cells)
            .any(|cell| cell.squeezed.contains(sign))
    };
    if !states("(万元") && !states("单位:万元") && (states("(元") || states("单位:元")) {
        "元"
    } else {
        "万元"
    }
}
