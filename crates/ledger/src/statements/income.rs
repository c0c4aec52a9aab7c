//! 工伤保险基金收支表: what came in, what went out, what is left at the end.

use yiju_terms::Money;

use super::{Line, Row, Statement, Verdict, assets_less_liabilities, net_assets, rows, total};
use crate::balances::Balances;
use crate::chart::{AccountClass, Chart};

pub(super) const INCOME: &[Line] = &[
    ("contribution_income", 1, &["contribution_income"]),
    ("fiscal_subsidy", 1, &["fiscal_subsidy"]),
    ("interest_income", 1, &["interest_income"]),
    ("upper_subsidy", 1, &["upper_subsidy"]),
    ("lower_remittance", 1, &["lower_remittance"]),
    ("other_income", 1, &["other_income"]),
];
pub(super) const EXPENDITURE: &[Line] = &[
    ("benefit_expenditure", 1, &["benefit_expenditure"]),
    ("benefit_medical", 2, &["benefit_expenditure.medical"]),
    ("benefit_disability", 2, &["benefit_expenditure.disability"]),
    ("benefit_death", 2, &["benefit_expenditure.death"]),
    ("appraisal_expenditure", 1, &["appraisal_expenditure"]),
    ("prevention_expenditure", 1, &["prevention_expenditure"]),
    ("downward_allocation", 1, &["downward_allocation"]),
    ("upward_remittance", 1, &["upward_remittance"]),
    ("other_expenditure", 1, &["other_expenditure"]),
];

/// The statement of income and expenditure of the fund.
/// `opening`: totals since the beginning of the books, up to the first day of the year.
/// `period` and `year_to_date`: the turnover of the month or quarter and of the year so far, both **without** closing
/// vouchers (`patterns::is_closing`).
/// Checks: 期初 + 本年结余 = 期末; 期末滚存结余 = 资产 − 负债; the three benefit groups add up.
#[doc(alias = "基金收支表")]
pub fn income_expenditure(
    chart: &Chart,
    opening: &Balances,
    period: &Balances,
    year_to_date: &Balances,
) -> Statement {
    let columns = [period, year_to_date];
    let income = rows(INCOME, AccountClass::Income, columns);
    let expenditure = rows(EXPENDITURE, AccountClass::Expenditure, columns);
    let income_total = total("income_total", &income);
    let expenditure_total = total("expenditure_total", &expenditure);
    let surplus = [0, 1].map(|c| income_total.amounts[c] - expenditure_total.amounts[c]);
    let closing = opening.plus(year_to_date);
    let start = net_assets(chart, opening);
    let end = net_assets(chart, &closing);
    let mut verdicts = vec![
        verdict("opening_plus_surplus", start + surplus[1], end),
        verdict(
            "balance_is_net_assets",
            end,
            assets_less_liabilities(chart, &closing),
        ),
    ];
    for (check, column) in [("benefit_groups_period", 0), ("benefit_groups_year", 1)] {
        let parts: Money = expenditure
            .iter()
            .filter(|row| row.level == 2)
            .map(|row| row.amounts[column])
            .sum();
        verdicts.push(verdict(check, parts, expenditure[0].amounts[column]));
    }
    let reserve = closing.natural("reserve_balance", AccountClass::NetAssets);
    let mut all = income;
    all.push(income_total);
    all.extend(expenditure);
    all.push(expenditure_total);
    all.push(balance_row("surplus", 0, surplus));
    all.push(balance_row("rolling_balance", 0, [end, end]));
    all.push(balance_row("rolling_reserve", 2, [reserve, reserve]));
    Statement {
        stem: "income_expenditure",
        columns: ["period", "year_to_date"],
        rows: all,
        verdicts,
    }
}

fn verdict(check: &'static str, left: Money, right: Money) -> Verdict {
    Verdict { check, left, right }
}

fn balance_row(stem: &'static str, level: u8, amounts: [Money; 2]) -> Row {
    let accounts = match stem {
        "rolling_reserve" => vec!["reserve_balance"],
        "rolling_balance" => vec!["fund_balance", "risk_balance", "reserve_balance"],
        // Everything of the two totals above it.
        _ => INCOME
            .iter()
            .chain(EXPENDITURE)
            .filter(|line| line.1 == 1)
            .flat_map(|line| line.2.iter().copied())
            .collect(),
    };
    Row {
        stem,
        level,
        is_total: level == 0,
        amounts,
        accounts,
    }
}
