//! 办件: every matter with its clock and where it stands.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_store::views::matters::{self, Filter, MatterLine, State as MatterState};

use super::Answer;
use super::shared::{address, badge, days_between, matter_link, window};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::count;
use crate::guard::known_word;
use crate::layout::{self, Page, choice};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    item: String,
    state: String,
    late: String,
    text: String,
    applicant: String,
    applicant_kind: String,
    page: String,
}

pub async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let window = window(&asked.page)?;
    let (region, on) = (desk.code(), desk.day());
    let filter = read(asked)?;
    let found = matters::matters(desk.store, &region, &on, &filter, window)?;
    let items = matters::items(desk.store, &region)?;
    let states = matters::states(desk.store, &region)?;
    let here = address(
        "/matters",
        &[
            ("item", &asked.item),
            ("state", &asked.state),
            ("late", &asked.late),
            ("text", &filter.text),
            ("applicant_kind", &asked.applicant_kind),
            ("applicant", &asked.applicant),
        ],
    );
    let body = html! {
        (state_tiles(desk, &states))
        (form(desk, asked, &items))
        div.card {
            @if found.rows.is_empty() { (layout::nothing(desk.lang)) }
            @else { (table(desk, &found.rows)) }
            (layout::pager(desk.lang, &here, window, found.total))
        }
    };
    let lead = desk.text("server.matters.lead", &[("on", &on)]);
    Ok(Page::new("matters", desk.word("server.matters.title"), body).lead(lead))
}

fn read(asked: &Asked) -> Result<Filter, Trouble> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let state = match asked.state.as_str() {
        "" => None,
        stem => Some(MatterState::from_stem(stem).ok_or(Trouble::Unreadable)?),
    };
    Ok(Filter {
        item: some(&asked.item),
        state,
        late: !asked.late.is_empty(),
        text: asked.text.trim().to_owned(),
        applicant: some(&asked.applicant_kind).zip(some(&asked.applicant)),
    })
}

fn state_tiles(desk: &Desk<'_>, states: &[(MatterState, i64)]) -> Markup {
    html! {
        div.tiles {
            @for (state, number) in states {
                a.tile href=(address("/matters", &[("state", state.stem())])) {
                    span.tile-name { (state_word(desk, *state)) }
                    span.tile-value { (count(*number)) }
                }
            }
        }
    }
}

fn form(desk: &Desk<'_>, asked: &Asked, items: &[(String, i64)]) -> Markup {
    html! {
        form.filter method="get" action="/matters" role="search" {
            label { span { (desk.word("server.matters.find")) } input type="search" name="text" value=(asked.text) maxlength="60"; }
            label { span { (desk.word("server.matters.item")) } select name="item" {
                (choice("", &desk.word("server.all"), &asked.item))
                @for (item, number) in items {
                    (choice(item, &format!("{} ({number})", item_word(desk, item)), &asked.item))
                }
            } }
            label { span { (desk.word("server.matters.state")) } select name="state" {
                (choice("", &desk.word("server.all"), &asked.state))
                @for state in MatterState::ALL { (choice(state.stem(), &state_word(desk, state), &asked.state)) }
            } }
            label.tick {
                input type="checkbox" name="late" value="1" checked[!asked.late.is_empty()];
                span { (desk.word("server.matters.late_only")) }
            }
            button type="submit" { (desk.word("server.show")) }
        }
    }
}

/// The list itself, as other pages show it too.
pub fn table(desk: &Desk<'_>, rows: &[MatterLine]) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.matters.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("item"), ""),
        (say("subject"), ""),
        (say("persons"), "amount"),
        (say("received_on"), ""),
        (say("due_on"), ""),
        (say("clock"), ""),
        (say("state"), ""),
    ];
    let lines = html! {
        @for row in rows { tr {
            td { (matter_link(row.id)) }
            td.keep { (item_word(desk, &row.item)) }
            td { (row.subject) }
            td.amount { (count(row.persons)) }
            td.keep { (row.received_on) }
            td.keep { @if let Some(due) = &row.due_on { (due) } @else { span.soft { (say("at_once")) } } }
            td.keep { (clock(desk, row)) }
            td.keep { (state_badge(desk, row)) }
        } }
    };
    layout::table(&headers, lines, None)
}

/// Days before or after the due day: of the end where it has ended, of the desk's day where it is open.
pub fn clock(desk: &Desk<'_>, row: &MatterLine) -> Markup {
    let Some(due) = &row.due_on else {
        return html! { span.soft { "—" } };
    };
    let on = desk.day();
    let read_on = if row.state.is_ended() {
        &row.last_on
    } else {
        &on
    };
    let Some(left) = days_between(read_on, due) else {
        return html! { "—" };
    };
    let days = left.abs().to_string();
    let (class, key) = match (row.state.is_ended(), left) {
        (true, 0) => ("soft", "server.clock.on_the_day"),
        (true, 1..) => ("soft", "server.clock.early"),
        (true, _) => ("late", "server.clock.was_late"),
        (false, 0) => ("warn", "server.clock.today"),
        (false, 1..=3) => ("warn", "server.clock.left"),
        (false, 1..) => ("", "server.clock.left"),
        (false, _) => ("late", "server.clock.is_late"),
    };
    html! { span class=(class) { (desk.text(key, &[("days", &days)])) } }
}

/// Where it stands: an open matter names the step it waits for.
pub fn state_badge(desk: &Desk<'_>, row: &MatterLine) -> Markup {
    match row.state {
        MatterState::Open => {
            let waits = match row.last_step.as_str() {
                "accept" => "review",
                "review" => "second_review",
                _ => "approve",
            };
            let step = desk.word(&format!("step.{waits}"));
            badge(
                "open",
                &desk.text("server.matters.waits", &[("step", &step)]),
            )
        }
        state => badge(state.stem(), &state_word(desk, state)),
    }
}

pub fn item_word(desk: &Desk<'_>, item: &str) -> String {
    known_word(desk.lang, &format!("item.{item}"), item)
}

fn state_word(desk: &Desk<'_>, state: MatterState) -> String {
    desk.word(&format!("server.matter_state.{}", state.stem()))
}
