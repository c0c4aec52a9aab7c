//! 法规: the parameters in force on a day, each with its article, its status and the place whose law answers.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_lawbook::{Shown, ShownRow};
use yiju_terms::{Date, Status};

use super::Answer;
use super::shared::{badge, digest, optional};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    on: String,
    text: String,
}

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let on: Date = optional(&asked.on)?.unwrap_or(desk.on);
    let text = asked.text.trim();
    let shelves = shelves(desk, on, text)?;
    let day = on.to_string();
    let body = html! {
        form.filter method="get" action="/law" role="search" {
            label { span { (desk.word("server.law.on")) } input type="date" name="on" value=(day); }
            label { span { (desk.word("server.law.find")) } input type="search" name="text" value=(text) maxlength="60"; }
            button type="submit" { (desk.word("server.show")) }
        }
        @if shelves.is_empty() { (card(&desk.word("server.law.title"), layout::nothing(desk.lang))) }
        @for (shelf, shown) in &shelves {
            (card(&known_word(desk.lang, &format!("server.law.shelf.{shelf}"), shelf), table(desk, shown)))
        }
        p.small { (desk.word("server.law_digest")) " " (digest(desk.book.digest())) }
    };
    let lead = desk.text("server.law.lead", &[("on", &day)]);
    Ok(Page::new("law", desk.word("server.law.title"), body).lead(lead))
}

/// What is in force, by shelf (the first word of the key), narrowed to names and keys that hold `text`.
fn shelves(desk: &Desk<'_>, on: Date, text: &str) -> Result<BTreeMap<String, Vec<Shown>>, Trouble> {
    let at = desk.at(on);
    let mut shelves: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for key in desk.book.keys() {
        if !text.is_empty() && !key.key.contains(text) && !key.name.contains(text) {
            continue;
        }
        let shown = desk
            .book
            .show(&key.key, &at)
            .map_err(|_| Trouble::NotFound)?;
        let shelf = key
            .key
            .split_once('.')
            .map_or("statistics", |(shelf, _)| shelf);
        let exact = shown.into_iter().filter(|shown| shown.info.key == key.key);
        shelves.entry(shelf.to_owned()).or_default().extend(exact);
    }
    Ok(shelves)
}

fn table(desk: &Desk<'_>, shown: &[Shown]) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.law.{stem}"));
    let headers = [
        (say("name"), ""),
        (say("value"), "amount"),
        (say("since"), ""),
        (say("place"), ""),
        (say("article"), ""),
        (say("status"), ""),
    ];
    let rows = html! {
        @for one in shown {
            @if one.rows.is_empty() { (absent(desk, one)) }
            @for (index, row) in one.rows.iter().enumerate() { (line(desk, one, row, index == 0)) }
        }
    };
    layout::table(&headers, rows, None)
}

fn absent(desk: &Desk<'_>, one: &Shown) -> Markup {
    let why = one.absent.unwrap_or("missing");
    html! {
        tr id=(one.info.key) {
            td { (one.info.name) br; code { (one.info.key) } }
            td colspan="4" {
                (desk.word(&format!("server.law.{why}")))
                @if let Some(document) = &one.document { " " span.soft { (desk.text("server.law.bring", &[("document", document)])) } }
            }
            td { (badge("plain", &desk.word(&format!("server.law.{why}.short")))) }
        }
    }
}

fn line(desk: &Desk<'_>, one: &Shown, row: &ShownRow, first: bool) -> Markup {
    let class = match row.status {
        Status::Verified => "approved",
        Status::Derived => "open",
        Status::Provisional => "warn",
    };
    html! {
        tr id=[first.then_some(&one.info.key)] class=[(!first).then_some("more")] {
            td {
                @if first { (one.info.name) @if row.sub.is_none() { br; code { (one.info.key) } } }
                @if let Some(sub) = &row.sub { span.sub { (sub_name(desk, one, sub)) } }
            }
            td.amount { (row.value) }
            td.keep { (row.since) }
            td.keep { (row.layer_name) }
            td.cite {
                (row.citation)
                @for summary in &row.summaries { br; span.soft { (summary) } }
                @if let Some(note) = &row.note { br; span.soft { (note) } }
            }
            td.keep {
                (badge(class, &desk.word(&format!("status.{}", row.status.stem()))))
                @if let Some(day) = row.verified_on { br; span.soft { (day) } }
            }
        }
    }
}

/// A row of a table: what it is told apart by, and its name.
fn sub_name(desk: &Desk<'_>, one: &Shown, sub: &str) -> String {
    match &one.info.by {
        Some(by) => {
            let by = known_word(desk.lang, &format!("server.law.by.{by}"), by);
            format!("{by} {sub}")
        }
        None => sub.to_owned(),
    }
}
