//! 资产负债表: what the fund owns, what it owes, what is left.

use super::{Line, Statement, Verdict, rows, surplus, total};
use crate::balances::Balances;
use crate::chart::{AccountClass, Chart};

const ASSETS: &[Line] = &[
    ("cash", 1, &["cash"]),
    ("income_account", 1, &["income_account"]),
    ("fiscal_account", 1, &["fiscal_account"]),
    ("expenditure_account", 1, &["expenditure_account"]),
    ("treasury", 1, &["treasury"]),
    ("advances", 1, &["advances"]),
    ("bond_investment", 1, &["bond_investment"]),
    ("entrusted_investment", 1, &["entrusted_investment"]),
];
const LIABILITIES: &[Line] = &[
    ("suspense", 1, &["suspense"]),
    ("borrowing", 1, &["borrowing"]),
];
const NET_ASSETS: &[Line] = &[
    ("fund_balance", 1, &["fund_balance"]),
    ("risk_balance", 1, &["risk_balance"]),
    ("reserve_balance", 1, &["reserve_balance"]),
];

/// The balance sheet of the fund. Both columns are totals since the beginning of the books: up to the first day of the
/// year and up to the day of the sheet. Before the year is closed, income less expenditure counts within 一般基金结余, so
/// the sheet balances on every day. Check: 资产合计 = 负债合计 + 净资产合计, in both columns.
#[doc(alias = "资产负债表")]
pub fn balance_sheet(chart: &Chart, opening: &Balances, closing: &Balances) -> Statement {
    let columns = [opening, closing];
    let assets = rows(ASSETS, AccountClass::Asset, columns);
    let liabilities = rows(LIABILITIES, AccountClass::Liability, columns);
    let mut net_assets = rows(NET_ASSETS, AccountClass::NetAssets, columns);
    let unclosed = columns.map(|column| surplus(chart, column));
    for (amount, unclosed) in net_assets[0].amounts.iter_mut().zip(unclosed) {
        *amount += unclosed;
    }
    let assets_total = total("assets_total", &assets);
    let liabilities_total = total("liabilities_total", &liabilities);
    let net_assets_total = total("net_assets_total", &net_assets);
    let verdict = |check, column: usize| Verdict {
        check,
        left: assets_total.amounts[column],
        right: liabilities_total.amounts[column] + net_assets_total.amounts[column],
    };
    let verdicts = vec![
        verdict("assets_balance_opening", 0),
        verdict("assets_balance_closing", 1),
    ];
    let mut all = assets;
    all.push(assets_total);
    all.extend(liabilities);
    all.push(liabilities_total);
    all.extend(net_assets);
    all.push(net_assets_total);
    Statement {
        stem: "balance_sheet",
        columns: ["opening", "closing"],
        rows: all,
        verdicts,
    }
}
