//! 文书核对: whether a letter is the office's own, by the code printed on it. Public. Of a genuine letter it shows what the code
//! covers, so that it can be compared with the paper in hand; the name is masked.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use yiju_letters::{Amount, Code, Seal};

use super::Answer;
use super::shared::badge;
use crate::desk::{App, Desk};
use crate::format::{month, yuan};
use crate::guard::known_word;
use crate::layout::{self, Page};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    code: String,
}

/// What came of a code.
enum Outcome {
    /// Nothing was typed yet.
    None,
    Malformed,
    NotGenuine,
    Genuine(Box<Seal>),
}

/// The empty form, or the answer to the code typed into it.
pub async fn form(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    answer(app, visit, asked.code).await
}

pub async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    answer(app, visit, code).await
}

async fn answer(app: App, visit: Visit, typed: String) -> Answer {
    let (page, status) = app
        .read(&visit, move |desk| {
            let typed = typed.trim();
            let outcome = match Code::read(typed) {
                _ if typed.is_empty() => Outcome::None,
                None => Outcome::Malformed,
                Some(code) => match yiju_letters::check(&mut desk.letters(), &code)? {
                    None => Outcome::NotGenuine,
                    Some(letter) => Outcome::Genuine(Box::new(letter.seal)),
                },
            };
            let status = match outcome {
                Outcome::None | Outcome::Genuine(_) => StatusCode::OK,
                Outcome::Malformed => StatusCode::UNPROCESSABLE_ENTITY,
                Outcome::NotGenuine => StatusCode::NOT_FOUND,
            };
            Ok((page(desk, typed, &outcome), status))
        })
        .await?;
    let mut answer = layout::response(app.office(), &visit, page);
    *answer.status_mut() = status;
    Ok(answer)
}

fn page(desk: &Desk<'_>, typed: &str, outcome: &Outcome) -> Page {
    let say = |stem: &str| desk.word(&format!("server.verify.{stem}"));
    // What was typed is shown again, no longer than a code can be.
    let shown: String = typed.chars().take(40).collect();
    let body = html! {
        @match outcome {
            Outcome::None => {}
            Outcome::Malformed => section.card.problems role="alert" {
                h2 { (badge("warn", &say("malformed"))) }
                p { code { (shown) } }
                p { (say("malformed_next")) }
            },
            Outcome::NotGenuine => section.card.problems role="alert" {
                h2 { (badge("refused", &say("not_genuine"))) }
                p { code { (shown) } }
                p { (say("not_genuine_next")) }
            },
            Outcome::Genuine(seal) => section.card role="status" {
                h2 { (badge("approved", &say("genuine"))) " " (desk.word(&format!("letters.kind.{}", seal.kind.stem()))) }
                (covered(desk, seal))
                p { (say("compare")) }
            },
        }
        form.calculator method="get" action="/verify" {
            fieldset.card {
                legend { (say("code")) }
                div.field {
                    label for="code" { (say("type")) }
                    input type="text" id="code" name="code" required maxlength="40" autocomplete="off" spellcheck="false"
                        value=(shown) aria-describedby="code-help";
                    span.help id="code-help" { (say("help")) }
                }
            }
            p.do { button type="submit" { (say("do")) } }
            p.small { (say("what_text")) }
        }
    };
    Page::new("", say("title"), body).lead(say("lead"))
}

/// What the code covers.
fn covered(desk: &Desk<'_>, seal: &Seal) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.verify.{stem}"));
    let pairs = [
        (say("addressee"), html! { (seal.masked_addressee()) }),
        (say("issued_on"), html! { (seal.issued_on) }),
        (say("matter"), html! { (seal.matter_id) }),
    ];
    html! {
        (layout::facts(&pairs))
        @if seal.amounts.is_empty() { p.soft { (say("no_amounts")) } }
        @else { (amounts(desk, &seal.amounts)) }
    }
}

fn amounts(desk: &Desk<'_>, amounts: &[Amount]) -> Markup {
    let say = |stem: &str| desk.word(&format!("letters.column.{stem}"));
    let headers = [
        (say("benefit"), ""),
        (say("amount"), "amount"),
        (say("way"), ""),
        (desk.word("server.verify.months"), ""),
        (say("payer"), ""),
    ];
    let rows = html! {
        @for amount in amounts { tr {
            td { (what(desk, &amount.what)) }
            td.amount { (yuan(amount.amount.fen())) }
            td.keep { (known_word(desk.lang, &format!("letters.way.{}", amount.way), &amount.way)) }
            td.keep { (months(desk, amount)) }
            td.keep { (known_word(desk.lang, &format!("payer.{}", amount.payer), "—")) }
        } }
    };
    layout::table(&headers, rows, None)
}

fn what(desk: &Desk<'_>, stem: &str) -> String {
    match stem {
        "contribution" => desk.word("letters.contribution"),
        stem => known_word(desk.lang, &format!("benefit.{stem}"), stem),
    }
}

fn months(desk: &Desk<'_>, amount: &Amount) -> String {
    let said = |text: &Option<String>| text.as_deref().map(|text| month(desk.lang, text));
    match (said(&amount.from), said(&amount.until)) {
        (None, None) => "—".to_owned(),
        (Some(from), Some(until)) if from == until => from,
        (from, until) => {
            let (from, until) = (from.unwrap_or_default(), until.unwrap_or_default());
            format!("{from} – {until}")
        }
    }
}
