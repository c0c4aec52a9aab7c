//! From pages to one document: paragraphs and tables in reading order, what runs over a page break joined, headers and
//! footers put apart.

use std::collections::HashMap;

use super::columns;
use super::grid::{Ruled, take_tables};
use super::lines::{Line, is_full, lines, run_on};
use super::marks::Page;
use crate::document::{Block, Paragraph, Part, Table};

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
    let mut items: Vec<Item> = Vec::new();
    for page in laid {
        let mut begins = true;
        for item in page.items() {
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
    let block = |item| match item {
        Item::Lines { paragraph, .. } => Block::Paragraph(paragraph),
        Item::Table { table, .. } => Block::Table(table),
    };
    let furniture = furniture.into_iter().map(Block::Paragraph);
    items.into_iter().map(block).chain(furniture).collect()
}

/// A page taken apart.
struct Laid {
    number: usize,
    height: f64,
    tables: Vec<Ruled>,
    lines: Vec<Line>,
}

impl Laid {
    fn of(mut page: Page, work_left: &mut usize) -> Laid {
        Laid {
            number: page.number,
            height: page.height,
            tables: take_tables(&mut page, work_left),
            lines: lines(page.glyphs),
        }
    }

    fn items(self) -> Vec<Item> {
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
            placed.extend(texts(&lines, self.number));
            lines = rest;
            placed.push((ruled.top, item));
        }
        placed.extend(texts(&lines, self.number));
        placed.into_iter().map(|(_, item)| item).collect()
    }
}

/// Paragraphs and unruled tables among lines.
fn texts(lines: &[Line], page: usize) -> Vec<(f64, Item)> {
    let mut items = Vec::new();
    let mut at = 0;
    let right = lines.iter().map(Line::right).fold(0.0, f64::max);
    let left = lines.iter().map(Line::left).fold(f64::MAX, f64::min);
    for found in columns::find(lines, page) {
        paragraphs(&lines[at..found.from], page, (left, right), &mut items);
        let item = Item::Table {
            table: found.table,
            edges: Vec::new(),
            size: (left, right),
        };
        items.push((lines[found.from].top(), item));
        at = found.to;
    }
    paragraphs(&lines[at..], page, (left, right), &mut items);
    items
}

fn paragraphs(lines: &[Line], page: usize, edges: (f64, f64), items: &mut Vec<(f64, Item)>) {
    let (left, right) = edges;
    let mut above: Option<&Line> = None;
    for line in lines {
        let is_flush = line.left() - left < 0.8 * line.size;
        let runs_on = above.is_some_and(|above| {
            is_flush
                && is_full(above, line, right)
                && line.base - above.base < 2.6 * line.size
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

/// The rows of the next page, without the head that is printed again, a row cut in two made one.
fn append(table: &mut Table, more: Table) {
    let text = |row: &crate::document::Row| -> Vec<String> {
        row.cells.iter().map(|cell| cell.text.clone()).collect()
    };
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
