//! C05 项目金额各表一致 · Project amount across tables
//!
//! ## What it checks
//! Budget and outturn of a project are the same in the base-data table, the project report and the project table.
//! ## Why
//! One project is typed into three forms.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 2 = 2 = 2 and 1.99 = 1.99.
//! ## False alarms
//! Projects that were merged. A copy has no tolerance; one shown with fewer digits may be rounded.

use super::case::Case;
use super::equal::copy_equal;
use super::outcome::Figures;
use crate::report::{BaseLine, LineKey, Value, plain};

pub fn run(case: &mut Case) {
    let report = case.report;
    for table in &report.projects {
        let Some(name) = table
            .subject
            .as_ref()
            .map(|subject| plain::label(&subject.raw))
        else {
            continue;
        };
        let line = report.base.as_ref().and_then(|base| {
            base.all(LineKey::Project)
                .find(|line| plain::likeness(&line.name, &name) >= 90)
        });
        let form = report.project_forms.iter().find(|form| {
            form.name
                .as_ref()
                .is_some_and(|value| plain::label(&value.raw) == name)
        });
        let Some(funds) = table.total_fund() else {
            continue;
        };
        let of_line = |pick: fn(&BaseLine) -> &Value| line.map(pick);
        let budget = [
            of_line(|line| &line.budget),
            form.and_then(|form| form.budget.as_ref()),
        ];
        compare(case, &name, &funds.initial, &budget);
        compare(
            case,
            &name,
            &funds.executed,
            &[of_line(|line| &line.outturn)],
        );
    }
}

fn compare(case: &mut Case, name: &str, here: &Value, others: &[Option<&Value>]) {
    let Some(amount) = here.wan_yuan() else {
        return;
    };
    for other in others.iter().flatten() {
        let Some(there) = other.wan_yuan() else {
            continue;
        };
        if copy_equal(amount, there) {
            case.held_copy(&other.place, there, amount, name);
        } else {
            let figures = Figures::numbers(format!("{there}≠{amount}"), there, amount).of("万元");
            let args: &[(&str, &str)] = &[("name", name), ("table", &other.place.table)];
            case.find(&here.place, "c05.amount", figures, args);
        }
    }
}
