//! 部门预算各行：上年决算、年初预算、调整、全年预算、全年执行
//!
//! Definition: each line of the base-data table, summed from the lines without parts below it; procurement is counted beside the lines, never added to them.
//! Unit: fen
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: budget for the plan; voucher, posting of the department ledger for what was spent
//! Formula: sum of the budget rows of the stage; debits less credits of the line's postings, without the closing of the year
//! Legal basis: 预算法 @ 2018 § 75

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

const COLUMNS: &[Column] = &[
    Column::Word("budget_line", "figures.budget_line"),
    Column::Word("stage", "figures.stage"),
    Column::Money("amount"),
    Column::Text("reason"),
    Column::Text("document"),
];

const ARTICLES: &[&str] = &["预算法 @ 2018 § 13", "预算法 @ 2018 § 75"];

macro_rules! budget_rows {
    ($stages:literal) => {
        Query::new(
            concat!(
                "SELECT seq, line, stage, amount_fen AS amount, reason, document FROM budget
WHERE region = :region AND year = :year AND line IN (:leaves) AND stage IN (",
                $stages,
                ") ORDER BY seq, line"
            ),
            COLUMNS,
        )
    };
}

const fn planned(
    stem: &'static str,
    family: &'static str,
    line: &'static str,
    rows: Query,
) -> Figure {
    Figure {
        records: Some(rows),
        parameter: line,
        family: Some(family),
        articles: ARTICLES,
        ..Figure::new(stem, Unit::Fen, Kind::Flow, Measure::Sum("amount"))
    }
}

/// Spending on the line.
const SPENT: &str =
    "SELECT v.seq AS seq, v.ledger AS ledger, v.id AS number, v.booked_on AS booked_on, v.summary AS summary,
       CAST(SUM(p.debit_fen - p.credit_fen) AS BIGINT) AS amount
FROM voucher v JOIN posting p ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
WHERE v.region = :region AND v.ledger = 'department' AND v.booked_on >= :from AND v.booked_on <= :to
  AND v.pattern <> 'D9' AND p.budget_line IN (:leaves)
GROUP BY v.seq, v.ledger, v.id, v.booked_on, v.summary ORDER BY v.booked_on, v.id";

/// Spending on purchases, whatever its line.
const PURCHASED: &str =
    "SELECT v.seq AS seq, v.ledger AS ledger, v.id AS number, v.booked_on AS booked_on, v.summary AS summary,
       CAST(SUM(p.debit_fen - p.credit_fen) AS BIGINT) AS amount
FROM voucher v JOIN posting p ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
WHERE v.region = :region AND v.ledger = 'department' AND v.booked_on >= :from AND v.booked_on <= :to
  AND v.pattern <> 'D9' AND p.procurement IS NOT NULL
GROUP BY v.seq, v.ledger, v.id, v.booked_on, v.summary ORDER BY v.booked_on, v.id";

const fn spent(stem: &'static str, line: &'static str, vouchers: &'static str) -> Figure {
    Figure {
        vouchers: Some(vouchers),
        parameter: line,
        family: Some("department_outturn"),
        articles: ARTICLES,
        ..Figure::new(stem, Unit::Fen, Kind::Flow, Measure::Posted)
    }
}

macro_rules! lines {
    ($($line:literal: $vouchers:ident),+ $(,)?) => {
        &[$(
            planned(
                concat!("department_", $line, "_prior_outturn"),
                "department_prior_outturn",
                $line,
                budget_rows!("'prior_outturn'"),
            ),
            planned(
                concat!("department_", $line, "_initial"),
                "department_initial",
                $line,
                budget_rows!("'initial'"),
            ),
            Figure {
                measure: Measure::Difference(
                    concat!("department_", $line, "_adjusted"),
                    concat!("department_", $line, "_initial"),
                ),
                ..planned(
                    concat!("department_", $line, "_adjustment"),
                    "department_adjustment",
                    $line,
                    budget_rows!("'adjustment'"),
                )
            },
            planned(
                concat!("department_", $line, "_adjusted"),
                "department_adjusted",
                $line,
                budget_rows!("'initial', 'adjustment'"),
            ),
            spent(concat!("department_", $line, "_outturn"), $line, $vouchers),
        )+]
    };
}

pub(super) const FIGURES: &[Figure] = lines![
    "total": SPENT,
    "basic": SPENT,
    "personnel": SPENT,
    "public": SPENT,
    "office": SPENT,
    "utilities_travel": SPENT,
    "meeting_training": SPENT,
    "other_public": SPENT,
    "three_public": SPENT,
    "vehicle": SPENT,
    "vehicle_purchase": SPENT,
    "vehicle_running": SPENT,
    "abroad": SPENT,
    "reception": SPENT,
    "project": SPENT,
    "legacy_pooling": SPENT,
    "procurement": PURCHASED,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_has_its_figures() {
        for line in yiju_ledger::department::lines() {
            let stem = format!("department_{}_outturn", line.stem);
            assert!(
                FIGURES.iter().any(|figure| figure.stem == stem),
                "no figure {stem}"
            );
        }
    }
}
