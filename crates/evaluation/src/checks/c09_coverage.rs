//! C09 自评覆盖面 · Coverage
//!
//! ## What it checks
//! The budgets of the projects with a table of their own add to the department's project budget.
//! ## Why
//! Every project is to be evaluated; those that went badly tend to be missing.
//! ## Basis
//! 中发〔2018〕34号（全覆盖）
//! ## Example
//! One table over 2, project budget 5: 40 %.
//! ## False alarms
//! Confidential projects; budget against final basis.

use super::case::{Case, sum_text};
use super::equal::{addends, copy_equal, sum_equal};
use super::outcome::Figures;
use crate::report::{Decimal, LineKey};

pub fn run(case: &mut Case) {
    let report = case.report;
    let line = report
        .base
        .as_ref()
        .and_then(|base| base.line(LineKey::ProjectTotal));
    let Some((line, whole)) = line.and_then(|line| Some((line, line.budget.wan_yuan()?))) else {
        case.not_checkable("c09.no_total", &[]);
        return;
    };
    if report.projects.is_empty() && report.project_forms.is_empty() && report.department.is_none()
    {
        // The base-data table by itself: the tables of the projects may be other files.
        case.not_checkable("c09.no_tables", &[]);
        return;
    }
    let parts: Vec<Decimal> = report
        .projects
        .iter()
        .filter_map(|table| table.total_fund()?.initial.wan_yuan())
        .collect();
    if !whole.is_positive() {
        return;
    }
    let covered: Decimal = parts.iter().copied().sum();
    let Some(share) = covered.percent_of(whole, 2) else {
        return;
    };
    let share = share.trimmed();
    let listed = if parts.is_empty() {
        "0".to_owned()
    } else {
        sum_text(&parts)
    };
    let formula = format!("({listed})/{whole}={share}%");
    let confidential = report
        .passages
        .iter()
        .any(|p| p.text.contains("涉密") || p.text.contains("保密项目"));
    let others = [
        &line.outturn,
        line.adjusted.as_ref().unwrap_or(&line.outturn),
    ];
    let same = |amount| sum_equal(covered, amount, addends(&parts)) || copy_equal(covered, amount);
    let on_other_basis = others
        .iter()
        .any(|value| value.wan_yuan().is_some_and(|amount| same(amount)));
    if same(whole) || on_other_basis {
        case.held(&line.budget.place, formula);
    } else if confidential && covered < whole {
        case.not_checkable("c09.confidential", &[]);
    } else {
        let figures = Figures::numbers(formula, Decimal::whole(100), share);
        case.find(&line.budget.place, "c09.share", figures, &[]);
    }
}
