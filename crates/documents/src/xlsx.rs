//! The tables of a document as xlsx: a sheet each, numbers as numbers with the digits shown, ready to print on A4.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::grid::Place;
use crate::model::{Align, Block, Cell, Document, Table, plain};
use crate::number::{Shown, shown_number};

/// Characters of the normal size that fit between the margins of A4.
const PAGE_CHARACTERS: u32 = 88;
const LINE_POINTS: f64 = 15.0;

/// A table with what stands around it.
struct Sheet<'a> {
    title: String,
    table: &'a Table,
    notes: Vec<String>,
}

/// The workbook. A document without tables gives one sheet with its title.
///
/// # Panics
/// When a table is larger than a sheet can be (1,048,576 rows, 16,384 columns), which no report is.
pub fn render(document: &Document) -> Vec<u8> {
    workbook(document).expect("a report fits into a workbook")
}

fn workbook(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document)?);
    let sheets = sheets(document);
    let mut names: Vec<String> = Vec::new();
    for sheet in &sheets {
        let name = sheet_name(&sheet.table.name, &names);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        names.push(name);
        print_setup(worksheet, document)?;
        write(worksheet, sheet, document.notice.as_deref())?;
    }
    if sheets.is_empty() {
        let worksheet = workbook.add_worksheet();
        print_setup(worksheet, document)?;
        worksheet.write_string(0, 0, &document.title)?;
    }
    workbook.save_to_buffer()
}

fn properties(document: &Document) -> Result<DocProperties, XlsxError> {
    let date = document.date;
    let year = u16::try_from(date.year()).unwrap_or(1900);
    let month = u8::try_from(date.month()).unwrap_or(1);
    let day = u8::try_from(date.day()).unwrap_or(1);
    Ok(DocProperties::new()
        .set_title(document.title.replace('\n', ""))
        .set_subject(document.notice.clone().unwrap_or_default())
        .set_author(document.organization.clone().unwrap_or_default())
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?))
}

/// Each table with the title of its attachment and the notes that follow it.
fn sheets(document: &Document) -> Vec<Sheet<'_>> {
    let mut title = document.title.clone();
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    let mut after_table = false;
    for block in &document.blocks {
        match block {
            Block::Attachment { label, title: name } => title = format!("{label}　{name}"),
            Block::Table(table) => sheets.push(Sheet {
                title: table.caption.clone().unwrap_or_else(|| title.clone()),
                table,
                notes: Vec::new(),
            }),
            Block::Note { text } if after_table => {
                if let Some(sheet) = sheets.last_mut() {
                    sheet.notes.push(plain(text));
                }
            }
            _ => {}
        }
        after_table = match block {
            Block::Table(_) => true,
            Block::Note { .. } => after_table,
            _ => false,
        };
    }
    sheets
}

/// At most 31 characters, none that a sheet may not have, and not twice in one workbook.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let cleaned: String = wanted
        .chars()
        .filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c))
        .take(27)
        .collect();
    let base = if cleaned.trim().is_empty() {
        "Sheet".to_owned()
    } else {
        cleaned
    };
    let free = |name: &str| !taken.iter().any(|have| have.eq_ignore_ascii_case(name));
    if free(&base) {
        return base;
    }
    (2..)
        .map(|number| format!("{base}({number})"))
        .find(|name| free(name))
        .unwrap_or(base)
}

fn print_setup(worksheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    const MM: f64 = 1.0 / 25.4;
    worksheet.set_paper_size(A4);
    worksheet.set_print_fit_to_pages(1, 0);
    worksheet.set_print_center_horizontally(true);
    worksheet.set_margins(
        22.0 * MM,
        22.0 * MM,
        30.0 * MM,
        25.0 * MM,
        14.0 * MM,
        12.0 * MM,
    );
    worksheet.set_footer("&C— &P —");
    if let Some(notice) = &document.notice {
        worksheet.set_header(format!("&C{}", notice.replace('&', "&&")));
    }
    worksheet.set_screen_gridlines(false);
    Ok(())
}

