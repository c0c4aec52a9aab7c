//! 老工伤台账: the roster with counts that tie, and one old injury with what it is paid.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_store::tables::LegacyCheckRow;
use yiju_store::views::Window;
use yiju_store::views::cases;
use yiju_store::views::legacy::{self, Group, LegacyLine};

use super::Answer;
use super::shared::{address, badge, escape, window};
use super::{determination, legacy_counts, time_line};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, masked_name, masked_number};
use crate::layout::{self, Page, card, choice};
use crate::pages::time_line::Point;
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pool: String,
    /// The names behind one count: its reason and source of money.
    reason: String,
    funding: String,
    text: String,
    page: String,
}

pub async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let window = window(&asked.page)?;
    let pooled = match asked.pool.as_str() {
        "" => None,
        "in" => Some(true),
        "out" => Some(false),
        _ => return Err(Trouble::Unreadable),
    };
    let text = asked.text.trim();
    let (region, on) = (desk.code(), desk.day());
    let groups = legacy::groups(desk.store, &region, &on)?;
    let group = groups.iter().find(|group| {
        Some(group.pooled) == pooled
            && group.reason == asked.reason
            && group.funding_source == asked.funding
    });
    let found = match group {
        Some(group) => legacy::names(desk.store, &region, &on, group, window)?,
        None => legacy::roster(desk.store, &region, &on, pooled, text, window)?,
    };
    let stated = yiju_store::legacy::counts(desk.store, &region)?;
    let checks = yiju_store::legacy::last_checks(desk.store, &region, &on)?;
    let pairs = [
        ("pool", asked.pool.as_str()),
        ("reason", &asked.reason),
        ("funding", &asked.funding),
        ("text", text),
    ];
    let here = address("/legacy", &pairs);
    let body = html! {
        (card(&desk.word("server.legacy.counts"), counts(desk, &groups)))
        @if !stated.is_empty() {
            (card(&desk.word("server.legacy.stated"), legacy_counts::stated(desk, &groups, &stated)))
        }
        (form(desk, asked))
        div.card {
            @if found.rows.is_empty() { (layout::nothing(desk.lang)) }
            @else { (roster(desk, &found.rows, &checks)) }
            (layout::pager(desk.lang, &here, window, found.total))
        }
    };
    let lead = desk.text("server.legacy.lead", &[("on", &on)]);
    Ok(Page::new("legacy", desk.word("server.legacy.title"), body).lead(lead))
}

/// In the pool and not, each by reason; the sums are taken from the same groups that are shown.
fn counts(desk: &Desk<'_>, groups: &[Group]) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.legacy.{stem}"));
    let sum = |pooled: bool| -> i64 {
        groups
            .iter()
            .filter(|group| group.pooled == pooled)
            .map(|group| group.count)
            .sum()
    };
    let headers = [
        (say("pool"), ""),
        (say("reason"), ""),
        (say("funding_source"), ""),
        (say("people"), "amount"),
    ];
    let rows = html! {
        @for pooled in [true, false] {
            @for group in groups.iter().filter(|group| group.pooled == pooled) { tr {
                td.keep { (pool_badge(desk, pooled)) }
                td { (group.reason) }
                td { (group.funding_source) }
                td.amount { a href=(names(group)) { (count(group.count)) } }
            } }
            tr.subtotal {
                th scope="row" colspan="3" { (desk.text("server.legacy.subtotal", &[("pool", &pool_word(desk, pooled))])) }
                td.amount { a href=(if pooled { "/legacy?pool=in" } else { "/legacy?pool=out" }) { (count(sum(pooled))) } }
            }
        }
    };
    let foot = html! { tr {
        th scope="row" colspan="3" { (desk.word("server.total")) }
        td.amount { a href="/legacy" { (count(sum(true) + sum(false))) } }
    } };
    layout::table(&headers, rows, Some(foot))
}

/// The names behind a count.
fn names(group: &Group) -> String {
    let pool = if group.pooled { "in" } else { "out" };
    let pairs = [
        ("pool", pool),
        ("reason", &group.reason),
        ("funding", &group.funding_source),
    ];
    address("/legacy", &pairs)
}

pub(super) fn pool_word(desk: &Desk<'_>, pooled: bool) -> String {
    desk.word(if pooled {
        "server.legacy.in"
    } else {
        "server.legacy.out"
    })
}

fn pool_badge(desk: &Desk<'_>, pooled: bool) -> Markup {
    badge(
        if pooled { "approved" } else { "plain" },
        &pool_word(desk, pooled),
    )
}

