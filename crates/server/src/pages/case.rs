//! One injury as a time line: accident, notice, recognition, appraisal, determination, payments.

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_actions::case_life::{AsOf, Lived};
use yiju_store::tables::{CaseEventRow, InjuryRow};
use yiju_store::views::{cases, employers};
use yiju_terms::Date;

use super::Answer;
use super::case_life::{self, View};
use super::determination;
use super::shared::{optional, payer_link};
use super::time_line::{self, Point};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{masked_name, masked_number};
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

/// The day and the journal entry to look from; now when left out.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    on: String,
    known: String,
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    app.show(visit, move |desk| page(desk, &id, &asked)).await
}

fn page(desk: &mut Desk<'_>, id: &str, asked: &Asked) -> Result<Page, Trouble> {
    let region = desk.code();
    let injury = cases::injury(desk.store, &region, id)?.ok_or(Trouble::NotFound)?;
    let (on, known) = (optional(&asked.on)?, optional(&asked.known)?);
    let view = View {
        as_of: AsOf {
            on: on.unwrap_or(desk.on),
            seq: known.unwrap_or(i64::MAX),
        },
        asked: on.is_some() || known.is_some(),
    };
    let life = case_life::cards(desk, id, &view)?;
    let mut points = vec![accident(desk, &injury), notice(desk, &injury)?];
    for event in cases::events(desk.store, &region, id)? {
        let limit = life.as_ref().and_then(|(_, lived)| limit_of(lived, &event));
        points.push(event_point(desk, &event, limit)?);
    }
    points.extend(determination::points(desk, "injury", id)?);
    let body = html! {
        (card(&desk.word("server.case.about"), about(desk, &injury)?))
        @if let Some((cards, _)) = &life { (cards) }
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

/// The deadline that a step had, and whether it came late.
fn limit_of(lived: &Lived<'_>, event: &CaseEventRow) -> Option<(Date, bool)> {
    let order = (event.seq, event.number);
    let mut taken = lived.walk.taken.iter();
    let step = taken.find(|step| {
        let happening = &lived.walk.happenings[step.happening];
        happening.order == order && happening.kind == event.kind
    })?;
    step.limit.map(|limit| (limit, step.late))
}

fn event_point(
    desk: &mut Desk<'_>,
    event: &CaseEventRow,
    limit: Option<(Date, bool)>,
) -> Result<Point, Trouble> {
    let region = desk.code();
    let matter = cases::matter_of(desk.store, &region, event.seq)?;
    let title = known_word(
        desk.lang,
        &format!("life.event.{}", event.kind),
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
        @if let Some(article) = &event.article { p.cite { (desk.word("server.time_line.article")) " " (desk.book.written(article, desk.lang)) } }
        @if let Some((limit, late)) = limit {
            @let stem = if late { "life.page.came_late" } else { "life.page.limit_was" };
            p class=(if late { "late" } else { "soft" }) { (desk.text(stem, &[("limit", &limit.to_string())])) }
        }
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
