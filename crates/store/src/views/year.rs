//! Sums of a year by month or kind, for charts. Figures of reports have their own definitions in the figures room.

use std::collections::BTreeMap;

use crate::books::Totals;
use crate::engine::{Fault, Store};

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
