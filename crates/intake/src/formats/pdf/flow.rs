//! From pages to one document: paragraphs and tables in reading order, what runs over a page break joined, headers and
//! footers put apart.

use std::collections::HashMap;

use super::columns;
use super::grid::{Ruled, take_tables};
use super::lines::{Line, begins_paragraph, is_full, lines, run_on};
use super::marks::Page;
use crate::document::{Block, Cell, Paragraph, Part, Row, Table};
use crate::formats::sheet::split_label;

/// Something on a page, with what is needed to join it with its neighbour on the next page.
enum Item {
    Lines {
        paragraph: Paragraph,
        /// The last line reached the right edge, so the text may go on overleaf.
        is_open: bool,
        /// The first line is not indented, so it may go on from the page before.
        is_flush: bool,
    },
    Table {
        table: Table,
        /// Where the columns stand; empty for a table without ruled lines.
        edges: Vec<f64>,
        size: (f64, f64),
    },
}

/// All pages as blocks, headers and footers last.
pub fn blocks(pages: Vec<Page>, work_left: &mut usize) -> Vec<Block> {
    let mut laid: Vec<Laid> = pages
        .into_iter()
        .map(|page| Laid::of(page, work_left))
        .collect();
    let furniture = take_furniture(&mut laid);
    let margins = margins(&laid);
    let mut items: Vec<Item> = Vec::new();
    for page in laid {
        let mut begins = true;
        let edges = margins.get(&page.kind()).copied().unwrap_or_default();
        for item in page.items(edges) {
            match items.last_mut() {
                Some(last) if begins => {
                    if let Some(item) = joined(last, item) {
                        items.push(item);
                    }
                }
                _ => items.push(item),
            }
            begins = false;
        }
    }
    let parts = |item| match item {
        Item::Lines { paragraph, .. } => split_label(&paragraph.text)
            .map(|text| {
                Block::Paragraph(Paragraph {
                    text: text.to_owned(),
                    ..paragraph.clone()
                })
            })
            .collect(),
        Item::Table { table, .. } => vec![Block::Table(table)],
    };
    let furniture = furniture.into_iter().map(Block::Paragraph);
    items.into_iter().flat_map(parts).chain(furniture).collect()
}

/// The left and the right edge of the text, for each width of paper. Tables are often wider than the text, so they
/// count only where the text is a few short lines.
fn margins(pages: &[Laid]) -> HashMap<i64, (f64, f64)> {
    let mut found: HashMap<i64, [Vec<(f64, f64)>; 2]> = HashMap::new();
    for page in pages {
        let [text, ruled] = found.entry(page.kind()).or_default();
        text.extend(page.lines.iter().map(|line| (line.left(), line.right())));
        ruled.extend(page.tables.iter().map(|table| (table.left, table.right())));
    }
    /// A page of short lines does not show its margin; it has at least this part of the width.
    const TEXT_RIGHT: f64 = 0.8;
    #[expect(clippy::cast_precision_loss, reason = "widths of paper")]
    let edges = |(kind, [text, ruled]): (i64, [Vec<(f64, f64)>; 2])| {
        let (text, ruled) = (hull(text), hull(ruled));
        let is_short = text.1 - text.0 < 0.7 * (ruled.1 - ruled.0);
        let wide = (text.0.min(ruled.0), text.1.max(ruled.1));
        let (left, right) = if is_short { wide } else { text };
        (kind, (left, right.max(kind as f64 * TEXT_RIGHT)))
    };
    found.into_iter().map(edges).collect()
}

/// What the spans reach, but for one in fifty: punctuation may hang over the margin.
fn hull(spans: Vec<(f64, f64)>) -> (f64, f64) {
    let strays = spans.len() / 50;
    let (mut left, mut right): (Vec<f64>, Vec<f64>) = spans.into_iter().unzip();
    left.sort_by(f64::total_cmp);
    right.sort_by(f64::total_cmp);
    (
        left.get(strays).copied().unwrap_or(f64::MAX),
        right.iter().rev().nth(strays).copied().unwrap_or(0.0),
    )
}

