//! What the results of both calculators share: the frame of the page, articles, arithmetic, refusals.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Serialize;
use yiju_actions::office::LAW_FILE;
use yiju_lawbook::{Confirmation, Lawbook};
use yiju_rules::output::{self, NoteOutput, StepOutput, before_value};
use yiju_rules::{InputProblem, Step};
use yiju_terms::words::{has, text, word};
use yiju_terms::{Date, Lang, Refusal};

use super::calculator_form::{Form, Sheet, Wish};
use super::calculator_inputs::{Drawing, anchor, label};
use super::calculator_problems;
use super::shared::address;
use crate::desk::App;
use crate::guard::known_word;
use crate::layout::{self, Page, card, facts};
use crate::visit::Visit;

/// The calculators a visitor can go to, in the order of their tabs.
const KINDS: [(&str, &str); 4] = [
    ("/calc/benefits", "disability"),
    ("/calc/benefits", "death"),
    ("/calc/contribution", "employer"),
    ("/calc/contribution", "project"),
];

/// The page: tabs, what came out, the form to fill or to change.
pub fn page(
    app: &App,
    visit: &Visit,
    sheet: &'static Sheet,
    form: &Form,
    outcome: Result<Option<Markup>, Vec<InputProblem>>,
) -> Response {
    let lang = visit.lang;
    let say = |stem: &str| word(lang, &format!("calculator.{stem}"));
    let problems = outcome.as_ref().err().map_or(&[][..], Vec::as_slice);
    let by_path = calculator_problems::by_path(sheet, problems, lang);
    let drawing = Drawing {
        sheet,
        form,
        book: app.book(),
        home: app.region(),
        lang,
        problems: &by_path,
    };
    let has_result = matches!(outcome, Ok(Some(_)));
    let body = html! {
        (tabs(sheet, form, lang))
        @match &outcome {
            Err(problems) => (calculator_problems::summary(sheet, form, problems, lang)),
            Ok(Some(result)) => { (result) (given(&drawing)) (papers(app, lang)) }
            Ok(None) => @if form.wish == Wish::Fill { p.before { (say(&format!("{}.before", form.kind))) } },
        }
        @if has_result { h2.again { (say("again")) } }
        (drawing.form())
    };
    let title = say(&format!("{}.title", sheet.stem));
    let page = Page::new("calculator", title, body).lead(say("lead"));
    let mut answer = layout::response(app.office(), visit, page);
    if !problems.is_empty() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    answer
}

/// The kinds of case; what was filled in goes along as far as the other kind has it.
fn tabs(sheet: &'static Sheet, form: &Form, lang: Lang) -> Markup {
    let to = |path: &str, kind: &str| {
        if path == sheet.path {
            let keep = |name: &str| sheet.is_on(name, kind) && sheet.is_on(name, form.kind);
            form.address(sheet, kind, &[("do", "edit")], keep)
        } else {
            address(path, &[("kind", kind)])
        }
    };
    html! {
        nav.tabs aria-label=(word(lang, "calculator.kinds")) {
            @for (path, kind) in KINDS {
                a href=(to(path, kind)) aria-current=[(path == sheet.path && kind == form.kind).then_some("page")] {
                    (word(lang, &format!("calculator.kind.{kind}")))
                }
            }
        }
    }
}

/// What was filled in, for the paper: on the screen it stands in the form.
fn given(drawing: &Drawing<'_>) -> Markup {
    let lang = drawing.lang;
    let mut pairs = Vec::new();
    for (path, value) in drawing.form.given(drawing.sheet) {
        pairs.push((
            label(drawing.sheet, &path, lang),
            html! { (drawing.shown(&path, &value)) },
        ));
    }
    html! { div.paper-only { (card(&word(lang, "calculator.given"), facts(&pairs))) } }
}

/// The figures by which this office's answer may differ from that of the law folder alone (`yiju calc`), each with the
/// paper it rests on.
fn papers(app: &App, lang: Lang) -> Markup {
    let rows = app.papers().rows.iter();
    let figures: Vec<&Confirmation> = rows
        .filter(|row| !row.parameter.starts_with(LAW_FILE))
        .collect();
    let files = app.papers().rows.len() - figures.len();
    if app.papers().rows.is_empty() {
        return html! {};
    }
    let say = |stem: &str| word(lang, &format!("calculator.papers.{stem}"));
    let headers = ["figure", "period", "value", "document"].map(|stem| (say(stem), ""));
    let lines = html! {
        @for row in figures { tr {
            td { (parameter_name(app.book(), &row.parameter, lang)) }
            td.keep data-label=(say("period")) { (row.period) }
            td.keep data-label=(say("value")) { (row.value) }
            td data-label=(say("document")) { (row.document) }
        } }
    };
    html! {
        section.card {
            details.papers {
                summary { (text(lang, "calculator.papers.title", &[("count", &app.papers().rows.len().to_string())])) }
                p.soft { (say("why")) }
                div.stack { (layout::table(&headers, lines, None)) }
                @if files > 0 { p.soft { (text(lang, "calculator.papers.files", &[("count", &files.to_string())])) } }
            }
        }
    }
}

/// The form's own word for a figure, else its name in the law folder.
fn parameter_name(book: &Lawbook, parameter: &str, lang: Lang) -> String {
    let named = format!("calculator.field.confirmed.parameter.option.{parameter}");
    let of_book = book.parameter_name(parameter, lang);
    known_word(lang, &named, of_book.as_deref().unwrap_or(parameter))
}

