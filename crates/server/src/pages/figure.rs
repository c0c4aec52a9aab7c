//! One figure down to its basis: definition, records, vouchers, matters, articles.

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_figures::Basis;

use super::Answer;
use super::figures::{link, year_form};
use super::shared::{address, matter_link, optional, voucher_link};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, money_cell, month, share, yuan};
use crate::layout::{self, Page, card};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    all: String,
}

/// Rows shown at first; `?all=1` lists what a person can still scroll through.
const FIRST: usize = 50;
const MOST: usize = 5_000;

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(stem): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    app.show(visit, move |desk| page(desk, &stem, &asked)).await
}

fn page(desk: &mut Desk<'_>, stem: &str, asked: &Asked) -> Result<Page, Trouble> {
    let year = desk.year(optional(&asked.year)?)?;
    let limit = if asked.all.is_empty() { FIRST } else { MOST };
    let basis = basis(desk, stem, year, limit)?;
    let target = yiju_figures::target(desk.store, desk.region, basis.figure.year, stem)?;
    let target = target.map(|target| {
        let value = in_unit(basis.figure.unit, target.value);
        let places = [
            ("value", value.as_str()),
            ("document", target.document.as_str()),
        ];
        desk.text(&format!("server.figure.{}", target.operator), &places)
    });
    let body = html! {
        (year_form(desk, &format!("/figures/{stem}"), year))
        (head(desk, &basis, target))
        (parts(desk, &basis))
        (records(desk, &basis, stem, year))
        (vouchers(desk, &basis))
        (matters(desk, &basis))
        p.small { a href=(address(&format!("/api/figures/{stem}"), &[("year", &year.to_string())])) { (desk.word("server.figure.json")) } }
    };
    Ok(Page::new("figures", basis.name.clone(), body)
        .under(desk.word("server.figures.title"), "/figures"))
}

/// What stands behind a figure, or 404 where there is no such figure.
pub fn basis(desk: &mut Desk<'_>, stem: &str, year: i64, limit: usize) -> Result<Basis, Trouble> {
    if yiju_figures::find(stem).is_none() {
        return Err(Trouble::NotFound);
    }
    let key = (year, stem.to_owned(), desk.lang, limit);
    if let Some(basis) = desk.memo.basis(desk.seq, &key) {
        return Ok(basis);
    }
    let of = i16::try_from(year).map_err(|_| Trouble::Unreadable)?;
    let (book, region, lang) = (desk.book, desk.region, desk.lang);
    let basis = yiju_figures::drill(&mut desk.rows(), book, region, of, stem, lang, limit)?;
    desk.memo.keep_basis(desk.seq, key, &basis);
    Ok(basis)
}

fn head(desk: &Desk<'_>, basis: &Basis, target: Option<String>) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.figure.{stem}"));
    let mut pairs = vec![
        (say("definition"), html! { (basis.definition) }),
        (say("cut_off"), html! { (basis.cut_off) }),
    ];
    if !basis.formula.is_empty() {
        pairs.insert(1, (say("formula"), html! { (basis.formula) }));
    }
    if let Some(target) = target {
        pairs.push((say("target"), html! { (target) }));
    }
    if !basis.articles.is_empty() {
        pairs.push((
            say("articles"),
            html! { ul.plain { @for article in basis.articles_written(desk.book, desk.lang) { li { (article) } } } },
        ));
    }
    if !basis.remarks.is_empty() {
        pairs.push((
            say("remarks"),
            html! { ul.plain { @for remark in &basis.remarks { li { (remark) } } } },
        ));
    }
    html! {
        section.card {
            p.value {
                span.soft { (desk.text("server.figure.value", &[("year", &basis.figure.year.to_string())])) } " "
                strong { (if basis.figure.known { in_unit(basis.figure.unit, basis.figure.value) } else { basis.figure.shown.clone() }) } @if basis.figure.unit != "ppm" { " " (basis.unit) }
            }
            (layout::facts(&pairs))
        }
    }
}

