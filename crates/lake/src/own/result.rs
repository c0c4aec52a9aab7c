//! The result of a county as a file: one row an employer.

use parquet::data_type::ByteArray;
use yiju_terms::Region;

use crate::Stop;
use crate::files::fresh::{Fresh, Place};
use crate::files::manifest::ASSESSMENT;
use crate::files::people::Open;
use crate::files::sheet::{Column, GROUP_ROWS, Holds, Sheet};
use crate::files::{fault, month_folder};
use crate::totals::Line;

/// The columns of `assessment.parquet`.
pub fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::new("region", Holds::Number),
        Column::new("employer", Holds::Number),
        Column::new("id", Holds::Text),
    ];
    let sums = [
        "people",
        "base_fen",
        "amount_fen",
        "relief_local_fen",
        "relief_temporary_fen",
    ];
    columns.extend(sums.map(|name| Column::new(name, Holds::Long)));
    // 1 where the amount rests on a provisional figure of the law.
    columns.push(Column::new("provisional", Holds::Number));
    columns
}

/// As [`write`], with the employers' numbers from their file.
pub fn write_with_ids(
    fresh: &Fresh,
    region: &Region,
    month: &str,
    lines: &[Line],
    employers: &Open<'_>,
) -> Result<(), Stop> {
    let (order, ids) = (employers.numbers("employer")?, employers.texts("id")?);
    let in_order = order.iter().zip(0..).all(|(number, at)| *number == at);
    if !in_order || ids.len() != lines.len() {
        return Err(fault("writing a result", "employers are not in order").into());
    }
    write(fresh, region, month, lines, &ids)
}

/// Writes a county's lines; `ids` are the employers' numbers in the register, in the same order.
pub fn write(
    fresh: &Fresh,
    region: &Region,
    month: &str,
    lines: &[Line],
    ids: &[ByteArray],
) -> Result<(), Stop> {
    let place = Place {
        path: format!("{}/assessment.parquet", month_folder(region.code(), month)),
        table: ASSESSMENT.to_owned(),
        region: region.clone(),
        month: Some(month.to_owned()),
    };
    let mut sheet = Sheet::begin(fresh, place, columns(), GROUP_ROWS)?;
    for (line, id) in lines.iter().zip(ids) {
        let cells = &mut sheet.cells;
        cells[0].numbers.push(line.region);
        cells[1].numbers.push(line.employer);
        cells[2].texts.push(id.clone());
        let sums = [
            line.people,
            line.base_fen,
            line.amount_fen,
            line.relief_local_fen,
            line.relief_temporary_fen,
        ];
        for (cells, value) in cells[3..].iter_mut().zip(sums) {
            cells.longs.push(value);
        }
        cells[3 + sums.len()]
            .numbers
            .push(i32::from(line.provisional));
        sheet.rows(1)?;
    }
    sheet.finish(fresh)?;
    Ok(())
}
