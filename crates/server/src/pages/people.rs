//! 参保人员: a person found by number or by the beginning of the name, with where the person is under cover.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_store::views::people::{self, PersonLine};

use super::Answer;
use super::employers::tabs;
use super::shared::payer_link;
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{masked_name, masked_number};
use crate::guard::known_word;
use crate::layout::{self, Page};
use crate::visit::Visit;

/// More than this many are not shown: the text is too short to mean one person.
const SHOWN: i64 = 40;

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Asked {
    q: String,
}

pub async fn find(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, asked.q.trim()))
        .await
}

fn page(desk: &mut Desk<'_>, text: &str) -> Result<Page, Trouble> {
    let (region, on) = (desk.code(), desk.day());
    let mut found = people::find(desk.store, &region, text, &on, SHOWN + 1)?;
    let is_more = found.len() as i64 > SHOWN;
    found.truncate(SHOWN as usize);
    let body = html! {
        (tabs(desk, "people"))
        form.filter method="get" action="/people" role="search" {
            label { span { (desk.word("server.people.find")) } input type="search" name="q" value=(text) maxlength="60" autofocus; }
            button type="submit" { (desk.word("server.show")) }
        }
        @if !text.is_empty() {
            div.card {
                @if found.is_empty() { (layout::nothing(desk.lang)) }
                @else { (layout::table(&headers(desk), html! { @for person in &found { (line(desk, person)) } }, None)) }
                @if is_more { p.note { (desk.text("server.people.more", &[("shown", &SHOWN.to_string())])) } }
            }
        }
    };
    let lead = desk.text("server.people.lead", &[("on", &on)]);
    Ok(Page::new("employers", desk.word("server.people.title"), body).lead(lead))
}

fn headers(desk: &Desk<'_>) -> Vec<(String, &'static str)> {
    ["number", "name", "id_number", "sex", "cover"]
        .into_iter()
        .map(|stem| (desk.word(&format!("server.people.{stem}")), ""))
        .collect()
}

fn line(desk: &Desk<'_>, person: &PersonLine) -> Markup {
    html! {
        tr {
            td { (person.id) }
            td { (masked_name(&person.name)) }
            td { (masked_number(&person.id_number)) }
            td { (known_word(desk.lang, &format!("server.people.sex_{}", person.sex), &person.sex)) }
            td {
                @if person.covers.is_empty() { (desk.word("server.people.no_cover")) }
                @for cover in &person.covers {
                    div { (payer_link(&cover.kind, &cover.id, &cover.name)) " " (desk.text("server.people.since", &[("day", &cover.since)])) }
                }
            }
        }
    }
}