fn parts(desk: &Desk<'_>, basis: &Basis) -> Markup {
    html! {
        @if !basis.figure.parts.is_empty() {
            (card(&desk.word("server.figure.parts"), html! {
                div.scroll { table { tbody { @for (part, name) in basis.figure.parts.iter().zip(&basis.part_names) { tr {
                    td { (month(desk.lang, name)) }
                    td.amount { (in_unit(basis.figure.unit, part.value)) }
                } } } } }
            }))
        }
    }
}

fn heading(desk: &Desk<'_>, key: &str, shown: usize, total: usize) -> String {
    let places = [("shown", shown.to_string()), ("total", total.to_string())];
    desk.text(
        &format!("server.figure.{key}"),
        &places
            .each_ref()
            .map(|(name, value)| (*name, value.as_str())),
    )
}

fn records(desk: &Desk<'_>, basis: &Basis, stem: &str, year: i64) -> Markup {
    let records = &basis.records;
    let headers: Vec<(String, &str)> = records
        .headers
        .iter()
        .map(|header| (header.clone(), ""))
        .collect();
    let rows = html! {
        @for row in &records.rows { tr { @for cell in row { td { (cell) } } } }
    };
    let all = format!("{}&all=1#records", link(stem, year));
    html! {
        @if !records.headers.is_empty() {
            section.card #records {
                h2 { (heading(desk, "records", records.rows.len(), records.total)) }
                (layout::table(&headers, rows, None))
                @if records.rows.len() < records.total && records.rows.len() < MOST {
                    p.pager { a href=(all) { (desk.word("server.figure.all")) } }
                }
            }
        }
    }
}

fn vouchers(desk: &Desk<'_>, basis: &Basis) -> Markup {
    if basis.vouchers.is_empty() {
        return html! {};
    }
    let say = |stem: &str| desk.word(&format!("server.vouchers.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("booked_on"), ""),
        (say("summary"), ""),
        (desk.word("server.figure.counted"), "amount"),
    ];
    let rows = html! {
        @for voucher in &basis.vouchers { tr {
            td.keep { (voucher_link(desk.lang, &voucher.ledger, voucher.number)) }
            td.keep { (voucher.booked_on) }
            td { (voucher.summary) }
            (money_cell(voucher.amount.fen()))
        } }
    };
    card(
        &heading(desk, "vouchers", basis.vouchers.len(), basis.vouchers_total),
        layout::table(&headers, rows, None),
    )
}

fn matters(desk: &Desk<'_>, basis: &Basis) -> Markup {
    if basis.matters.is_empty() {
        return html! {};
    }
    let say = |stem: &str| desk.word(&format!("server.matters.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("item"), ""),
        (say("subject"), ""),
        (say("received_on"), ""),
        (desk.word("step.approve"), ""),
    ];
    let rows = html! {
        @for matter in &basis.matters { tr {
            td { (matter_link(matter.id)) }
            td.keep { (super::matters::item_word(desk, &matter.item)) }
            td { (matter.subject) }
            td.keep { (matter.received_on) }
            td.keep { (matter.approved_on) }
        } }
    };
    card(
        &heading(desk, "matters", basis.matters.len(), basis.matters_total),
        layout::table(&headers, rows, None),
    )
}

/// A value in the figure's own unit, as people write it.
fn in_unit(unit: &str, value: i64) -> String {
    match unit {
        "fen" => yuan(value),
        "ppm" => share(value),
        _ => count(value),
    }
}

/// A figure as a tile that leads to it.
pub fn tile(desk: &mut Desk<'_>, stem: &str, year: i64) -> Result<Markup, Trouble> {
    let value = super::figures::compute(desk, year, stem)?;
    let shown = match value.unit {
        "fen" => desk.text("server.wan", &[("amount", &value.wan(2))]),
        "ppm" => share(value.value),
        unit => format!(
            "{} {}",
            count(value.value),
            super::figures::unit(desk, unit)
        ),
    };
    Ok(html! {
        a.tile href=(link(stem, year)) {
            span.tile-name { (super::figures::name(desk, stem)) }
            span.tile-value { (if value.known { shown.as_str() } else { "—" }) }
        }
    })
}
