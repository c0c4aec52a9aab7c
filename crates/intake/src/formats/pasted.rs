//! Tables pasted into plain text from a sheet or a web page: tabs between the cells of a line, or each cell on a line
//! of its own under a head of known labels.

use crate::document::{Cell, Row, Table};
use crate::limits::{CELLS_MAX, COLUMNS_MAX};
use crate::problem::Problem;

/// Lines of a whole file that may be looked at for tables without marks.
pub const WORK_MAX: usize = 2_000_000;

/// A table among lines, and how many lines it takes.
pub struct Pasted {
    pub table: Table,
    pub lines: usize,
    /// Rebuilt by counting: somebody should look at it.
    pub is_counted: bool,
}

/// The pasted table that begins at line `at`, if one does. `work_left` bounds the lines looked at in vain.
pub fn table(lines: &[&str], at: usize, work_left: &mut usize) -> Result<Option<Pasted>, Problem> {
    if lines[at].contains('\t') {
        with_tabs(lines, at)
    } else {
        Ok(one_cell_a_line(lines, at, work_left))
    }
}

/// At least two lines with tabs one after the other.
fn with_tabs(lines: &[&str], at: usize) -> Result<Option<Pasted>, Problem> {
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let mut next = at;
    let has_cells = |line: &&&str| (1..COLUMNS_MAX).contains(&line.matches('\t').count());
    while lines.get(next).is_some_and(|line| has_cells(&line)) {
        let (cells, taken) = fields(&lines[next..]);
        rows.push((next + 1, cells));
        next += taken;
    }
    let widest = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    if rows.len() < 2 || widest < 2 {
        return Ok(None);
    }
    if rows.len() * widest > CELLS_MAX || widest > COLUMNS_MAX {
        return Err(Problem::TooMuchInside);
    }
    let row = |(line, cells): (usize, Vec<String>)| {
        // A browser leaves out what a merged cell covers, and merged cells stand at the left.
        let missing = widest - cells.len();
        let padding = std::iter::repeat_n(String::new(), missing);
        Row {
            cells: padding
                .chain(cells)
                .enumerate()
                .map(|cell| placed(cell, line))
                .collect(),
        }
    };
    Ok(Some(Pasted {
        lines: next - at,
        table: Table {
            rows: rows.into_iter().map(row).collect(),
        },
        is_counted: false,
    }))
}

fn placed((column, text): (usize, String), line: usize) -> Cell {
    Cell {
        line: Some(line),
        ..Cell::new(text.trim(), column)
    }
}

/// The cells of a line. A sheet puts quotes around a cell that holds a line break.
fn fields(lines: &[&str]) -> (Vec<String>, usize) {
    /// Lines that one cell may go on over.
    const LONGEST: usize = 30;
    let mut cells: Vec<String> = lines[0].split('\t').map(str::to_owned).collect();
    let mut taken = 1;
    while let Some(last) = cells.last().filter(|last| is_open(last)).cloned() {
        let ends = lines
            .iter()
            .take(LONGEST)
            .skip(taken)
            .position(|line| line.matches('"').count() % 2 == 1);
        let Some(ends) = ends else { break };
        let mut whole = last;
        for line in &lines[taken..taken + ends] {
            whole.push('\n');
            whole.push_str(line);
        }
        let mut rest = lines[taken + ends].split('\t').map(str::to_owned);
        whole.push('\n');
        whole.push_str(&rest.next().unwrap_or_default());
        cells.pop();
        cells.push(whole);
        cells.extend(rest);
        taken += ends + 1;
    }
    for cell in &mut cells {
        let inner = cell
            .trim()
            .strip_prefix('"')
            .and_then(|cell| cell.strip_suffix('"'));
        if let Some(inner) = inner {
            *cell = inner.replace("\"\"", "\"");
        }
    }
    (cells, taken)
}

fn is_open(cell: &str) -> bool {
    cell.starts_with('"') && cell.matches('"').count() % 2 == 1
}

/// Heads of the columns of evaluation forms, without blanks and brackets.
const LABELS: &[&str] = &[
    "一级指标",
    "二级指标",
    "三级指标",
    "指标名称",
    "指标解释",
    "年度指标值",
    "年初目标值",
    "目标值",
    "指标值",
    "实际完成值",
    "完成值",
    "全年完成值",
    "分值",
    "权重",
    "得分",
    "自评得分",
    "偏差原因分析及改进措施",
    "未完成原因分析",
    "备注",
];
/// Columns that hold a number in every row.
const NUMBERS: &[&str] = &["分值", "权重", "得分", "自评得分"];

