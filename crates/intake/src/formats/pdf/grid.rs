//! Tables from ruled lines: crossing lines make a grid, and where a line is missing between two boxes they are one
//! cell. Lines at the outside may be missing altogether.

use super::lines::cell_text;
use super::marks::{Glyph, Page, Ruling};
use super::rulings::{NEAR, groups, joined};
use crate::document::{Cell, Row, Table};
use crate::limits::COLUMNS_MAX;

/// Lines of a page after joining; a drawing with more is no table.
const LINES_MAX: usize = 4_000;
const BOXES_MAX: usize = 40_000;
/// Comparisons for the tables of a whole file: some seconds.
pub const WORK_MAX: usize = 1_000_000_000;

/// A table with its place, for the reading order and for joining over pages.
#[derive(Clone, Debug)]
pub struct Ruled {
    pub table: Table,
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    /// The lines between the columns.
    pub edges: Vec<f64>,
}

impl Ruled {
    pub fn right(&self) -> f64 {
        self.edges.last().copied().unwrap_or(self.left)
    }
}

/// Takes the tables of a page out of it, with the characters inside them. `work_left` is shared by all pages: a file
/// of drawings costs no more than one report.
pub fn take_tables(page: &mut Page, work_left: &mut usize) -> Vec<Ruled> {
    let rulings = joined(std::mem::take(&mut page.rulings));
    let mut afford = |work: usize| match work_left.checked_sub(work) {
        Some(left) => {
            *work_left = left;
            true
        }
        None => false,
    };
    if rulings.len() > LINES_MAX || !afford(rulings.len() * rulings.len()) {
        return Vec::new();
    }
    let mut tables: Vec<Ruled> = groups(&rulings)
        .into_iter()
        .filter_map(|group| Frame::of(&group))
        .filter(|frame| afford(frame.columns.len() * frame.rows.len() * frame.lines.len()))
        .filter_map(|frame| frame.table(page))
        .collect();
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    tables
}

/// The grid that a group of lines spans.
struct Frame {
    lines: Vec<Ruling>,
    columns: Vec<f64>,
    rows: Vec<f64>,
}

impl Frame {
    fn of(lines: &[Ruling]) -> Option<Frame> {
        let edges = |horizontal: bool| {
            let mut edges: Vec<f64> = lines
                .iter()
                .filter(|line| line.horizontal == horizontal)
                .map(|line| line.at)
                .collect();
            // The ends of the lines across bound the table where its outer border is not drawn.
            let across = lines.iter().filter(|line| line.horizontal != horizontal);
            let low = across
                .clone()
                .map(|line| line.from)
                .fold(f64::MAX, f64::min);
            let high = across.map(|line| line.to).fold(f64::MIN, f64::max);
            edges.sort_by(f64::total_cmp);
            if edges.first().is_some_and(|first| low < first - 2.0 * NEAR) {
                edges.insert(0, low);
            }
            if edges.last().is_some_and(|last| high > last + 2.0 * NEAR) {
                edges.push(high);
            }
            edges.dedup_by(|next, edge| *next - *edge <= NEAR);
            edges
        };
        let frame = Frame {
            columns: edges(false),
            rows: edges(true),
            lines: lines.to_vec(),
        };
        let (columns, rows) = (frame.columns.len(), frame.rows.len());
        let fits = columns >= 2 && rows >= 2 && columns <= COLUMNS_MAX;
        // A single box is a frame around text and no table.
        (fits && columns + rows > 4 && columns * rows <= BOXES_MAX).then_some(frame)
    }

    /// Whether a line is drawn at an edge between two others.
    fn is_drawn(&self, horizontal: bool, at: f64, from: f64, to: f64) -> bool {
        let (quarter, middle) = ((to - from) / 4.0, (from + to) / 2.0);
        self.lines.iter().any(|line| {
            line.horizontal == horizontal
                && (line.at - at).abs() <= NEAR + 0.5
                && line.from <= middle - quarter
                && line.to >= middle + quarter
        })
    }

    /// For each box the cell it belongs to, as the box at its top left.
    fn cells(&self) -> Vec<Vec<(usize, usize, usize, usize)>> {
        let (rows, columns) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut taken = vec![vec![false; columns]; rows];
        let mut cells = vec![Vec::new(); rows];
        for row in 0..rows {
            for column in 0..columns {
                if taken[row][column] {
                    continue;
                }
                let (y0, y1) = (self.rows[row], self.rows[row + 1]);
                let mut right = column + 1;
                while right < columns
                    && !taken[row][right]
                    && !self.is_drawn(false, self.columns[right], y0, y1)
                {
                    right += 1;
                }
                let mut below = row + 1;
                while below < rows
                    && (column..right).all(|column| {
                        let (x0, x1) = (self.columns[column], self.columns[column + 1]);
                        !taken[below][column] && !self.is_drawn(true, self.rows[below], x0, x1)
                    })
                {
                    below += 1;
                }
                for (index, line) in taken.iter_mut().enumerate().take(below).skip(row) {
                    line[column..right].fill(true);
                    cells[index].push((row, column, below, right));
                }
            }
        }
        cells
    }

    fn table(self, page: &mut Page) -> Option<Ruled> {
        let cells = self.cells();
        let first = |edges: &[f64]| edges.first().copied().unwrap_or(0.0);
        let last = |edges: &[f64]| edges.last().copied().unwrap_or(0.0);
        let (left, right) = (first(&self.columns), last(&self.columns));
        let (top, bottom) = (first(&self.rows), last(&self.rows));
        let is_inside = |glyph: &Glyph| {
            let (x, y) = glyph.middle();
            left - 1.0 <= x && x <= right + 1.0 && top - 1.0 <= y && y <= bottom + 1.0
        };
        let (inside, outside): (Vec<Glyph>, Vec<Glyph>) =
            page.glyphs.drain(..).partition(is_inside);
        page.glyphs = outside;
        let table = Table {
            rows: self.filled(&cells, inside, page.number),
        };
        if table
            .rows
            .iter()
            .all(|row| row.cells.iter().all(Cell::is_blank))
        {
            return None;
        }
        Some(Ruled {
            table,
            top,
            bottom,
            left,
            edges: self.columns,
        })
    }

