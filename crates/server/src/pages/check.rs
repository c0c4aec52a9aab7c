//! 绩效自评报告核对: a report is handed in, its tables come back with the findings on their cells. Public; the file is read in
//! memory and forgotten with the answer.

use axum::body::Bytes;
use axum::extract::{Multipart, State, multipart::MultipartError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use maud::{DOCTYPE, html};
use serde_json::json;
use yiju_evaluation::checks::{Unreadable, check_kept};
use yiju_evaluation::{gate, outputs};
use yiju_terms::Lang;
use yiju_terms::words::{text, word};

use super::Answer;
use crate::desk::App;
use crate::error::Trouble;
use crate::layout::{self, Page, card};
use crate::router::REPORT_BYTES;
use crate::visit::Visit;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What was handed in.
struct Upload {
    name: String,
    bytes: Vec<u8>,
    /// `page`, or as a file: `docx` (the report itself with comments), `html` or `json`.
    format: String,
    /// Whether the file cannot be what the page carried.
    is_garbled: bool,
}

/// The empty form.
pub async fn form(State(app): State<App>, visit: Visit) -> Answer {
    Ok(form_page(&app, &visit, None))
}

/// The report with its findings, or why it cannot be read.
pub async fn answer(State(app): State<App>, visit: Visit, parts: Multipart) -> Answer {
    let upload = read(parts).await?;
    app.calculate(move |app| {
        if upload.is_garbled || upload.bytes.is_empty() {
            let stem = if upload.is_garbled {
                "garbled"
            } else {
                "no_file"
            };
            let why = word(visit.lang, &format!("server.check.{stem}"));
            return form_page(app, &visit, Some(&why));
        }
        match check_kept(&upload.name, &upload.bytes, None, None, visit.lang) {
            Ok((document, mut outcome)) => match upload.format.as_str() {
                "docx" => match outputs::docx(&upload.bytes, &document, &outcome, visit.lang) {
                    Ok(copy) => file(WORD, "check.docx", copy),
                    Err(why) => form_page(app, &visit, Some(&why.message(visit.lang))),
                },
                "html" => {
                    let page = outputs::html(&document, &outcome, visit.lang);
                    file("text/html; charset=utf-8", "check.html", page.into_bytes())
                }
                "json" => {
                    let passed = gate::pass(&upload.bytes, &document, &outcome, visit.lang);
                    outcome.gate = Some(passed.gate);
                    let body = serde_json::to_string_pretty(&outcome).unwrap_or_default();
                    file("application/json", "check.json", body.into_bytes())
                }
                _ => {
                    let passed = gate::pass(&upload.bytes, &document, &outcome, visit.lang);
                    let findings = html! {
                        (gate::card(&passed.gate, visit.lang))
                        (downloads(&upload, outputs::takes_comments(&document), visit.lang))
                        (outputs::fragment(&document, &outcome, visit.lang))
                    };
                    result_page(app, &visit, findings)
                }
            },
            Err(why) => form_page(app, &visit, Some(&why.message(visit.lang))),
        }
    })
    .await
}

/// The same for programs: the file is the body, the answer what `yiju check --format json` prints.
pub async fn json(State(app): State<App>, visit: Visit, body: Bytes) -> Answer {
    app.calculate(move |_| {
        let checked = check_kept("upload", &body, None, None, visit.lang);
        match checked {
            Ok((document, mut outcome)) => {
                let passed = gate::pass(&body, &document, &outcome, visit.lang);
                outcome.gate = Some(passed.gate);
                axum::Json(outcome).into_response()
            }
            Err(why) => unreadable(&why, visit.lang),
        }
    })
    .await
}

fn unreadable(why: &Unreadable, lang: Lang) -> Response {
    let body = json!({"error": {"code": "unreadable_report", "message": why.message(lang)}});
    (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(body)).into_response()
}

/// Reads the parts of the form; the body limit holds for all of them together.
async fn read(mut parts: Multipart) -> Result<Upload, Trouble> {
    let mut upload = Upload {
        name: String::new(),
        bytes: Vec::new(),
        format: "page".to_owned(),
        is_garbled: false,
    };
    while let Some(part) = parts.next_field().await.map_err(trouble)? {
        match part.name() {
            Some("report") => {
                upload.name = part.file_name().unwrap_or_default().to_owned();
                upload.bytes = part.bytes().await.map_err(trouble)?.to_vec();
            }
            Some("carried") => {
                let text = part.bytes().await.map_err(trouble)?;
                match STANDARD.decode(&text) {
                    Ok(bytes) => upload.bytes = bytes,
                    Err(_) => upload.is_garbled = true,
                }
            }
            Some("name") => upload.name = part.text().await.map_err(trouble)?,
            Some("format") => upload.format = part.text().await.map_err(trouble)?,
            _ => {}
        }
    }
    // As text the file is a third longer on its way; the bound is on the file.
    if upload.bytes.len() > REPORT_BYTES {
        return Err(Trouble::TooLarge);
    }
    Ok(upload)
}

fn trouble(error: MultipartError) -> Trouble {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Trouble::TooLarge,
        _ => Trouble::Unreadable,
    }
}

