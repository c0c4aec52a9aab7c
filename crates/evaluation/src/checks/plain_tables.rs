//! Tables that are no form of the evaluation: lists with a total, shares, and balances by source. Parts of A14 to A16.
//! Only what proves itself is judged: a column of pure figures under one head, without 其中 and without sub-totals.

use super::case::{Case, sum_text};
use super::equal::{addends, sum_equal};
use super::outcome::Figures;
use crate::report::grid::{GridCell, GridRow};
use crate::report::{Content, Decimal, Kind, TableView, Value, plain};

const TOTALS: [&str; 4] = ["合计", "总计", "共计", "小计"];

/// The rows between the head and the total, and the total.
struct List<'a> {
    head: &'a GridRow,
    rows: &'a [GridRow],
    total: &'a GridRow,
    /// Columns that the label of the total covers in print and that a flattened text lost.
    lost: usize,
}

impl List<'_> {
    /// The total under a column of the head.
    fn total_at(&self, title: &str, column: usize) -> Option<(Value, Decimal)> {
        let column = column.checked_sub(self.lost)?;
        (self.lost == 0 || column > 0).then(|| number(title, self.total, column))?
    }
}

/// What a table with a total is.
enum Shape<'a> {
    Clear(List<'a>),
    /// Sub-totals, 其中, figures below the total, or rows of another width.
    Unclear,
}

fn shape(table: &TableView) -> Option<Shape<'_>> {
    if table.kind != Kind::Other {
        return None;
    }
    let first = table.rows.iter().position(has_figures)?;
    let after = |at: &usize| *at >= first && is_total(&table.rows[*at]);
    let totals: Vec<usize> = (0..table.rows.len()).filter(after).collect();
    let at = *totals.first()?;
    let clear = || {
        // A line with the table's name may stand above the head.
        let head = table.rows.get(first.checked_sub(1)?)?;
        let (rows, total) = (table.rows.get(first..at)?, &table.rows[at]);
        let mixed = table.rows.iter().any(|row| row.find("其中").is_some());
        let last = !table.rows[at + 1..].iter().any(has_figures);
        let square = rows.iter().all(|row| row.width == head.width);
        let lost = head.width.checked_sub(total.width)?;
        let whole = lost == 0 || total.width >= 2;
        let single = totals.len() == 1;
        (rows.len() >= 2 && !mixed && single && last && square && whole).then_some(List {
            head,
            rows,
            total,
            lost,
        })
    };
    Some(clear().map_or(Shape::Unclear, Shape::Clear))
}

fn list(table: &TableView) -> Option<List<'_>> {
    match shape(table)? {
        Shape::Clear(list) => Some(list),
        Shape::Unclear => None,
    }
}

/// 合计 as the first word of a row, or behind its number of order.
fn is_total(row: &GridRow) -> bool {
    let mut cells = row.cells.iter().filter(|cell| !cell.squeezed.is_empty());
    cells.by_ref().take(2).any(|cell| {
        let text = plain::label(&cell.text);
        TOTALS.iter().any(|total| text.starts_with(total))
    })
}

/// Whether a cell behind the first one is a figure; `2023年` is a head.
fn has_figures(row: &GridRow) -> bool {
    let is_figure = |text: &str| {
        let digits = text.trim_start_matches('-');
        digits.starts_with(|c: char| c.is_ascii_digit()) && !text.contains('年')
    };
    row.cells
        .iter()
        .skip(1)
        .any(|cell| is_figure(&cell.squeezed))
}

fn number(title: &str, row: &GridRow, column: usize) -> Option<(Value, Decimal)> {
    let value = row.value_at(title, Some(column), "");
    let number = value.number?;
    Some((value, number))
}

fn is_share(head: &str) -> bool {
    ["占比", "比重", "比例"]
        .iter()
        .any(|word| head.contains(word))
}

/// Each column of counts or amounts adds to its total.
pub fn totals(case: &mut Case) {
    let report = case.report;
    for table in &report.tables {
        match shape(table) {
            Some(Shape::Clear(list)) => {
                for cell in &list.head.cells {
                    column(case, &table.title, &list, cell);
                }
            }
            Some(Shape::Unclear) => unclear(case, &table.title),
            None => {}
        }
    }
}

fn unclear(case: &mut Case, table: &str) {
    case.not_checkable("a15.unclear", &[("table", table)]);
}

/// A rate, a change, a number of order and an average do not add up.
fn does_not_add(head: &str) -> bool {
    let other = [
        "率",
        "增长",
        "增幅",
        "增减",
        "升降",
        "同比",
        "环比",
        "序号",
        "编号",
        "单价",
        "标准",
        "均",
        "日期",
        "年份",
        "年限",
        "年龄",
        "年月",
        "金额单位",
        "%",
        "‰",
    ];
    let is_year = head.ends_with('年') || head.ends_with("年度");
    let is_other = other.iter().any(|word| head.contains(word));
    is_share(head) || is_other || is_year && !starts_with_year(head)
}

