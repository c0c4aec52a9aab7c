//! Statements against a small year worked out by hand.

use yiju_ledger::Balances;
use yiju_ledger::statements::*;
use yiju_terms::Lang;

use super::{fund, yuan};

/// Opening of the year: 1,000 in the fiscal account, 100 of it reserve.
pub fn opening() -> Balances {
    balances(&[
        ("fiscal_account", "1000.00", "0.00"),
        ("fund_balance", "0.00", "900.00"),
        ("reserve_balance", "0.00", "100.00"),
    ])
}

/// The year: 500 contributions and 6 interest in, 280 benefits, 20 appraisal, 150 remitted, 5 returned by the bank.
pub fn year() -> Balances {
    balances(&[
        ("fiscal_account", "506.00", "450.00"),
        ("contribution_income.employer", "0.00", "400.00"),
        ("contribution_income.project", "0.00", "100.00"),
        ("interest_income.fiscal_account", "0.00", "6.00"),
        ("expenditure_account", "305.00", "300.00"),
        (
            "benefit_expenditure.medical.medical_expense",
            "80.00",
            "0.00",
        ),
        (
            "benefit_expenditure.disability.disability_lump_sum",
            "150.00",
            "0.00",
        ),
        (
            "benefit_expenditure.death.survivor_pension",
            "50.00",
            "0.00",
        ),
        ("appraisal_expenditure", "20.00", "0.00"),
        ("suspense.returned_payment", "0.00", "5.00"),
        ("upward_remittance", "150.00", "0.00"),
    ])
}

/// December of that year: 60 in, 50 medical out.
fn december() -> Balances {
    balances(&[
        ("fiscal_account", "60.00", "0.00"),
        ("contribution_income.employer", "0.00", "60.00"),
        (
            "benefit_expenditure.medical.medical_expense",
            "50.00",
            "0.00",
        ),
        ("expenditure_account", "0.00", "50.00"),
    ])
}

pub fn balances(rows: &[(&str, &str, &str)]) -> Balances {
    let mut balances = Balances::new();
    for (stem, debit, credit) in rows {
        balances.add(stem, yuan(debit), yuan(credit));
    }
    assert!(balances.is_balanced());
    balances
}

fn expect(statement: &Statement, rows: &[(&str, &str, &str)]) {
    for (stem, first, second) in rows {
        let row = statement.row(stem).unwrap_or_else(|| panic!("no {stem}"));
        assert_eq!(row.amounts, [yuan(first), yuan(second)], "{stem}");
    }
}

#[test]
fn the_balance_sheet() {
    let sheet = balance_sheet(fund(), &opening(), &opening().plus(&year()));
    expect(
        &sheet,
        &[
            ("fiscal_account", "1000.00", "1056.00"),
            ("expenditure_account", "0.00", "5.00"),
            ("assets_total", "1000.00", "1061.00"),
            ("suspense", "0.00", "5.00"),
            ("liabilities_total", "0.00", "5.00"),
            // 900 + 506 in − 450 out, not closed yet.
            ("fund_balance", "900.00", "956.00"),
            ("reserve_balance", "100.00", "100.00"),
            ("net_assets_total", "1000.00", "1056.00"),
        ],
    );
    assert!(sheet.holds());
    assert_eq!(sheet.title(Lang::Zh), "资产负债表");
}

#[test]
fn the_statement_of_income_and_expenditure() {
    let statement = income_expenditure(fund(), &opening(), &december(), &year());
    expect(
        &statement,
        &[
            ("contribution_income", "60.00", "500.00"),
            ("interest_income", "0.00", "6.00"),
            ("income_total", "60.00", "506.00"),
            ("benefit_expenditure", "50.00", "280.00"),
            ("benefit_medical", "50.00", "80.00"),
            ("benefit_disability", "0.00", "150.00"),
            ("benefit_death", "0.00", "50.00"),
            ("appraisal_expenditure", "0.00", "20.00"),
            ("upward_remittance", "0.00", "150.00"),
            ("expenditure_total", "50.00", "450.00"),
            ("surplus", "10.00", "56.00"),
            ("rolling_balance", "1056.00", "1056.00"),
            ("rolling_reserve", "100.00", "100.00"),
        ],
    );
    assert!(statement.holds(), "{:?}", statement.verdicts);
}

#[test]
fn a_broken_book_is_seen() {
    let mut broken = year();
    broken.add("fiscal_account", yuan("0.01"), yuan("0.00"));
    let closing = opening().plus(&broken);
    let sheet = balance_sheet(fund(), &opening(), &closing);
    let failed: Vec<_> = sheet.verdicts.iter().filter(|v| !v.holds()).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].check, "assets_balance_closing");
    let message = failed[0].message(Lang::Zh);
    assert_eq!(message, "期末：资产合计 1061.01 ≠ 负债和净资产合计 1061.00");
    let statement = income_expenditure(fund(), &opening(), &december(), &broken);
    assert!(!statement.holds());
}

