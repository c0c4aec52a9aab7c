//! From the cells of a sheet to paragraphs and tables: titles above a table become paragraphs, merged ranges spans.

use std::collections::{BTreeMap, HashMap};

use crate::document::{Block, Cell, Paragraph, Part, Row, Table};
use crate::limits::{CELLS_MAX, COLUMNS_MAX};
use crate::problem::Problem;

/// A rectangle of merged cells, both corners inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub first: (usize, usize),
    pub last: (usize, usize),
}

/// A sheet as it was read: texts at their places, counted from 0.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub name: String,
    pub texts: BTreeMap<(usize, usize), String>,
    pub merges: Vec<Merge>,
}

impl Sheet {
    pub fn set(&mut self, row: usize, column: usize, text: String) -> Result<(), Problem> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if self.texts.len() >= CELLS_MAX || column >= COLUMNS_MAX {
            return Err(Problem::TooMuchInside);
        }
        self.texts.insert((row, column), text.trim().to_owned());
        Ok(())
    }

    /// The name as a paragraph, then what stands on the sheet.
    pub fn blocks(self) -> Result<Vec<Block>, Problem> {
        let mut blocks = Vec::new();
        if !self.name.is_empty() {
            blocks.push(Block::Paragraph(Paragraph {
                part: Part::SheetName,
                ..Paragraph::new(self.name.clone())
            }));
        }
        let Some(mut grid) = Grid::of(&self)? else {
            // An empty sheet says nothing, not even by its name.
            return Ok(Vec::new());
        };
        for rows in grid.tables() {
            grid.push(rows, &mut blocks);
        }
        Ok(blocks)
    }
}

/// The used part of a sheet, row by row. Rows without anything are left out but counted.
struct Grid {
    /// The number of the row on the sheet, from 0, and its cells.
    rows: Vec<(usize, Vec<Cell>)>,
}

impl Grid {
    fn of(sheet: &Sheet) -> Result<Option<Grid>, Problem> {
        let columns = sheet.texts.keys().map(|(_, column)| *column);
        let (Some(left), Some(right)) = (columns.clone().min(), columns.max()) else {
            return Ok(None);
        };
        let mut covered: HashMap<(usize, usize), Merge> = HashMap::new();
        let mut by_row: BTreeMap<usize, Vec<(usize, &String)>> = BTreeMap::new();
        for ((row, column), text) in &sheet.texts {
            by_row.entry(*row).or_default().push((*column, text));
        }
        // A merged range reaches as far as the used part; beyond it there is nothing to merge.
        for merge in &sheet.merges {
            let last = merge.last.1.min(right);
            for row in by_row.range(merge.first.0..=merge.last.0.max(merge.first.0)) {
                for column in merge.first.1.max(left)..=last {
                    covered.insert((*row.0, column), *merge);
                }
                if covered.len() > CELLS_MAX {
                    return Err(Problem::TooMuchInside);
                }
            }
        }
        if by_row.len() * (right - left + 1) > CELLS_MAX {
            return Err(Problem::TooMuchInside);
        }
        let row = |(row, texts): (usize, Vec<(usize, &String)>)| {
            (row, cells_of(row, &texts, left, right, &covered))
        };
        Ok(Some(Grid {
            rows: by_row.into_iter().map(row).collect(),
        }))
    }

    /// Splits where a row is missing and a title follows: two tables under one another on one sheet.
    fn tables(&mut self) -> Vec<Vec<(usize, Vec<Cell>)>> {
        let mut tables: Vec<Vec<(usize, Vec<Cell>)>> = Vec::new();
        for (number, cells) in std::mem::take(&mut self.rows) {
            let begins = match tables.last().and_then(|rows| rows.last()) {
                None => true,
                Some((above, _)) => number > above + 1 && is_title(&cells),
            };
            if begins {
                tables.push(Vec::new());
            }
            if let Some(rows) = tables.last_mut() {
                rows.push((number, cells));
            }
        }
        tables
    }

    /// Rows that are one text over the whole width are paragraphs when they stand above or below the table.
    fn push(&self, rows: Vec<(usize, Vec<Cell>)>, blocks: &mut Vec<Block>) {
        let above = rows.iter().take_while(|(_, cells)| is_title(cells)).count();
        let below = rows[above..]
            .iter()
            .rev()
            .take_while(|(_, cells)| is_title(cells))
            .count();
        let end = rows.len() - below;
        let paragraph = |(number, cells): &(usize, Vec<Cell>)| {
            let texts: Vec<&str> = cells
                .iter()
                .map(|cell| cell.text.as_str())
                .filter(|text| !text.is_empty())
                .collect();
            let text = texts.join(" ");
            let parts = split_label(&text).map(|text| {
                Block::Paragraph(Paragraph {
                    line: Some(number + 1),
                    ..Paragraph::new(text)
                })
            });
            parts.collect::<Vec<Block>>()
        };
        blocks.extend(rows[..above].iter().flat_map(paragraph));
        let table = rows[above..end].iter().map(|(number, cells)| Row {
            cells: cells
                .iter()
                .cloned()
                .map(|cell| Cell {
                    line: Some(number + 1),
                    ..cell
                })
                .collect(),
        });
        let table = Table {
            rows: table.collect(),
        };
        if !table.rows.is_empty() {
            blocks.push(Block::Table(table));
        }
        blocks.extend(rows[end..].iter().flat_map(paragraph));
    }
}