fn column(case: &mut Case, title: &str, list: &List, head: &GridCell) {
    if does_not_add(&head.squeezed) {
        return;
    }
    let Some((total, printed)) = list.total_at(title, head.column) else {
        return;
    };
    let cells = list.rows.iter();
    let cells: Vec<Value> = cells
        .map(|row| row.value_at(title, Some(head.column), ""))
        .collect();
    let parts: Vec<Decimal> = cells.iter().filter_map(|cell| cell.number).collect();
    let same_unit = cells
        .iter()
        .all(|cell| cell.unit == total.unit || cell.is_empty());
    let words = cells.iter().any(|cell| cell.content == Content::Words);
    // Whatever the head says: percents are rates.
    let is_rate = |cell: &Value| ["%", "‰"].contains(&cell.unit.as_str());
    let rates = is_rate(&total) || cells.iter().any(is_rate);
    if parts.is_empty() || words || rates {
        return;
    }
    let (formula, count) = (sum_text(&parts), addends(&parts));
    let whole = parts.iter().all(|part| part.decimals() == 0) && printed.decimals() == 0;
    let complete = parts.len() == cells.len();
    let sum: Decimal = parts.into_iter().sum();
    let equal = match whole {
        true => sum == printed,
        false => sum_equal(sum, printed, count),
    };
    if equal && same_unit {
        case.held_sum(&total.place, &formula, (sum, printed), count);
    } else if complete && same_unit {
        let figures = Figures::numbers(formula, printed, sum).of(&total.unit);
        let args: &[(&str, &str)] = &[("label", &head.squeezed)];
        case.find(&total.place, "a15.list", figures, args);
    } else {
        // A blank may be a nought or forgotten, and 元 may stand among 万元.
        unclear(case, title);
    }
}

/// `2023年` is the head of that year's figures; `年度` is the head of years.
fn starts_with_year(head: &str) -> bool {
    let digits = head.chars().take_while(char::is_ascii_digit).count();
    digits == 4 || head.starts_with(['上', '本', '去', '今'])
}

/// A column of shares adds to 100.
pub fn shares(case: &mut Case) {
    let report = case.report;
    for table in &report.tables {
        let Some(list) = list(table) else { continue };
        for cell in list
            .head
            .cells
            .iter()
            .filter(|cell| is_share(&cell.squeezed))
        {
            let of = |row: &GridRow| number(&table.title, row, cell.column);
            let parts: Vec<Decimal> = list
                .rows
                .iter()
                .filter_map(|row| Some(of(row)?.1))
                .collect();
            let Some((total, printed)) = list.total_at(&table.title, cell.column) else {
                continue;
            };
            if parts.len() != list.rows.len() || printed != Decimal::whole(100) {
                continue;
            }
            // Each share may be off by half of its last digit.
            let slack = Decimal::new(5, 2).times(Decimal::whole(parts.len() as i128));
            let formula = sum_text(&parts);
            let sum: Decimal = parts.into_iter().sum();
            if (sum - printed).abs() <= slack.max(Decimal::new(1, 1)) {
                case.held(&total.place, format!("{formula}={sum}"));
            } else {
                let figures = Figures::numbers(formula, printed, sum);
                case.find(&total.place, "a14.sum", figures, &[]);
            }
        }
    }
}

/// 到位 − 支出 = 结余 in each row, with an opening balance where there is such a column.
pub fn balances(case: &mut Case) {
    let report = case.report;
    for table in report
        .tables
        .iter()
        .filter(|table| table.kind == Kind::Other)
    {
        let Some((index, columns)) = table
            .rows
            .iter()
            .enumerate()
            .find_map(|(index, row)| Some((index, Balance::find(row)?)))
        else {
            continue;
        };
        for row in &table.rows[index + 1..] {
            balance(case, table, row, &columns);
        }
    }
}

struct Balance {
    opening: Option<usize>,
    income: usize,
    spending: usize,
    closing: usize,
}

impl Balance {
    fn find(head: &GridRow) -> Option<Balance> {
        let column = |words: &[&str], not: &[&str]| {
            let fits = |text: &str| {
                words.iter().any(|word| text.contains(word))
                    && !not.iter().any(|word| text.contains(word))
            };
            let cell = head.cells.iter().find(|cell| fits(&cell.squeezed))?;
            Some(cell.column)
        };
        let short = head
            .cells
            .iter()
            .all(|cell| cell.squeezed.chars().count() <= 14);
        let rate = ["率", "比"];
        short.then_some(())?;
        Some(Balance {
            opening: column(
                &[super::a16_balance::OPENING, &["期初", "上年末"]].concat(),
                &[],
            ),
            income: column(&["到位", "收入", "拨入"], &rate)?,
            spending: column(&["支出", "使用"], &["率", "比", "结余", "预算"])?,
            closing: column(
                &["年末结余", "期末结余", "结余", "结转下年"],
                &["上年", "年初", "期初", "率"],
            )?,
        })
    }
}

fn balance(case: &mut Case, table: &TableView, row: &GridRow, columns: &Balance) {
    let of = |column: usize| number(&table.title, row, column);
    let opening = match columns.opening {
        Some(column) => of(column).map(|(_, number)| number),
        None => Some(Decimal::ZERO),
    };
    let (Some(opening), Some((_, income)), Some((_, spending)), Some((cell, closing))) = (
        opening,
        of(columns.income),
        of(columns.spending),
        of(columns.closing),
    ) else {
        return;
    };
    let due = opening + income - spending;
    let formula = match columns.opening {
        Some(_) => format!("{opening}+{income}-{spending}"),
        None => format!("{income}-{spending}"),
    };
    let count = addends(&[opening, income, spending]);
    if sum_equal(due, closing, count) {
        case.held_sum(&cell.place, &formula, (due, closing), count);
    } else {
        let name = row
            .first_filled()
            .map(|cell| plain::label(&cell.text))
            .unwrap_or_default();
        let figures = Figures::numbers(formula, due, closing).of(&cell.unit);
        case.find(&cell.place, "a16.closing", figures, &[("name", &name)]);
    }
}