fn form_page(app: &App, visit: &Visit, problem: Option<&str>) -> Response {
    let say = |stem: &str| word(visit.lang, &format!("server.check.{stem}"));
    let megabytes = (REPORT_BYTES / 1024 / 1024).to_string();
    let body = html! {
        @if let Some(problem) = problem {
            section.card.problems role="alert" { h2 { (say("problem")) } p { (problem) } p.small { (say("kept_nothing")) } }
        }
        form.calculator method="post" action="/check" enctype="multipart/form-data" {
            fieldset.card {
                legend { (say("file")) }
                div.field {
                    label for="report" { (say("choose")) }
                    input type="file" id="report" name="report" required
                        accept=".docx,.xlsx,.xls,.html,.htm,.pdf,.txt" aria-describedby="report-help";
                    span.help id="report-help" { (text(visit.lang, "server.check.kinds", &[("size", &megabytes)])) }
                }
            }
            p.do {
                button type="submit" name="format" value="page" { (say("do")) }
                button.quiet type="submit" name="format" value="docx" { (say("as_docx")) }
                button.quiet type="submit" name="format" value="html" { (say("as_html")) }
                button.quiet type="submit" name="format" value="json" { (say("as_json")) }
            }
            p.small { (say("privacy")) }
        }
        (card(&say("what"), html! { p { (say("what_text")) } p { (say("limits")) } }))
    };
    let page = Page::new("check", say("title"), body).lead(say("lead"));
    let mut answer = layout::response(app.office(), visit, page);
    if problem.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    answer
}

/// The results of this page as files. The page carries the report it was made from, so that nothing has to be kept here
/// between two requests: what is downloaded is worked out again from it.
fn downloads(upload: &Upload, takes_comments: bool, lang: Lang) -> maud::Markup {
    let say = |stem: &str| word(lang, &format!("server.check.{stem}"));
    html! {
        section.downloads #downloads {
            h2 { (say("downloads")) }
            form method="post" action="/check" enctype="multipart/form-data" {
                input type="hidden" name="name" value=(upload.name);
                input type="hidden" name="carried" value=(STANDARD.encode(&upload.bytes));
                p {
                    @if takes_comments { button type="submit" name="format" value="docx" { (say("get_docx")) } }
                    button type="submit" name="format" value="html" { (say("get_html")) }
                    button type="submit" name="format" value="json" { (say("get_json")) }
                }
            }
            @if !takes_comments { p.note { (say("no_docx")) } }
            p.note { (say("carried")) }
        }
    }
}

/// The findings in a frame of their own: the redrawn tables take the whole width.
fn result_page(app: &App, visit: &Visit, findings: maud::Markup) -> Response {
    let say = |stem: &str| word(visit.lang, &format!("server.check.{stem}"));
    let office = app.office();
    let page = html! {
        (DOCTYPE)
        html lang=(if visit.lang == Lang::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (say("title")) " · " (word(visit.lang, "server.brand")) }
                link rel="icon" href="/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/check.css";
            }
            body.check-page {
                nav.strip aria-label=(word(visit.lang, "server.navigation")) {
                    a href="/" { strong { (word(visit.lang, "server.brand")) } }
                    a href="/check" { (say("another")) }
                    span { (office.name) }
                    span { (say("kept_nothing")) }
                }
                main.check { h1 { (say("title")) } (findings) }
            }
        }
    };
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (headers, page.into_string()).into_response()
}

/// An answer that the browser saves instead of showing.
fn file(kind: &'static str, name: &'static str, body: Vec<u8>) -> Response {
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}
