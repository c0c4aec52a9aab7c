//! From pages to one document: paragraphs and tables in reading order, what runs over a page break joined, headers and
//! footers put apart.

use std::collections::HashMap;

use super::columns;
use super::furniture::take_furniture;
use super::grid::{Ruled, take_tables};
use super::lines::{Line, begins_paragraph, is_full, lines, run_on};
use super::marks::Page;
use super::overleaf::append;
use crate::document::{Block, Paragraph, Table};
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
pub struct Laid {
    pub number: usize,
    width: f64,
    pub height: f64,
    tables: Vec<Ruled>,
    pub lines: Vec<Line>,
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