/// Turnover that by mistake holds the closing vouchers is caught by a verdict, not printed as an empty year.
#[test]
fn closing_vouchers_within_the_year_are_seen() {
    let drafts = yiju_ledger::patterns::e22_year_close(super::day("2023-12-31"), fund(), &year());
    let closed = drafts.iter().fold(year(), |sum, draft| {
        sum.plus(&Balances::of(&draft.postings))
    });
    assert!(closed.is_balanced());
    let statement = income_expenditure(fund(), &opening(), &december(), &closed);
    let failed: Vec<_> = statement.verdicts.iter().filter(|v| !v.holds()).collect();
    assert_eq!(failed[0].check, "opening_plus_surplus");
    // The balance sheet is the same before and after the close.
    let after = balance_sheet(fund(), &opening(), &opening().plus(&closed));
    assert_eq!(
        after,
        balance_sheet(fund(), &opening(), &opening().plus(&year()))
    );
}

fn budget(row: &str, initial: &str, adjustments: &str) -> FundBudget {
    FundBudget {
        row: row.to_owned(),
        initial: yuan(initial),
        adjustments: yuan(adjustments),
    }
}

#[test]
fn the_execution_of_the_fund_budget() {
    let (opening, december, year) = (opening(), december(), year());
    let last = balances(&[
        ("contribution_income.employer", "0.00", "400.00"),
        ("fiscal_account", "400.00", "0.00"),
    ]);
    let input = ExecutionInput {
        budget: &[
            budget("contribution_income", "480.00", "0.00"),
            budget("benefit_expenditure", "300.00", "-20.00"),
            budget("upward_remittance", "150.00", "0.00"),
        ],
        opening: &opening,
        period: &december,
        year_to_date: &year,
        last_year: &last,
    };
    let form = fund_budget_execution(fund(), input).unwrap();
    let row = |stem: &str| form.row(stem).unwrap_or_else(|| panic!("no {stem}"));
    assert_eq!(row("opening_balance").year_to_date, yuan("1000.00"));
    assert_eq!(row("opening_balance").progress, None);
    // 500 of 480 = 104.17 %, and 25 % more than the 400 of the year before.
    let contributions = row("contribution_income");
    assert_eq!(contributions.progress, Some(10_417));
    assert_eq!(contributions.change, Some(2_500));
    assert_eq!(contributions.period, Some(yuan("60.00")));
    // 280 of 280 after the cut.
    assert_eq!(row("benefit_expenditure").adjusted, Some(yuan("280.00")));
    assert_eq!(row("benefit_expenditure").progress, Some(10_000));
    // Nothing of nothing is no progress, not 100 %.
    assert_eq!(row("other_expenditure").progress, None);
    assert_eq!(row("appraisal_expenditure").progress, None);
    // Flows between levels stand outside the subtotal.
    assert_eq!(row("expenditure_subtotal").year_to_date, yuan("300.00"));
    assert_eq!(row("expenditure_total").year_to_date, yuan("450.00"));
    assert_eq!(row("surplus").year_to_date, yuan("56.00"));
    assert_eq!(row("rolling_balance").year_to_date, yuan("1056.00"));
    assert!(form.verdicts.iter().all(Verdict::holds));
}

#[test]
fn an_execution_form_with_unknown_rows_is_refused_at_once() {
    let none = Balances::new();
    let input = ExecutionInput {
        budget: &[
            budget("gifts", "1.00", "0.00"),
            budget("interest_income", "1.00", "0.00"),
            budget("interest_income", "2.00", "0.00"),
        ],
        opening: &none,
        period: &none,
        year_to_date: &none,
        last_year: &none,
    };
    let refusals = fund_budget_execution(fund(), input).unwrap_err();
    let codes: Vec<_> = refusals.iter().map(|refusal| refusal.code).collect();
    assert_eq!(
        codes,
        ["ledger_unknown_budget_row", "ledger_budget_row_twice"]
    );
}

/// Every income and expenditure account is behind exactly one item, and every row names accounts of the chart.
#[test]
fn no_account_falls_between_the_rows() {
    let none = Balances::new();
    let sheet = balance_sheet(fund(), &none, &none);
    let statement = income_expenditure(fund(), &none, &none, &none);
    for row in sheet.rows.iter().chain(&statement.rows) {
        for account in &row.accounts {
            assert!(fund().account(account).is_some(), "{account}");
        }
    }
    for account in fund().accounts().iter().filter(|account| account.is_leaf) {
        let items = sheet.rows.iter().chain(&statement.rows).filter(|row| {
            row.level == 1 && row.accounts.iter().any(|top| is_below(&account.stem, top))
        });
        assert_eq!(items.count(), 1, "{}", account.stem);
    }
}

fn is_below(stem: &str, top: &str) -> bool {
    stem == top || stem.starts_with(&format!("{top}."))
}
