//! One settlement that was carried through: its differences, the vouchers of the money that moved on it, its letters.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use maud::{Markup, html};
use yiju_actions::settlement_letters::{self, LetterDue};
use yiju_store::settlements;
use yiju_store::tables::{SettlementLineRow, SettlementRow};
use yiju_store::views::settlement::{Moved, moved};
use yiju_store::views::{cases, employers};

use super::Answer;
use super::settlement::{LINES, benefit, case_link, kind, more, say};
use super::shared::{matter_link, number, payer_link, voucher_link};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, masked_name, money_cell, month};
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    app.show(visit, move |desk| page(desk, number(&id)?)).await
}

/// Names by number: persons masked, employers whole.
type Names = BTreeMap<String, String>;

fn page(desk: &mut Desk<'_>, id: i64) -> Result<Page, Trouble> {
    let region = desk.code();
    let all = settlements::settlements(desk.store, &region)?;
    let row = all.into_iter().find(|row| row.id == id);
    let row = row.ok_or(Trouble::NotFound)?;
    let lines = settlements::lines(desk.store, &region, id)?;
    let moved = moved(desk.store, &region, id)?;
    let names = names(desk, &lines)?;
    let letters = settlement_letters::of_lines(&lines);
    let body = html! {
        (card(&say(desk, "about"), about(desk, &row)?))
        (card(&say(desk, "differences"), differences(desk, &lines, &names)?))
        (card(&say(desk, "moved"), vouchers(desk, &moved)))
        (card(&say(desk, "letters"), letter_list(desk, id, &letters, &names)))
    };
    let title = desk.text("server.settlement.named", &[("id", &id.to_string())]);
    Ok(Page::new("settlement", title, body).under(say(desk, "title"), "/settlement"))
}

fn about(desk: &mut Desk<'_>, row: &SettlementRow) -> Result<Markup, Trouble> {
    let region = desk.code();
    let matter = cases::matter_of(desk.store, &region, row.seq)?;
    let pairs = [
        (say(desk, "document"), html! { (row.document) }),
        (say(desk, "settled_on"), html! { (row.settled_on) }),
        (
            say(desk, "through"),
            html! { (month(desk.lang, &row.through)) },
        ),
        (
            say(desk, "known"),
            html! { (desk.text("server.known_at", &[("seq", &count(row.known_seq))])) },
        ),
        (
            say(desk, "matter"),
            html! { @if let Some(matter) = matter { (matter_link(matter)) } @else { "—" } },
        ),
    ];
    Ok(layout::facts(&pairs))
}

fn names(desk: &mut Desk<'_>, lines: &[SettlementLineRow]) -> Result<Names, Trouble> {
    let region = desk.code();
    let mut names = Names::new();
    for line in lines {
        if let Some(id) = &line.person_id
            && !names.contains_key(id)
        {
            let person = cases::person(desk.store, &region, id)?;
            let name = person.map_or(id.clone(), |row| masked_name(&row.name));
            names.insert(id.clone(), name);
        }
        if let Some(id) = &line.employer_id
            && !names.contains_key(id)
        {
            let name = employers::payer_name(desk.store, &region, "employer", id)?;
            names.insert(id.clone(), name);
        }
    }
    Ok(names)
}

fn differences(
    desk: &mut Desk<'_>,
    lines: &[SettlementLineRow],
    names: &Names,
) -> Result<Markup, Trouble> {
    let region = desk.code();
    let headers = [
        (say(desk, "party"), ""),
        (say(desk, "benefit"), ""),
        (say(desk, "months_of"), ""),
        (say(desk, "before"), "amount"),
        (say(desk, "after"), "amount"),
        (say(desk, "difference"), "amount"),
        (say(desk, "kind"), ""),
    ];
    let mut rows = Vec::new();
    for line in lines.iter().take(LINES) {
        let party = match (line.determination_id, &line.employer_id) {
            (Some(id), _) => {
                let row = cases::determination(desk.store, &region, id)?;
                let row = row.ok_or(Trouble::NotFound)?;
                let name = line.person_id.as_ref().and_then(|id| names.get(id));
                html! { (name.map_or("", String::as_str)) " " (case_link(&row.subject_kind, &row.subject_id, id)) }
            }
            (None, Some(employer)) => payer_link(
                "employer",
                employer,
                names.get(employer).map_or("", String::as_str),
            ),
            (None, None) => html! { "—" },
        };
        rows.push((line, party));
    }
    let rows = html! { @for (line, party) in &rows { tr {
        td { (party) }
        td { @match &line.benefit {
            Some(stem) => { (benefit(desk, stem, line.dependent)) }
            None => { (say(desk, "contribution")) }
        } }
        td.keep { (month(desk.lang, &line.month)) }
        (money_cell(line.before_fen))
        (money_cell(line.after_fen))
        (money_cell(line.after_fen - line.before_fen))
        td { (kind(desk, &line.kind)) }
    } } };
    Ok(html! { (layout::table(&headers, rows, None)) (more(desk, lines.len())) })
}

fn vouchers(desk: &Desk<'_>, moved: &[Moved]) -> Markup {
    let headers = [
        (say(desk, "voucher"), ""),
        (say(desk, "kind"), ""),
        (say(desk, "moved_on"), ""),
        (say(desk, "sum"), "amount"),
    ];
    let rows = html! { @for row in moved { tr {
        td { (voucher_link(desk.lang, "fund", row.voucher_id)) }
        td { (kind(desk, &row.kind)) }
        td.keep { (row.on) }
        (money_cell(row.amount_fen))
    } } };
    html! {
        @if moved.is_empty() { p.nothing { (say(desk, "not_moved")) } } @else { (layout::table(&headers, rows, None)) }
        p.soft { (say(desk, "vouchers_lead")) }
    }
}

/// Whom each letter goes to, and how it is written.
fn letter_list(desk: &Desk<'_>, id: i64, letters: &[LetterDue], names: &Names) -> Markup {
    let headers = [(say(desk, "letter"), ""), (say(desk, "to"), "")];
    let rows = html! { @for letter in letters.iter().take(LINES) { tr {
        td { (known_word(desk.lang, &format!("letters.kind.{}", letter.kind), letter.kind)) }
        td {
            (names.get(&letter.to).map_or(letter.to.as_str(), String::as_str))
            @if !letter.about.is_empty() { span.sub.soft { "№ " (letter.about) } }
        }
    } } };
    html! {
        (layout::table(&headers, rows, None))
        (more(desk, letters.len()))
        p.soft { (say(desk, "letters_list")) " " code { "yiju letter list settlement/" (id) } }
    }
}
