//! 指标: every figure of a year with its value.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::Answer;
use super::shared::optional;
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::guard::known_word;
use crate::layout::{self, Page, choice};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub year: String,
}

pub async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let year = desk.year(optional(&asked.year)?)?;
    let say = |desk: &Desk<'_>, stem: &str| desk.word(&format!("server.figures.{stem}"));
    let headers = [
        (say(desk, "name"), ""),
        (say(desk, "value"), "amount"),
        (say(desk, "unit"), ""),
        (say(desk, "kind"), ""),
    ];
    let mut rows = Vec::new();
    for figure in yiju_figures::all() {
        let value = compute(desk, year, figure.stem)?;
        rows.push(html! { tr {
            td { a href=(link(figure.stem, year)) { (name(desk, figure.stem)) } }
            td.amount { (value.shown) }
            td { (unit(desk, value.unit)) }
            td { (say(desk, value.kind)) }
        } });
    }
    let body = html! {
        (year_form(desk, "/figures", year))
        div.card { (layout::table(&headers, html! { @for row in &rows { (row) } }, None)) }
    };
    let lead = desk.text("server.figures.lead", &[("year", &year.to_string())]);
    Ok(Page::new("figures", desk.word("server.figures.title"), body).lead(lead))
}

/// The value of a known figure for a year.
pub fn compute(
    desk: &mut Desk<'_>,
    year: i64,
    stem: &str,
) -> Result<yiju_figures::FigureValue, Trouble> {
    if let Some(value) = desk.memo.value(desk.seq, year, stem) {
        return Ok(value);
    }
    let of = i16::try_from(year).map_err(|_| Trouble::Unreadable)?;
    let (book, region) = (desk.book, desk.region);
    let value = yiju_figures::compute(&mut desk.rows(), book, region, of, stem)?;
    desk.memo.keep_value(desk.seq, year, stem, &value);
    Ok(value)
}

pub fn link(stem: &str, year: i64) -> String {
    format!("/figures/{stem}?year={year}")
}

/// The name people know a figure by.
pub fn name(desk: &Desk<'_>, stem: &str) -> String {
    yiju_figures::find(stem).map_or_else(|| stem.to_owned(), |figure| figure.name(desk.lang))
}

/// The word of a part of a figure's breakdown.
pub fn part_name(desk: &Desk<'_>, stem: &str, key: &str) -> String {
    let prefix = yiju_figures::find(stem).and_then(|figure| figure.breakdown?.words);
    match prefix {
        Some(prefix) => known_word(desk.lang, &format!("{prefix}.{key}"), key),
        None => key.to_owned(),
    }
}

pub fn unit(desk: &Desk<'_>, stem: &str) -> String {
    desk.word(&format!("figures.unit.{stem}"))
}

/// Chooses the year of a page.
pub fn year_form(desk: &Desk<'_>, action: &str, year: i64) -> Markup {
    html! {
        @if desk.choices().count() > 1 {
            form.filter method="get" action=(action) {
                label { span { (desk.word("server.dashboard.year")) } select name="year" {
                    @for one in desk.choices().rev() { (choice(&one.to_string(), &one.to_string(), &year.to_string())) }
                } }
                button type="submit" { (desk.word("server.show")) }
            }
        }
    }
}
