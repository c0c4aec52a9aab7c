//! 工伤保险基金预算执行情况表 (社预执行07表): budget, adjusted budget, outturn, progress.

use yiju_terms::exact::div_half_up;
use yiju_terms::words::{self, Lang};
use yiju_terms::{Money, Refusal};

use super::{Verdict, assets_less_liabilities, net_assets};
use crate::balances::Balances;
use crate::chart::{AccountClass, Chart};

/// Leaf rows of the form in print order: stem, is income, accounts.
const LINES: &[(&str, Part, &str)] = &[
    ("contribution_income", Part::Income, "contribution_income"),
    ("interest_income", Part::Income, "interest_income"),
    ("fiscal_subsidy", Part::Income, "fiscal_subsidy"),
    ("other_income", Part::Income, "other_income"),
    ("upper_subsidy", Part::IncomeBetweenLevels, "upper_subsidy"),
    (
        "lower_remittance",
        Part::IncomeBetweenLevels,
        "lower_remittance",
    ),
    (
        "benefit_expenditure",
        Part::Expenditure,
        "benefit_expenditure",
    ),
    (
        "appraisal_expenditure",
        Part::Expenditure,
        "appraisal_expenditure",
    ),
    (
        "prevention_expenditure",
        Part::Expenditure,
        "prevention_expenditure",
    ),
    ("other_expenditure", Part::Expenditure, "other_expenditure"),
    (
        "downward_allocation",
        Part::ExpenditureBetweenLevels,
        "downward_allocation",
    ),
    (
        "upward_remittance",
        Part::ExpenditureBetweenLevels,
        "upward_remittance",
    ),
];

/// 小计 holds what the county earns and spends; flows between levels stand outside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Income,
    IncomeBetweenLevels,
    Expenditure,
    ExpenditureBetweenLevels,
}

impl Part {
    fn class(self) -> AccountClass {
        match self {
            Part::Income | Part::IncomeBetweenLevels => AccountClass::Income,
            Part::Expenditure | Part::ExpenditureBetweenLevels => AccountClass::Expenditure,
        }
    }
}

/// The approved budget of one row, as recorded: the initial amount and each adjustment.
#[doc(alias = "基金预算")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundBudget {
    /// Stem of a leaf row, e.g. `benefit_expenditure`.
    pub row: String,
    pub initial: Money,
    /// Sum of the approved adjustments; may be negative.
    pub adjustments: Money,
}

/// What the form is made from. Turnovers are without closing vouchers.
#[derive(Clone, Copy, Debug)]
pub struct ExecutionInput<'b> {
    pub budget: &'b [FundBudget],
    /// Totals since the beginning of the books, up to the first day of the year.
    pub opening: &'b Balances,
    pub period: &'b Balances,
    pub year_to_date: &'b Balances,
    /// The same months of the year before.
    pub last_year: &'b Balances,
}

/// One row: all amounts of the form, and its two percentages in hundredths of a percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutionRow {
    pub stem: &'static str,
    pub level: u8,
    /// None where the form has no budget (opening balance).
    pub initial: Option<Money>,
    pub adjusted: Option<Money>,
    pub period: Option<Money>,
    pub year_to_date: Money,
    pub last_year: Option<Money>,
    /// Outturn of the adjusted budget; None where there is no budget (never 100 % of nothing).
    pub progress: Option<i64>,
    /// Change against the year before; None where there was nothing.
    pub change: Option<i64>,
    pub accounts: Vec<&'static str>,
}

impl ExecutionRow {
    pub fn label(&self, lang: Lang) -> String {
        words::word(lang, &format!("ledger.row.{}", self.stem))
    }
}

/// The form with its checks.
#[doc(alias = "基金预算执行情况表")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetExecution {
    pub rows: Vec<ExecutionRow>,
    pub verdicts: Vec<Verdict>,
}

impl BudgetExecution {
    pub fn row(&self, stem: &str) -> Option<&ExecutionRow> {
        self.rows.iter().find(|row| row.stem == stem)
    }
}

/// Builds the form; refuses budget rows it does not know or that come twice, all at once.
pub fn fund_budget_execution(
    chart: &Chart,
    input: ExecutionInput<'_>,
) -> Result<BudgetExecution, Vec<Refusal>> {
    check_budget(input.budget)?;
    let leaves: Vec<(Part, ExecutionRow)> = LINES
        .iter()
        .map(|&(stem, part, account)| (part, leaf(stem, part, account, input)))
        .collect();
    let sum = |stem, level, parts: &[Part]| {
        let chosen = leaves.iter().filter(|(part, _)| parts.contains(part));
        add_up(stem, level, chosen.map(|(_, row)| row))
    };
    let of = |wanted: Part| {
        let chosen = leaves.iter().filter(move |(part, _)| *part == wanted);
        chosen.map(|(_, row)| row.clone())
    };
    use Part::{Expenditure, ExpenditureBetweenLevels, Income, IncomeBetweenLevels};
    let income = sum("income_total", 0, &[Income, IncomeBetweenLevels]);
    let spent = sum(
        "expenditure_total",
        0,
        &[Expenditure, ExpenditureBetweenLevels],
    );
    let start = net_assets(chart, input.opening);
    let closing = input.opening.plus(input.year_to_date);
    let surplus = difference("surplus", &income, &spent);
    let end = start + surplus.year_to_date;
    let verdicts = vec![Verdict {
        check: "balance_is_net_assets",
        left: end,
        right: assets_less_liabilities(chart, &closing),
    }];
    let mut rows = vec![balance("opening_balance", start), income];
    rows.push(sum("income_subtotal", 1, &[Income]));
    rows.extend(of(Income));
    rows.extend(of(IncomeBetweenLevels));
    rows.push(spent);
    rows.push(sum("expenditure_subtotal", 1, &[Expenditure]));
    rows.extend(of(Expenditure));
    rows.extend(of(ExpenditureBetweenLevels));
    rows.push(surplus);
    rows.push(balance("rolling_balance", end));
    Ok(BudgetExecution { rows, verdicts })
}

