//! Sums of a year by month or kind, for charts. Figures of reports have their own definitions in the figures room.

use std::collections::BTreeMap;

use crate::books::Totals;
use crate::engine::{Fault, Store};
use crate::value::Value;

/// Amounts of the twelve months, in fen.
pub type Months = [i64; 12];

/// Debit less credit of every account at or below `account`, by month of the year.
pub fn net_debit_by_month(
    store: &mut Store,
    region: &str,
    ledger: &str,
    account: &str,
    year: i64,
) -> Result<Months, Fault> {
    let rows = store.query(
        "SELECT SUBSTR(booked_on, 6, 2), CAST(SUM(debit_fen) - SUM(credit_fen) AS BIGINT) FROM posting
         WHERE region = $1 AND ledger = $2 AND (account = $3 OR account LIKE $4) AND booked_on >= $5 AND booked_on <= $6
         GROUP BY SUBSTR(booked_on, 6, 2)",
        &[
            region.into(),
            ledger.into(),
            account.into(),
            format!("{account}.%").into(),
            format!("{year}-01-01").into(),
            format!("{year}-12-31").into(),
        ],
    )?;
    Ok(months(&rows))
}

/// Contributions received by month of arrival.
pub fn received_by_month(store: &mut Store, region: &str, year: i64) -> Result<Months, Fault> {
    let rows = store.query(
        "SELECT SUBSTR(received_on, 6, 2), CAST(SUM(amount_fen) AS BIGINT) FROM receipt
         WHERE region = $1 AND received_on >= $2 AND received_on <= $3 GROUP BY SUBSTR(received_on, 6, 2)",
        &year_values(region, year),
    )?;
    Ok(months(&rows))
}

/// Benefits paid by month of payment.
pub fn paid_by_month(store: &mut Store, region: &str, year: i64) -> Result<Months, Fault> {
    let rows = store.query(
        "SELECT SUBSTR(paid_on, 6, 2), CAST(SUM(amount_fen) AS BIGINT) FROM pay_batch
         WHERE region = $1 AND paid_on >= $2 AND paid_on <= $3 GROUP BY SUBSTR(paid_on, 6, 2)",
        &year_values(region, year),
    )?;
    Ok(months(&rows))
}

fn year_values(region: &str, year: i64) -> [Value; 3] {
    [
        region.into(),
        format!("{year}-01-01").into(),
        format!("{year}-12-31").into(),
    ]
}

fn months(rows: &[crate::Row]) -> Months {
    let mut months = [0; 12];
    for row in rows {
        let month: usize = row.text(0).parse().unwrap_or(0);
        if (1..=12).contains(&month) {
            months[month - 1] = row.int(1);
        }
    }
    months
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
