//! One matter: who did which step on which day, what was handed in, and what came of it in the journal.

use axum::extract::{Path, State};
use maud::{Markup, html};
use yiju_store::matters;
use yiju_store::tables::{JournalRow, MatterRow, StepRow};
use yiju_store::views::{matters as view, office};

use super::Answer;
use super::matters::{clock, item_word, state_badge};
use super::shared::{badge, digest, escape, number, payer_link};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::count;
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    app.show(visit, move |desk| page(desk, number(&id)?)).await
}

fn page(desk: &mut Desk<'_>, id: i64) -> Result<Page, Trouble> {
    let region = desk.code();
    let matter = matters::matter(desk.store, &region, id)?.ok_or(Trouble::NotFound)?;
    let steps = matters::steps(desk.store, &region, id)?;
    let entries = office::entries_of_matter(desk.store, &region, id)?;
    let letters = yiju_letters::of_matter(&mut desk.letters(), id)?;
    let body = html! {
        div.columns {
            (card(&desk.word("server.matter.about"), about(desk, &matter)?))
            (card(&desk.word("server.matter.materials"), materials(desk, &matter)))
        }
        (card(&desk.word("server.matter.steps"), steps_table(desk, &steps)?))
        (card(&desk.word("server.matter.effect"), effects(desk, &entries)?))
        @if !letters.is_empty() { (card(&desk.word("server.letters.title"), super::letters::links(desk, &letters))) }
    };
    let title = format!("{} #{id}", item_word(desk, &matter.item));
    Ok(Page::new("matters", title, body).under(desk.word("server.matters.title"), "/matters"))
}

fn about(desk: &mut Desk<'_>, matter: &MatterRow) -> Result<Markup, Trouble> {
    let region = desk.code();
    let line = view::line(desk.store, &region, matter.id)?.ok_or(Trouble::NotFound)?;
    let applicant = applicant(desk, matter)?;
    let say = |stem: &str| desk.word(&format!("server.matters.{stem}"));
    let pairs = [
        (say("subject"), html! { (matter.subject) }),
        (say("applicant"), applicant),
        (say("persons"), html! { (count(matter.persons)) }),
        (say("received_on"), html! { (matter.received_on) }),
        (
            say("due_on"),
            html! { @if let Some(due) = &matter.due_on { (due) } @else { (say("at_once")) } },
        ),
        (say("clock"), clock(desk, &line)),
        (say("state"), state_badge(desk, &line)),
    ];
    Ok(layout::facts(&pairs))
}

fn applicant(desk: &mut Desk<'_>, matter: &MatterRow) -> Result<Markup, Trouble> {
    let (kind, id) = (matter.applicant_kind.as_str(), matter.applicant_id.as_str());
    if kind == "employer" || kind == "project" {
        let region = desk.code();
        let name = yiju_store::views::employers::payer_name(desk.store, &region, kind, id)?;
        return Ok(payer_link(kind, id, &name));
    }
    let kind = known_word(desk.lang, &format!("server.applicant.{kind}"), kind);
    Ok(html! { (kind) " " (id) })
}

fn materials(desk: &Desk<'_>, matter: &MatterRow) -> Markup {
    html! {
        @if matter.materials.is_empty() { (layout::nothing(desk.lang)) }
        @else { ol { @for material in matter.materials.split('、') { li { (material) } } } }
    }
}

fn steps_table(desk: &mut Desk<'_>, steps: &[StepRow]) -> Result<Markup, Trouble> {
    let region = desk.code();
    let staff = office::actors(desk.store, &region)?;
    let say = |stem: &str| desk.word(&format!("server.matter.{stem}"));
    let headers = [
        (say("step"), ""),
        (say("person"), ""),
        (say("post"), ""),
        (say("day"), ""),
        (say("outcome"), ""),
        (say("reason"), ""),
    ];
    let rows = html! {
        @for step in steps {
            @let person = staff.get(&step.actor_id);
            tr {
                td { (known_word(desk.lang, &format!("step.{}", step.kind), &step.kind)) }
                td { @if let Some(person) = person { (person.name) } @else { (step.actor_id) } }
                td { @if let Some(person) = person { (known_word(desk.lang, &format!("role.{}", person.role), &person.role)) } }
                td.keep { (step.done_on) }
                td { (badge(outcome_class(&step.outcome), &known_word(desk.lang, &format!("outcome.{}", step.outcome), &step.outcome))) }
                td { (step.reason.as_deref().unwrap_or("")) }
            }
        }
    };
    Ok(html! {
        (layout::table(&headers, rows, None))
        p.small { (say("four_hands")) }
    })
}

fn outcome_class(outcome: &str) -> &'static str {
    match outcome {
        "pass" => "approved",
        "return" => "returned",
        _ => "refused",
    }
}

fn effects(desk: &mut Desk<'_>, entries: &[JournalRow]) -> Result<Markup, Trouble> {
    if entries.is_empty() {
        return Ok(html! { p.nothing { (desk.word("server.matter.no_effect")) } });
    }
    let mut parts = Vec::new();
    for entry in entries {
        parts.push(effect(desk, entry)?);
    }
    Ok(html! { @for part in parts { (part) } })
}

fn effect(desk: &mut Desk<'_>, entry: &JournalRow) -> Result<Markup, Trouble> {
    let region = desk.code();
    let written = office::written(desk.store, &region, entry.seq)?;
    let links = links(desk, entry.seq)?;
    let say = |stem: &str| desk.word(&format!("server.journal.{stem}"));
    let pairs = [
        (say("seq"), html! { (count(entry.seq)) }),
        (say("recorded_on"), html! { (entry.recorded_on) }),
        (
            say("written"),
            html! {
                @for (index, (table, rows)) in written.iter().enumerate() {
                    @if index > 0 { "、" }
                    (known_word(desk.lang, &format!("server.table.{table}"), table)) " " (count(*rows))
                }
            },
        ),
        (say("previous"), digest(&entry.previous_digest)),
        (say("digest"), html! { code.digest { (entry.digest) } }),
    ];
    Ok(html! {
        (layout::facts(&pairs))
        @if !links.is_empty() { p.links { @for (name, href) in &links { a href=(href) { (name) } " " } } }
    })
}

/// The pages of what an entry wrote: vouchers and cases; employers are linked as applicants.
fn links(desk: &mut Desk<'_>, seq: i64) -> Result<Vec<(String, String)>, Trouble> {
    let region = desk.code();
    let made = office::made(desk.store, &region, seq)?;
    let mut links = Vec::new();
    for (ledger, id) in made.vouchers {
        let ledger_name = desk.word(&format!("server.ledger.{ledger}.short"));
        let places = [("ledger", ledger_name.as_str()), ("id", &id.to_string())];
        links.push((
            desk.text("server.voucher_named", &places),
            format!("/vouchers/{ledger}/{id}"),
        ));
    }
    for injury in made.injuries {
        let name = desk.text("server.case_named", &[("id", &injury)]);
        links.push((name, format!("/cases/{}", escape(&injury))));
    }
    for (kind, subject, id) in made.determinations {
        let shelf = if kind == "legacy" { "legacy" } else { "cases" };
        let name = desk.text("server.determination_named", &[("id", &id.to_string())]);
        links.push((
            name,
            format!("/{shelf}/{}#determination-{id}", escape(&subject)),
        ));
    }
    Ok(links)
}
