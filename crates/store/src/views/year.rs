//! Sums of a year by month or kind, for charts. Figures of reports have their own definitions in the figures room.

use std::collections::BTreeMap;

use crate::books::Totals;
use crate::engine::{Fault, Store};
use crate::value::Value;

/// Debit less credit of an account in a month of the year (1 to 12), by booking pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthTurnover {
    pub month: usize,
    pub pattern: String,
    pub account: String,
    pub net_debit_fen: i64,
}

/// What moved on each account of a ledger in each month of the year.
pub fn turnover_by_month(
    store: &mut Store,
    region: &str,
    ledger: &str,
    year: i64,
) -> Result<Vec<MonthTurnover>, Fault> {
    let [region, from, to] = year_values(region, year);
    let rows = store.query(
        "SELECT SUBSTR(p.booked_on, 6, 2), v.pattern, p.account, CAST(SUM(p.debit_fen) - SUM(p.credit_fen) AS BIGINT)
         FROM posting p JOIN voucher v ON v.region = p.region AND v.ledger = p.ledger AND v.id = p.voucher_id
         WHERE p.region = $1 AND p.booked_on >= $2 AND p.booked_on <= $3 AND p.ledger = $4
         GROUP BY SUBSTR(p.booked_on, 6, 2), v.pattern, p.account ORDER BY 1, 2, 3",
        &[region, from, to, ledger.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| MonthTurnover {
            month: row.text(0).parse().unwrap_or_default(),
            pattern: row.text(1).to_owned(),
            account: row.text(2).to_owned(),
            net_debit_fen: row.int(3),
        })
        .collect())
}

fn year_values(region: &str, year: i64) -> [Value; 3] {
    [
        region.into(),
        format!("{year}-01-01").into(),
        format!("{year}-12-31").into(),
    ]
}

/// Injuries of a year by the industry of the employer; projects count under `project`.
pub fn injuries_by_industry(
    store: &mut Store,
    region: &str,
    year: i64,
) -> Result<Vec<(String, i64)>, Fault> {
    let rows = store.query(
        "SELECT CASE i.cover_kind WHEN 'project' THEN 'project' ELSE COALESCE(
             (SELECT SUBSTR(c.industry_code, 1, 2) FROM employer c WHERE c.region = i.region AND c.id = i.cover_id
              ORDER BY c.valid_from DESC, c.seq DESC LIMIT 1), '') END, COUNT(*)
         FROM injury i WHERE i.region = $1 AND i.noticed_on >= $2 AND i.noticed_on <= $3 GROUP BY 1 ORDER BY 2 DESC, 1",
        &year_values(region, year),
    )?;
    Ok(rows
        .iter()
        .map(|row| (row.text(0).to_owned(), row.int(1)))
        .collect())
}

/// A budget line of a year: what was granted and how it was adjusted, in fen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BudgetLine {
    pub prior_outturn_fen: i64,
    pub initial_fen: i64,
    pub adjustment_fen: i64,
    pub outturn_fen: i64,
    pub reasons: Vec<String>,
}

/// The line that counts purchases beside the lines they are booked on.
const PROCUREMENT: &str = "procurement";

/// The department's budget by leaf line, with the outturn booked on it.
pub fn budget(
    store: &mut Store,
    region: &str,
    year: i64,
) -> Result<BTreeMap<String, BudgetLine>, Fault> {
    let mut lines: BTreeMap<String, BudgetLine> = BTreeMap::new();
    let rows = store.query(
        "SELECT line, stage, amount_fen, reason, document FROM budget WHERE region = $1 AND year = $2 ORDER BY seq",
        &[region.into(), year.into()],
    )?;
    for row in rows {
        let line = lines.entry(row.text(0).to_owned()).or_default();
        match row.text(1) {
            "prior_outturn" => line.prior_outturn_fen += row.int(2),
            "initial" => line.initial_fen += row.int(2),
            _ => {
                line.adjustment_fen += row.int(2);
                line.reasons
                    .push(format!("{} {}", row.text(3), row.text(4)).trim().to_owned());
            }
        }
    }
    let year = i16::try_from(year).unwrap_or_default();
    for (stem, fen) in crate::books::department_spent(store, region, year, false)? {
        lines.entry(stem).or_default().outturn_fen = fen;
    }
    let purchases = crate::books::department_spent(store, region, year, true)?;
    let bought: i64 = purchases.values().sum();
    if bought != 0 || lines.contains_key(PROCUREMENT) {
        lines.entry(PROCUREMENT.to_owned()).or_default().outturn_fen = bought;
    }
    Ok(lines)
}

/// Months of a ledger that are closed.
pub fn closed(store: &mut Store, region: &str, ledger: &str) -> Result<Vec<String>, Fault> {
    let rows = store.query(
        "SELECT period FROM period_close WHERE region = $1 AND ledger = $2 ORDER BY period",
        &[region.into(), ledger.into()],
    )?;
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}

/// Totals over days `from..=to` by booking pattern and account, so that closing entries can be told apart.
pub fn totals_by_pattern(
    store: &mut Store,
    region: &str,
    ledger: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String, Totals)>, Fault> {
    let rows = store.query(
        "SELECT v.pattern, p.account, CAST(SUM(p.debit_fen) AS BIGINT), CAST(SUM(p.credit_fen) AS BIGINT)
         FROM posting p JOIN voucher v ON v.region = p.region AND v.ledger = p.ledger AND v.id = p.voucher_id
         WHERE p.region = $1 AND p.ledger = $2 AND p.booked_on >= $3 AND p.booked_on <= $4
         GROUP BY v.pattern, p.account ORDER BY v.pattern, p.account",
        &[region.into(), ledger.into(), from.into(), to.into()],
    )?;
    let entry = |row: &crate::Row| {
        let totals = Totals {
            debit_fen: row.int(2),
            credit_fen: row.int(3),
        };
        (row.text(0).to_owned(), row.text(1).to_owned(), totals)
    };
    Ok(rows.iter().map(entry).collect())
}