/// The label that a line is, without blanks and brackets.
fn label(line: &str) -> Option<String> {
    let name: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.split(['（', '(']).next()?.to_owned();
    LABELS.contains(&name.as_str()).then_some(name)
}

fn is_number(line: &str) -> bool {
    let line = line.trim().trim_end_matches('分');
    !line.is_empty() && line.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A head of known labels on lines of their own, and under it lines that fill whole rows, each with a number where the
/// head promises one. Where cells were merged the count does not fit, and the lines stay what they are.
fn one_cell_a_line(lines: &[&str], at: usize, work_left: &mut usize) -> Option<Pasted> {
    const LEAST_COLUMNS: usize = 4;
    const MOST_COLUMNS: usize = 16;
    let heads: Vec<String> = lines[at..]
        .iter()
        .take(MOST_COLUMNS)
        .map_while(|line| label(line))
        .collect();
    let columns = heads.len();
    let body = lines.get(at + columns..)?;
    if columns < LEAST_COLUMNS {
        return None;
    }
    let filled = body
        .iter()
        .take(*work_left)
        .take_while(|line| !line.trim().is_empty())
        .count();
    *work_left -= filled;
    if filled == 0 || filled % columns != 0 {
        return None;
    }
    let numeric: Vec<usize> = (0..columns)
        .filter(|column| NUMBERS.contains(&heads[*column].as_str()))
        .collect();
    let fits = |row: &[&str]| numeric.iter().all(|column| is_number(row[*column]));
    if numeric.is_empty() || !body[..filled].chunks(columns).all(fits) {
        return None;
    }
    let taken = &lines[at..at + columns + filled];
    let row = |(number, texts): (usize, &[&str])| Row {
        cells: texts
            .iter()
            .enumerate()
            .map(|(column, text)| {
                placed(
                    (column, (*text).to_owned()),
                    at + number * columns + column + 1,
                )
            })
            .collect(),
    };
    Some(Pasted {
        lines: taken.len(),
        table: Table {
            rows: taken.chunks(columns).enumerate().map(row).collect(),
        },
        is_counted: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: &[&str], at: usize) -> Option<Pasted> {
        super::table(lines, at, &mut WORK_MAX.clone()).unwrap()
    }

    fn texts(pasted: &Pasted) -> Vec<Vec<&str>> {
        let row = |row: &'_ Row| row.cells.len();
        assert!(pasted.table.rows.iter().all(|r| row(r) > 0));
        pasted
            .table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn lines_with_tabs_are_rows_and_merged_cells_are_missing_at_the_left() {
        let lines = ["指标\t名称\t分值", "产出\t人数\t10", "次数\t20", "完"];
        let pasted = table(&lines, 0).unwrap();
        assert_eq!(pasted.lines, 3);
        assert_eq!(
            texts(&pasted),
            [
                ["指标", "名称", "分值"],
                ["产出", "人数", "10"],
                ["", "次数", "20"]
            ]
        );
        assert_eq!(pasted.table.rows[2].cells[1].line, Some(3));
        assert!(table(&["单位：甲\t日期：乙", "正文"], 0).is_none());
    }

    #[test]
    fn a_quoted_cell_goes_on_over_lines() {
        let lines = ["甲\t\"一", "二\"\t5", "乙\t\"三\"\t6"];
        let pasted = table(&lines, 0).unwrap();
        assert_eq!(texts(&pasted), [["甲", "一\n二", "5"], ["乙", "三", "6"]]);
        assert_eq!(pasted.lines, 3);
    }

    #[test]
    fn one_cell_a_line_under_known_labels() {
        let lines = [
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "参保人数",
            "100人",
            "120人",
            "10",
            "10",
            "满意度",
            "90%",
            "95%",
            "20",
            "19.5",
            "",
            "说明",
        ];
        let pasted = table(&lines, 0).unwrap();
        assert!(pasted.is_counted);
        assert_eq!(pasted.lines, 15);
        assert_eq!(texts(&pasted)[2], ["满意度", "90%", "95%", "20", "19.5"]);
        // A row that lacks a cell: nothing is guessed.
        assert!(table(&lines[..14], 0).is_none());
        let mut shifted = lines;
        shifted.swap(8, 7);
        assert!(table(&shifted, 0).is_none());
    }
}
