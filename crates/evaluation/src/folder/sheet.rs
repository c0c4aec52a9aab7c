//! The ranking as a workbook: one line a file, counts as numbers, links to the results.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError};
use yiju_terms::{Lang, words};

use super::page::{COLUMNS, profile, worst};
use super::row::Row;
use super::safe::REPORTS;

/// Widths in characters, in the order of the columns.
const WIDTHS: [f64; 13] = [
    6.0, 44.0, 28.0, 8.0, 24.0, 6.0, 6.0, 6.0, 10.0, 10.0, 80.0, 12.0, 8.0,
];
/// Excel takes no more links on a sheet.
const LINKS_MAX: usize = 65_000;
const LINE_POINTS: f64 = 15.0;

pub fn workbook(rows: &[Row], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Memory does not grow with the lines.
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(words::word(lang, "checks.folder.sheet"))?;
    let head = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin);
    for (column, (key, width)) in COLUMNS.iter().chain(&["link"]).zip(WIDTHS).enumerate() {
        let word = words::word(lang, &format!("checks.folder.column.{key}"));
        let column = column as u16;
        sheet.set_column_width(column, width)?;
        sheet.write_with_format(0, column, word, &head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    for (index, row) in rows.iter().enumerate() {
        line(sheet, index, row, lang)?;
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, WIDTHS.len() as u16 - 1)?;
    book.save_to_buffer()
}

/// Lines that the texts of a row take in their columns; Chinese takes two places a character.
fn lines(worst: &str, file: &str) -> f64 {
    let of = |text: &str, places: usize| -> usize {
        let wide = |line: &str| {
            line.chars()
                .map(|c| if c.is_ascii() { 1 } else { 2 })
                .sum::<usize>()
        };
        text.lines()
            .map(|line| wide(line).div_ceil(places).max(1))
            .sum()
    };
    let most = of(worst, 78).max(of(file, 42)).clamp(1, 20);
    f64::from(u8::try_from(most).unwrap_or(1))
}

fn line(sheet: &mut Worksheet, index: usize, row: &Row, lang: Lang) -> Result<(), XlsxError> {
    let at = u32::try_from(index + 1).unwrap_or(u32::MAX);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let worst = worst(row, lang);
    sheet.set_row_height(at, LINE_POINTS * lines(&worst, &row.file))?;
    sheet.write_with_format(at, 0, at, &top)?;
    sheet.write_with_format(at, 1, &row.file, &wrapped)?;
    sheet.write_with_format(at, 2, row.agency.as_deref().unwrap_or(""), &wrapped)?;
    if let Some(year) = row.year {
        sheet.write_with_format(at, 3, year, &top)?;
    }
    sheet.write_with_format(at, 4, profile(row, lang), &wrapped)?;
    if row.error.is_none() {
        let counts = row.counts;
        let numbers = [
            counts.high,
            counts.medium,
            counts.low,
            counts.held,
            counts.not_checkable,
        ];
        for (column, number) in (5..).zip(numbers) {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            sheet.write_with_format(at, column, number, &top)?;
        }
    }
    sheet.write_with_format(at, 10, worst, &wrapped)?;
    let millis = u32::try_from(row.millis).unwrap_or(u32::MAX);
    sheet.write_with_format(at, 11, millis, &top)?;
    if let Some(report) = row.report.as_ref().filter(|_| index < LINKS_MAX) {
        let text = words::word(lang, "checks.folder.open");
        let url = Url::new(format!("file:///{REPORTS}/{report}.html")).set_text(text);
        sheet.write_url(at, 12, url)?;
    }
    Ok(())
}
