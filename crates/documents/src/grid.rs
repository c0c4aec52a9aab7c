//! Where the cells of a table fall, and what is wrong with a table that does not close.

use crate::model::{Cell, Table};

/// A cell with its place. Rows and columns count from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed<'a> {
    pub row: usize,
    pub column: usize,
    pub cell: &'a Cell,
}

/// A place of the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place<'a> {
    /// A cell starts here.
    Start(Placed<'a>),
    /// Covered by a cell that starts elsewhere.
    Covered(Placed<'a>),
    /// No cell reaches here; drawn empty.
    Gap,
}

/// The table as rows × columns of places.
#[derive(Clone, Debug)]
pub struct Grid<'a> {
    pub places: Vec<Vec<Place<'a>>>,
    /// In English, for the author of the table: `row 3: …`. Empty when the table closes.
    pub problems: Vec<String>,
}

impl Table {
    /// Lays the cells out as HTML does: each takes the next free place of its row.
    pub fn grid(&self) -> Grid<'_> {
        let width = self.columns.len();
        let mut places = vec![vec![Place::Gap; width]; self.rows.len()];
        let mut problems = Vec::new();
        for (row, cells) in self.rows.iter().enumerate() {
            let mut column = 0;
            for cell in cells {
                while column < width && places[row][column] != Place::Gap {
                    column += 1;
                }
                if column == width {
                    problems.push(format!("row {}: more cells than columns", row + 1));
                    break;
                }
                if row < self.header_rows && row + cell.rowspan > self.header_rows {
                    problems.push(format!("row {}: a header cell reaches below", row + 1));
                }
                let placed = Placed { row, column, cell };
                occupy(&mut places, placed, &mut problems);
                column += cell.colspan.max(1);
            }
        }
        for (row, places) in places.iter().enumerate() {
            if places.contains(&Place::Gap) {
                problems.push(format!("row {}: fewer cells than columns", row + 1));
            }
        }
        if self.header_rows > self.rows.len() {
            problems.push("more header rows than rows".to_owned());
        }
        Grid { places, problems }
    }
}

fn occupy<'a>(places: &mut [Vec<Place<'a>>], placed: Placed<'a>, problems: &mut Vec<String>) {
    let Placed { row, column, cell } = placed;
    let (height, width) = (places.len(), places[row].len());
    if cell.colspan == 0 || cell.rowspan == 0 {
        problems.push(format!("row {}: a cell spans nothing", row + 1));
    }
    let bottom = row + cell.rowspan.max(1);
    let right = column + cell.colspan.max(1);
    if bottom > height || right > width {
        problems.push(format!("row {}: a cell reaches out of the table", row + 1));
    }
    for (r, line) in places.iter_mut().enumerate().take(bottom).skip(row) {
        for (c, place) in line.iter_mut().enumerate().take(right).skip(column) {
            if *place != Place::Gap {
                problems.push(format!("row {}: cells overlap", r + 1));
                continue;
            }
            *place = if (r, c) == (row, column) {
                Place::Start(placed)
            } else {
                Place::Covered(placed)
            };
        }
    }
}

impl Grid<'_> {
    /// The span a cell really has, clipped to the table.
    pub fn extent(&self, placed: &Placed<'_>) -> (usize, usize) {
        let height = self.places.len();
        let width = self.places.first().map_or(0, Vec::len);
        let columns = placed.cell.colspan.max(1).min(width - placed.column);
        let rows = placed.cell.rowspan.max(1).min(height - placed.row);
        (columns, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: usize, rows: Vec<Vec<Cell>>) -> Table {
        Table {
            columns: vec![1; columns],
            rows,
            ..Table::default()
        }
    }

    #[test]
    fn merged_cells_push_the_following_ones() {
        let table = table(
            3,
            vec![
                vec![Cell::new("a").span(1, 2), Cell::new("b").span(2, 1)],
                vec![Cell::new("c"), Cell::new("d")],
            ],
        );
        let grid = table.grid();
        assert_eq!(grid.problems, Vec::<String>::new());
        let Place::Start(c) = grid.places[1][1] else {
            panic!("c starts in the second column: {:?}", grid.places[1][1]);
        };
        assert_eq!(crate::model::plain(&c.cell.content), "c");
        assert!(matches!(grid.places[1][0], Place::Covered(a) if a.row == 0));
    }

    #[test]
    fn every_problem_is_told() {
        let table = table(
            2,
            vec![
                vec![Cell::new("a"), Cell::new("b").span(2, 1)],
                vec![Cell::new("c")],
                vec![Cell::new("d"), Cell::new("e"), Cell::new("f")],
            ],
        );
        assert_eq!(
            table.grid().problems,
            [
                "row 1: a cell reaches out of the table",
                "row 3: more cells than columns",
                "row 2: fewer cells than columns",
            ]
        );
    }
}
