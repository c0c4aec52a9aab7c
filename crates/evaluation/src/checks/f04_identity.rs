//! F04 单位与项目名称一致 · Identity
//!
//! ## What it checks
//! The agency is the same on the title, in the department's table and in each project's table; the project's name is
//! the same in its report and its table.
//! ## Why
//! A report copied from another unit still carries its name.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 甲县 in the title, 乙县 in the table.
//! ## False alarms
//! Short names.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Report, Value, plain};

pub fn run(case: &mut Case) {
    let report = case.report;
    if let Some(agency) = &report.agency {
        let name = plain::squeezed(&agency.raw);
        let mut body = report.body();
        if let Some(passage) = body.find(|passage| plain::squeezed(&passage.text).contains(&name)) {
            case.held(&passage.place, agency.raw.clone());
        } else if is_prose(report) {
            case.find(
                &agency.place,
                "f04.not_in_text",
                Figures::words("", "", agency.raw.clone()),
                &[],
            );
        }
        let units = report
            .projects
            .iter()
            .filter_map(|table| table.unit.as_ref());
        for unit in units {
            same(case, agency, unit, "f04.agency");
        }
    }
    for form in &report.project_forms {
        let Some(name) = &form.name else { continue };
        let tables: Vec<&Value> = report
            .projects
            .iter()
            .filter_map(|table| table.subject.as_ref())
            .collect();
        let twin = tables
            .iter()
            .find(|subject| plain::likeness(&subject.raw, &name.raw) >= 60);
        match twin {
            Some(subject) => same(case, name, subject, "f04.project"),
            None if tables.is_empty() => {}
            None => case.find(
                &name.place,
                "f04.no_table",
                Figures::words("", "", name.raw.clone()),
                &[],
            ),
        }
    }
}

fn same(case: &mut Case, a: &Value, b: &Value, key: &str) {
    if plain::squeezed(&a.raw) == plain::squeezed(&b.raw) {
        case.held(&b.place, a.raw.clone());
    } else {
        case.find(
            &b.place,
            key,
            Figures::words("", a.raw.clone(), b.raw.clone()),
            &[],
        );
    }
}

/// Titles and notes around a single table are no text that would name the agency.
fn is_prose(report: &Report) -> bool {
    const LETTERS_MIN: usize = 150;
    let letters: usize = report.body().map(|p| p.text.chars().count()).sum();
    report.body().count() > 3 && letters >= LETTERS_MIN
}