/// `附件3　2023年度…表` is a label and a title; a text document gives each a paragraph.
pub fn split_label(text: &str) -> impl Iterator<Item = &str> {
    let label = text.strip_prefix("附件").and_then(|rest| {
        let rest = rest.trim_start();
        let title = rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        let is_label = title.len() < rest.len() && title.starts_with(char::is_whitespace);
        (is_label && !title.trim().is_empty()).then(|| text.len() - title.len())
    });
    let (label, title) = text.split_at(label.unwrap_or(0));
    [label, title]
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// A single text that begins at the left, in a row that is otherwise empty.
fn is_title(cells: &[Cell]) -> bool {
    let mut filled = cells.iter().filter(|cell| !cell.is_blank());
    let alone = filled.next().is_some_and(|cell| {
        let whole = cells
            .last()
            .map_or(0, |last| last.column + last.column_span);
        cell.column == 0 && (cell.column_span * 2 > whole || cells.len() > 1)
    });
    let follows_merge = cells.iter().any(|cell| cell.merged_above);
    alone && filled.next().is_none() && !follows_merge
}

fn cells_of(
    row: usize,
    texts: &[(usize, &String)],
    left: usize,
    right: usize,
    covered: &HashMap<(usize, usize), Merge>,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut column = left;
    while column <= right {
        let text = texts.iter().find(|(at, _)| *at == column);
        let mut cell = Cell::new(text.map_or("", |(_, text)| text.as_str()), column - left);
        if let Some(merge) = covered.get(&(row, column)) {
            let end = merge.last.1.min(right);
            cell.column_span = end.saturating_sub(column) + 1;
            cell.merged_above = row > merge.first.0;
            if cell.merged_above {
                cell.text = String::new();
            }
        }
        column += cell.column_span;
        cells.push(cell);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &[(usize, usize, &str)], merges: &[[usize; 4]]) -> Sheet {
        let mut sheet = Sheet {
            name: "附件3".to_owned(),
            ..Sheet::default()
        };
        for (row, column, text) in cells {
            sheet.set(*row, *column, (*text).to_owned()).unwrap();
        }
        sheet.merges = merges
            .iter()
            .map(|[top, left, bottom, right]| Merge {
                first: (*top, *left),
                last: (*bottom, *right),
            })
            .collect();
        sheet
    }

    #[test]
    fn titles_notes_and_spans() {
        let cells = [
            (0, 0, "部门整体支出绩效自评表"),
            (1, 0, "一级指标"),
            (1, 2, "分值"),
            (2, 0, "产出指标"),
            (2, 1, "数量"),
            (2, 2, "10"),
            (3, 1, "质量"),
            (3, 2, "20"),
            (4, 0, "注：无"),
        ];
        let merges = [[0, 0, 0, 2], [1, 0, 1, 1], [2, 0, 3, 0], [4, 0, 4, 2]];
        let blocks = sheet(&cells, &merges).blocks().unwrap();
        assert_eq!(blocks.len(), 4);
        let Block::Table(table) = &blocks[2] else {
            panic!("{blocks:#?}")
        };
        assert_eq!(table.rows.len(), 3);
        assert_eq!(table.rows[0].cells[0].column_span, 2);
        assert_eq!(table.rows[0].cells[1].column, 2);
        assert!(table.rows[2].cells[0].merged_above);
        assert_eq!(table.rows[2].cells[0].line, Some(4));
        let Block::Paragraph(note) = &blocks[3] else {
            panic!("a note")
        };
        assert_eq!((note.text.as_str(), note.line), ("注：无", Some(5)));
    }

    #[test]
    fn a_label_and_a_title_in_one_line_are_two() {
        let parts = |text| split_label(text).collect::<Vec<&str>>();
        assert_eq!(parts("附件3　2023年度自评表"), ["附件3", "2023年度自评表"]);
        assert_eq!(parts("附件 一 自评表"), ["附件 一", "自评表"]);
        for whole in ["附件3", "附件2023年度自评表", "附件如下 见表", "说明 无"] {
            assert_eq!(parts(whole), [whole]);
        }
    }

    #[test]
    fn two_tables_under_one_another() {
        let cells = [
            (0, 1, "甲"),
            (0, 2, "乙"),
            (2, 1, "丙"),
            (2, 2, "丁"),
            (4, 1, "附件3"),
            (5, 1, "戊"),
            (5, 2, "己"),
        ];
        let blocks = sheet(&cells, &[]).blocks().unwrap();
        let rows: Vec<usize> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table.rows.len()),
                Block::Paragraph(_) => None,
            })
            .collect();
        assert_eq!(rows, [2, 1]);
    }

    #[test]
    fn a_merge_over_a_million_rows_costs_nothing() {
        let all = [[0, 0, 1_048_575, 16_383]];
        let blocks = sheet(&[(0, 0, "甲"), (900_000, 3, "乙")], &all)
            .blocks()
            .unwrap();
        assert!(!blocks.is_empty());
    }
}