/// A page taken apart.
struct Laid {
    number: usize,
    width: f64,
    height: f64,
    tables: Vec<Ruled>,
    lines: Vec<Line>,
}

impl Laid {
    fn of(mut page: Page, work_left: &mut usize) -> Laid {
        Laid {
            number: page.number,
            width: page.width,
            height: page.height,
            tables: take_tables(&mut page, work_left),
            lines: lines(page.glyphs),
        }
    }

    /// Pages of one width share their margins.
    fn kind(&self) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "whole points are enough")]
        let points = self.width.round() as i64;
        points
    }

    fn items(self, edges: (f64, f64)) -> Vec<Item> {
        let mut placed: Vec<(f64, Item)> = Vec::new();
        let mut lines = self.lines;
        for ruled in self.tables {
            let item = Item::Table {
                size: (ruled.left, ruled.right()),
                table: ruled.table,
                edges: ruled.edges,
            };
            // The text above a table ends there, even when it could run on below.
            let below = lines.partition_point(|line| line.base <= (ruled.top + ruled.bottom) / 2.0);
            let rest = lines.split_off(below);
            placed.extend(texts(&lines, self.number, edges));
            lines = rest;
            placed.push((ruled.top, item));
        }
        placed.extend(texts(&lines, self.number, edges));
        placed.into_iter().map(|(_, item)| item).collect()
    }
}

/// Paragraphs and unruled tables among lines.
fn texts(lines: &[Line], page: usize, edges: (f64, f64)) -> Vec<(f64, Item)> {
    let mut items = Vec::new();
    let mut at = 0;
    for found in columns::find(lines, page) {
        paragraphs(&lines[at..found.from], page, edges, &mut items);
        let item = Item::Table {
            table: found.table,
            edges: Vec::new(),
            size: edges,
        };
        items.push((lines[found.from].top(), item));
        at = found.to;
    }
    paragraphs(&lines[at..], page, edges, &mut items);
    items
}

fn paragraphs(lines: &[Line], page: usize, edges: (f64, f64), items: &mut Vec<(f64, Item)>) {
    let (left, right) = edges;
    let mut above: Option<&Line> = None;
    for line in lines {
        let begins = begins_paragraph(&line.text());
        let is_flush = line.left() - left < 0.8 * line.size && !begins;
        // A long title breaks too, and both its lines stand in the middle.
        let is_middle =
            |line: &Line| ((line.left() - left) - (right - line.right())).abs() < line.size;
        let runs_on = above.is_some_and(|above| {
            let is_title = !begins && is_middle(line) && is_middle(above);
            // A line in the middle leaves half of its room at either side.
            let right = if is_flush {
                right
            } else {
                right + above.left() - left
            };
            (is_flush || is_title)
                && is_full(above, line, right)
                && line.base - above.base < 2.8 * line.size
                && (above.size - line.size).abs() < 0.2 * line.size
        });
        match items.last_mut() {
            Some((_, Item::Lines { paragraph, .. })) if runs_on => {
                run_on(&mut paragraph.text, &line.text());
            }
            _ => items.push((
                line.top(),
                Item::Lines {
                    paragraph: Paragraph {
                        page: Some(page),
                        ..Paragraph::new(line.text())
                    },
                    is_open: false,
                    is_flush,
                },
            )),
        }
        if let Some((_, Item::Lines { is_open, .. })) = items.last_mut() {
            *is_open = right - line.right() < 2.0 * line.size;
        }
        above = Some(line);
    }
}

/// Joins what a page break has cut; gives the second back when it stands for itself.
fn joined(last: &mut Item, next: Item) -> Option<Item> {
    match (last, next) {
        (
            Item::Lines {
                paragraph, is_open, ..
            },
            Item::Lines {
                paragraph: more,
                is_open: still_open,
                is_flush: true,
            },
        ) if *is_open => {
            run_on(&mut paragraph.text, &more.text);
            *is_open = still_open;
            None
        }
        (
            Item::Table { table, edges, size },
            Item::Table {
                table: more,
                edges: more_edges,
                size: more_size,
            },
        ) if same_columns(edges, &more_edges) && same_width(*size, more_size) => {
            append(table, more);
            None
        }
        (_, next) => Some(next),
    }
}

