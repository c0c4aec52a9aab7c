//! 科目余额表 of the year of `statements`, worked out by hand.

use yiju_ledger::Turnover;
use yiju_ledger::statements::{Columns, TrialBalance, trial_balance};
use yiju_terms::Lang;

use super::statements::{balances, opening, year};
use super::{day, fund, yuan};

fn both(debit: &str, credit: &str) -> Turnover {
    Turnover {
        debit: yuan(debit),
        credit: yuan(credit),
    }
}

#[track_caller]
fn expect(found: &TrialBalance, stem: &str, pairs: [(&str, &str); 3]) {
    let row = found.rows.iter().find(|row| row.stem == stem);
    let pairs = pairs.map(|(debit, credit)| both(debit, credit));
    assert_eq!(row.expect(stem).columns.pairs(), pairs, "{stem}");
}

#[test]
fn every_account_before_within_and_after_the_year() {
    let found = trial_balance(fund(), &opening(), &year(), day("2023-12-31"));
    let nothing = ("0.00", "0.00");
    // 1,000 + 506 − 450.
    let fiscal = [
        ("1000.00", "0.00"),
        ("506.00", "450.00"),
        ("1056.00", "0.00"),
    ];
    expect(&found, "fiscal_account", fiscal);
    let paid = [nothing, ("305.00", "300.00"), ("5.00", "0.00")];
    expect(&found, "expenditure_account", paid);
    let kept = [("0.00", "100.00"), nothing, ("0.00", "100.00")];
    expect(&found, "reserve_balance", kept);
    // 400 of employers and 100 of projects.
    let income = [nothing, ("0.00", "500.00"), ("0.00", "500.00")];
    expect(&found, "contribution_income", income);
    // 80 + 150 + 50.
    let benefits = [nothing, ("280.00", "0.00"), ("280.00", "0.00")];
    expect(&found, "benefit_expenditure", benefits);
    let total = Columns {
        opening: both("1000.00", "1000.00"),
        turnover: both("1261.00", "1261.00"),
        // 1,056 + 5 + 280 + 20 + 150; 900 + 100 + 500 + 6 + 5.
        closing: both("1511.00", "1511.00"),
    };
    assert_eq!(found.total, total);
    assert!(found.verdicts.iter().all(|verdict| verdict.holds()));
    // An upper account stands before those below it, and only what was posted to is shown.
    let at = |stem: &str| found.rows.iter().position(|row| row.stem == stem);
    assert!(at("contribution_income") < at("contribution_income.employer"));
    assert_eq!(at("cash"), None);
    assert_eq!(
        found.rows[at("fiscal_account").unwrap()].code(),
        Some("1003")
    );
    assert!(found.has_provisional_codes());
}

/// What is left of both sides stands on the larger one; sides below an upper account are not set off against each other.
#[test]
fn a_balance_on_the_unusual_side_is_seen() {
    let turnover = balances(&[
        ("suspense.returned_payment", "7.00", "5.00"),
        ("suspense.unidentified", "0.00", "3.00"),
        ("fiscal_account", "3.00", "5.00"),
        ("expenditure_account", "3.00", "0.00"),
    ]);
    let found = trial_balance(fund(), &Default::default(), &turnover, day("2023-12-31"));
    let nothing = ("0.00", "0.00");
    let returned = [nothing, ("7.00", "5.00"), ("2.00", "0.00")];
    expect(&found, "suspense.returned_payment", returned);
    let both_sides = [nothing, ("7.00", "8.00"), ("2.00", "3.00")];
    expect(&found, "suspense", both_sides);
    let overdrawn = [nothing, ("3.00", "5.00"), ("0.00", "2.00")];
    expect(&found, "fiscal_account", overdrawn);
    assert!(found.verdicts.iter().all(|verdict| verdict.holds()));
}

#[test]
fn nothing_that_was_booked_is_left_out() {
    let mut broken = year();
    broken.add("no_such_account", yuan("0.01"), yuan("0.00"));
    let found = trial_balance(fund(), &opening(), &broken, day("2023-12-31"));
    let last = found.rows.last().unwrap();
    assert_eq!((last.name.as_str(), last.code()), ("no_such_account", None));
    let said: Vec<String> = found.verdicts.iter().map(|v| v.message(Lang::Zh)).collect();
    let expected = [
        "期初：借方 1000.00 = 贷方 1000.00",
        "本期发生额：借方 1261.01 ≠ 贷方 1261.00",
        "期末：借方 1511.01 ≠ 贷方 1511.00",
    ];
    assert_eq!(said, expected);
}
