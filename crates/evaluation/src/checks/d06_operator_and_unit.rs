//! D06 比较符号与单位 · Operator and unit text
//!
//! ## What it checks
//! `≥` and its kin are written as such; an actual value is no inequality; a unit that the target has stands at the
//! actual value too; a percentage has its sign.
//! ## Why
//! 》95% reads as a book title, and 100 without a sign may be a count.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! 》95% for ≥95%; 60人 → 60.
//! ## False alarms
//! Scanned pages.

use super::case::Case;
use super::outcome::{Figures, Severity};
use crate::report::{Indicator, Operator, Value};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for row in &table.indicators {
            operator(case, row, &row.target);
            operator(case, row, &row.actual);
            inequality(case, row);
            direction(case, row);
            unit(case, row);
        }
        if let Some(funds) = table.total_fund()
            && let Some(rate) = funds.rate.number
            && !funds.rate.unit_written
        {
            let figures = Figures::words("", format!("{rate}%"), rate.to_string());
            // The column's head says 率: the missing sign misleads nobody about the number.
            case.find_as(
                Severity::Low,
                &funds.rate.place,
                "d06.percent",
                figures,
                &[],
            );
        }
    }
}

fn operator(case: &mut Case, row: &Indicator, value: &Value) {
    let (Some(sign), Some(operator), Some(number)) =
        (&value.malformed_operator, value.operator, value.number)
    else {
        return;
    };
    let meant = format!("{}{}{number}{}", value.lead, operator.sign(), value.unit);
    let figures = Figures::words(
        format!("{} → {meant}", value.raw),
        meant.clone(),
        value.raw.clone(),
    );
    case.find(
        &value.place,
        "d06.operator",
        figures,
        &[("name", &row.name), ("sign", sign)],
    );
}

fn inequality(case: &mut Case, row: &Indicator) {
    let actual = &row.actual;
    if actual.operator.is_some() && actual.malformed_operator.is_none() {
        let figures = Figures::words("", "", actual.raw.clone());
        case.find(
            &actual.place,
            "d06.inequality",
            figures,
            &[("name", &row.name)],
        );
    }
}

/// `培训人数 ≤800人` would be met by training nobody.
fn direction(case: &mut Case, row: &Indicator) {
    let target = &row.target;
    let ceiling = matches!(target.operator, Some(Operator::AtMost | Operator::Less));
    let says = |words: &[String]| words.iter().any(|word| row.name.contains(word.as_str()));
    let words = &case.profile.words;
    let limit = says(&words.lower_better) || says(&words.cost);
    if ceiling && target.malformed_operator.is_none() && says(&words.positive) && !limit {
        let meant = target.raw.replace(['≤', '<'], "≥");
        let figures = Figures::words(
            format!("{} → {meant}", target.raw),
            meant,
            target.raw.clone(),
        );
        case.find(
            &target.place,
            "d06.direction",
            figures,
            &[("name", &row.name)],
        );
    }
}

fn unit(case: &mut Case, row: &Indicator) {
    let (target, actual) = (&row.target, &row.actual);
    if target.number.is_some()
        && actual.number.is_some()
        && target.unit_written
        && !actual.unit_written
    {
        let figures = Figures::words(
            "",
            format!("{}{}", actual.raw, target.unit),
            actual.raw.clone(),
        );
        case.find_as(
            Severity::Low,
            &actual.place,
            "d06.unit",
            figures,
            &[("name", &row.name)],
        );
    }
}
