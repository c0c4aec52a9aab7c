//! E02 超预算支出 · Over budget
//!
//! ## What it checks
//! No line of the base-data table and no fund row spends more than its (adjusted) budget. A reason beside the line, or
//! a sentence about an approved adjustment that reaches the amount, is accepted and shown.
//! ## Why
//! Spending must rest on an approved budget.
//! ## Basis
//! 预算法第十三条
//! ## Example
//! 2.98−2 = 0.98 above the budget, without a word about it.
//! ## False alarms
//! Forms without a column for the adjusted budget: then the finding says "over the initial budget".

use super::case::Case;
use super::equal::{within, within_text};
use super::outcome::Figures;
use super::reasons;
use crate::report::{BaseLine, FundRow};

pub fn run(case: &mut Case) {
    let report = case.report;
    for line in report.base.iter().flat_map(|base| &base.lines) {
        base_line(case, line);
    }
    for row in report.score_tables().flat_map(|table| &table.funds) {
        fund_row(case, row);
    }
}

fn base_line(case: &mut Case, line: &BaseLine) {
    let adjusted = line.adjusted.as_ref().and_then(|value| value.number);
    let (Some(limit), Some(outturn)) = (adjusted.or(line.budget.number), line.outturn.number)
    else {
        return;
    };
    if within(outturn, limit) {
        case.held(
            &line.outturn.place,
            format!("{}（{}）", within_text(outturn, limit), line.name),
        );
        return;
    }
    let formula = format!("{outturn}-{limit}={}", outturn - limit);
    if let Some(reason) = reasons::adjustment(case.report, case.profile, line, limit, outturn) {
        case.held(&line.outturn.place, format!("{formula}；{reason}"));
        return;
    }
    let key = if adjusted.is_some() {
        "e02.adjusted"
    } else {
        "e02.initial"
    };
    case.find(
        &line.outturn.place,
        key,
        Figures::numbers(formula, limit, outturn).of(&line.outturn.unit),
        &[("name", &line.name)],
    );
}

fn fund_row(case: &mut Case, row: &FundRow) {
    let (Some(limit), Some(executed)) = (row.adjusted.number, row.executed.number) else {
        return;
    };
    if within(executed, limit) {
        case.held(
            &row.executed.place,
            format!("{}（{}）", within_text(executed, limit), row.name),
        );
    } else {
        let formula = format!("{executed}-{limit}={}", executed - limit);
        let figures = Figures::numbers(formula, limit, executed).of(&row.executed.unit);
        case.find(
            &row.executed.place,
            "e02.adjusted",
            figures,
            &[("name", &row.name)],
        );
    }
}
