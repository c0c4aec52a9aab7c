//! Excel 97–2003 workbooks. The library reads values and merged ranges; the number formats of the cells, which it does
//! not keep, are read from the records here, and so are the sizes, before the library reserves memory for them.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::cell_format;
use super::date_format;
use super::sheet::{Merge, Sheet};
use crate::document::{Document, Format};
use crate::limits::{CELLS_MAX, FILE_BYTES_MAX};
use crate::note::Note;
use crate::problem::Problem;

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let records = Records::read(&workbook_stream(bytes)?)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Problem::Encrypted,
        other => broken(other),
    })?;
    let mut document = Document::new(Format::Xls, Vec::new());
    let mut hidden = Vec::new();
    for (index, meta) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        if meta.visible != SheetVisible::Visible {
            hidden.push(meta.name);
            continue;
        }
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let formats = records.sheets.get(index);
        let mut sheet = Sheet {
            name: meta.name.clone(),
            ..Sheet::default()
        };
        let range = book.worksheet_range(&meta.name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            let (row, column) = (row + top as usize, column + left as usize);
            let format = formats.and_then(|sheet| sheet.formats.get(&(row, column)));
            let code = format.map_or("General", |format| records.code(*format));
            sheet.set(row, column, text(value, code, records.is_1904))?;
        }
        sheet.merges = book
            .merge_cells_by_sheet_name(&meta.name)
            .unwrap_or_default()
            .into_iter()
            .map(|range| Merge {
                first: (range.start.0 as usize, range.start.1 as usize),
                last: (range.end.0 as usize, range.end.1 as usize),
            })
            .collect();
        document.blocks.extend(sheet.blocks()?);
    }
    if !hidden.is_empty() {
        document.notes.push(Note::HiddenSheets { names: hidden });
    }
    document.unless_blank()
}

fn broken(error: impl std::fmt::Display) -> Problem {
    Problem::BrokenSheet {
        detail: error.to_string(),
    }
}

fn text(value: &Data, code: &str, is_1904: bool) -> String {
    match value {
        Data::Int(number) => number.to_string().parse().map_or_else(
            |_| number.to_string(),
            |value: f64| cell_format::shown(value, code, is_1904),
        ),
        Data::Float(number) => cell_format::shown(*number, code, is_1904),
        Data::DateTime(moment) => cell_format::shown(moment.as_f64(), code, is_1904),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let path = if file.exists("/Workbook") {
        "/Workbook"
    } else {
        "/Book"
    };
    let mut stream = Vec::new();
    file.open_stream(path)
        .map_err(broken)?
        .take(FILE_BYTES_MAX)
        .read_to_end(&mut stream)
        .map_err(broken)?;
    Ok(stream)
}

/// What the records say about formats and sizes.
#[derive(Default)]
struct Records {
    is_1904: bool,
    codes: HashMap<u16, String>,
    /// The number format of each cell style.
    styles: Vec<u16>,
    sheets: Vec<SheetRecords>,
}

#[derive(Default)]
struct SheetRecords {
    /// Cell → style.
    formats: HashMap<(usize, usize), usize>,
}

const BOUND_SHEET: u16 = 0x0085;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const DATE_MODE: u16 = 0x0022;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
const DIMENSIONS: u16 = 0x0200;
const MANY_RK: u16 = 0x00BD;
/// Formula, number, label, boolean, small number, shared label: row, column and style come first.
const CELLS: &[u16] = &[0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6];

impl Records {
    fn read(stream: &[u8]) -> Result<Records, Problem> {
        let mut records = Records::default();
        let mut begins = Vec::new();
        for (kind, data) in iterate(stream) {
            match kind {
                DATE_MODE => records.is_1904 = word(data, 0) == Some(1),
                FORMAT => {
                    if let (Some(id), Some(code)) = (word(data, 0), format_code(data)) {
                        records.codes.insert(id, code);
                    }
                }
                STYLE => records.styles.push(word(data, 2).unwrap_or(0)),
                BOUND_SHEET => {
                    let begin = data.get(..4).and_then(|four| four.try_into().ok());
                    begins.push(begin.map_or(usize::MAX, |four| u32::from_le_bytes(four) as usize));
                }
                EOF => break,
                _ => {}
            }
        }
        let mut cells = 0;
        for begin in begins {
            let stream = stream
                .get(begin..)
                .ok_or_else(|| broken("a sheet begins outside of the file"))?;
            records.sheets.push(SheetRecords::read(stream, &mut cells)?);
        }
        Ok(records)
    }

    fn code(&self, style: usize) -> &str {
        let id = self.styles.get(style).copied().unwrap_or(0);
        match (self.codes.get(&id), date_format::reserved(id)) {
            (_, Some(code)) => code,
            (Some(code), None) => code,
            (None, None) => built_in(id),
        }
    }
}

impl SheetRecords {
    fn read(stream: &[u8], cells: &mut usize) -> Result<SheetRecords, Problem> {
        let mut sheet = SheetRecords::default();
        let (mut depth, mut rows, mut columns) = (0_usize, 0..0, 0..0);
        for (kind, data) in iterate(stream) {
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                // Charts inside a sheet have cells of their own.
                _ if depth > 1 => {}
                DIMENSIONS => check_dimensions(data)?,
                MANY_RK => {
                    let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else {
                        continue;
                    };
                    for (index, part) in data[4..].chunks_exact(6).enumerate() {
                        let at = (usize::from(row), usize::from(first) + index);
                        sheet.formats.insert(at, word(part, 0).unwrap_or(0).into());
                    }
                }
                kind if CELLS.contains(&kind) => {
                    if let (Some(row), Some(column), Some(style)) =
                        (word(data, 0), word(data, 2), word(data, 4))
                    {
                        sheet
                            .formats
                            .insert((row.into(), column.into()), style.into());
                    }
                }
                _ => {}
            }
        }
        for (row, column) in sheet.formats.keys() {
            rows = wider(rows, *row);
            columns = wider(columns, *column);
        }
        // The library keeps the whole rectangle, empty cells too.
        *cells += rows.len() * columns.len();
        if *cells > CELLS_MAX * 8 {
            return Err(Problem::TooMuchInside);
        }
        Ok(sheet)
    }
}

