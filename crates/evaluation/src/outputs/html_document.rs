//! The document redrawn: its tables with their merged cells, its paragraphs, and the findings marked where they stand.

use maud::{Markup, html};
use yiju_intake::{Block, Cell, Document, Paragraph, Part, Row, Table};
use yiju_terms::words::{self, Lang};

use super::marks::{Mark, Marks, Target};
use super::sign::{severity_word, sign};
use crate::checks::Severity;
use crate::personal;

/// Rows of a table that are drawn without a finding in them; a register of thousands of people is not redrawn.
const ROWS_SHOWN: usize = 300;
/// Paragraphs that are drawn without a finding in them.
const PARAGRAPHS_SHOWN: usize = 3_000;

pub fn document(document: &Document, marks: &Marks, lang: Lang) -> Markup {
    let mut paragraphs = 0;
    html! {
        @for (index, block) in document.blocks.iter().enumerate() {
            @match block {
                Block::Paragraph(text) => {
                    @let here = marks.at(Target::Block(index));
                    @if !here.is_empty() || paragraphs < PARAGRAPHS_SHOWN {
                        (paragraph(text, index, here, marks, lang))
                    }
                    ({ paragraphs += 1; "" })
                }
                Block::Table(content) => { (table(content, index, marks, lang)) }
            }
        }
    }
}

fn paragraph(text: &Paragraph, index: usize, here: &[Mark], marks: &Marks, lang: Lang) -> Markup {
    let class = class_of(here, marks);
    let aside = match text.part {
        Part::Body => "",
        Part::Header | Part::Footer => "margin",
        Part::SheetName => "sheet-name",
    };
    html! {
        p id=[(!here.is_empty()).then(|| format!("p{index}"))] class={ (aside) " " (class) } {
            @if text.part == Part::Header || text.part == Part::Footer {
                span.where { (words::word(lang, "outputs.html.margin")) }
            }
            (quoted(&text.text, here, marks))
            (badges(here, marks, lang))
        }
    }
}

/// The text with the figures that were found wrong set off.
fn quoted(text: &str, here: &[Mark], marks: &Marks) -> Markup {
    let shown = personal::masked(text);
    let found = here
        .iter()
        .map(|mark| marks.finding(*mark).found.as_str())
        .filter(|found| !found.is_empty())
        .find_map(|found| whole_number(&shown, found));
    let Some((start, end)) = found else {
        return html! { (shown) };
    };
    html! { (shown[..start]) mark { (shown[start..end]) } (shown[end..]) }
}

/// Where `found` stands in a text and is not a part of a longer number.
fn whole_number(text: &str, found: &str) -> Option<(usize, usize)> {
    let joins = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let is_whole = |(at, _): &(usize, &str)| {
        let before = text[..*at].chars().next_back();
        let mut after = text[at + found.len()..].chars();
        let (next, second) = (after.next(), after.next());
        let goes_on = match next {
            Some(c) if c.is_ascii_digit() => true,
            Some('.' | ',') => second.is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        };
        !before.is_some_and(joins) && !goes_on
    };
    let has_digit = found.chars().any(|c| c.is_ascii_digit());
    let at = text
        .match_indices(found)
        .find(is_whole)
        .filter(|_| has_digit)?
        .0;
    Some((at, at + found.len()))
}

fn table(table: &Table, index: usize, marks: &Marks, lang: Lang) -> Markup {
    let here = marks.at(Target::Block(index));
    let width = table.rows.iter().map(Row::width).max().unwrap_or(1);
    let (rows, left_out) = shown_rows(table, index, marks);
    let count = left_out.to_string();
    html! {
        figure.table {
            figcaption id={ "p" (index) } class=(class_of(here, marks)) {
                (marks.title(index).map(personal::masked).unwrap_or_default())
                (badges(here, marks, lang))
            }
            div.scroll tabindex="0" role="region"
                aria-label=(marks.title(index).map_or_else(|| words::word(lang, "outputs.html.table"), personal::masked)) {
                table {
                    tbody {
                        @for (number, row) in table.rows.iter().enumerate() {
                            @if rows[number] { tr { (cells(table, row, &Spot { index, number, width, rows: &rows }, marks, lang)) } }
                        }
                    }
                }
            }
            @if left_out > 0 {
                p.note { (words::text(lang, "outputs.html.rows_left_out", &[("count", &count)])) }
            }
        }
    }
}

