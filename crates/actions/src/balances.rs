//! 科目余额: what a book holds, and its table over some days, read from the stored postings.

use yiju_ledger::statements::{self, TrialBalance};
use yiju_ledger::{Balances, Chart, Ledger};
use yiju_store::{Fault, Store, books};
use yiju_terms::{Date, Money, Month};

/// The days a table is of, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub first: Date,
    pub last: Date,
}

impl Days {
    /// Those of a year (`2023`) or of a month (`2023-05`).
    pub fn of(period: &str) -> Option<Days> {
        if let Ok(month) = period.parse::<Month>() {
            return Some(Days {
                first: month.first_day(),
                last: month.last_day(),
            });
        }
        let is_year = period.len() == 4 && period.bytes().all(|byte| byte.is_ascii_digit());
        let year = period.parse().ok().filter(|_| is_year)?;
        Some(Days {
            first: Date::new(year, 1, 1).ok()?,
            last: Date::new(year, 12, 31).ok()?,
        })
    }
}

/// Every account of `ledger`: what was booked before the first day, and what on the days. Both are read of one moment.
#[doc(alias = "科目余额表")]
pub fn trial_balance(
    store: &mut Store,
    region: &str,
    ledger: Ledger,
    days: Days,
) -> Result<TrialBalance, Fault> {
    let (opening, turnover) = store.snapshot::<_, Fault>(|store| {
        let opening = match days.first.yesterday() {
            Ok(before) => booked(store, region, ledger, (None, before))?,
            // The first day there is.
            Err(_) => Balances::new(),
        };
        let turnover = booked(store, region, ledger, (Some(days.first), days.last))?;
        Ok((opening, turnover))
    })?;
    let chart = Chart::builtin(ledger);
    Ok(statements::trial_balance(
        chart, &opening, &turnover, days.last,
    ))
}

/// Everything booked in a ledger from a day (none: since the beginning) up to and including another.
pub fn booked(
    store: &mut Store,
    region: &str,
    ledger: Ledger,
    (from, until): (Option<Date>, Date),
) -> Result<Balances, Fault> {
    let from = from.map_or_else(String::new, |day| day.to_string());
    let totals = books::totals(store, region, ledger.stem(), &from, &until.to_string())?;
    let mut balances = Balances::new();
    for (account, both) in totals {
        balances.add(
            &account,
            Money::from_fen(both.debit_fen),
            Money::from_fen(both.credit_fen),
        );
    }
    Ok(balances)
}

#[cfg(test)]
mod tests {
    use super::Days;

    #[test]
    fn a_period_is_a_year_or_a_month() {
        let days = |text| Days::of(text).map(|days| format!("{} {}", days.first, days.last));
        assert_eq!(days("2024").unwrap(), "2024-01-01 2024-12-31");
        assert_eq!(days("2024-02").unwrap(), "2024-02-01 2024-02-29");
        for text in ["", "24", "2024-13", "2024-02-01", "20245", "-024", "year"] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