    fn filled(
        &self,
        cells: &[Vec<(usize, usize, usize, usize)>],
        glyphs: Vec<Glyph>,
        page: usize,
    ) -> Vec<Row> {
        let place = |edges: &[f64], value: f64| {
            let boxes = edges.len() - 1;
            edges
                .partition_point(|edge| *edge <= value)
                .saturating_sub(1)
                .min(boxes - 1)
        };
        let (rows, columns) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut owner = vec![vec![(0, 0); columns]; rows];
        for cell in cells.iter().flatten() {
            for line in &mut owner[cell.0..cell.2] {
                line[cell.1..cell.3].fill((cell.0, cell.1));
            }
        }
        let mut texts = vec![vec![Vec::new(); columns]; rows];
        for glyph in glyphs {
            let (x, y) = glyph.middle();
            let (row, column) = owner[place(&self.rows, y)][place(&self.columns, x)];
            texts[row][column].push(glyph);
        }
        let mut filled = Vec::new();
        for (number, row) in cells.iter().enumerate() {
            let mut row = row.clone();
            row.sort_by_key(|cell| cell.1);
            let cell = |&(top, column, _, right): &(usize, usize, usize, usize)| {
                let mut cell = Cell::new("", column);
                cell.column_span = right - column;
                cell.page = Some(page);
                cell.merged_above = top < number;
                if !cell.merged_above {
                    let glyphs = std::mem::take(&mut texts[top][column]);
                    cell.text = cell_text(glyphs, self.columns[right], 4.0);
                }
                cell
            };
            filled.push(Row {
                cells: row.iter().map(cell).collect(),
            });
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(horizontal: bool, at: f64, from: f64, to: f64) -> Ruling {
        Ruling {
            horizontal,
            at,
            from,
            to,
        }
    }

    fn glyph(text: &str, left: f64, base: f64) -> Glyph {
        Glyph {
            text: text.to_owned(),
            left,
            right: left + 8.0,
            base,
            size: 10.0,
        }
    }

    /// Three columns and three rows; 合 spans the first row, 产 the second and third of the first column.
    fn page() -> Page {
        let mut rulings = vec![
            line(true, 0.0, 0.0, 300.0),
            line(true, 20.0, 0.0, 300.0),
            line(true, 60.0, 0.0, 300.0),
            line(false, 0.0, 0.0, 60.0),
            line(false, 300.0, 0.0, 60.0),
            line(false, 200.0, 20.0, 60.0),
        ];
        // A line in two pieces, and one that leaves out the first column.
        rulings.push(line(false, 100.3, 20.0, 41.0));
        rulings.push(line(false, 100.0, 40.0, 60.0));
        rulings.push(line(true, 40.0, 100.0, 300.0));
        Page {
            number: 2,
            width: 300.0,
            height: 400.0,
            rulings,
            glyphs: vec![
                glyph("合", 140.0, 15.0),
                glyph("产", 10.0, 35.0),
                glyph("数", 110.0, 35.0),
                glyph("5", 210.0, 35.0),
                glyph("质", 110.0, 55.0),
                glyph("外", 10.0, 200.0),
            ],
            ..Page::default()
        }
    }

    fn shape(table: &Table) -> Vec<Vec<(String, usize, usize, bool)>> {
        let cell = |cell: &Cell| {
            (
                cell.text.clone(),
                cell.column,
                cell.column_span,
                cell.merged_above,
            )
        };
        let row = |row: &Row| row.cells.iter().map(cell).collect();
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn missing_lines_merge_boxes() {
        let mut page = page();
        let tables = take_tables(&mut page, &mut usize::MAX.clone());
        assert_eq!(tables.len(), 1);
        let text = |text: &str| text.to_owned();
        assert_eq!(
            shape(&tables[0].table),
            [
                vec![(text("合"), 0, 3, false)],
                vec![
                    (text("产"), 0, 1, false),
                    (text("数"), 1, 1, false),
                    (text("5"), 2, 1, false)
                ],
                vec![
                    (text(""), 0, 1, true),
                    (text("质"), 1, 1, false),
                    (text(""), 2, 1, false)
                ],
            ]
        );
        assert_eq!(tables[0].table.rows[1].cells[0].page, Some(2));
        assert_eq!(page.glyphs.len(), 1, "the text outside stays");
    }

    #[test]
    fn outer_borders_may_be_missing() {
        let mut page = page();
        page.rulings
            .retain(|line| line.horizontal || (50.0..250.0).contains(&line.at));
        let tables = take_tables(&mut page, &mut usize::MAX.clone());
        assert_eq!(tables[0].edges.len(), 4);
        // The uppermost line now touches no other: what stands under it is text above the table.
        assert_eq!(tables[0].table.rows.len(), 2);
        assert_eq!(page.glyphs.len(), 2);
    }

    #[test]
    fn a_box_around_text_is_no_table() {
        let mut page = page();
        page.rulings = vec![
            line(true, 0.0, 0.0, 300.0),
            line(true, 390.0, 0.0, 300.0),
            line(false, 0.0, 0.0, 390.0),
            line(false, 300.0, 0.0, 390.0),
        ];
        assert!(take_tables(&mut page, &mut usize::MAX.clone()).is_empty());
        assert_eq!(page.glyphs.len(), 6);
    }
}
