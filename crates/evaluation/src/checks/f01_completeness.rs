//! F01 完整性 · Completeness
//!
//! ## What it checks
//! A whole report has the sections and tables that its profile lists, and its attachments are numbered without a gap.
//! ## Why
//! What is missing tends to be what went badly.
//! ## Basis
//! 县级绩效自评工作通知（报告、自评表、基础数据表、项目自评表）
//! ## Example
//! A project budget of 30 and no table of a project.
//! ## False alarms
//! A single table that is published by itself is not a whole report; profiles without a list are not judged.

use super::case::Case;
use super::outcome::{Figures, Severity};
use crate::profiles::Contents;
use crate::report::{Decimal, LineKey, Place, Report, attachment_label};

pub fn run(case: &mut Case) {
    let report = case.report;
    if !is_whole(report) {
        return;
    }
    attachments(case);
    let Some(contents) = case.profile.report.clone() else {
        case.not_checkable("f01.no_list", &[]);
        return;
    };
    tables(case, &contents);
    sections(case, &contents);
}

/// A cover or title calls it a report of the whole department, and text follows it.
fn is_whole(report: &Report) -> bool {
    let titled = report.body().take(6).any(|passage| {
        let text = &passage.squeezed;
        text.contains("自评报告") && text.contains("整体支出")
    });
    titled && report.body().count() > 8
}

fn title(case: &Case) -> Place {
    let first = case.report.body().next();
    first
        .map(|passage| passage.place.clone())
        .unwrap_or_default()
}

fn tables(case: &mut Case, contents: &Contents) {
    let report = case.report;
    let amount = |key| {
        let line = report.base.as_ref().and_then(|base| base.line(key))?;
        line.outturn.number.or(line.budget.number)
    };
    let has_projects = amount(LineKey::ProjectTotal).is_some_and(Decimal::is_positive);
    let place = title(case);
    for stem in &contents.tables {
        let there = match stem.as_str() {
            "base" => report.base.is_some(),
            "department" => report.department.is_some(),
            "project" => !has_projects || !report.projects.is_empty(),
            _ => !has_projects || !report.project_forms.is_empty(),
        };
        let key = format!("f01.table_{stem}");
        let name = yiju_terms::words::word(case.lang, &format!("checks.{key}"));
        if there {
            case.held(&place, name);
        } else {
            let figures = Figures::words("", name.clone(), "");
            case.find(&place, "f01.table", figures, &[("name", &name)]);
        }
    }
}

fn sections(case: &mut Case, contents: &Contents) {
    let texts: Vec<String> = case
        .report
        .body()
        .map(|passage| passage.squeezed.clone())
        .collect();
    let place = title(case);
    let missing: Vec<&str> = contents
        .sections
        .iter()
        .filter(|section| {
            let told = |word: &String| texts.iter().any(|text| text.contains(word.as_str()));
            !section.words.iter().any(told)
        })
        .map(|section| section.name.as_str())
        .collect();
    if missing.is_empty() {
        let count = contents.sections.len();
        case.held(&place, format!("{count}/{count}"));
    } else {
        let names = missing.join("、");
        let figures = Figures::words("", names.clone(), "");
        case.find(&place, "f01.sections", figures, &[("names", &names)]);
    }
}

/// The report itself is 附件1; a gap further on is a missing attachment.
fn attachments(case: &mut Case) {
    let mut found: Vec<(usize, Place)> = Vec::new();
    for passage in &case.report.passages {
        let label = attachment_label(&passage.squeezed.clone());
        let number = label.and_then(|label| label.trim_start_matches("附件").parse().ok());
        if let Some(number) = number
            && found.last().is_none_or(|(last, _)| number > *last)
        {
            found.push((number, passage.place.clone()));
        }
    }
    let Some((first, place)) = found.first() else {
        return;
    };
    let shown: Vec<String> = found.iter().map(|(number, _)| number.to_string()).collect();
    let shown = shown.join("、");
    if *first > 1 {
        let figures = Figures::words(shown.clone(), "1", first.to_string());
        // The report is meant to be the first one; only its label is missing.
        case.find_as(Severity::Low, place, "f01.first", figures, &[]);
    }
    for pair in found.windows(2) {
        let ([before, after], place) = ([pair[0].0, pair[1].0], &pair[1].1);
        if after > before + 1 {
            let expected = (before + 1).to_string();
            let figures = Figures::words(shown.clone(), expected, after.to_string());
            case.find(place, "f01.gap", figures, &[]);
        }
    }
}