fn write(
    worksheet: &mut Worksheet,
    sheet: &Sheet<'_>,
    notice: Option<&str>,
) -> Result<(), XlsxError> {
    let table = sheet.table;
    let width = table.columns.len().max(1);
    let characters = characters(table);
    for (column, characters) in characters.iter().enumerate() {
        worksheet.set_column_width(index16(column), f64::from(*characters))?;
    }
    let title = text_format(16.0).set_bold().set_align(FormatAlign::Center);
    let mut row = line(
        worksheet,
        0,
        width,
        &sheet.title.replace('\n', ""),
        &title,
        30.0,
    )?;
    if let Some(notice) = notice {
        let format = text_format(9.0)
            .set_font_color(0x8A_3B12)
            .set_align(FormatAlign::Center);
        row = line(worksheet, row, width, notice, &format, LINE_POINTS)?;
    }
    if let Some(unit) = &table.unit {
        let format = text_format(10.0).set_align(FormatAlign::Right);
        row = line(worksheet, row, width, unit, &format, LINE_POINTS)?;
    }
    let top = row;
    cells(worksheet, table, top)?;
    heights(worksheet, table, top, &characters)?;
    row += index32(table.rows.len());
    if table.header_rows > 0 && row > top {
        worksheet.set_repeat_rows(top, top + index32(table.header_rows) - 1)?;
        worksheet.set_freeze_panes(top + index32(table.header_rows), 0)?;
    }
    let note = text_format(10.0)
        .set_text_wrap()
        .set_align(FormatAlign::Left);
    for text in &sheet.notes {
        let lines = f64::from(lines(text, PAGE_CHARACTERS));
        row = line(worksheet, row, width, text, &note, lines * LINE_POINTS)?;
    }
    Ok(())
}

/// One text across the whole table. Returns the next row.
fn line(
    worksheet: &mut Worksheet,
    row: u32,
    width: usize,
    text: &str,
    format: &Format,
    points: f64,
) -> Result<u32, XlsxError> {
    let format = format.clone().set_align(FormatAlign::VerticalCenter);
    if width > 1 {
        worksheet.merge_range(row, 0, row, index16(width - 1), text, &format)?;
    } else {
        worksheet.write_string_with_format(row, 0, text, &format)?;
    }
    worksheet.set_row_height(row, points)?;
    Ok(row + 1)
}

fn cells(worksheet: &mut Worksheet, table: &Table, top: u32) -> Result<(), XlsxError> {
    let grid = table.grid();
    let empty = Cell::empty();
    for (row, places) in grid.places.iter().enumerate() {
        for (column, place) in places.iter().enumerate() {
            let (cell, (columns, rows)) = match place {
                Place::Start(placed) => (placed.cell, grid.extent(placed)),
                Place::Covered(_) => continue,
                Place::Gap => (&empty, (1, 1)),
            };
            let format = cell_format(cell);
            let (first_row, first_column) = (top + index32(row), index16(column));
            if columns * rows > 1 {
                let last_row = first_row + index32(rows - 1);
                let last_column = first_column + index16(columns - 1);
                worksheet.merge_range(
                    first_row,
                    first_column,
                    last_row,
                    last_column,
                    "",
                    &format,
                )?;
            }
            value(worksheet, first_row, first_column, cell, &format)?;
        }
    }
    Ok(())
}

