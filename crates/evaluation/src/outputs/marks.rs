//! Where each finding stands in the document: a cell, a paragraph, a table as a whole, or nowhere in particular.

use std::collections::BTreeMap;

use yiju_intake::{Block, Cell, Document, Table};

use crate::checks::{Finding, Outcome};
use crate::report::{Place, plain};

/// A place in the document, in numbers from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Block, row, and the column where the cell begins.
    Cell(usize, usize, usize),
    /// A paragraph, or a table as a whole.
    Block(usize),
    /// The document as a whole: what is missing stands nowhere.
    Document,
}

impl Target {
    /// The name of the place in a page; none for the document as a whole.
    pub fn anchor(self) -> Option<String> {
        match self {
            Target::Cell(block, row, column) => Some(format!("p{block}-{row}-{column}")),
            Target::Block(block) => Some(format!("p{block}")),
            Target::Document => None,
        }
    }
}

/// A finding at a place. Findings are numbered from 1 in the order of the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub number: usize,
    /// One of the further places of the finding.
    pub also: bool,
}

pub struct Marks<'a> {
    pub outcome: &'a Outcome,
    /// Title of each table by its block.
    titles: Vec<(usize, &'a str)>,
    places: BTreeMap<Target, Vec<Mark>>,
    document: &'a Document,
}

impl<'a> Marks<'a> {
    pub fn new(document: &'a Document, outcome: &'a Outcome) -> Marks<'a> {
        let mut marks = Marks {
            outcome,
            titles: titles(document, outcome),
            places: BTreeMap::new(),
            document,
        };
        for (index, finding) in outcome.findings.iter().enumerate() {
            let places = std::iter::once(&finding.place).chain(&finding.also);
            for (at, place) in places.enumerate() {
                let mark = Mark {
                    number: index + 1,
                    also: at > 0,
                };
                let here = marks.places.entry(marks.target(place)).or_default();
                if here.iter().all(|known| known.number != mark.number) {
                    here.push(mark);
                }
            }
        }
        marks
    }

    pub fn at(&self, target: Target) -> &[Mark] {
        self.places.get(&target).map_or(&[], Vec::as_slice)
    }

    pub fn finding(&self, mark: Mark) -> &'a Finding {
        &self.outcome.findings[mark.number - 1]
    }

    pub fn places(&self) -> impl Iterator<Item = (Target, &[Mark])> {
        self.places
            .iter()
            .map(|(target, marks)| (*target, marks.as_slice()))
    }

    pub fn title(&self, block: usize) -> Option<&'a str> {
        let found = self.titles.iter().find(|(number, _)| *number == block);
        found.map(|(_, title)| *title)
    }

    /// Where a place lies. One that names a row or column the table does not have goes to the nearest cell before it.
    pub fn target(&self, place: &Place) -> Target {
        let Some(block) = place.block.or_else(|| self.block_of(&place.table)) else {
            return Target::Document;
        };
        match self.document.blocks.get(block) {
            None => Target::Document,
            Some(Block::Paragraph(_)) => Target::Block(block),
            Some(Block::Table(table)) => match place.row {
                None => Target::Block(block),
                Some(row) => cell_target(table, block, row, place.column),
            },
        }
    }

    fn block_of(&self, title: &str) -> Option<usize> {
        let found = self.titles.iter().find(|(_, known)| *known == title);
        found.map(|(block, _)| *block)
    }
}

fn cell_target(table: &Table, block: usize, row: usize, column: Option<usize>) -> Target {
    let whole = Target::Block(block);
    let Some(mut at) = row.checked_sub(1).filter(|at| *at < table.rows.len()) else {
        return whole;
    };
    let column = column.unwrap_or(1).saturating_sub(1);
    let Some(mut cell) = covering(table, at, column) else {
        return whole;
    };
    while cell.merged_above && at > 0 {
        let Some(above) = covering(table, at - 1, cell.column) else {
            break;
        };
        at -= 1;
        cell = above;
    }
    Target::Cell(block, at, cell.column)
}

fn covering(table: &Table, row: usize, column: usize) -> Option<&Cell> {
    let row = &table.rows[row];
    let before = || row.cells.iter().rev().find(|cell| cell.column <= column);
    row.covering(column).or_else(before).or(row.cells.first())
}

/// The report names its tables in their order and leaves the blank ones out.
fn titles<'a>(document: &Document, outcome: &'a Outcome) -> Vec<(usize, &'a str)> {
    let is_filled = |table: &Table| {
        let mut cells = table.rows.iter().flat_map(|row| &row.cells);
        cells.any(|cell| !plain::squeezed(&cell.text).is_empty())
    };
    let blocks = document.blocks.iter().enumerate();
    let tables = blocks.filter_map(|(index, block)| match block {
        Block::Table(table) if is_filled(table) => Some(index),
        _ => None,
    });
    tables
        .zip(outcome.document.tables.iter().map(String::as_str))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use yiju_intake::{Format, Paragraph, Row};

    fn cell(text: &str, column: usize, span: usize, merged_above: bool) -> Cell {
        Cell {
            column_span: span,
            merged_above,
            ..Cell::new(text, column)
        }
    }

    fn document() -> Document {
        let rows = vec![
            Row {
                cells: vec![cell("a", 0, 1, false), cell("b", 1, 2, false)],
            },
            Row {
                cells: vec![cell("", 0, 1, true), cell("c", 1, 1, false)],
            },
        ];
        let blocks = vec![
            Block::Paragraph(Paragraph::new("text")),
            Block::Table(Table { rows }),
        ];
        Document::new(Format::Docx, blocks)
    }

    #[test]
    fn places_lead_to_the_cell_that_covers_them() {
        let document = document();
        let mut outcome = Outcome::default();
        outcome.document.tables = vec!["T".to_owned()];
        let marks = Marks::new(&document, &outcome);
        let place = |row, column| Place {
            table: "T".to_owned(),
            row,
            column,
            ..Place::default()
        };
        assert_eq!(
            marks.target(&place(Some(1), Some(3))),
            Target::Cell(1, 0, 1)
        );
        // Merged into the one above.
        assert_eq!(
            marks.target(&place(Some(2), Some(1))),
            Target::Cell(1, 0, 0)
        );
        // The row ends before this column.
        assert_eq!(
            marks.target(&place(Some(2), Some(9))),
            Target::Cell(1, 1, 1)
        );
        assert_eq!(marks.target(&place(None, None)), Target::Block(1));
        assert_eq!(marks.target(&place(Some(7), Some(1))), Target::Block(1));
        assert_eq!(marks.target(&Place::default()), Target::Document);
        let paragraph = Place {
            row: Some(1),
            block: Some(0),
            ..Place::default()
        };
        assert_eq!(marks.target(&paragraph), Target::Block(0));
    }
}
