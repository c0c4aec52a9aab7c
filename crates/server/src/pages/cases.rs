//! 工伤案件: every reported injury, newest first, with how far it has come and what was paid.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_store::views::cases::{self, CaseLine, Filter};

use super::Answer;
use super::shared::{address, badge, escape, payer_link, window};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{masked_name, money_cell};
use crate::guard::known_word;
use crate::layout::{self, Page, choice};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    severity: String,
    cause: String,
    year: String,
    text: String,
    page: String,
}

pub const SEVERITIES: [&str; 3] = ["minor", "serious", "fatal"];
pub const CAUSES: [&str; 7] = [
    "machine",
    "fall",
    "struck_by_object",
    "commuting_traffic",
    "electric_shock",
    "collapse",
    "other",
];

pub async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let window = window(&asked.page)?;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let filter = Filter {
        severity: some(&asked.severity),
        cause: some(&asked.cause),
        year: some(&asked.year),
        text: asked.text.trim().to_owned(),
    };
    let region = desk.code();
    let found = cases::cases(desk.store, &region, &filter, window)?;
    // Injuries taken over are older than the books.
    let first = cases::first_year(desk.store, &region)?
        .unwrap_or(desk.years.0)
        .min(desk.years.0);
    let here = address(
        "/cases",
        &[
            ("severity", &asked.severity),
            ("cause", &asked.cause),
            ("year", &asked.year),
            ("text", &filter.text),
        ],
    );
    let say = |stem: &str| desk.word(&format!("server.cases.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("person"), ""),
        (say("cover"), ""),
        (say("injured_on"), ""),
        (say("noticed_on"), ""),
        (say("cause"), ""),
        (say("severity"), ""),
        (say("stage"), ""),
        (say("paid"), "amount"),
    ];
    let rows = html! { @for row in &found.rows { (line(desk, row)) } };
    let body = html! {
        (form(desk, asked, first))
        div.card {
            @if found.rows.is_empty() { (layout::nothing(desk.lang)) }
            @else { (layout::table(&headers, rows, None)) }
            (layout::pager(desk.lang, &here, window, found.total))
        }
    };
    Ok(Page::new("cases", say("title"), body).lead(say("lead")))
}

fn form(desk: &Desk<'_>, asked: &Asked, first: i64) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.cases.{stem}"));
    let all = desk.word("server.all");
    html! {
        form.filter method="get" action="/cases" role="search" {
            label { span { (say("find")) } input type="search" name="text" value=(asked.text) maxlength="60"; }
            label { span { (say("year")) } select name="year" {
                (choice("", &all, &asked.year))
                @for year in (first..=desk.reached).rev() {
                    (choice(&year.to_string(), &year.to_string(), &asked.year))
                }
            } }
            label { span { (say("severity")) } select name="severity" {
                (choice("", &all, &asked.severity))
                @for stem in SEVERITIES { (choice(stem, &desk.word(&format!("server.severity.{stem}")), &asked.severity)) }
            } }
            label { span { (say("cause")) } select name="cause" {
                (choice("", &all, &asked.cause))
                @for stem in CAUSES { (choice(stem, &desk.word(&format!("server.cause.{stem}")), &asked.cause)) }
            } }
            button type="submit" { (desk.word("server.show")) }
        }
    }
}

fn line(desk: &Desk<'_>, row: &CaseLine) -> Markup {
    let class = match row.severity.as_str() {
        "fatal" => "late",
        "serious" => "warn",
        _ => "",
    };
    html! {
        tr {
            td.keep { a href=(format!("/cases/{}", escape(&row.id))) { (row.id) } }
            td.keep { (masked_name(&row.person_name)) }
            td { (payer_link(&row.cover_kind, &row.cover_id, &row.cover_name)) }
            td.keep { (row.injured_on) }
            td.keep { (row.noticed_on) }
            td { (known_word(desk.lang, &format!("server.cause.{}", row.cause), &row.cause)) }
            td { span class=(class) { (known_word(desk.lang, &format!("server.severity.{}", row.severity), &row.severity)) } }
            td { (stage(desk, row)) }
            (money_cell(row.paid_fen))
        }
    }
}

/// How far the case has come: paid, determined, or the last event.
fn stage(desk: &Desk<'_>, row: &CaseLine) -> Markup {
    let (class, stem) = match (
        row.paid_fen > 0,
        row.determinations > 0,
        row.last_event.as_deref(),
    ) {
        (true, _, _) => ("approved", "paid"),
        (_, true, _) => ("open", "determined"),
        (_, _, Some(event)) => {
            return badge(
                "open",
                &known_word(desk.lang, &format!("life.event.{event}"), event),
            );
        }
        _ => ("plain", "noticed"),
    };
    badge(class, &desk.word(&format!("server.stage.{stem}")))
}
