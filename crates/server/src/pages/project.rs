//! One construction project: cost and term, people on its roster, its fee, accidents, matters.

use axum::extract::{Path, State};
use maud::{Markup, html};
use yiju_store::tables::ProjectRow;
use yiju_store::views::employers;

use super::Answer;
use super::payer::{self, Payer};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::yuan;
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    app.show(visit, move |desk| page(desk, &id)).await
}

fn page(desk: &mut Desk<'_>, id: &str) -> Result<Page, Trouble> {
    let region = desk.code();
    let history = employers::project_history(desk.store, &region, id)?;
    let Some(now) = history.last().cloned() else {
        return Err(Trouble::NotFound);
    };
    let payer = Payer {
        kind: "project",
        id,
    };
    let body = html! {
        div.columns {
            (card(&desk.word("server.employer.register"), register(desk, &now)))
            (card(&desk.word("server.employer.people"), payer::people(desk, payer)?))
        }
        (card(&desk.word("server.project.fee"), payer::assessments(desk, payer)?))
        (card(&desk.word("server.employer.accidents"), payer::accidents(desk, payer)?))
        (card(&desk.word("server.employer.matters"), payer::matters(desk, payer)?))
    };
    Ok(Page::new("employers", now.name.clone(), body)
        .under(desk.word("server.projects.title"), "/projects"))
}

fn register(desk: &Desk<'_>, row: &ProjectRow) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.projects.{stem}"));
    let pairs = [
        (say("number"), html! { (row.id) }),
        (say("contractor"), html! { (row.contractor) }),
        (say("cost"), html! { (yuan(row.cost_fen)) }),
        (say("from"), html! { (row.starts_on) }),
        (say("until"), html! { (row.ends_on) }),
        (
            desk.word("server.employer.state"),
            html! { (known_word(desk.lang, &format!("server.employer_state.{}", row.state), &row.state)) },
        ),
    ];
    layout::facts(&pairs)
}
