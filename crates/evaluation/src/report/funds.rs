//! The block of funds above the indicators: budget, executed amount, rate and score, and the splits by nature.

use super::grid::{GridCell, GridRow};
use super::plain;
use super::value::{Place, Value};

#[derive(Clone, Debug)]
pub struct FundRow {
    pub name: String,
    /// Absent where the form has one budget column only.
    pub initial: Value,
    pub adjusted: Value,
    pub executed: Value,
    pub weight: Value,
    pub rate: Value,
    pub score: Value,
    /// The words 其中 stand before the name.
    pub opens_detail: bool,
    /// The head says that the rate is taken over the initial budget.
    pub rate_over_initial: bool,
    pub place: Place,
}

/// `按收入性质分：82.58` with the parts that stand below it.
#[derive(Clone, Debug)]
pub struct Split {
    pub name: String,
    pub total: Value,
    pub parts: Vec<(String, Value)>,
}

struct Columns {
    initial: Option<usize>,
    adjusted: Option<usize>,
    executed: Option<usize>,
    weight: Option<usize>,
    rate: Option<usize>,
    score: Option<usize>,
    /// `得分（20分×执行率）`: the points stand in the head.
    points: Option<String>,
    rate_over_initial: bool,
    width: usize,
}

fn points_in(head: &str) -> Option<String> {
    let (_, inside) = head.split_once('(')?;
    let (points, _) = inside.split_once('分')?;
    (!points.is_empty() && points.chars().all(|c| c.is_ascii_digit())).then(|| points.to_owned())
}

impl Columns {
    fn find(head: &GridRow) -> Option<Columns> {
        let find = |test: &dyn Fn(&str) -> bool| -> Option<&GridCell> {
            head.cells.iter().find(|cell| test(&cell.squeezed))
        };
        let column = |test: &dyn Fn(&str) -> bool| find(test).map(|cell| cell.column);
        let short = |text: &str| text.chars().count() <= 16;
        let executed = column(&|text| {
            short(text)
                && ["执行数", "执行额", "执行金额", "实际支出"]
                    .iter()
                    .any(|word| text.contains(word))
                && !text.contains('率')
        });
        let initial = column(&|text| text.contains("年初") && !text.contains('率'));
        let adjusted = column(&|text| {
            (text.contains("全年预算") || text.contains("调整")) && !text.contains('率')
        });
        let budget = column(&|text| short(text) && text.contains("预算数") && !text.contains('率'));
        let rate = find(&|text| text.contains("执行率") && !text.contains("得分"));
        let score = find(&|text| text.contains("得分"));
        executed?;
        // 预算资金执行率 as a label of a row is no head: the head has a budget beside the executed amount.
        let adjusted = adjusted.or(budget.filter(|column| Some(*column) != initial));
        adjusted.or(initial)?;
        Some(Columns {
            initial,
            adjusted: adjusted.or(initial),
            executed,
            weight: column(&|text| text.contains("分值") || text.contains("权重")),
            rate: rate.map(|cell| cell.column),
            score: score.map(|cell| cell.column),
            points: score.and_then(|cell| points_in(&cell.squeezed)),
            rate_over_initial: rate.is_some_and(|cell| cell.squeezed.contains("/年初")),
            width: head.width,
        })
    }
}

/// The first row is the total.
pub fn read(title: &str, rows: &[GridRow], unit: &str) -> Vec<FundRow> {
    let head = rows
        .iter()
        .enumerate()
        .find_map(|(index, row)| Some((index, Columns::find(row)?)));
    let Some((index, columns)) = head else {
        return Vec::new();
    };
    rows[index + 1..]
        .iter()
        .filter_map(|row| fund_row(title, row, &columns, unit))
        .collect()
}

fn fund_row(title: &str, row: &GridRow, columns: &Columns, unit: &str) -> Option<FundRow> {
    // Narrower rows are the splits and the goals; they have their own readers.
    if row.width < columns.width || row.find("预期目标").is_some() {
        return None;
    }
    let first = columns.initial.or(columns.adjusted)?.min(columns.adjusted?);
    let named = row
        .cells
        .iter()
        .rfind(|cell| cell.column < first && !cell.squeezed.is_empty() && !cell.merged_above);
    let named = named.filter(|cell| !cell.squeezed.contains("性质分"))?;
    // A split in a merged row covers several of these columns with one cell.
    let mut covering: Vec<usize> = [columns.initial, columns.adjusted, columns.executed]
        .into_iter()
        .flatten()
        .filter_map(|column| row.covering(column).map(|cell| cell.column))
        .collect();
    if columns.initial == columns.adjusted {
        covering.dedup();
    }
    let cells = covering.len();
    covering.dedup();
    if covering.len() < cells || cells < 2 {
        return None;
    }
    let value = |column, unit: &str| row.value_at(title, column, unit);
    Some(FundRow {
        name: plain::label(&named.text),
        initial: value(columns.initial, unit),
        adjusted: value(columns.adjusted, unit),
        executed: value(columns.executed, unit),
        weight: match (&columns.points, columns.weight) {
            (Some(points), None) => Value::read(points, row.place_at(title, columns.score), "分"),
            _ => value(columns.weight, "分"),
        },
        rate: value(columns.rate, ""),
        score: value(columns.score, "分"),
        opens_detail: named.squeezed.contains("其中"),
        rate_over_initial: columns.rate_over_initial,
        place: row.place(title, named),
    })
}

pub fn splits(title: &str, rows: &[GridRow], unit: &str) -> Vec<Split> {
    let Some(index) = rows.iter().position(|row| row.find("性质分").is_some()) else {
        return Vec::new();
    };
    let heads = rows[index]
        .cells
        .iter()
        .filter(|cell| cell.squeezed.contains("性质分"));
    heads
        .map(|head| {
            let (name, total) = labelled_amount(title, &rows[index], head.column, unit);
            Split {
                name,
                total,
                parts: parts(title, &rows[index + 1..], head.column, unit),
            }
        })
        .collect()
}

fn parts(title: &str, rows: &[GridRow], column: usize, unit: &str) -> Vec<(String, Value)> {
    let ends = |row: &&GridRow| row.find("预期目标").is_some() || row.find("总体目标").is_some();
    rows.iter()
        .take_while(|row| !ends(row))
        .filter(|row| {
            row.covering(column)
                .is_some_and(|cell| cell.squeezed.contains(':'))
        })
        .map(|row| labelled_amount(title, row, column, unit))
        .collect()
}

/// `一般公共预算：82.58` as a name and a value.
fn labelled_amount(title: &str, row: &GridRow, column: usize, unit: &str) -> (String, Value) {
    let Some(cell) = row.covering(column) else {
        return (String::new(), row.value_at(title, Some(column), unit));
    };
    let (name, amount) = cell
        .squeezed
        .rsplit_once(':')
        .unwrap_or((&cell.squeezed, ""));
    let place = row.place(title, cell);
    (plain::label(name), Value::read(amount, place, unit))
}
