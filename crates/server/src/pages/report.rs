//! 绩效自评报告: the report of a year as its HTML file has it; each number opens to its basis on the same page.
//!
//! The report is a Chinese document in either language of the pages.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use yiju_documents::html::body;
use yiju_evaluation::selfeval::{self, Setting};

use super::Answer;
use super::shared::number;
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::visit::Visit;

pub async fn latest(State(app): State<App>, visit: Visit) -> Answer {
    let year = app.read(&visit, |desk| Ok(desk.years.1)).await?;
    Ok(Redirect::temporary(&format!("/reports/{year}")).into_response())
}

pub async fn show(State(app): State<App>, visit: Visit, Path(year): Path<String>) -> Answer {
    let office = app.office().clone();
    let page = app
        .read(&visit, move |desk| page(desk, &office, number(&year)?))
        .await?;
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    Ok::<Response, Trouble>((headers, page.into_string()).into_response())
}

fn page(
    desk: &mut Desk<'_>,
    office: &yiju_store::tables::OfficeRow,
    year: i64,
) -> Result<Markup, Trouble> {
    if !(desk.years.0..=desk.years.1).contains(&year) {
        return Err(Trouble::NotFound);
    }
    let report = report(desk, office, year)?;
    Ok(html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (desk.text("server.report.title", &[("year", &year.to_string())])) " · " (desk.word("server.brand")) }
                link rel="icon" href="/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/report.css";
            }
            body {
                @if !office.notice.is_empty() { p.notice role="note" { (office.notice) } }
                nav.strip aria-label=(desk.word("server.navigation")) {
                    a href="/" { strong { (desk.word("server.brand")) } }
                    a href=(format!("/?year={year}")) { (desk.word("server.section.dashboard")) }
                    a href=(format!("/figures?year={year}")) { (desk.word("server.section.figures")) }
                    a href=(format!("/statements?period={year}")) { (desk.word("server.section.statements")) }
                    span { (desk.word("server.report.hint")) }
                    span { (desk.word("server.no_sign_in")) }
                }
                // Set by the documents room, which escapes every text.
                main.report { (PreEscaped(&*report)) }
            }
        }
    })
}

/// The report's body; built once for each head of the journal.
fn report(
    desk: &mut Desk<'_>,
    office: &yiju_store::tables::OfficeRow,
    year: i64,
) -> Result<Arc<str>, Trouble> {
    if let Some(known) = desk.memo.report(desk.seq, year) {
        return Ok(known);
    }
    let setting = Setting {
        book: desk.book,
        region: desk.region,
        office,
        year: i16::try_from(year).map_err(|_| Trouble::NotFound)?,
    };
    let report = selfeval::build(desk.store, &setting)?;
    let html: Arc<str> = body(&report.document, &report.bases).into_string().into();
    desk.memo.keep_report(desk.seq, year, &html);
    Ok(html)
}
