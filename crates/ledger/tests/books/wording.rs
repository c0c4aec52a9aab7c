//! Every pattern, statement, row, column and check has words in both languages.

use yiju_ledger::Balances;
use yiju_ledger::patterns::FUND_PATTERNS;
use yiju_ledger::statements::*;
use yiju_terms::Lang;
use yiju_terms::words::has;

use super::fund;

#[test]
fn everything_shown_has_words() {
    let none = Balances::new();
    let sheet = balance_sheet(fund(), &none, &none);
    let income = income_expenditure(fund(), &none, &none, &none);
    let input = ExecutionInput {
        budget: &[],
        opening: &none,
        period: &none,
        year_to_date: &none,
        last_year: &none,
    };
    let execution = fund_budget_execution(fund(), input).unwrap();
    let mut keys: Vec<String> = Vec::new();
    for pattern in FUND_PATTERNS {
        keys.push(format!("ledger.pattern.{pattern}"));
        keys.push(format!("ledger.summary.{pattern}"));
    }
    for statement in [&sheet, &income] {
        keys.push(format!("ledger.statement.{}", statement.stem));
        keys.extend(statement.columns.map(|c| format!("ledger.column.{c}")));
        keys.extend(statement.rows.iter().map(Row::label_key));
        let checks = statement.verdicts.iter();
        keys.extend(checks.map(|verdict| format!("ledger.check.{}", verdict.check)));
    }
    let rows = execution.rows.iter();
    keys.extend(rows.map(|row| format!("ledger.row.{}", row.stem)));
    for key in keys {
        for lang in [Lang::Zh, Lang::En] {
            assert!(has(lang, &key), "{key} in {}", lang.stem());
        }
    }
}