fn same_width(one: (f64, f64), other: (f64, f64)) -> bool {
    (one.0 - other.0).abs() < 4.0 && (one.1 - other.1).abs() < 4.0
}

fn same_columns(one: &[f64], other: &[f64]) -> bool {
    !one.is_empty()
        && one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| (a - b).abs() < 4.0)
}

/// The label of a merged cell stands in its middle, which may be overleaf: it is moved to where the cell begins.
fn raise_labels(rows: &mut [Row], first: &mut Row) {
    for lower in &mut first.cells {
        let at = |row: &Row| {
            let same =
                |cell: &Cell| cell.column == lower.column && cell.column_span == lower.column_span;
            row.cells.iter().position(same)
        };
        // Up through the part of the merged cell that stands on the page before.
        let begin = rows
            .iter()
            .rposition(|row| at(row).is_none_or(|index| !row.cells[index].merged_above));
        let Some(row) = begin.and_then(|begin| rows.get_mut(begin)) else {
            return;
        };
        let is_empty_row = row.cells.iter().all(Cell::is_blank);
        let Some(upper) = at(row).map(|index| &mut row.cells[index]) else {
            return;
        };
        if is_empty_row || !upper.is_blank() || lower.is_blank() {
            return;
        }
        upper.text = std::mem::take(&mut lower.text);
        lower.merged_above = true;
    }
}

/// The rows of the next page, without the head that is printed again, a row cut in two made one.
fn append(table: &mut Table, more: Table) {
    let text =
        |row: &Row| -> Vec<String> { row.cells.iter().map(|cell| cell.text.clone()).collect() };
    let repeated = table
        .rows
        .iter()
        .zip(&more.rows)
        .take_while(|(one, other)| {
            text(one) == text(other) && other.cells.iter().any(|cell| !cell.is_blank())
        })
        .count();
    let mut rows = more.rows.into_iter().skip(repeated);
    let Some(mut first) = rows.next() else { return };
    let continues = table.rows.last().is_some_and(|above| {
        let pairs = || above.cells.iter().zip(&first.cells);
        let aligned = above.cells.len() == first.cells.len()
            && pairs().all(|(a, b)| a.column == b.column && a.column_span == b.column_span);
        let only_more = pairs().all(|(a, b)| b.is_blank() || !a.is_blank());
        let left_blank = pairs()
            .filter(|(a, b)| b.is_blank() && !a.is_blank())
            .count();
        let filled = first.cells.iter().filter(|cell| !cell.is_blank()).count();
        // The first cell names the row; a row that has a name of its own is a row.
        let unnamed = first.cells.first().is_some_and(|cell| cell.is_blank());
        aligned && only_more && unnamed && left_blank > filled && filled > 0
    });
    if continues && let Some(above) = table.rows.last_mut() {
        for (cell, tail) in above.cells.iter_mut().zip(&first.cells) {
            if !tail.is_blank() {
                run_on(&mut cell.text, &tail.text);
            }
        }
    } else {
        raise_labels(&mut table.rows, &mut first);
        // A cell that goes on from the page before stands empty at the left of its row.
        for cell in first.cells.iter_mut().take_while(|cell| cell.is_blank()) {
            cell.merged_above = true;
        }
        table.rows.push(first);
    }
    table.rows.extend(rows);
}

