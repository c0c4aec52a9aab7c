//! The table of states: every track as a diagram, every step with who, which paper, by when and by which article.

use axum::extract::State;
use maud::{Markup, html};
use yiju_lawbook::DeadlineKind;
use yiju_lawbook::life::{CaseLife, LifeEdge, LifeEvent, StateName, Track};

use super::{Answer, case_diagram};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

pub async fn show(State(app): State<App>, visit: Visit) -> Answer {
    app.show(visit, |desk| page(desk)).await
}

fn page(desk: &mut Desk<'_>) -> Result<Page, Trouble> {
    let life = desk.book.case_life();
    let body = html! {
        nav.links { @for track in &life.tracks {
            a href=(format!("#{}", track.stem)) { (desk.word(&format!("life.track.{}", track.stem))) }
        } }
        @for track in &life.tracks { div id=(track.stem) {
            (card(&desk.word(&format!("life.track.{}", track.stem)), track_body(desk, life, track)))
        } }
    };
    let places = [
        ("states", life.state_count().to_string()),
        ("edges", life.edge_count().to_string()),
    ];
    let places: Vec<(&str, &str)> = places.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let lead = desk.text("life.page.lead", &places);
    Ok(Page::new("cases", desk.word("life.page.title"), body)
        .under(desk.word("server.cases.title"), "/cases")
        .lead(lead))
}

/// The edges of a track, in the order of the table, one for each state they lead from.
fn edges<'l>(life: &'l CaseLife, track: &str) -> Vec<(&'l LifeEvent, &'l LifeEdge)> {
    let all = life.events.iter();
    let all = all.flat_map(|event| event.edges.iter().map(move |edge| (event, edge)));
    all.filter(|(_, edge)| edge.to.track == track).collect()
}

fn track_body(desk: &Desk<'_>, life: &CaseLife, track: &Track) -> Markup {
    let edges = edges(life, &track.stem);
    let name = |state: &str| desk.word(&format!("life.state.{}.{state}", track.stem));
    let boxes: Vec<(String, String)> = track.states.iter().map(|s| (s.clone(), name(s))).collect();
    let mut arrows = Vec::new();
    for (index, (_, edge)) in edges.iter().enumerate() {
        for from in &edge.from {
            arrows.push((from.state.clone(), edge.to.state.clone(), index + 1));
        }
    }
    let say = |stem: &str| desk.word(&format!("life.page.{stem}"));
    let headers = [
        ("#".to_owned(), "center"),
        (say("step"), ""),
        (say("from"), ""),
        (say("to"), ""),
        (say("by"), ""),
        (say("document"), ""),
        (say("deadline"), ""),
        (say("starts"), ""),
        (say("cite"), "cite"),
    ];
    let rows = html! { @for (index, (event, edge)) in edges.iter().enumerate() {
        (row(desk, life, index + 1, event, edge))
    } };
    html! {
        (case_diagram::draw(&boxes, &arrows))
        (layout::table(&headers, rows, None))
    }
}

fn states(desk: &Desk<'_>, names: &[StateName]) -> String {
    let word = |name: &StateName| desk.word(&format!("life.state.{}.{}", name.track, name.state));
    let words: Vec<String> = names.iter().map(word).collect();
    words.join(" / ")
}

fn row(
    desk: &Desk<'_>,
    life: &CaseLife,
    number: usize,
    event: &LifeEvent,
    edge: &LifeEdge,
) -> Markup {
    let say = |stem: &str| desk.word(&format!("life.page.{stem}"));
    let benefits = |stems: &[String]| -> String {
        let words: Vec<String> = stems
            .iter()
            .map(|s| desk.word(&format!("benefit.{s}")))
            .collect();
        words.join("、")
    };
    let clocks: Vec<String> = life.clocks_of(&event.kind).map(str::to_owned).collect();
    html! { tr {
        td.center { (number) }
        td {
            (desk.word(&format!("life.event.{}", event.kind)))
            @if event.source != "case_event" {
                span.sub.soft { (desk.text("life.page.source", &[("item", &desk.word(&format!("item.{}", event.source)))])) }
            }
            @if let Some((low, high)) = edge.grades {
                span.sub.soft { (desk.text("life.page.grades", &[("grades", &format!("{low}–{high}"))])) }
            }
        }
        td.wide {
            (states(desk, &edge.from))
            @if !edge.needs.is_empty() { span.sub.soft { (say("needs")) "：" (states(desk, &edge.needs)) } }
        }
        td {
            (states(desk, std::slice::from_ref(&edge.to)))
            @for (_, also) in &edge.also { span.sub.soft { (say("also")) "：" (states(desk, std::slice::from_ref(also))) } }
        }
        td { (desk.word(&format!("life.actor.{}", event.by))) }
        td { @if let Some(document) = &event.document { (desk.word(&format!("life.document.{document}"))) } @else { "—" } }
        td { (deadline(desk, edge)) }
        td {
            @if !clocks.is_empty() { (clocks.join("、")) }
            @if !edge.starts.is_empty() { span.sub { (benefits(&edge.starts)) } }
            @if !edge.stops.is_empty() { span.sub.soft { (say("stops")) "：" (benefits(&edge.stops)) } }
        }
        td.cite { (desk.book.written(&edge.citation.0, desk.lang)) }
    } }
}

/// The clocks of an edge: code, length on the day of the page, and what happens afterwards.
fn deadline(desk: &Desk<'_>, edge: &LifeEdge) -> Markup {
    let say = |stem: &str| desk.word(&format!("life.page.{stem}"));
    let name = |code: &str| match desk.book.deadline_version(code, desk.on) {
        Ok((rule, _)) => format!("{code} {}", rule.name),
        Err(_) => code.to_owned(),
    };
    let kind = |code: &str| {
        desk.book
            .deadline_version(code, desk.on)
            .map(|(rule, _)| rule.kind)
    };
    html! {
        @if let Some(code) = &edge.deadline {
            (name(code))
            @if edge.duty { " · " (say("duty")) }
            @if edge.extended { " · " (say("extended")) }
        }
        @if let Some(code) = &edge.bar { span.sub {
            (name(code)) " · "
            (if kind(code) == Ok(DeadlineKind::NotBefore) { say("not_before") } else { say("bar") })
        } }
        @if let Some(field) = &edge.later_than {
            (desk.text("life.page.months_of", &[("field", &desk.word(&format!("life.field.{field}")))]))
        }
        @if edge.deadline.is_none() && edge.bar.is_none() && edge.later_than.is_none() { "—" }
    }
}
