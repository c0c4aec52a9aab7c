//! 法规: the parameters in force on a day, each with its article, its status and the place whose law answers.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_lawbook::{Shown, ShownRow, Unit};
use yiju_terms::words::{has, word};
use yiju_terms::{Date, Lang, Status};

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
            @if let Some(first) = one.rows.first() {
                (head(desk, one, first))
                @for row in one.rows.iter().filter(|row| row.sub.is_some()) { (sub_line(desk, one, row, first)) }
            }
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

/// The first line of a quantity: its name, and its value where it has only one.
fn head(desk: &Desk<'_>, one: &Shown, row: &ShownRow) -> Markup {
    html! {
        tr id=(one.info.key) {
            td { (one.info.name) br; code { (one.info.key) } }
            td.amount { @if row.sub.is_none() { (value(desk, one, row)) } }
            (basis_cells(desk, row))
        }
    }
}

/// A row of a table; where it rests on the same article as the first row, that is not said again.
fn sub_line(desk: &Desk<'_>, one: &Shown, row: &ShownRow, first: &ShownRow) -> Markup {
    let same = first.citation == row.citation
        && first.note == row.note
        && first.status == row.status
        && first.since == row.since;
    html! {
        tr.more {
            td.level-1 { (sub_name(desk, one, row.sub.as_deref().unwrap_or_default())) }
            td.amount { (value(desk, one, row)) }
            @if same { td colspan="4" {} } @else { (basis_cells(desk, row)) }
        }
    }
}

/// Since when, by whom, by which article, how sure.
fn basis_cells(desk: &Desk<'_>, row: &ShownRow) -> Markup {
    let class = match row.status {
        Status::Verified => "approved",
        Status::Derived => "open",
        Status::Provisional => "warn",
    };
    html! {
        td.keep { (row.since) }
        td.keep { (row.layer_name) }
        td.cite {
            (desk.book.written(&row.citation, desk.lang))
            @for summary in &row.summaries { br; span.soft { (summary) } }
            @if let Some(note) = &row.note { br; span.soft { (note) } }
        }
        td.keep {
            (badge(class, &desk.word(&format!("status.{}", row.status.stem()))))
            @if let Some(day) = row.verified_on { br; span.soft { (day) } }
        }
    }
}

/// The value with its unit; words of the law's own lists (`fund`) in the reader's language.
fn value(desk: &Desk<'_>, one: &Shown, row: &ShownRow) -> String {
    match one.info.unit {
        Unit::Percent => format!("{}%", row.value.strip_suffix(".00").unwrap_or(&row.value)),
        Unit::Permille => format!("{}‰", row.value),
        Unit::Text => listed(desk.lang, &row.value),
        Unit::Yuan | Unit::Months | Unit::Days | Unit::Years | Unit::Times => {
            let unit = known_word(
                desk.lang,
                &format!("lawbook.unit.{}", one.info.unit.stem()),
                "",
            );
            format!("{} {unit}", row.value).trim_end().to_owned()
        }
        Unit::YesNo if row.value == "true" => desk.word("server.yes"),
        Unit::YesNo => desk.word("server.no"),
        _ => row.value.clone(),
    }
}

/// A word of one of the law's lists, or several: each in the reader's language, or all as they stand where one is none.
fn listed(lang: Lang, value: &str) -> String {
    let in_words = |stem: &str| {
        let mut keys = ["payer", "server.law.word"]
            .map(|of| format!("{of}.{stem}"))
            .into_iter();
        keys.find(|key| has(lang, key)).map(|key| word(lang, &key))
    };
    let all: Option<Vec<String>> = value.split(' ').map(in_words).collect();
    let end = if lang == Lang::Zh { "、" } else { ", " };
    all.map_or_else(|| value.to_owned(), |all| all.join(end))
}

/// A row of a table: what it is told apart by, and its name.
fn sub_name(desk: &Desk<'_>, one: &Shown, sub: &str) -> String {
    match &one.info.by {
        Some(by) => {
            let name = known_word(desk.lang, &format!("server.law.by.{by}"), by);
            format!(
                "{name} {}",
                known_word(desk.lang, &format!("server.law.sub.{by}.{sub}"), sub)
            )
        }
        None => sub.to_owned(),
    }
}
