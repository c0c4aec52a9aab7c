//! The findings as a picture: how many of each verdict, and a small plan of the document with the marks on it.

use maud::{Markup, html};
use yiju_intake::{Block, Document, Table};
use yiju_terms::words::{self, Lang};

use super::marks::{Mark, Marks, Target};
use super::sign::{severity_word, sign};
use crate::checks::Severity;
use crate::personal;

/// A tile of the plan, in units of its drawing.
const WIDTH: usize = 120;
const HEIGHT: usize = 84;
/// Tiles of the plan: a workbook of hundreds of sheets is not drawn sheet by sheet.
const TILES: usize = 24;
const BAR: usize = 720;

/// A bar of the five counts, and below it the plan.
pub fn picture(document: &Document, marks: &Marks, lang: Lang) -> Markup {
    let tiles = tiles(document, marks, lang);
    html! {
        figure.picture {
            (bar(marks, lang))
            div.plan { @for tile in tiles.iter().take(TILES) { (tile.drawn()) } }
            figcaption { (words::word(lang, "outputs.html.picture")) }
        }
    }
}

fn bar(marks: &Marks, lang: Lang) -> Markup {
    let counts = marks.outcome.counts;
    let parts = [
        ("high", counts.high),
        ("medium", counts.medium),
        ("low", counts.low),
        ("held", counts.held),
        ("gap", counts.not_checkable),
    ];
    let total: usize = parts.iter().map(|(_, count)| count).sum();
    let mut at = 0;
    let mut before = 0;
    let pieces = parts.map(|(stem, count)| {
        before += count;
        let end = BAR * before / total.max(1);
        let piece = (stem, count, at, end - at);
        at = end;
        piece
    });
    let said = words::text(
        lang,
        "outputs.html.bar",
        &[
            ("high", &counts.high.to_string()),
            ("medium", &counts.medium.to_string()),
            ("low", &counts.low.to_string()),
            ("held", &counts.held.to_string()),
            ("gaps", &counts.not_checkable.to_string()),
        ],
    );
    html! {
        svg.bar viewBox={ "0 0 " (BAR) " 26" } role="img" aria-label=(said) {
            @for (stem, count, from, width) in pieces {
                @if width > 0 {
                    rect class=(stem) x=(from) y="0" width=(width.saturating_sub(1).max(1)) height="26" {}
                    @if width > 24 { text x=(from + width / 2) y="18" text-anchor="middle" { (count) } }
                }
            }
        }
    }
}

struct Tile {
    title: String,
    anchor: Option<String>,
    /// What lies below the marks: x, y, width, height.
    shapes: Vec<[usize; 4]>,
    marks: Vec<Spot>,
}

struct Spot {
    x: usize,
    y: usize,
    severity: Severity,
    anchor: String,
    label: String,
}

impl Tile {
    fn drawn(&self) -> Markup {
        let plan = html! {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(self.title) {
                @for [x, y, width, height] in &self.shapes {
                    rect.cell x=(x) y=(y) width=(width) height=(height) {}
                }
                // The gravest are drawn last: nothing covers them.
                @for spot in self.marks.iter().rev() {
                    a href={ "#" (spot.anchor) } { (shape(spot)) }
                }
            }
        };
        html! {
            div.tile {
                (plan)
                @match &self.anchor {
                    Some(anchor) => { a.name href={ "#" (anchor) } { (self.title) } }
                    None => { span.name { (self.title) } }
                }
            }
        }
    }
}

/// The sign of the severity, drawn: fonts differ in their triangles.
fn shape(spot: &Spot) -> Markup {
    let (x, y) = (spot.x.clamp(6, WIDTH - 6), spot.y.clamp(6, HEIGHT - 6));
    let points = match spot.severity {
        Severity::High => format!("{x},{} {},{} {},{}", y - 6, x + 6, y + 5, x - 6, y + 5),
        Severity::Medium => format!("{x},{} {},{y} {x},{} {},{y}", y - 6, x + 6, y + 6, x - 6),
        Severity::Low => String::new(),
    };
    html! {
        @if points.is_empty() {
            circle.low cx=(x) cy=(y) r="4" { title { (spot.label) } }
        } @else {
            polygon class=(spot.severity.stem()) points=(points) { title { (spot.label) } }
        }
    }
}

/// A tile for each table, and one for the text before it.
fn tiles(document: &Document, marks: &Marks, lang: Lang) -> Vec<Tile> {
    let mut tiles = Vec::new();
    let mut text: Vec<(usize, usize)> = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) => text.push((index, paragraph.text.chars().count())),
            Block::Table(table) => {
                tiles.extend(text_tile(&std::mem::take(&mut text), marks, lang));
                tiles.push(table_tile(table, index, marks, lang));
            }
        }
    }
    tiles.extend(text_tile(&text, marks, lang));
    tiles
}

