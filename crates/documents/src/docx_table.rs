//! Tables in docx: fixed widths, merged cells, header rows that repeat, rows that do not break.

use docx_rs::{
    AlignmentType, Docx, Paragraph, Table as DocxTable, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use crate::docx::{TEXT_WIDTH, paragraph, run};
use crate::grid::{Grid, Place, Placed};
use crate::model::{Align, Cell, Span, Table};

pub(crate) fn table(mut docx: Docx, table: &Table) -> Docx {
    if let Some(caption) = &table.caption {
        let caption = Paragraph::new()
            .style("Caption")
            .keep_next(true)
            .add_run(run(caption));
        docx = docx.add_paragraph(caption);
    }
    if let Some(unit) = &table.unit {
        let unit = Paragraph::new()
            .style("TableUnit")
            .keep_next(true)
            .add_run(run(unit));
        docx = docx.add_paragraph(unit);
    }
    let widths = widths(&table.columns);
    let grid = table.grid();
    let rows = grid
        .places
        .iter()
        .enumerate()
        .map(|(index, places)| row(places, &grid, &widths, index < table.header_rows))
        .collect();
    let set = DocxTable::new(rows)
        .set_grid(widths)
        .width(TEXT_WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(50, 70, 50, 70));
    docx.add_table(set)
        // Two tables without a paragraph between them would grow together.
        .add_paragraph(Paragraph::new().style("AfterTable"))
}

/// Absolute widths that add up to the text width to the last unit.
pub(crate) fn widths(columns: &[u16]) -> Vec<usize> {
    let total: usize = columns.iter().map(|width| usize::from(*width)).sum();
    let mut before = 0;
    let mut edge = 0;
    columns
        .iter()
        .map(|width| {
            before += usize::from(*width);
            let next = TEXT_WIDTH * before / total.max(1);
            let width = next - edge;
            edge = next;
            width
        })
        .collect()
}

fn row(places: &[Place<'_>], grid: &Grid<'_>, widths: &[usize], header: bool) -> TableRow {
    let mut cells = Vec::new();
    for (column, place) in places.iter().enumerate() {
        match place {
            Place::Start(placed) => cells.push(start(placed, grid, widths)),
            // A cell from an earlier row is continued once, at its first column.
            Place::Covered(placed) if placed.column == column => {
                let (columns, _) = grid.extent(placed);
                let cell = sized(widths, column, columns)
                    .vertical_merge(VMergeType::Continue)
                    .add_paragraph(Paragraph::new().style("TableText"));
                cells.push(cell);
            }
            Place::Covered(_) => {}
            Place::Gap => cells
                .push(sized(widths, column, 1).add_paragraph(Paragraph::new().style("TableText"))),
        }
    }
    let row = TableRow::new(cells).cant_split();
    // See `docx_package`: becomes "repeat as header row".
    if header {
        row.row_height(0.0).height_rule(docx_rs::HeightRule::Exact)
    } else {
        row
    }
}

fn start(placed: &Placed<'_>, grid: &Grid<'_>, widths: &[usize]) -> TableCell {
    let (columns, rows) = grid.extent(placed);
    let cell = sized(widths, placed.column, columns);
    let cell = if rows > 1 {
        cell.vertical_merge(VMergeType::Restart)
    } else {
        cell
    };
    lines(placed.cell)
        .into_iter()
        .fold(cell, TableCell::add_paragraph)
}

fn sized(widths: &[usize], column: usize, columns: usize) -> TableCell {
    let width = widths[column..column + columns].iter().sum();
    let cell = TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center);
    if columns > 1 {
        cell.grid_span(columns)
    } else {
        cell
    }
}

/// One paragraph for each line of the cell.
fn lines(cell: &Cell) -> Vec<Paragraph> {
    let style = if cell.header {
        "TableLabel"
    } else {
        "TableText"
    };
    let align = match cell.align {
        Align::Start => AlignmentType::Left,
        Align::Center => AlignmentType::Center,
        Align::End => AlignmentType::Right,
    };
    let mut lines: Vec<Vec<Span>> = vec![Vec::new()];
    for span in &cell.content {
        for (index, part) in span.shown().split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(Span::text(part));
            }
        }
    }
    lines
        .iter()
        .map(|line| paragraph(style, line).align(align))
        .collect()
}