/// Which rows are drawn, and how many are not.
fn shown_rows(table: &Table, index: usize, marks: &Marks) -> (Vec<bool>, usize) {
    let mut rows: Vec<bool> = (0..table.rows.len()).map(|row| row < ROWS_SHOWN).collect();
    for (target, _) in marks.places() {
        if let Target::Cell(block, row, _) = target
            && block == index
        {
            rows[row] = true;
        }
    }
    let left_out = rows.iter().filter(|shown| !**shown).count();
    (rows, left_out)
}

/// A row on its way to the page.
struct Spot<'a> {
    index: usize,
    number: usize,
    width: usize,
    rows: &'a [bool],
}

fn cells(table: &Table, row: &Row, spot: &Spot, marks: &Marks, lang: Lang) -> Markup {
    let mut column = 0;
    html! {
        @for content in &row.cells {
            (gap(content.column.saturating_sub(column)))
            ({ column = content.column + content.column_span; "" })
            @if !content.merged_above || is_torn(spot) {
                (cell(table, content, spot, marks, lang))
            }
        }
        (gap(spot.width.saturating_sub(column)))
    }
}

/// Whether the row above is not drawn: then what it would have spanned is drawn as a cell of its own.
fn is_torn(spot: &Spot) -> bool {
    spot.number == 0 || !spot.rows[spot.number - 1]
}

fn gap(columns: usize) -> Markup {
    html! { @if columns > 0 { td.gap colspan=[(columns > 1).then_some(columns)] {} } }
}

fn cell(table: &Table, cell: &Cell, spot: &Spot, marks: &Marks, lang: Lang) -> Markup {
    let target = Target::Cell(spot.index, spot.number, cell.column);
    let here = marks.at(target);
    let rows = row_span(table, cell, spot);
    let anchor = (!here.is_empty()).then(|| target.anchor()).flatten();
    let kind = if is_figure(&cell.text) { "figure" } else { "" };
    html! {
        td id=[anchor] class={ (kind) " " (class_of(here, marks)) }
            rowspan=[(rows > 1).then_some(rows)]
            colspan=[(cell.column_span > 1).then_some(cell.column_span)] {
            (lines(&cell.text))
            (badges(here, marks, lang))
        }
    }
}

fn lines(text: &str) -> Markup {
    let shown = personal::masked(text.trim());
    html! {
        @for (number, line) in shown.lines().enumerate() {
            @if number > 0 { br; }
            (line)
        }
    }
}

/// Rows that a cell reaches over, as far as they are drawn without a break.
fn row_span(table: &Table, cell: &Cell, spot: &Spot) -> usize {
    let goes_on = |row: &usize| {
        spot.rows[*row]
            && table.rows[*row].cells.iter().any(|below| {
                below.merged_above
                    && below.column == cell.column
                    && below.column_span == cell.column_span
            })
    };
    1 + (spot.number + 1..table.rows.len())
        .take_while(goes_on)
        .count()
}

/// Short texts of digits are set to the right.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0
        && text.chars().count() <= 12
        && text
            .chars()
            .all(|c| !('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The class of the gravest finding at a place.
fn class_of(here: &[Mark], marks: &Marks) -> String {
    let gravest: Option<Severity> = here.iter().map(|mark| marks.finding(*mark).severity).min();
    gravest.map_or_else(String::new, |severity| {
        format!("marked {}", severity.stem())
    })
}

/// The numbers of the findings at a place, each a link to its entry.
fn badges(here: &[Mark], marks: &Marks, lang: Lang) -> Markup {
    html! {
        @for mark in here {
            @let finding = marks.finding(*mark);
            " " a class={ "badge " (finding.severity.stem()) } href={ "#f" (mark.number) }
                title={ (severity_word(finding.severity, lang)) " " (finding.rule) "：" (finding.message) } {
                span.unseen { (severity_word(finding.severity, lang)) }
                (sign(finding.severity)) (mark.number)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_found_whole() {
        assert_eq!(whole_number("收入82.58万元", "82.58"), Some((6, 11)));
        assert_eq!(whole_number("收入182.58万元", "82.58"), None);
        assert_eq!(whole_number("共12.5，又12。", "12"), Some((13, 15)));
        assert_eq!(whole_number("无", "无"), None);
    }

    #[test]
    fn figures_stand_right() {
        assert!(is_figure(" 80.59") && is_figure("100%"));
        assert!(!is_figure("8人") && !is_figure("") && !is_figure("2023年"));
    }
}
