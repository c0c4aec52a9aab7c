//! One voucher: its postings with their accounts, the matter that brought it, and the four persons who answer for it.

use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_ledger::{Chart, Ledger};
use yiju_store::matters;
use yiju_store::tables::{JournalRow, PostingRow, VoucherRow};
use yiju_store::views::vouchers::Sums;
use yiju_store::views::{cases, employers, office, vouchers};
use yiju_terms::Date;

use super::Answer;
use super::matters::item_word;
use super::shared::{
    badge, digest, escape, matter_link, number, payer_link, voucher_link, window_of,
};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, masked_name, money_cell, month, yuan};
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

/// Postings of one page: a month's receipts of a large county are tens of thousands.
const LINES: i64 = 300;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((ledger, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    app.show(visit, move |desk| {
        let ledger = Ledger::from_stem(&ledger).ok_or(Trouble::NotFound)?;
        page(desk, ledger, number(&id)?, &asked)
    })
    .await
}

fn page(desk: &mut Desk<'_>, ledger: Ledger, id: i64, asked: &Asked) -> Result<Page, Trouble> {
    let window = window_of(&asked.page, LINES)?;
    let region = desk.code();
    let voucher =
        vouchers::voucher(desk.store, &region, ledger.stem(), id)?.ok_or(Trouble::NotFound)?;
    let (postings, sums) = vouchers::postings(desk.store, &region, ledger.stem(), id, window)?;
    let here = format!("/vouchers/{}/{id}", ledger.stem());
    let entry = office::entry(desk.store, &region, voucher.seq)?.ok_or(Trouble::NotFound)?;
    let body = html! {
        div.columns {
            (card(&desk.word("server.voucher.about"), about(desk, ledger, &voucher)?))
            (card(&desk.word("server.voucher.persons"), persons(desk, &entry)?))
        }
        (card(&desk.word("server.voucher.postings"), html! {
            (postings_table(desk, ledger, &voucher, (&postings.rows, sums))?)
            @if postings.total > LINES || window.number > 1 { (layout::pager(desk.lang, &here, window, postings.total)) }
        }))
        (card(&desk.word("server.voucher.journal"), journal(desk, &entry)))
    };
    let ledger_name = desk.word(&format!("server.ledger.{}.short", ledger.stem()));
    let title = desk.text(
        "server.voucher_named",
        &[("ledger", &ledger_name), ("id", &id.to_string())],
    );
    let list = format!("/vouchers?ledger={}", ledger.stem());
    Ok(Page::new("vouchers", title, body).under(desk.word("server.vouchers.title"), list))
}

fn about(desk: &mut Desk<'_>, ledger: Ledger, voucher: &VoucherRow) -> Result<Markup, Trouble> {
    let region = desk.code();
    let reversed = vouchers::reversed_by(desk.store, &region, ledger.stem(), voucher.id)?;
    let say = |stem: &str| desk.word(&format!("server.vouchers.{stem}"));
    let mut pairs = vec![
        (say("booked_on"), html! { (voucher.booked_on) }),
        (say("summary"), html! { (voucher.summary) }),
        (
            say("pattern"),
            html! { code { (voucher.pattern) } " " (known_word(desk.lang, &format!("ledger.pattern.{}", voucher.pattern), "")) },
        ),
    ];
    if let Some(other) = voucher.reverses {
        pairs.push((
            desk.word("server.voucher.reverses"),
            voucher_link(desk.lang, ledger.stem(), other),
        ));
    }
    if let Some(other) = reversed {
        pairs.push((
            desk.word("server.voucher.reversed_by"),
            voucher_link(desk.lang, ledger.stem(), other),
        ));
    }
    if let Some(reason) = &voucher.reason {
        pairs.push((desk.word("server.voucher.reason"), html! { (reason) }));
    }
    Ok(layout::facts(&pairs))
}

/// The matter and the four persons; the storage refuses one person twice.
fn persons(desk: &mut Desk<'_>, entry: &JournalRow) -> Result<Markup, Trouble> {
    let region = desk.code();
    let staff = office::actors(desk.store, &region)?;
    let matter = matters::matter(desk.store, &region, entry.matter_id)?.ok_or(Trouble::NotFound)?;
    let approval =
        matters::approval(desk.store, &region, entry.matter_id)?.ok_or(Trouble::NotFound)?;
    let name = |id: &str| {
        staff
            .get(id)
            .map_or_else(|| id.to_owned(), |person| person.name.clone())
    };
    let pairs = [
        (
            desk.word("server.voucher.matter"),
            html! { (matter_link(matter.id)) " " (item_word(desk, &matter.item)) },
        ),
        (
            desk.word("step.accept"),
            html! { (name(&approval.accepted_by)) },
        ),
        (
            desk.word("step.review"),
            html! { (name(&approval.reviewed_by)) },
        ),
        (
            desk.word("step.second_review"),
            html! { (name(&approval.second_reviewed_by)) },
        ),
        (
            desk.word("step.approve"),
            html! { (name(&approval.approved_by)) " " span.soft { (approval.approved_on) } },
        ),
    ];
    Ok(layout::facts(&pairs))
}

fn postings_table(
    desk: &mut Desk<'_>,
    ledger: Ledger,
    voucher: &VoucherRow,
    (postings, sums): (&[PostingRow], Sums),
) -> Result<Markup, Trouble> {
    let mut about = Vec::new();
    for posting in postings {
        about.push(dimensions(desk, posting)?);
    }
    let day: Option<Date> = voucher.booked_on.parse().ok();
    let say = |stem: &str| desk.word(&format!("server.voucher.{stem}"));
    let headers = [
        (say("line"), "amount"),
        (say("code"), ""),
        (say("account"), ""),
        (say("dimensions"), ""),
        (say("debit"), "amount"),
        (say("credit"), "amount"),
    ];
    let rows = html! {
        @for (posting, about) in postings.iter().zip(about) { tr {
            td.amount { (posting.line) }
            (account_cells(ledger, posting, day))
            td { (about) }
            (money_cell(posting.debit_fen))
            (money_cell(posting.credit_fen))
        } }
    };
    // Of all postings, whichever are shown.
    let (debit, credit) = (sums.debit_fen, sums.credit_fen);
    let (class, key) = if debit == credit {
        ("approved", "balanced")
    } else {
        ("refused", "unbalanced")
    };
    let foot = html! {
        tr {
            th scope="row" colspan="4" { (desk.word("server.total")) " " (badge(class, &say(key))) }
            td.amount { (yuan(debit)) }
            td.amount { (yuan(credit)) }
        }
    };
    Ok(layout::table(&headers, rows, Some(foot)))
}

fn account_cells(ledger: Ledger, posting: &PostingRow, day: Option<Date>) -> Markup {
    let chart = Chart::builtin(ledger);
    let code = day.and_then(|day| chart.account(&posting.account)?.code_on(day));
    let name = chart.full_name(&posting.account);
    let list = super::shared::address(
        "/vouchers",
        &[("ledger", ledger.stem()), ("account", &posting.account)],
    );
    html! {
        td { code { (code.unwrap_or("—")) } }
        td { a href=(list) { (name.as_deref().unwrap_or(&posting.account)) } }
    }
}

/// What the posting is about: payer, person (masked), benefit, month, payment, budget line.
fn dimensions(desk: &mut Desk<'_>, posting: &PostingRow) -> Result<Markup, Trouble> {
    let region = desk.code();
    let mut parts: Vec<Markup> = Vec::new();
    for (kind, payer) in [
        ("employer", &posting.employer_id),
        ("project", &posting.project_id),
    ] {
        if let Some(payer) = payer {
            let name = employers::payer_name(desk.store, &region, kind, payer)?;
            parts.push(payer_link(kind, payer, &name));
        }
    }
    if let Some(person) = &posting.person_id {
        let row = cases::person(desk.store, &region, person)?;
        let name = row.map_or_else(|| person.clone(), |row| masked_name(&row.name));
        parts.push(html! { (name) });
    }
    if let Some(benefit) = &posting.benefit {
        parts.push(html! { (known_word(desk.lang, &format!("benefit.{benefit}"), benefit)) });
    }
    if let Some(of) = &posting.month {
        parts.push(html! { (month(desk.lang, of)) });
    }
    // The number of a receipt stands in the same place; only benefits lead to a case.
    if posting.benefit.is_some()
        && let Some(payment) = posting.payment_id.as_deref().and_then(|id| id.parse().ok())
        && let Some((kind, id)) = vouchers::subject_of_payment(desk.store, &region, payment)?
    {
        let shelf = if kind == "legacy" { "legacy" } else { "cases" };
        parts.push(html! { a href=(format!("/{shelf}/{}", escape(&id))) { (id) } });
    }
    if let Some(line) = &posting.budget_line {
        let name = yiju_ledger::department::line(line).map_or(line.as_str(), |line| &line.name);
        parts.push(html! { (name) });
    }
    Ok(html! { @for (index, part) in parts.iter().enumerate() { @if index > 0 { " · " } (part) } })
}

fn journal(desk: &Desk<'_>, entry: &JournalRow) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.journal.{stem}"));
    let pairs = [
        (say("seq"), html! { (count(entry.seq)) }),
        (say("recorded_on"), html! { (entry.recorded_on) }),
        (say("previous"), digest(&entry.previous_digest)),
        (say("digest"), html! { code.digest { (entry.digest) } }),
    ];
    layout::facts(&pairs)
}
