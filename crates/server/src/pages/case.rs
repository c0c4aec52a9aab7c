//! One injury as a time line: accident, notice, recognition, appraisal, determination, payments.

use axum::extract::{Path, State};
use maud::{Markup, html};
use yiju_store::tables::{CaseEventRow, InjuryRow};
use yiju_store::views::{cases, employers};

use super::Answer;
use super::determination;
use super::shared::payer_link;
use super::time_line::{self, Point};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{masked_name, masked_number};
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    app.show(visit, move |desk| page(desk, &id)).await
}

fn page(desk: &mut Desk<'_>, id: &str) -> Result<Page, Trouble> {
    let region = desk.code();
    let injury = cases::injury(desk.store, &region, id)?.ok_or(Trouble::NotFound)?;
    let mut points = vec![accident(desk, &injury), notice(desk, &injury)?];
    for event in cases::events(desk.store, &region, id)? {
        points.push(event_point(desk, &event)?);
    }
    points.extend(determination::points(desk, "injury", id)?);
    let body = html! {
        (card(&desk.word("server.case.about"), about(desk, &injury)?))
        (card(&desk.word("server.case.time_line"), time_line::render(desk, points)))
    };
    let title = desk.text("server.case_named", &[("id", id)]);
    Ok(Page::new("cases", title, body).under(desk.word("server.cases.title"), "/cases"))
}

fn about(desk: &mut Desk<'_>, injury: &InjuryRow) -> Result<Markup, Trouble> {
    let region = desk.code();
    let person = cases::person(desk.store, &region, &injury.person_id)?;
    let cover = employers::payer_name(desk.store, &region, &injury.cover_kind, &injury.cover_id)?;
    let say = |stem: &str| desk.word(&format!("server.cases.{stem}"));
    let mut pairs = Vec::new();
    if let Some(person) = &person {
        pairs.push((say("person"), html! { (masked_name(&person.name)) }));
        pairs.push((
            say("id_number"),
            html! { (masked_number(&person.id_number)) },
        ));
    }
    let cause = known_word(
        desk.lang,
        &format!("server.cause.{}", injury.cause),
        &injury.cause,
    );
    let severity = known_word(
        desk.lang,
        &format!("server.severity.{}", injury.severity),
        &injury.severity,
    );
    pairs.extend([
        (
            say("cover"),
            payer_link(&injury.cover_kind, &injury.cover_id, &cover),
        ),
        (say("injured_on"), html! { (injury.injured_on) }),
        (say("cause"), html! { (cause) }),
        (say("severity"), html! { (severity) }),
        (say("body_part"), html! { (injury.body_part) }),
    ]);
    Ok(layout::facts(&pairs))
}

fn accident(desk: &Desk<'_>, injury: &InjuryRow) -> Point {
    Point {
        on: injury.injured_on.clone(),
        rank: 0,
        title: desk.word("server.time_line.accident"),
        class: "hurt",
        matter: None,
        anchor: None,
        body: html! { p { (injury.place) } p { (injury.summary) } },
    }
}

fn notice(desk: &mut Desk<'_>, injury: &InjuryRow) -> Result<Point, Trouble> {
    let region = desk.code();
    let days = super::shared::days_between(&injury.injured_on, &injury.noticed_on);
    let days = days.unwrap_or_default().to_string();
    Ok(Point {
        on: injury.noticed_on.clone(),
        rank: 10,
        title: desk.word("server.time_line.notice"),
        class: "",
        matter: cases::matter_of(desk.store, &region, injury.seq)?,
        anchor: None,
        body: html! { p { (desk.text("server.time_line.notice_after", &[("days", &days)])) } },
    })
}

fn event_point(desk: &mut Desk<'_>, event: &CaseEventRow) -> Result<Point, Trouble> {
    let region = desk.code();
    let matter = cases::matter_of(desk.store, &region, event.seq)?;
    let title = known_word(
        desk.lang,
        &format!("server.event.{}", event.kind),
        &event.kind,
    );
    let class = match event.kind.as_str() {
        "recognized" | "appraised" => "decided",
        "not_recognized" | "died" => "hurt",
        _ => "",
    };
    let has_detail = !matches!(event.detail.as_str(), "{}" | "null" | "");
    let body = html! {
        @if let Some(document) = &event.document { p { (desk.word("server.time_line.document")) " " (document) } }
        @if let Some(article) = &event.article { p.cite { (desk.word("server.time_line.article")) " " (article) } }
        @if has_detail { (determination::facts(desk, &event.detail)) }
    };
    Ok(Point {
        on: event.happened_on.clone(),
        rank: 20,
        title,
        class,
        matter,
        anchor: None,
        body,
    })
}
