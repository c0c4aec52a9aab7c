//! The agency's own self-evaluation: built from figures, so that it cannot contradict itself.
//!
//! `facts` asks each figure once; `form` and `score` are the tables' rules; the other files set the parts. The outcome is a
//! neutral document, the basis of every number in it, and a canonical JSON of both.

mod appendix;
mod base_table;
mod department;
mod facts;
pub mod form;
mod json;
mod narrative;
mod project;
mod proposals;
pub mod score;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use yiju_actions::ActionError;
use yiju_documents::{Document, FigureBasis};
use yiju_lawbook::Lawbook;
use yiju_store::tables::OfficeRow;
use yiju_store::{Fault, Store};
use yiju_terms::{Date, Lang, Refusal, Region, words};

pub use facts::Facts;
use form::Form;
use sheet::Sheet;

/// The whole report, ready to be rendered.
pub struct SelfEvaluation {
    pub document: Document,
    pub bases: BTreeMap<String, FigureBasis>,
    pub json: serde_json::Value,
    /// Total scores in hundredths of a point: department, project.
    pub totals: [i64; 2],
}

/// Where the report is made.
pub struct Setting<'a> {
    pub book: &'a Lawbook,
    pub region: &'a Region,
    pub office: &'a OfficeRow,
    pub year: i16,
}

/// Builds the report of a year. Refused with one refusal for each indicator that has no target or no value; faults are those
/// of the store and of a broken form.
pub fn build(store: &mut Store, setting: &Setting<'_>) -> Result<SelfEvaluation, ActionError> {
    let mut facts = Facts::new(
        store,
        setting.book,
        setting.region,
        setting.office,
        setting.year,
    );
    let [department, project] = sheets(&mut facts)?;
    let extra = [
        ("department_score", score::shown(department.total())),
        ("project_score", score::shown(project.total())),
        ("department_rate", department.execution_rate()),
        ("project_rate", project.execution_rate()),
        (
            "procurement_reason",
            base_table::reason(&mut facts, "procurement")?,
        ),
        ("year", setting.year.to_string()),
        ("prior", (setting.year - 1).to_string()),
        ("office", setting.office.name.clone()),
        ("department_name", setting.office.department.clone()),
        ("grade", grade(department.total())),
        ("method", survey_method(&mut facts)?),
    ];
    let mut document = cover(&facts);
    document
        .blocks
        .extend(narrative::blocks(&mut facts, &extra)?);
    document.blocks.extend(base_table::blocks(&mut facts)?);
    let parts = [
        department::blocks(&mut facts, &department)?,
        project::report(&mut facts, &project)?,
        project::evaluation(&mut facts, &project)?,
        project::roster(&mut facts)?,
    ];
    document.blocks.extend(parts.into_iter().flatten());
    let offers = proposals::offers(&mut facts)?;
    let list = proposals::blocks(&facts, &offers);
    document.blocks.extend(list);
    if setting.year == appendix::YEAR && !setting.office.notice.is_empty() {
        document
            .blocks
            .extend(appendix::blocks(&mut facts, &extra)?);
    }
    let bases = facts.bases(Lang::Zh)?;
    let json = json::write(
        &facts,
        &[("department", &department), ("project", &project)],
        &offers,
        &bases,
    );
    Ok(SelfEvaluation {
        document,
        bases,
        json,
        totals: [department.total(), project.total()],
    })
}

fn refusal(code: &'static str, year: i16, figure: &str) -> Refusal {
    let name =
        yiju_figures::find(figure).map_or_else(|| figure.to_owned(), |found| found.name(Lang::Zh));
    Refusal::new(code)
        .with("figure", figure)
        .with("name", name)
        .with("year", year)
}

/// The two evaluation tables, filled in.
fn sheets(facts: &mut Facts<'_>) -> Result<[Sheet; 2], ActionError> {
    let (department, project) = (read(form::DEPARTMENT)?, read(form::PROJECT)?);
    let missing = not_ready(facts, &[&department, &project])?;
    if !missing.is_empty() {
        return Err(ActionError::Refused(missing));
    }
    Ok([
        Sheet::fill(facts, department, "total")?,
        Sheet::fill(facts, project, "legacy_pooling")?,
    ])
}

/// One refusal for each figure of an indicator that has no target in the year or cannot be computed.
fn not_ready(facts: &mut Facts<'_>, forms: &[&Form]) -> Result<Vec<Refusal>, Fault> {
    let figures: BTreeSet<&str> = forms
        .iter()
        .flat_map(|form| form.indicators.iter().map(|line| line.figure.as_str()))
        .collect();
    let mut missing = Vec::new();
    for figure in figures {
        if yiju_figures::target(facts.store, facts.region, facts.year, figure)?.is_none() {
            missing.push(refusal("target_missing", facts.year, figure));
        }
        if facts.value(figure)?.get().is_none() {
            missing.push(refusal("figure_not_known", facts.year, figure));
        }
    }
    Ok(missing)
}

fn read(text: &str) -> Result<Form, Fault> {
    Form::read(text)
        .map_err(|problems| Fault::new("reading an evaluation form", format!("{problems:?}")))
}

/// The day a report of the year is dated: the self-evaluation follows the year's closing.
fn dated(year: i16) -> Date {
    Date::constant(year + 1, 4, 8)
}

fn cover(facts: &Facts<'_>) -> Document {
    let year = facts.year.to_string();
    let args = [
        ("year", year.as_str()),
        ("office", facts.office.name.as_str()),
    ];
    let date = dated(facts.year);
    let mut document = Document::new(
        words::text(Lang::Zh, "evaluation.title", &args),
        Lang::Zh,
        date,
    );
    document.organization = Some(facts.office.name.clone());
    document.date_line = Some(day_line(date));
    document.notice = Some(facts.office.notice.clone()).filter(|notice| !notice.is_empty());
    document.opening = yiju_documents::Opening::Cover;
    document
}

fn day_line(date: Date) -> String {
    let (year, month, day) = (
        date.year().to_string(),
        date.month().to_string(),
        date.day().to_string(),
    );
    words::text(
        Lang::Zh,
        "evaluation.day",
        &[("year", &year), ("month", &month), ("day", &day)],
    )
}

/// The line under a table: filled in by the system from the books, on which day.
fn filled_in(facts: &Facts<'_>) -> String {
    let day = day_line(dated(facts.year));
    words::text(Lang::Zh, "evaluation.filled_in", &[("day", &day)])
}

fn grade(hundredths: i64) -> String {
    let word = match hundredths / 100 {
        90.. => "excellent",
        80..90 => "good",
        60..80 => "fair",
        _ => "poor",
    };
    words::word(Lang::Zh, &format!("evaluation.grade.{word}"))
}

fn survey_method(facts: &mut Facts<'_>) -> Result<String, Fault> {
    let year = facts.year.to_string();
    let surveys = yiju_store::register::surveys(facts.store, facts.region.code(), &year)?;
    Ok(surveys
        .last()
        .map_or_else(String::new, |survey| survey.method.clone()))
}