/// Lines of text. A few headings between tables are no text; they get a tile only where a finding is on them.
fn text_tile(paragraphs: &[(usize, usize)], marks: &Marks, lang: Lang) -> Option<Tile> {
    const LINE: usize = 38;
    const FEW: usize = 8;
    let marked = |index: &usize| !marks.at(Target::Block(*index)).is_empty();
    if paragraphs.len() < FEW && !paragraphs.iter().any(|(index, _)| marked(index)) {
        return None;
    }
    let lines: usize = paragraphs
        .iter()
        .map(|(_, letters)| letters / LINE + 1)
        .sum();
    let mut tile = Tile {
        title: words::word(lang, "outputs.html.text"),
        anchor: None,
        shapes: Vec::new(),
        marks: Vec::new(),
    };
    let mut line = 0;
    for (index, letters) in paragraphs {
        let first = line;
        for row in 0..=letters / LINE {
            let letters = (letters - row * LINE).min(LINE);
            let y = 4 + line * (HEIGHT - 8) / lines.max(20);
            let step = ((HEIGHT - 8) / lines.max(20)).max(1);
            let width = (letters * (WIDTH - 12) / LINE).max(2);
            tile.shapes
                .push([6, y, width, step.saturating_sub(1).max(1)]);
            line += 1;
        }
        let y = 4 + (first + line) * (HEIGHT - 8) / lines.max(20) / 2;
        let here = marks.at(Target::Block(*index));
        let anchor = format!("p{index}");
        tile.marks
            .extend(spot(here, WIDTH / 2, y, anchor.clone(), marks, lang));
        tile.anchor = tile.anchor.or((!here.is_empty()).then_some(anchor));
    }
    // More lines than the drawing has points add nothing to it.
    tile.shapes.dedup_by_key(|shape| shape[1]);
    tile.marks.sort_by_key(|spot| spot.severity);
    Some(tile)
}

fn table_tile(table: &Table, index: usize, marks: &Marks, lang: Lang) -> Tile {
    const ROWS: usize = 40;
    let columns = table
        .rows
        .iter()
        .map(yiju_intake::Row::width)
        .max()
        .unwrap_or(1)
        .max(1);
    let rows = table.rows.len().max(1);
    let x = |column: usize| 2 + column * (WIDTH - 4) / columns;
    let y = |row: usize| 2 + row * (HEIGHT - 4) / rows.max(8);
    let mut shapes = Vec::new();
    // Of a long table every so many rows stand for those between.
    for (number, row) in table.rows.iter().enumerate().step_by(rows.div_ceil(ROWS)) {
        for cell in row.cells.iter().filter(|cell| !cell.merged_above) {
            let width = x(cell.column + cell.column_span) - x(cell.column);
            let height = (y(number + 1) - y(number)).max(2);
            shapes.push([x(cell.column), y(number), width.max(2) - 1, height - 1]);
        }
    }
    let title = marks.title(index).map(personal::masked);
    let mut tile = Tile {
        title: title.unwrap_or_else(|| words::word(lang, "outputs.html.table")),
        anchor: Some(format!("p{index}")),
        shapes,
        marks: Vec::new(),
    };
    for (target, here) in marks.places() {
        let (at, anchor) = match target {
            Target::Cell(block, row, column) if block == index => {
                let middle = (x(column) + x(column + 1)) / 2;
                ((middle, (y(row) + y(row + 1)) / 2), target.anchor())
            }
            Target::Block(block) if block == index => ((8, 8), target.anchor()),
            _ => continue,
        };
        let anchor = anchor.unwrap_or_default();
        tile.marks
            .extend(spot(here, at.0, at.1, anchor, marks, lang));
    }
    tile.marks.sort_by_key(|spot| spot.severity);
    tile
}

/// One mark for a place, by its gravest finding.
fn spot(
    here: &[Mark],
    x: usize,
    y: usize,
    anchor: String,
    marks: &Marks,
    lang: Lang,
) -> Option<Spot> {
    let severity = here
        .iter()
        .map(|mark| marks.finding(*mark).severity)
        .min()?;
    let label = |mark: &Mark| {
        let finding = marks.finding(*mark);
        let word = severity_word(finding.severity, lang);
        format!(
            "{}{} {word} {}：{}",
            sign(finding.severity),
            mark.number,
            finding.rule,
            finding.message
        )
    };
    Some(Spot {
        x,
        y,
        severity,
        anchor,
        label: here.iter().map(label).collect::<Vec<String>>().join("\n"),
    })
}
