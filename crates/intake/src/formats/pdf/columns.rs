//! Tables without ruled lines: texts that stand under one another in columns over several lines.

use super::lines::{Line, run_on};
use crate::document::{Cell, Row, Table};

/// Lines that must agree before columns are believed.
const LEAST_LINES: usize = 3;
/// Lines further apart than this, in heights of a line, are no table.
const GAP_MAX: f64 = 3.0;

/// A run of lines that make a table, `from..to`.
pub struct Found {
    pub from: usize,
    pub to: usize,
    pub table: Table,
}

/// Looks for tables among the lines of a page.
pub fn find(lines: &[Line], page: usize) -> Vec<Found> {
    let pieces: Vec<Vec<Line>> = lines.iter().map(Line::pieces).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let mut end = at;
        while end < lines.len()
            && pieces[end].len() >= 2
            && (end == at || lines[end].base - lines[end - 1].base < GAP_MAX * lines[end].size)
        {
            end += 1;
            // The wrapped tail of a cell stands alone and close under its line.
            if end < lines.len() && is_tail(&lines[end - 1], &lines[end], &pieces[end]) {
                end += 1;
            }
        }
        while end > at && pieces[end - 1].len() < 2 {
            end -= 1;
        }
        if end - at >= LEAST_LINES
            && let Some(table) = table(&pieces[at..end], page)
        {
            found.push(Found {
                from: at,
                to: end,
                table,
            });
        }
        at = end.max(at + 1);
    }
    found
}

fn is_tail(above: &Line, line: &Line, pieces: &[Line]) -> bool {
    pieces.len() == 1
        && line.base - above.base < 1.5 * line.size
        && line.left() > above.left() + line.size
}

fn table(rows: &[Vec<Line>], page: usize) -> Option<Table> {
    let columns = columns(rows);
    // Columns that only some lines have are chance.
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let regular = rows.iter().filter(|row| row.len() == widest).count();
    if columns.len() < 2 || columns.len() > widest + 1 || regular * 2 < rows.len() {
        return None;
    }
    let mut table = Table::default();
    for pieces in rows {
        let mut texts = vec![String::new(); columns.len()];
        for piece in pieces {
            let middle = (piece.left() + piece.right()) / 2.0;
            let column = columns
                .iter()
                .position(|(left, right)| *left <= middle && middle <= *right)?;
            if !texts[column].is_empty() {
                texts[column].push(' ');
            }
            texts[column].push_str(&piece.text());
        }
        if pieces.len() == 1 {
            let above: &mut Row = table.rows.last_mut()?;
            for (cell, text) in above.cells.iter_mut().zip(&texts) {
                run_on(&mut cell.text, text);
            }
            continue;
        }
        let cell = |(column, text): (usize, String)| Cell {
            page: Some(page),
            ..Cell::new(text, column)
        };
        table.rows.push(Row {
            cells: texts.into_iter().enumerate().map(cell).collect(),
        });
    }
    Some(table)
}

/// Spans of the page that some text covers, with blank between them on every line.
fn columns(rows: &[Vec<Line>]) -> Vec<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> = rows
        .iter()
        .flatten()
        .map(|piece| (piece.left(), piece.right()))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (left, right) in spans {
        match columns.last_mut() {
            Some(column) if left <= column.1 => column.1 = column.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::super::marks::Glyph;
    use super::*;

    fn page(rows: &[&[(&str, f64)]]) -> Vec<Line> {
        let mut glyphs = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            for (text, left) in *row {
                for (place, c) in text.chars().enumerate() {
                    let left = left + 10.0 * place as f64;
                    glyphs.push(Glyph {
                        text: c.to_string(),
                        left,
                        right: left + 10.0,
                        base: 20.0 * index as f64,
                        size: 10.0,
                    });
                }
            }
        }
        lines(glyphs)
    }

    #[test]
    fn columns_over_three_lines_are_a_table() {
        let lines = page(&[
            &[("经费支出情况", 0.0)],
            &[("项目", 0.0), ("预算数", 100.0), ("决算数", 200.0)],
            &[("基本支出", 0.0), ("12.5", 100.0), ("12.5", 200.0)],
            &[("项目支出", 0.0), ("3", 110.0), ("2.9", 200.0)],
            &[("以上为全年数字", 0.0)],
        ]);
        let found = find(&lines, 1);
        assert_eq!((found[0].from, found[0].to), (1, 4));
        let last = &found[0].table.rows[2];
        let texts: Vec<&str> = last.cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["项目支出", "3", "2.9"]);
    }

    #[test]
    fn two_lines_side_by_side_are_no_table() {
        let lines = page(&[
            &[("填报单位", 0.0), ("填报日期", 200.0)],
            &[("联系人", 0.0), ("电话", 200.0)],
        ]);
        assert!(find(&lines, 1).is_empty());
    }
}
