//! Tables that are no form of the evaluation: lists with a total, shares, and balances by source. Parts of A14 to A16.
//! Only what proves itself is judged: a column of pure figures under one head, without 其中 and without sub-totals.

use super::case::{Case, sum_text};
use super::equal::{addends, sum_equal};
use super::outcome::Figures;
use crate::report::grid::GridRow;
use crate::report::{Decimal, Kind, TableView, Value, plain};

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

fn list(table: &TableView) -> Option<List<'_>> {
    if table.kind != Kind::Other {
        return None;
    }
    let is_total = |row: &GridRow| row.labelled(&TOTALS).is_some();
    let at = table.rows.iter().position(is_total)?;
    let head = table.rows.first()?;
    let (rows, total) = (table.rows.get(1..at)?, &table.rows[at]);
    let mixed = table.rows.iter().any(|row| row.find("其中").is_some());
    let single = table.rows.iter().filter(|row| is_total(row)).count() == 1;
    let last = at + 1 == table.rows.len();
    let square = rows.iter().all(|row| row.width == head.width);
    let lost = head.width.checked_sub(total.width)?;
    let whole = lost == 0 || total.width >= 2;
    (rows.len() >= 2 && !mixed && single && last && square && whole).then_some(List {
        head,
        rows,
        total,
        lost,
    })
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
        let Some(list) = list(table) else { continue };
        for cell in &list.head.cells {
            let of = |row: &GridRow| number(&table.title, row, cell.column);
            // A rate, a number of order and an average do not add up.
            let other = [
                "率",
                "序号",
                "编号",
                "单价",
                "标准",
                "平均",
                "人均",
                "日期",
                "年",
                "金额单位",
                "%",
            ];
            if is_share(&cell.squeezed) || other.iter().any(|word| cell.squeezed.contains(word)) {
                continue;
            }
            let parts: Vec<Decimal> = list
                .rows
                .iter()
                .filter_map(|row| Some(of(row)?.1))
                .collect();
            let (Some((total, printed)), true) = (
                list.total_at(&table.title, cell.column),
                parts.len() == list.rows.len(),
            ) else {
                continue;
            };
            let (formula, count) = (sum_text(&parts), addends(&parts));
            let whole = parts.iter().all(|part| part.decimals() == 0) && printed.decimals() == 0;
            let sum: Decimal = parts.into_iter().sum();
            let equal = if whole {
                sum == printed
            } else {
                sum_equal(sum, printed, count)
            };
            if equal {
                case.held_sum(&total.place, &formula, (sum, printed), count);
            } else {
                let figures = Figures::numbers(formula, printed, sum);
                case.find(
                    &total.place,
                    "a15.list",
                    figures,
                    &[("label", &cell.squeezed)],
                );
            }
        }
    }
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
        let figures = Figures::numbers(formula, due, closing);
        case.find(&cell.place, "a16.closing", figures, &[("name", &name)]);
    }
}