fn value(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let text = plain(&cell.content);
    match shown_number(&text).filter(|_| !cell.header) {
        Some(Shown {
            value,
            format: digits,
        }) => {
            let format = format.clone().set_num_format(digits);
            worksheet.write_number_with_format(row, column, value, &format)?;
        }
        None if text.is_empty() => {
            worksheet.write_blank(row, column, format)?;
        }
        None => {
            worksheet.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

fn text_format(points: f64) -> Format {
    Format::new().set_font_name("宋体").set_font_size(points)
}

fn cell_format(cell: &Cell) -> Format {
    let format = text_format(10.5)
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_align(match cell.align {
            Align::Start => FormatAlign::Left,
            Align::Center => FormatAlign::Center,
            Align::End => FormatAlign::Right,
        });
    if cell.header {
        format.set_font_name("黑体").set_background_color(0xF2_F2F0)
    } else {
        format
    }
}

/// A spreadsheet does not grow a row for merged cells: each row gets the height of its tallest text.
fn heights(
    worksheet: &mut Worksheet,
    table: &Table,
    top: u32,
    characters: &[u32],
) -> Result<(), XlsxError> {
    let grid = table.grid();
    for (row, places) in grid.places.iter().enumerate() {
        let mut most = 1;
        for place in places {
            let Place::Start(placed) = place else {
                continue;
            };
            let (columns, rows) = grid.extent(placed);
            let width: u32 = characters[placed.column..placed.column + columns]
                .iter()
                .sum();
            let needed = lines(&plain(&placed.cell.content), width.saturating_sub(1));
            most = most.max(needed.div_ceil(index32(rows)));
        }
        worksheet.set_row_height(top + index32(row), f64::from(most) * LINE_POINTS + 5.0)?;
    }
    Ok(())
}

/// Lines a text takes in a column; a Chinese character is as wide as two digits.
fn lines(text: &str, width: u32) -> u32 {
    text.split('\n')
        .map(|line| {
            let wide: u32 = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            wide.div_ceil(width.max(2)).max(1)
        })
        .sum()
}

/// Widths in characters: the page's, parted as the table asks, and for a column of numbers at least its longest (a spreadsheet
/// shows `###` for a number that does not fit). A sheet that grows wider by it is made smaller for the paper.
fn characters(table: &Table) -> Vec<u32> {
    let total: u32 = table.columns.iter().map(|width| u32::from(*width)).sum();
    let share = |width: &u16| (u32::from(*width) * PAGE_CHARACTERS / total.max(1)).max(4);
    let mut widths: Vec<u32> = table.columns.iter().map(share).collect();
    let grid = table.grid();
    for place in grid.places.iter().flatten() {
        let Place::Start(placed) = place else {
            continue;
        };
        let text = plain(&placed.cell.content);
        if grid.extent(placed).0 == 1 && shown_number(&text).is_some() {
            let width = &mut widths[placed.column];
            *width = (*width).max(index32(text.trim().len()) + 2);
        }
    }
    widths
}

fn index16(number: usize) -> u16 {
    u16::try_from(number).expect("a sheet has at most 16,384 columns")
}

fn index32(number: usize) -> u32 {
    u32::try_from(number).expect("a sheet has at most 1,048,576 rows")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_allowed_and_different() {
        let first = sheet_name("收/支*表[1]", &[]);
        assert_eq!(first, "收支表1");
        assert_eq!(sheet_name("收支表1", &[first]), "收支表1(2)");
        assert_eq!(sheet_name("///", &[]), "Sheet");
    }

    #[test]
    fn chinese_takes_two_places() {
        assert_eq!(lines("工伤保险", 8), 1);
        assert_eq!(lines("工伤保险费", 8), 2);
        assert_eq!(lines("a\nb", 8), 2);
    }

    /// A spreadsheet shows `###` for a number wider than its column.
    #[test]
    fn a_number_fits_into_its_column() {
        let row = |cells: [&str; 3]| cells.map(Cell::new).to_vec();
        let table = Table {
            columns: vec![1, 1, 60],
            rows: vec![
                row(["编号", "金额", "说明"]),
                row(["50010101", "33,305,842.82", "长于一栏的文字换行"]),
            ],
            ..Table::default()
        };
        assert_eq!(characters(&table)[..2], [10, 15]);
        let narrow = Table {
            rows: vec![row(["编号", "金额", "说明"])],
            ..table
        };
        assert_eq!(characters(&narrow)[..2], [4, 4]);
    }
}
