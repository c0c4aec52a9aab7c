//! Tables that a page break has cut: made one again.

use super::lines::run_on;
use crate::document::{Cell, Row, Table};

/// The label of a merged cell stands in its middle, which may be overleaf: it is moved to where the cell begins.
fn raise_labels(rows: &mut [Row], first: &mut Row) {
    for lower in &mut first.cells {
        let at = |row: &Row| {
            let same =
                |cell: &Cell| cell.column == lower.column && cell.column_span == lower.column_span;
            row.cells.iter().position(same)
        };
        // Up through the part of the merged cell that stands on the page before.
        let begin = rows
            .iter()
            .rposition(|row| at(row).is_none_or(|index| !row.cells[index].merged_above));
        let Some(row) = begin.and_then(|begin| rows.get_mut(begin)) else {
            return;
        };
        let is_empty_row = row.cells.iter().all(Cell::is_blank);
        let Some(upper) = at(row).map(|index| &mut row.cells[index]) else {
            return;
        };
        if is_empty_row || !upper.is_blank() || lower.is_blank() {
            return;
        }
        upper.text = std::mem::take(&mut lower.text);
        lower.merged_above = true;
    }
}

/// The rows of the next page, without the head that is printed again, a row cut in two made one.
pub fn append(table: &mut Table, more: Table) {
    let text =
        |row: &Row| -> Vec<String> { row.cells.iter().map(|cell| cell.text.clone()).collect() };
    let repeated = table
        .rows
        .iter()
        .zip(&more.rows)
        .take_while(|(one, other)| {
            text(one) == text(other) && other.cells.iter().any(|cell| !cell.is_blank())
        })
        .count();
    let mut rows = more.rows.into_iter().skip(repeated);
    let Some(mut first) = rows.next() else { return };
    let continues = table.rows.last().is_some_and(|above| {
        let pairs = || above.cells.iter().zip(&first.cells);
        let aligned = above.cells.len() == first.cells.len()
            && pairs().all(|(a, b)| a.column == b.column && a.column_span == b.column_span);
        let only_more = pairs().all(|(a, b)| b.is_blank() || !a.is_blank());
        let left_blank = pairs()
            .filter(|(a, b)| b.is_blank() && !a.is_blank())
            .count();
        let filled = first.cells.iter().filter(|cell| !cell.is_blank()).count();
        // The first cell names the row; a row that has a name of its own is a row.
        let unnamed = first.cells.first().is_some_and(|cell| cell.is_blank());
        aligned && only_more && unnamed && left_blank > filled && filled > 0
    });
    if continues && let Some(above) = table.rows.last_mut() {
        for (cell, tail) in above.cells.iter_mut().zip(&first.cells) {
            if !tail.is_blank() {
                run_on(&mut cell.text, &tail.text);
            }
        }
    } else {
        raise_labels(&mut table.rows, &mut first);
        // A cell that goes on from the page before stands empty at the left of its row.
        for cell in first.cells.iter_mut().take_while(|cell| cell.is_blank()) {
            cell.merged_above = true;
        }
        table.rows.push(first);
    }
    table.rows.extend(rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let row = |texts: &&[&str]| Row {
            cells: texts
                .iter()
                .enumerate()
                .map(|(column, text)| Cell::new(*text, column))
                .collect(),
        };
        Table {
            rows: rows.iter().map(row).collect(),
        }
    }

    fn texts_of(table: &Table) -> Vec<Vec<&str>> {
        let row = |row: &'_ Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        let rows: Vec<Vec<String>> = table.rows.iter().map(row).collect();
        rows.leak()
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect()
    }

    #[test]
    fn a_table_goes_on_overleaf_without_its_head() {
        let mut upper = table(&[&["指标", "目标", "得分"], &["产出", "10人", "5"]]);
        append(
            &mut upper,
            table(&[&["指标", "目标", "得分"], &["效益", "20人", "6"]]),
        );
        assert_eq!(
            texts_of(&upper),
            [
                ["指标", "目标", "得分"],
                ["产出", "10人", "5"],
                ["效益", "20人", "6"]
            ]
        );
    }

    #[test]
    fn a_label_that_stands_overleaf_is_raised() {
        let mut upper = table(&[&["指标", "目标", "得分"], &["", "10人", "5"]]);
        append(
            &mut upper,
            table(&[&["效益", "20人", "6"], &["", "30人", "7"]]),
        );
        assert_eq!(
            texts_of(&upper)[1..],
            [["效益", "10人", "5"], ["", "20人", "6"], ["", "30人", "7"]]
        );
        assert!(upper.rows[2].cells[0].merged_above);
    }

    #[test]
    fn a_row_cut_by_the_page_is_one_row() {
        let mut upper = table(&[&["项目一", "完成了全部", "5", "10"]]);
        append(
            &mut upper,
            table(&[&["", "年度任务", "", ""], &["项目二", "无", "6", "9"]]),
        );
        assert_eq!(
            texts_of(&upper),
            [
                ["项目一", "完成了全部年度任务", "5", "10"],
                ["项目二", "无", "6", "9"]
            ]
        );
    }
}
