//! 建设项目: insured by their cost, found by name, contractor or number.

use axum::extract::{Query, State};
use maud::html;
use serde::Deserialize;
use yiju_store::views::employers;

use super::Answer;
use super::shared::{address, payer_link, window};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, money_cell};
use crate::layout::{self, Page};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    text: String,
    page: String,
}

pub async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let window = window(&asked.page)?;
    let text = asked.text.trim();
    let (region, on) = (desk.code(), desk.day());
    let found = employers::projects(desk.store, &region, &on, text, window)?;
    let ids: Vec<String> = found.rows.iter().map(|row| row.id.clone()).collect();
    let people = employers::people_covered(desk.store, &region, "project", &ids, &on)?;
    let received = employers::received(desk.store, &region, "project", "0000-01-01", &on)?;
    let say = |stem: &str| desk.word(&format!("server.projects.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("name"), ""),
        (say("contractor"), ""),
        (say("from"), ""),
        (say("until"), ""),
        (say("cost"), "amount"),
        (say("people"), "amount"),
        (say("received"), "amount"),
    ];
    let rows = html! {
        @for row in &found.rows { tr {
            td { (row.id) }
            td { (payer_link("project", &row.id, &row.name)) }
            td { (row.contractor) }
            td.keep { (row.starts_on) }
            td.keep { (row.ends_on) }
            (money_cell(row.cost_fen))
            td.amount { (count(people.get(&row.id).copied().unwrap_or_default())) }
            (money_cell(received.get(&row.id).copied().unwrap_or_default()))
        } }
    };
    let body = html! {
        (super::employers::tabs(desk, "projects"))
        form.filter method="get" action="/projects" role="search" {
            label { span { (say("find")) } input type="search" name="text" value=(text) maxlength="60"; }
            button type="submit" { (desk.word("server.show")) }
        }
        div.card {
            @if found.rows.is_empty() { (layout::nothing(desk.lang)) }
            @else { (layout::table(&headers, rows, None)) }
            (layout::pager(desk.lang, &address("/projects", &[("text", text)]), window, found.total))
        }
    };
    let lead = desk.text(
        "server.projects.lead",
        &[("on", &on), ("total", &count(found.total))],
    );
    Ok(Page::new("employers", desk.word("server.projects.title"), body).lead(lead))
}