fn form(desk: &Desk<'_>, asked: &Asked) -> Markup {
    html! {
        form.filter method="get" action="/legacy" role="search" {
            label { span { (desk.word("server.legacy.find")) } input type="search" name="text" value=(asked.text) maxlength="60"; }
            label { span { (desk.word("server.legacy.pool")) } select name="pool" {
                (choice("", &desk.word("server.all"), &asked.pool))
                (choice("in", &pool_word(desk, true), &asked.pool))
                (choice("out", &pool_word(desk, false), &asked.pool))
            } }
            button type="submit" { (desk.word("server.show")) }
        }
    }
}

fn roster(
    desk: &Desk<'_>,
    rows: &[LegacyLine],
    checks: &BTreeMap<String, LegacyCheckRow>,
) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.legacy.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("person"), ""),
        (say("employer"), ""),
        (say("injured_on"), ""),
        (say("grade"), "center"),
        (say("pool"), ""),
        (say("pooled_on"), ""),
        (say("checked"), ""),
        (say("reason"), ""),
    ];
    let lines = html! {
        @for LegacyLine { row, person_name } in rows { tr {
            td.keep { a href=(format!("/legacy/{}", escape(&row.id))) { (row.id) } }
            td.keep { (masked_name(person_name)) }
            td { (row.employer_name) }
            td.keep { (row.injured_on) }
            td.center { (grade(row.grade)) }
            td.keep { (pool_badge(desk, row.pooled == 1)) }
            td.keep { (row.pooled_on.as_deref().unwrap_or("—")) }
            td.keep { (checks.get(&row.id).map_or("—", |check| check.checked_on.as_str())) }
            td { (row.reason) }
        } }
    };
    layout::table(&headers, lines, None)
}

fn grade(grade: Option<i64>) -> String {
    grade.map_or_else(|| "—".to_owned(), |grade| grade.to_string())
}

pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    app.show(visit, move |desk| one(desk, &id)).await
}

fn one(desk: &mut Desk<'_>, id: &str) -> Result<Page, Trouble> {
    let (region, on) = (desk.code(), desk.day());
    let all = Window {
        number: 1,
        size: 1_000,
    };
    let found = legacy::roster(desk.store, &region, &on, None, id, all)?;
    let line = found
        .rows
        .into_iter()
        .find(|line| line.row.id == id)
        .ok_or(Trouble::NotFound)?;
    let mut points = vec![point(
        desk,
        &line.row.injured_on,
        "accident",
        "hurt",
        html! { p { (line.row.employer_name) } },
    )];
    if let Some(pooled_on) = &line.row.pooled_on {
        points.push(point(
            desk,
            pooled_on,
            "pooled",
            "decided",
            html! { p { (line.row.reason) } },
        ));
    }
    points.extend(determination::points(desk, "legacy", id)?);
    let (dependents, checks) = legacy_counts::beside(desk, id)?;
    let body = html! {
        (card(&desk.word("server.case.about"), about(desk, &line)?))
        (card(&desk.word("server.legacy.dependents"), dependents))
        (card(&desk.word("server.legacy.checks"), checks))
        (card(&desk.word("server.case.time_line"), time_line::render(desk, points)))
    };
    let title = desk.text("server.legacy.one", &[("id", id)]);
    Ok(Page::new("legacy", title, body).under(desk.word("server.legacy.title"), "/legacy"))
}

fn point(desk: &Desk<'_>, on: &str, stem: &str, class: &'static str, body: Markup) -> Point {
    Point {
        on: on.to_owned(),
        rank: 0,
        title: desk.word(&format!("server.time_line.{stem}")),
        class,
        matter: None,
        anchor: None,
        body,
    }
}

fn about(desk: &mut Desk<'_>, line: &LegacyLine) -> Result<Markup, Trouble> {
    let region = desk.code();
    let person = cases::person(desk.store, &region, &line.row.person_id)?;
    let matter = cases::matter_of(desk.store, &region, line.row.seq)?;
    let say = |stem: &str| desk.word(&format!("server.legacy.{stem}"));
    let mut pairs = vec![(say("person"), html! { (masked_name(&line.person_name)) })];
    if let Some(person) = &person {
        pairs.push((
            desk.word("server.cases.id_number"),
            html! { (masked_number(&person.id_number)) },
        ));
    }
    pairs.extend([
        (say("employer"), html! { (line.row.employer_name) }),
        (say("grade"), html! { (grade(line.row.grade)) }),
        (say("pool"), pool_badge(desk, line.row.pooled == 1)),
        (say("reason"), html! { (line.row.reason) }),
        (say("funding_source"), html! { (line.row.funding_source) }),
        (say("evidence"), html! { (line.row.evidence) }),
        (
            say("items"),
            html! { (legacy_counts::items(desk, &line.row.items)) },
        ),
    ]);
    if let Some(matter) = matter {
        pairs.push((
            desk.word("server.time_line.matter"),
            super::shared::matter_link(matter),
        ));
    }
    Ok(layout::facts(&pairs))
}