/// Takes lines off the upper and lower margins that stand on most pages, and numbers of pages; each text once.
fn take_furniture(pages: &mut [Laid]) -> Vec<Paragraph> {
    /// Parts of the height that count as margins.
    const MARGIN: f64 = 0.12;
    let mut seen: HashMap<(bool, String), usize> = HashMap::new();
    let count = pages.len();
    let margin = |page: &Laid, line: &Line| {
        if line.base < page.height * MARGIN {
            Some(true)
        } else if line.base > page.height * (1.0 - MARGIN) {
            Some(false)
        } else {
            None
        }
    };
    for page in pages.iter() {
        for line in &page.lines {
            if let Some(is_top) = margin(page, line) {
                *seen.entry((is_top, pattern(&line.text()))).or_default() += 1;
            }
        }
    }
    let mut furniture: Vec<Paragraph> = Vec::new();
    for page in pages {
        let lines = std::mem::take(&mut page.lines);
        for line in lines {
            let text = line.text();
            let is_furniture = margin(page, &line).is_some_and(|is_top| {
                let pattern = pattern(&text);
                let often = seen.get(&(is_top, pattern.clone())).copied().unwrap_or(0);
                is_page_number(&pattern) || (count >= 3 && often * 2 > count)
            });
            if !is_furniture {
                page.lines.push(line);
                continue;
            }
            let part = if line.base < page.height / 2.0 {
                Part::Header
            } else {
                Part::Footer
            };
            let known = furniture
                .iter()
                .any(|other| pattern(&other.text) == pattern(&text));
            if !known && !is_page_number(&pattern(&text)) {
                furniture.push(Paragraph {
                    page: Some(page.number),
                    part,
                    ..Paragraph::new(text)
                });
            }
        }
    }
    furniture
}

/// The text with every number alike and no blanks.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            pattern.push(c);
        } else if !pattern.ends_with('0') {
            pattern.push('0');
        }
    }
    pattern
}

fn is_page_number(pattern: &str) -> bool {
    let bare: String = pattern
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '-' | '—' | '–' | '－' | '一' | '/' | '·' | '第' | '页' | '共' | ',' | '，'
            )
        })
        .collect();
    pattern.contains('0') && (bare == "0" || bare == "00")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let row = |texts: &&[&str]| Row {
            cells: texts
                .iter()
                .enumerate()
                .map(|(column, text)| Cell::new(*text, column))
                .collect(),
        };
        Table {
            rows: rows.iter().map(row).collect(),
        }
    }

    fn texts_of(table: &Table) -> Vec<Vec<&str>> {
        let row = |row: &'_ Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        let rows: Vec<Vec<String>> = table.rows.iter().map(row).collect();
        rows.leak()
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect()
    }

    #[test]
    fn a_table_goes_on_overleaf_without_its_head() {
        let mut upper = table(&[&["指标", "目标", "得分"], &["产出", "10人", "5"]]);
        append(
            &mut upper,
            table(&[&["指标", "目标", "得分"], &["效益", "20人", "6"]]),
        );
        assert_eq!(
            texts_of(&upper),
            [
                ["指标", "目标", "得分"],
                ["产出", "10人", "5"],
                ["效益", "20人", "6"]
            ]
        );
    }

    #[test]
    fn a_label_that_stands_overleaf_is_raised() {
        let mut upper = table(&[&["指标", "目标", "得分"], &["", "10人", "5"]]);
        append(
            &mut upper,
            table(&[&["效益", "20人", "6"], &["", "30人", "7"]]),
        );
        assert_eq!(
            texts_of(&upper)[1..],
            [["效益", "10人", "5"], ["", "20人", "6"], ["", "30人", "7"]]
        );
        assert!(upper.rows[2].cells[0].merged_above);
    }

    #[test]
    fn a_row_cut_by_the_page_is_one_row() {
        let mut upper = table(&[&["项目一", "完成了全部", "5", "10"]]);
        append(
            &mut upper,
            table(&[&["", "年度任务", "", ""], &["项目二", "无", "6", "9"]]),
        );
        assert_eq!(
            texts_of(&upper),
            [
                ["项目一", "完成了全部年度任务", "5", "10"],
                ["项目二", "无", "6", "9"]
            ]
        );
    }

    #[test]
    fn numbers_of_pages() {
        for text in ["- 3 -", "第 1 页 共 9 页", "12", "3/9", "— 4 —"] {
            assert!(is_page_number(&pattern(text)), "{text}");
        }
        for text in ["2023年", "附件3", "一、基本情况", "页"] {
            assert!(!is_page_number(&pattern(text)), "{text}");
        }
    }
}
