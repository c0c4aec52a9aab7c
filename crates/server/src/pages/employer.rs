//! One employer: the register entry, people under cover, assessments by month, what arrived, accidents, matters.

use axum::extract::{Path, State};
use maud::{Markup, html};
use yiju_store::tables::EmployerRow;
use yiju_store::views::employers;

use super::Answer;
use super::shared::{digest, industry};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, percent};
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::pages::{letters, payer, rate};
use crate::visit::Visit;

pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    app.show(visit, move |desk| page(desk, &id)).await
}

fn page(desk: &mut Desk<'_>, id: &str) -> Result<Page, Trouble> {
    let region = desk.code();
    let history = employers::employer_history(desk.store, &region, id)?;
    let Some(now) = history.last().cloned() else {
        return Err(Trouble::NotFound);
    };
    let payer = payer::Payer {
        kind: "employer",
        id,
    };
    let rate = rate::card(desk, id)?;
    let notices = notices(desk, id)?;
    let body = html! {
        div.columns {
            (card(&desk.word("server.employer.register"), register(desk, &now)))
            (card(&desk.word("server.employer.people"), payer::people(desk, payer)?))
        }
        (card(&desk.word("server.employer.assessments"), payer::assessments(desk, payer)?))
        @if let Some(rate) = rate { (card(&desk.word("server.rate.title"), rate)) }
        @if let Some(notices) = notices { (card(&desk.word("server.letters.title"), notices)) }
        (card(&desk.word("server.employer.accidents"), payer::accidents(desk, payer)?))
        (card(&desk.word("server.employer.matters"), payer::matters(desk, payer)?))
        @if history.len() > 1 { (card(&desk.word("server.employer.history"), changes(desk, &history))) }
    };
    Ok(Page::new("employers", now.name.clone(), body)
        .under(desk.word("server.employers.title"), "/employers"))
}

/// The rate notices of the last months.
fn notices(desk: &mut Desk<'_>, id: &str) -> Result<Option<Markup>, Trouble> {
    const LAST: usize = 12;
    let mut all = yiju_letters::of_employer(&mut desk.letters(), id)?;
    all.reverse();
    all.truncate(LAST);
    Ok((!all.is_empty()).then(|| letters::links(desk, &all)))
}

fn register(desk: &Desk<'_>, row: &EmployerRow) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.employer.{stem}"));
    let tier = format!("{}%", row.experience_tier);
    let pairs = [
        (say("number"), html! { (row.id) }),
        (
            say("credit_code"),
            html! { @if let Some(code) = &row.credit_code { (code) } @else { "—" } },
        ),
        (
            say("kind"),
            html! { (known_word(desk.lang, &format!("server.employer_kind.{}", row.kind), &row.kind)) },
        ),
        (
            say("industry"),
            html! { (industry(desk.lang, &row.industry_code)) },
        ),
        (
            say("class"),
            html! { (desk.text("server.risk_class", &[("class", &row.risk_class.to_string())])) },
        ),
        (say("tier"), html! { (tier) }),
        (
            say("state"),
            html! { (known_word(desk.lang, &format!("server.employer_state.{}", row.state), &row.state)) },
        ),
        (say("since"), html! { (row.valid_from) }),
    ];
    layout::facts(&pairs)
}

/// How the register entry changed; every row names the journal entry that brought it.
fn changes(desk: &Desk<'_>, history: &[EmployerRow]) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.employer.{stem}"));
    let headers = [
        (say("since"), ""),
        (say("name"), ""),
        (say("class"), "center"),
        (say("tier"), "amount"),
        (say("state"), ""),
        (desk.word("server.journal.seq"), "amount"),
    ];
    let rows = html! {
        @for row in history { tr {
            td { (row.valid_from) }
            td { (row.name) }
            td.center { (row.risk_class) }
            td.amount { (row.experience_tier) "%" }
            td { (known_word(desk.lang, &format!("server.employer_state.{}", row.state), &row.state)) }
            td.amount { (count(row.seq)) }
        } }
    };
    layout::table(&headers, rows, None)
}

/// Which law and which state of the registers an assessment read.
pub fn law_line(desk: &Desk<'_>, law_digest: &str, known_seq: i64) -> Markup {
    html! {
        p.small {
            (desk.word("server.law_digest")) " " (digest(law_digest)) " · "
            (desk.text("server.known_at", &[("seq", &count(known_seq))]))
        }
    }
}

/// A rate with the reference rate behind it.
pub fn rate_cells(reference_ppm: i64, rate_ppm: i64) -> Markup {
    html! { td.amount { (percent(reference_ppm)) } td.amount { (percent(rate_ppm)) } }
}