fn wider(range: std::ops::Range<usize>, place: usize) -> std::ops::Range<usize> {
    if range.is_empty() {
        place..place + 1
    } else {
        range.start.min(place)..range.end.max(place + 1)
    }
}

/// The library reserves room for what the sheet says of itself.
fn check_dimensions(data: &[u8]) -> Result<(), Problem> {
    let long = |at: usize| {
        let four = data.get(at..at + 4)?;
        Some(u64::from(u32::from_le_bytes(four.try_into().ok()?)))
    };
    let short = |at: usize| word(data, at).map(u64::from);
    let (rows, columns) = if data.len() >= 14 {
        (
            long(4).unwrap_or(0).saturating_sub(long(0).unwrap_or(0)),
            short(10).unwrap_or(0).saturating_sub(short(8).unwrap_or(0)),
        )
    } else {
        (
            short(2).unwrap_or(0).saturating_sub(short(0).unwrap_or(0)),
            short(6).unwrap_or(0).saturating_sub(short(4).unwrap_or(0)),
        )
    };
    if rows.saturating_mul(columns) > CELLS_MAX as u64 * 8 {
        return Err(Problem::TooMuchInside);
    }
    Ok(())
}

/// Records one after the other: kind, length, content. A cut record ends them.
fn iterate(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (word(rest, 0)?, usize::from(word(rest, 2)?));
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    let two = data.get(at..at + 2)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

/// The code behind the id: a counted text, in UTF-16 or in its low bytes.
fn format_code(data: &[u8]) -> Option<String> {
    let count = usize::from(word(data, 2)?);
    let wide = data.get(4)? & 1 == 1;
    let text = data.get(5..)?;
    if wide {
        let units: Vec<u16> = text
            .chunks_exact(2)
            .take(count)
            .map(|two| u16::from_le_bytes([two[0], two[1]]))
            .collect();
        String::from_utf16(&units).ok()
    } else {
        Some(
            text.iter()
                .take(count)
                .map(|byte| char::from(*byte))
                .collect(),
        )
    }
}

/// Codes that the file format itself defines.
fn built_in(id: u16) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        15 => "d-mm-yy",
        16 => "d-mm",
        17 => "mm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        37 | 38 => "#,##0 ;(#,##0)",
        39 | 40 => "#,##0.00;(#,##0.00)",
        41 | 42 => "#,##0;-#,##0;\"-\"",
        43 | 44 => "#,##0.00;-#,##0.00;\"-\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        _ => "General",
    }
}
