//! Excel workbooks of today: the visible sheets, each number as the sheet shows it.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::cell_format;
use super::date_format;
use super::sheet::{Merge, Sheet};
use super::unpack::Container;
use crate::document::{Document, Format};
use crate::limits::SHEET_BYTES_MAX;
use crate::note::Note;
use crate::problem::Problem;

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    // The library trusts the container, so it is measured first.
    Container::open(bytes)?.measure(SHEET_BYTES_MAX)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| problem(&error))?;
    let is_1904 = book.has_1904_epoch();
    let sheets = book.sheets_metadata().to_vec();
    let mut document = Document::new(Format::Xlsx, Vec::new());
    let mut hidden = Vec::new();
    for meta in sheets {
        if meta.visible != SheetVisible::Visible {
            hidden.push(meta.name);
        } else if meta.typ == SheetType::WorkSheet {
            let sheet = sheet(&mut book, &meta.name, is_1904)?;
            document.blocks.extend(sheet.blocks()?);
        }
    }
    if !hidden.is_empty() {
        document.notes.push(Note::HiddenSheets { names: hidden });
    }
    document.unless_blank()
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn sheet(book: &mut Book, name: &str, is_1904: bool) -> Result<Sheet, Problem> {
    let mut sheet = Sheet {
        name: name.to_owned(),
        ..Sheet::default()
    };
    let mut reader = book
        .worksheet_cells_reader(name)
        .map_err(|error| problem(&error))?;
    while let Some((cell, style)) = reader
        .next_cell_with_style_id()
        .map_err(|error| problem(&error))?
    {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value(), reader.styles().get(style), is_1904);
        sheet.set(row as usize, column as usize, text)?;
    }
    drop(reader);
    // A sheet without merged ranges is no fault; a damaged list of them loses spans, not figures.
    let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    sheet.merges = merges
        .into_iter()
        .map(|range| Merge {
            first: (range.start.0 as usize, range.start.1 as usize),
            last: (range.end.0 as usize, range.end.1 as usize),
        })
        .collect();
    Ok(sheet)
}

fn text(value: &DataRef, style: Option<&Style>, is_1904: bool) -> String {
    let format = style.and_then(|style| style.number_format.as_ref());
    let code = format.map_or("General", |format| {
        let id = format.format_id.and_then(|id| u16::try_from(id).ok());
        match id.and_then(date_format::reserved) {
            Some(code) => code,
            None => format.format_code.as_str(),
        }
    });
    match value {
        DataRef::Int(number) => number.to_string().parse().map_or_else(
            |_| number.to_string(),
            |value: f64| cell_format::shown(value, code, is_1904),
        ),
        DataRef::Float(number) => cell_format::shown(*number, code, is_1904),
        DataRef::DateTime(moment) => cell_format::shown(moment.as_f64(), code, is_1904),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn problem(error: &XlsxError) -> Problem {
    match error {
        XlsxError::Password => Problem::Encrypted,
        other => Problem::BrokenSheet {
            detail: other.to_string(),
        },
    }
}
