//! Statements of the fund: 资产负债表, 收支表, 预算执行情况表, 科目余额表. Each row names the accounts behind it; the built-in checks
//! come back as verdicts, so a page can show them and a caller can stop on them.

mod balance_sheet;
mod budget_execution;
mod income;
mod trial_balance;

pub use balance_sheet::balance_sheet;
pub use budget_execution::{
    BudgetExecution, ExecutionInput, ExecutionRow, FundBudget, fund_budget_execution,
};
pub use income::income_expenditure;
pub use trial_balance::{Columns, TrialBalance, TrialRow, trial_balance};

use yiju_terms::Money;
use yiju_terms::words::{self, Lang};

use crate::balances::Balances;
use crate::chart::{AccountClass, Chart};

/// A printed statement with two columns of amounts.
#[doc(alias = "报表")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub stem: &'static str,
    /// Stems of the two columns, e.g. `opening`, `closing`.
    pub columns: [&'static str; 2],
    pub rows: Vec<Row>,
    pub verdicts: Vec<Verdict>,
}

/// One row of a statement.
#[doc(alias = "行次")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub stem: &'static str,
    /// 0 heading or total, 1 item, 2 part of an item (其中).
    pub level: u8,
    pub is_total: bool,
    /// In the order of the statement's columns.
    pub amounts: [Money; 2],
    /// The accounts behind the row (each with everything below it).
    pub accounts: Vec<&'static str>,
}

/// A built-in check of a statement: two sides that must be the same amount.
#[doc(alias = "勾稽关系")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub check: &'static str,
    pub left: Money,
    pub right: Money,
}

impl Statement {
    pub fn row(&self, stem: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.stem == stem)
    }

    /// Whether every built-in check holds.
    pub fn holds(&self) -> bool {
        self.verdicts.iter().all(Verdict::holds)
    }

    pub fn title(&self, lang: Lang) -> String {
        words::word(lang, &format!("ledger.statement.{}", self.stem))
    }

    /// The headings of the two columns.
    pub fn column_titles(&self, lang: Lang) -> [String; 2] {
        self.columns
            .map(|column| words::word(lang, &format!("ledger.column.{column}")))
    }
}

impl Row {
    /// The key of the row's words in the catalogs.
    pub fn label_key(&self) -> String {
        format!("ledger.row.{}", self.stem)
    }

    pub fn label(&self, lang: Lang) -> String {
        words::word(lang, &self.label_key())
    }
}

impl Verdict {
    pub fn holds(&self) -> bool {
        self.left == self.right
    }

    /// The check in words with both amounts.
    pub fn message(&self, lang: Lang) -> String {
        let (left, right) = (self.left.to_string(), self.right.to_string());
        let sign = if self.holds() { "=" } else { "≠" };
        let args = [
            ("left", left.as_str()),
            ("right", right.as_str()),
            ("sign", sign),
        ];
        words::text(lang, &format!("ledger.check.{}", self.check), &args)
    }
}

/// A row of a layout: stem, level, accounts.
type Line = (&'static str, u8, &'static [&'static str]);

/// The rows of `lines` with amounts of `class` in the two columns.
fn rows(lines: &[Line], class: AccountClass, columns: [&Balances; 2]) -> Vec<Row> {
    lines
        .iter()
        .map(|&(stem, level, accounts)| Row {
            stem,
            level,
            is_total: false,
            amounts: columns.map(|column| accounts.iter().map(|a| column.natural(a, class)).sum()),
            accounts: accounts.to_vec(),
        })
        .collect()
}

/// A total over the items (level 1) of some rows.
fn total(stem: &'static str, rows: &[Row]) -> Row {
    let items = || rows.iter().filter(|row| row.level == 1);
    Row {
        stem,
        level: 0,
        is_total: true,
        amounts: [0, 1].map(|column| items().map(|row| row.amounts[column]).sum()),
        accounts: items().flat_map(|row| row.accounts.clone()).collect(),
    }
}

/// Income less expenditure, not yet closed into the balance.
fn surplus(chart: &Chart, balances: &Balances) -> Money {
    balances.class_total(chart, AccountClass::Income)
        - balances.class_total(chart, AccountClass::Expenditure)
}

/// What the fund owns less what it owes.
fn assets_less_liabilities(chart: &Chart, balances: &Balances) -> Money {
    balances.class_total(chart, AccountClass::Asset)
        - balances.class_total(chart, AccountClass::Liability)
}

/// The net assets as booked, with the income and expenditure not yet closed.
fn net_assets(chart: &Chart, balances: &Balances) -> Money {
    balances.class_total(chart, AccountClass::NetAssets) + surplus(chart, balances)
}