fn check_budget(budget: &[FundBudget]) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    for (index, entry) in budget.iter().enumerate() {
        if !LINES.iter().any(|line| line.0 == entry.row) {
            refusals.push(Refusal::new("ledger_unknown_budget_row").with("row", &entry.row));
        }
        if budget[..index].iter().any(|before| before.row == entry.row) {
            refusals.push(Refusal::new("ledger_budget_row_twice").with("row", &entry.row));
        }
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

fn leaf(
    stem: &'static str,
    part: Part,
    account: &'static str,
    input: ExecutionInput<'_>,
) -> ExecutionRow {
    let budget = input.budget.iter().find(|entry| entry.row == stem);
    let initial = budget.map_or(Money::ZERO, |entry| entry.initial);
    let adjusted = initial + budget.map_or(Money::ZERO, |entry| entry.adjustments);
    let natural = |balances: &Balances| balances.natural(account, part.class());
    let level = match part {
        Part::Income | Part::Expenditure => 2,
        Part::IncomeBetweenLevels | Part::ExpenditureBetweenLevels => 1,
    };
    with_percentages(ExecutionRow {
        stem,
        level,
        initial: Some(initial),
        adjusted: Some(adjusted),
        period: Some(natural(input.period)),
        year_to_date: natural(input.year_to_date),
        last_year: Some(natural(input.last_year)),
        progress: None,
        change: None,
        accounts: vec![account],
    })
}

fn add_up<'r>(
    stem: &'static str,
    level: u8,
    parts: impl Iterator<Item = &'r ExecutionRow>,
) -> ExecutionRow {
    let zero = Some(Money::ZERO);
    let add = |one: Option<Money>, other: Option<Money>| Some(one? + other?);
    let mut row = ExecutionRow {
        stem,
        level,
        initial: zero,
        adjusted: zero,
        period: zero,
        year_to_date: Money::ZERO,
        last_year: zero,
        progress: None,
        change: None,
        accounts: Vec::new(),
    };
    for part in parts {
        row.initial = add(row.initial, part.initial);
        row.adjusted = add(row.adjusted, part.adjusted);
        row.period = add(row.period, part.period);
        row.year_to_date += part.year_to_date;
        row.last_year = add(row.last_year, part.last_year);
        row.accounts.extend(&part.accounts);
    }
    with_percentages(row)
}

fn difference(stem: &'static str, from: &ExecutionRow, less: &ExecutionRow) -> ExecutionRow {
    let subtract = |one: Option<Money>, other: Option<Money>| Some(one? - other?);
    let accounts = from.accounts.iter().chain(&less.accounts);
    ExecutionRow {
        stem,
        level: 0,
        initial: subtract(from.initial, less.initial),
        adjusted: subtract(from.adjusted, less.adjusted),
        period: subtract(from.period, less.period),
        year_to_date: from.year_to_date - less.year_to_date,
        last_year: subtract(from.last_year, less.last_year),
        // A percentage of a difference says nothing.
        progress: None,
        change: None,
        accounts: accounts.copied().collect(),
    }
}

fn balance(stem: &'static str, amount: Money) -> ExecutionRow {
    ExecutionRow {
        stem,
        level: 0,
        initial: None,
        adjusted: None,
        period: None,
        year_to_date: amount,
        last_year: None,
        progress: None,
        change: None,
        accounts: vec!["fund_balance", "risk_balance", "reserve_balance"],
    }
}

fn with_percentages(mut row: ExecutionRow) -> ExecutionRow {
    row.progress = row.adjusted.and_then(|base| share(row.year_to_date, base));
    row.change = row
        .last_year
        .and_then(|base| share(row.year_to_date - base, base));
    row
}

/// `part` of `whole` in hundredths of a percent, rounded half up; None without a positive whole.
fn share(part: Money, whole: Money) -> Option<i64> {
    if whole <= Money::ZERO {
        return None;
    }
    let scaled = div_half_up(i128::from(part.fen()) * 10_000, i128::from(whole.fen()));
    i64::try_from(scaled).ok()
}
