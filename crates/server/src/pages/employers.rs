//! 参保单位: find an employer by name or number; who is covered and what arrived this year.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_store::tables::EmployerRow;
use yiju_store::views::employers::{self, Search};

use super::Answer;
use super::shared::{address, optional, window};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, money_cell};
use crate::guard::known_word;
use crate::layout::{self, Page, choice};
use crate::visit::Visit;

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Asked {
    text: String,
    class: String,
    page: String,
}

pub async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let window = window(&asked.page)?;
    let search = Search {
        text: asked.text.trim().to_owned(),
        risk_class: optional(&asked.class)?,
    };
    let (region, on) = (desk.code(), desk.day());
    let found = employers::employers(desk.store, &region, &on, &search, window)?;
    let ids: Vec<String> = found.rows.iter().map(|row| row.id.clone()).collect();
    let people = employers::people_covered(desk.store, &region, "employer", &ids, &on)?;
    let year = desk.year(None)?;
    let (from, to) = (format!("{year}-01-01"), format!("{year}-12-31"));
    let received = employers::received(desk.store, &region, "employer", &from, &to)?;
    let here = address(
        "/employers",
        &[("text", &search.text), ("class", &asked.class)],
    );
    let line = |row: &EmployerRow| line(desk, row, people.get(&row.id), received.get(&row.id));
    let rows = html! { @for row in &found.rows { (line(row)) } };
    let body = html! {
        (tabs(desk, "employers"))
        (filter(desk, asked))
        div.card {
            @if found.rows.is_empty() { (layout::nothing(desk.lang)) }
            @else { (layout::table(&headers(desk, year), rows, None)) }
            (layout::pager(desk.lang, &here, window, found.total))
        }
    };
    let lead = desk.text(
        "server.employers.lead",
        &[("on", &on), ("total", &count(found.total))],
    );
    Ok(Page::new("employers", desk.word("server.employers.title"), body).lead(lead))
}

/// Employers, projects and people are three lists under one heading.
pub fn tabs(desk: &Desk<'_>, here: &str) -> Markup {
    html! {
        p.tabs {
            @for stem in ["employers", "projects", "people"] {
                a href=(format!("/{stem}")) aria-current=[(stem == here).then_some("page")] {
                    (desk.word(&format!("server.{stem}.title")))
                }
            }
        }
    }
}

fn filter(desk: &Desk<'_>, asked: &Asked) -> Markup {
    html! {
        form.filter method="get" action="/employers" role="search" {
            label { span { (desk.word("server.employers.find")) } input type="search" name="text" value=(asked.text) maxlength="60"; }
            label { span { (desk.word("server.employers.class")) } select name="class" {
                (choice("", &desk.word("server.all"), &asked.class))
                @for class in 1..=8 {
                    (choice(&class.to_string(), &desk.text("server.risk_class", &[("class", &class.to_string())]), &asked.class))
                }
            } }
            button type="submit" { (desk.word("server.show")) }
        }
    }
}

fn headers(desk: &Desk<'_>, year: i64) -> Vec<(String, &'static str)> {
    let year = year.to_string();
    vec![
        (desk.word("server.employers.number"), ""),
        (desk.word("server.employers.name"), ""),
        (desk.word("server.employers.kind"), ""),
        (desk.word("server.employers.industry"), ""),
        (desk.word("server.employers.class"), "center"),
        (desk.word("server.employers.people"), "amount"),
        (
            desk.text("server.employers.received", &[("year", &year)]),
            "amount",
        ),
    ]
}

fn line(
    desk: &Desk<'_>,
    row: &EmployerRow,
    people: Option<&i64>,
    received: Option<&i64>,
) -> Markup {
    let people = people.copied().unwrap_or_default();
    html! {
        tr {
            td { (row.id) }
            td { (super::shared::payer_link("employer", &row.id, &row.name)) }
            td { (known_word(desk.lang, &format!("server.employer_kind.{}", row.kind), &row.kind)) }
            td { (row.industry_code) }
            td.center { (row.risk_class) }
            td.amount { (count(people)) }
            (money_cell(received.copied().unwrap_or_default()))
        }
    }
}
