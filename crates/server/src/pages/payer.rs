//! What employers and projects show alike: cover, assessments, receipts, accidents, matters.

use std::collections::BTreeMap;

use maud::{Markup, html};
use yiju_store::tables::{AssessmentRow, ReceiptRow};
use yiju_store::views::{Window, employers, matters};

use super::employer::{law_line, rate_cells};
use super::matters::table;
use super::shared::{badge, voucher_link};
use crate::desk::Desk;
use crate::error::Trouble;
use crate::format::{count, money_cell, month, percent, yuan};
use crate::guard::known_word;
use crate::layout;

/// Whose page it is.
#[derive(Clone, Copy)]
pub struct Payer<'a> {
    pub kind: &'static str,
    pub id: &'a str,
}

/// How many are covered on the day and at the end of each year of the books.
pub fn people(desk: &mut Desk<'_>, payer: Payer<'_>) -> Result<Markup, Trouble> {
    let (region, on) = (desk.code(), desk.day());
    let ids = [payer.id.to_owned()];
    let count_on = |desk: &mut Desk<'_>, day: &str| -> Result<i64, Trouble> {
        let counts = employers::people_covered(desk.store, &region, payer.kind, &ids, day)?;
        Ok(counts.values().sum())
    };
    let now = count_on(desk, &on)?;
    let mut pairs = vec![(
        desk.text("server.payer.covered_on", &[("on", &on)]),
        html! { strong { (count(now)) } },
    )];
    let (first, last) = desk.years;
    for year in (first - 1..=last).rev().take(4) {
        let day = format!("{year}-12-31");
        if day < on {
            let number = count_on(desk, &day)?;
            pairs.push((
                desk.text("server.payer.covered_on", &[("on", &day)]),
                html! { (count(number)) },
            ));
        }
    }
    Ok(layout::facts(&pairs))
}

/// Assessments of the years of the books, one line a month, with what arrived for it.
pub fn assessments(desk: &mut Desk<'_>, payer: Payer<'_>) -> Result<Markup, Trouble> {
    let region = desk.code();
    let key = (payer.kind, payer.id);
    let rows = employers::assessments(desk.store, &region, key, "0000-00", "9999-99")?;
    let mut arrived: BTreeMap<String, Vec<ReceiptRow>> = BTreeMap::new();
    for receipt in employers::receipts(desk.store, &region, key)? {
        arrived
            .entry(receipt.month.clone())
            .or_default()
            .push(receipt);
    }
    let Some(last) = rows.last() else {
        return Ok(layout::nothing(desk.lang));
    };
    let law = law_line(desk, &last.law_digest, last.known_seq);
    let say = |stem: &str| desk.word(&format!("server.assessment.{stem}"));
    let headers = [
        (say("month"), ""),
        (say("persons"), "amount"),
        (say("base"), "amount"),
        (say("base_rate"), "amount"),
        (say("reference_rate"), "amount"),
        (say("rate"), "amount"),
        (say("amount"), "amount"),
        (say("relief_local"), "amount"),
        (say("relief_temporary"), "amount"),
        (say("received"), "amount"),
        (say("voucher"), ""),
    ];
    let none = Vec::new();
    let lines = html! {
        @for row in &rows { (assessment(desk, row, arrived.get(&row.month).unwrap_or(&none))) }
    };
    Ok(html! {
        (layout::table(&headers, lines, Some(totals(desk, &rows, &arrived))))
        (law)
    })
}

fn assessment(desk: &Desk<'_>, row: &AssessmentRow, receipts: &[ReceiptRow]) -> Markup {
    let received: i64 = receipts.iter().map(|receipt| receipt.amount_fen).sum();
    html! {
        tr {
            td.keep {
                (month(desk.lang, &row.month))
                @if row.provisional == 1 { " " (badge("warn", &desk.word("status.provisional"))) }
            }
            td.amount { (count(row.persons)) }
            (money_cell(row.base_fen))
            td.amount { (percent(row.base_rate_ppm)) }
            (rate_cells(row.reference_rate_ppm, row.rate_ppm))
            (money_cell(row.amount_fen))
            (money_cell(row.relief_local_fen))
            (money_cell(row.relief_temporary_fen))
            (money_cell(received))
            td.keep { @for receipt in receipts {
                (voucher_link(desk.lang, "fund", receipt.voucher_id)) " "
                span.soft { (receipt.received_on) } br;
            } }
        }
    }
}

fn totals(
    desk: &Desk<'_>,
    rows: &[AssessmentRow],
    arrived: &BTreeMap<String, Vec<ReceiptRow>>,
) -> Markup {
    let sum = |take: fn(&AssessmentRow) -> i64| rows.iter().map(take).sum::<i64>();
    let received: i64 = arrived
        .values()
        .flatten()
        .map(|receipt| receipt.amount_fen)
        .sum();
    html! {
        tr {
            th scope="row" colspan="6" { (desk.word("server.total")) }
            td.amount { (yuan(sum(|row| row.amount_fen))) }
            td.amount { (yuan(sum(|row| row.relief_local_fen))) }
            td.amount { (yuan(sum(|row| row.relief_temporary_fen))) }
            td.amount { (yuan(received)) }
            td {}
        }
    }
}

/// Injuries under this cover.
pub fn accidents(desk: &mut Desk<'_>, payer: Payer<'_>) -> Result<Markup, Trouble> {
    let region = desk.code();
    let rows = employers::injuries(desk.store, &region, (payer.kind, payer.id))?;
    if rows.is_empty() {
        return Ok(layout::nothing(desk.lang));
    }
    let say = |stem: &str| desk.word(&format!("server.cases.{stem}"));
    let headers = [
        (say("number"), ""),
        (say("injured_on"), ""),
        (say("noticed_on"), ""),
        (say("cause"), ""),
        (say("severity"), ""),
        (say("body_part"), ""),
    ];
    let lines = html! {
        @for row in &rows { tr {
            td.keep { a href=(format!("/cases/{}", super::shared::escape(&row.id))) { (row.id) } }
            td.keep { (row.injured_on) }
            td.keep { (row.noticed_on) }
            td { (known_word(desk.lang, &format!("server.cause.{}", row.cause), &row.cause)) }
            td { (known_word(desk.lang, &format!("server.severity.{}", row.severity), &row.severity)) }
            td { (row.body_part) }
        } }
    };
    Ok(layout::table(&headers, lines, None))
}

/// The latest matters this payer applied for.
pub fn matters(desk: &mut Desk<'_>, payer: Payer<'_>) -> Result<Markup, Trouble> {
    let (region, on) = (desk.code(), desk.day());
    let filter = matters::Filter {
        applicant: Some((payer.kind.to_owned(), payer.id.to_owned())),
        ..matters::Filter::default()
    };
    let window = Window {
        number: 1,
        size: 10,
    };
    let found = matters::matters(desk.store, &region, &on, &filter, window)?;
    if found.rows.is_empty() {
        return Ok(layout::nothing(desk.lang));
    }
    let all = super::shared::address(
        "/matters",
        &[("applicant_kind", payer.kind), ("applicant", payer.id)],
    );
    Ok(html! {
        (table(desk, &found.rows))
        @if found.total > window.size {
            p.pager { a href=(all) { (desk.text("server.payer.all_matters", &[("total", &count(found.total))])) } }
        }
    })
}
