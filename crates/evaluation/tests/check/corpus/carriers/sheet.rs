//! As a workbook: each attachment on a sheet of its own, titles over the whole width, numbers as numbers with a format.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};

use super::{columns, rows};
use crate::corpus::page::{Block, Cell};

pub fn write(blocks: &[Block]) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    for part in parts(blocks) {
        let sheet = book.add_worksheet();
        let name = match part.first() {
            Some(Block::Paragraph(text)) if is_label(text) => text.replace(' ', ""),
            _ => "自评报告".to_owned(),
        };
        let again = names.iter().filter(|taken| **taken == name).count();
        let shown = match again {
            0 => name.clone(),
            again => format!("{name}_{again}"),
        };
        sheet.set_name(shown).expect("a name");
        names.push(name);
        let width = part.iter().map(width).max().unwrap_or(1);
        let mut row = 0;
        for block in part {
            row = put(sheet, block, width, row);
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn is_label(text: &str) -> bool {
    let rest = text.trim().strip_prefix("附件");
    rest.is_some_and(|rest| {
        rest.chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace())
    })
}

fn parts(blocks: &[Block]) -> Vec<&[Block]> {
    let begins = |block: &Block| matches!(block, Block::Paragraph(text) if is_label(text));
    let mut starts: Vec<usize> = (1..blocks.len())
        .filter(|at| begins(&blocks[*at]))
        .collect();
    starts.insert(0, 0);
    starts.push(blocks.len());
    starts
        .windows(2)
        .map(|pair| &blocks[pair[0]..pair[1]])
        .filter(|part| !part.is_empty())
        .collect()
}

fn width(block: &Block) -> u16 {
    let widest = match block {
        Block::Paragraph(_) => 1,
        Block::Table(rows) => rows.iter().map(Vec::len).max().unwrap_or(1),
    };
    u16::try_from(widest).expect("few columns")
}

/// Writes a block and gives the row below it. A paragraph lies over the whole width; an empty row follows a table.
fn put(sheet: &mut Worksheet, block: &Block, width: u16, row: u32) -> u32 {
    match block {
        Block::Paragraph(text) => {
            if width > 1 {
                sheet
                    .merge_range(row, 0, row, width - 1, text, &Format::new())
                    .expect("a title");
            } else {
                sheet.write(row, 0, text).expect("a title");
            }
            row + 1
        }
        Block::Table(table) => {
            for (number, cells) in table.iter().enumerate() {
                for (at, cell) in cells.iter().enumerate() {
                    if let Cell::Text(text) = cell {
                        let size = (rows(table, number, at), columns(cells, at));
                        put_cell(sheet, text, (row + number as u32, at as u16), size);
                    }
                }
            }
            row + table.len() as u32 + 1
        }
    }
}

fn put_cell(
    sheet: &mut Worksheet,
    text: &str,
    (row, column): (u32, u16),
    (tall, wide): (usize, usize),
) {
    let centered = Format::new().set_align(FormatAlign::Center);
    if tall * wide > 1 {
        let last = (row + tall as u32 - 1, column + wide as u16 - 1);
        sheet
            .merge_range(row, column, last.0, last.1, text, &centered)
            .expect("merged");
    }
    match number(text) {
        Some((value, format)) => {
            let format = Format::new().set_num_format(format);
            sheet
                .write_with_format(row, column, value, &format)
                .expect("a number");
        }
        None if text.is_empty() => {}
        None => {
            sheet
                .write_with_format(row, column, text, &centered)
                .expect("a text");
        }
    }
}

/// What a person would have typed as a number, and the format that shows it as it was written.
fn number(text: &str) -> Option<(f64, String)> {
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = whole.replace(',', "");
    let shaped = !plain.is_empty()
        && (plain == "0" || !plain.starts_with('0'))
        && plain
            .chars()
            .chain(decimals.chars())
            .all(|c| c.is_ascii_digit())
        && !digits.ends_with('.');
    if !shaped {
        return None;
    }
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let mut format = if whole.contains(',') { "#,##0" } else { "0" }.to_owned();
    if !decimals.is_empty() {
        format.push('.');
        format.push_str(&"0".repeat(decimals.len()));
    }
    if percent {
        return Some((value / 100.0, format + "%"));
    }
    Some((value, format))
}