/// A message that names a figure in words, without the stem that programs call it by.
pub fn without_stem(message: &str, parameter: Option<&str>) -> String {
    let Some(stem) = parameter.filter(|stem| !stem.is_empty()) else {
        return message.to_owned();
    };
    let parts = [
        (format!("（{stem}，"), "（"),
        (format!("（{stem}）"), ""),
        (format!(" ({stem}, "), " ("),
        (format!(" ({stem})"), ""),
    ];
    parts.iter().fold(message.to_owned(), |text, (stem, kept)| {
        text.replace(stem, kept)
    })
}

/// A case or its problems as JSON; 422 is what the command line says with exit code 2.
pub fn json<T: Serialize>(outcome: Result<T, Vec<InputProblem>>, lang: Lang) -> Response {
    match outcome {
        Ok(found) => Json(found).into_response(),
        Err(problems) => {
            let errors = Json(output::errors(&problems, lang));
            (StatusCode::UNPROCESSABLE_ENTITY, errors).into_response()
        }
    }
}

/// Whether the address asks for JSON.
pub fn wants_json(pairs: &[(String, String)]) -> bool {
    pairs
        .iter()
        .any(|(name, value)| name == "format" && value == "json")
}

/// The figures that were given and not used, each with its reason.
pub fn notes(notes: &[NoteOutput]) -> Markup {
    html! { @for note in notes { p.warn { (without_stem(&note.message, note.parameter.as_deref())) } } }
}

/// The links under a result: the same as JSON, and how to keep it.
pub fn keep(sheet: &'static Sheet, form: &Form, lang: Lang) -> Markup {
    let same = form.address(sheet, form.kind, &[("format", "json")], |_| true);
    html! {
        p.links {
            a href="#form" { (word(lang, "calculator.change")) }
            a rel="alternate" type="application/json" href=(same) { (word(lang, "calculator.json")) }
            span.soft { (word(lang, "calculator.print")) }
        }
    }
}

/// The articles behind some steps, each once, linked to the law in force on that day.
pub fn articles(app: &App, steps: &[Step], (on, key): (Date, &str), lang: Lang) -> Markup {
    let mut cites: Vec<String> = Vec::new();
    for citation in steps.iter().filter_map(|step| step.citation.as_ref()) {
        let cite = app.book().written(&citation.0, lang);
        if !cites.contains(&cite) {
            cites.push(cite);
        }
    }
    let href = address("/law", &[("on", &on.to_string()), ("text", key)]);
    html! { @for cite in cites { a href=(href) { (cite) } br; } }
}

/// The arithmetic, folded away until asked for; on paper it is open.
pub fn arithmetic(app: &App, steps: &[StepOutput], lang: Lang) -> Markup {
    html! {
        details.arithmetic {
            summary { (word(lang, "calculator.arithmetic")) }
            ol { @for step in steps { li {
                (step.name) " "
                @if let Some(formula) = &step.formula { code { (before_value(formula, &step.value, lang)) } " " }
                strong { (value(step, lang)) }
                @if !step.cite.is_empty() { " " span.soft { (app.book().written(&step.cite, lang)) } }
                @if step.document.is_some() { " " span.badge.warn { (word(lang, "calculator.by_paper")) } }
            } } }
        }
    }
}

/// A value with its unit; words of the law's own lists in the reader's language.
fn value(step: &StepOutput, lang: Lang) -> String {
    let named = format!("calculator.value.{}", step.value);
    if has(lang, &named) {
        return word(lang, &named);
    }
    step.shown(lang)
}

/// What is missing: the reason, the next step, what waits for it, and the way to the field that takes it.
pub fn refusals(
    sheet: &'static Sheet,
    form: &Form,
    all: &[(&Refusal, Vec<String>)],
    lang: Lang,
) -> Markup {
    if all.is_empty() {
        return html! {};
    }
    html! {
        section.card.missing id="missing" {
            h2 { (text(lang, "calculator.missing", &[("count", &all.len().to_string())])) }
            ul { @for (refusal, stops) in all { li {
                p { (reason(sheet, refusal, lang)) }
                @if !stops.is_empty() {
                    @let names = stops.join(&word(lang, "calculator.and"));
                    p.soft { (text(lang, "calculator.stops", &[("benefits", &names)])) }
                }
                (way(sheet, form, refusal, lang))
            } } }
        }
    }
}

fn reason(sheet: &'static Sheet, refusal: &Refusal, lang: Lang) -> String {
    match (refusal.code, refusal.arg("parameter")) {
        ("needs_fact", Some(field)) => {
            let field = label(sheet, field, lang);
            text(lang, "calculator.needs_fact", &[("field", &field)])
        }
        (_, parameter) => without_stem(&refusal.message(lang), parameter),
    }
}

/// A missing figure can be brought with its paper: the link opens the form with the row begun.
fn way(sheet: &'static Sheet, form: &Form, refusal: &Refusal, lang: Lang) -> Markup {
    let arg = |name: &str| refusal.arg(name).unwrap_or_default();
    let (href, key) = match refusal.code {
        "needs_fact" => (
            format!("#{}", anchor(arg("parameter"))),
            "calculator.fill_fact",
        ),
        "needs_document" => {
            let row = form.filled_rows("confirmed");
            let named = format!("confirmed[{row}].parameter");
            let period = format!("confirmed[{row}].period");
            let more = [
                (named.as_str(), arg("parameter")),
                (period.as_str(), arg("period")),
                ("do", "edit"),
            ];
            let to = form.address(sheet, form.kind, &more, |_| true);
            (format!("{to}#g-confirmed"), "calculator.fill_figure")
        }
        _ => return html! {},
    };
    html! { p { a href=(href) { (word(lang, key)) } } }
}
