//! 支付前重核: every payee of the month worked out again before the run is approved; what differs, and what stops it.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_actions::pay_run::{PayRunProof, State as How, Unproved, difference_runs, proof};
use yiju_actions::pay_signature::StoredSignature;
use yiju_store::views::{cases, settlement};
use yiju_terms::Month;

use super::Answer;
use super::settlement::{LINES, benefit, more, span};
use super::shared::{badge, optional};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, masked_name, money_cell, month, yuan};
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    month: String,
}

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

/// The month after the last run, unless another one is asked for.
fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let region = desk.code();
    let last = settlement::last_run(desk.store, &region)?;
    let next = last.and_then(|text| text.parse::<Month>().ok());
    let next = next.map_or(Month::of(desk.on), Month::next);
    let of: Month = optional(&asked.month)?.unwrap_or(next);
    let found = proof(desk.store, desk.region, desk.book, of, &[])?;
    let payees = payees(desk, &found)?;
    let differences = differences(desk, &found)?;
    let body = html! {
        form.filter method="get" action="/pay-proof" {
            label { span { (say(desk, "month")) } input type="month" name="month" value=(of); }
            button type="submit" { (desk.word("server.show")) }
        }
        (card(&say(desk, "verdict"), verdict(desk, &found)))
        @if !found.differences.is_empty() { (card(&say(desk, "differences"), differences)) }
        @if !found.unproved.is_empty() { (card(&say(desk, "unproved"), unproved(desk, &found.unproved))) }
        @if !found.signatures.is_empty() { (card(&say(desk, "signatures"), signatures(desk, &found.signatures))) }
        (card(&say(desk, "payees"), payees))
    };
    let (of, seq) = (month(desk.lang, &of.to_string()), count(found.known_seq));
    let lead = desk.text("server.pay_proof.lead", &[("month", &of), ("seq", &seq)]);
    Ok(Page::new("settlement", say(desk, "title"), body).lead(lead))
}

fn say(desk: &Desk<'_>, stem: &str) -> String {
    desk.word(&format!("server.pay_proof.{stem}"))
}

fn state(desk: &Desk<'_>, how: How) -> Markup {
    let class = match how {
        How::Same => "approved",
        How::Differs => "refused",
        How::Signed | How::Unproved => "warn",
        How::Given => "plain",
    };
    badge(
        class,
        &desk.word(&format!("pay_proof.state.{}", how.stem())),
    )
}

fn verdict(desk: &Desk<'_>, found: &PayRunProof) -> Markup {
    let open = found.open().count().to_string();
    let unproved = found.open_unproved().count().to_string();
    let open = [("open", open.as_str()), ("unproved", unproved.as_str())];
    let (payees, lines) = (count(found.payees as i64), count(found.lines.len() as i64));
    let amount = yuan(found.amount.fen());
    let provisional = found.lines.iter().filter(|line| line.provisional).count();
    let places = [
        ("payees", payees.as_str()),
        ("lines", lines.as_str()),
        ("amount", amount.as_str()),
    ];
    html! {
        p { (desk.text("server.pay_proof.due", &places)) }
        p { @for how in How::ALL { @let number = found.count(how); @if number > 0 {
            (state(desk, how)) " " (count(number as i64)) " "
        } } }
        @if found.is_proved() { p { strong { (say(desk, "proved")) } } }
        @else { p.late { (desk.text("server.pay_proof.not_proved", &open)) } }
        @if provisional > 0 { p.warn { (desk.text("pay_proof.provisional", &[("lines", &count(provisional as i64))])) } }
        @for (determination, stem) in &found.suspended {
            p.soft { (desk.text("server.pay_proof.suspended", &[("determination", &determination.to_string()), ("benefit", &benefit(desk, stem, None))])) }
        }
    }
}

fn name(desk: &mut Desk<'_>, person: &str) -> Result<String, Trouble> {
    let region = desk.code();
    let found = cases::person(desk.store, &region, person)?;
    Ok(found.map_or(person.to_owned(), |row| masked_name(&row.name)))
}

fn differences(desk: &mut Desk<'_>, found: &PayRunProof) -> Result<Markup, Trouble> {
    let mut rows = Vec::new();
    let runs = difference_runs(&found.differences);
    for run in runs.iter().take(LINES) {
        rows.push((run, name(desk, &run.first.person)?));
    }
    let headers = [
        (say(desk, "person"), ""),
        (say(desk, "benefit"), ""),
        (say(desk, "month"), ""),
        (say(desk, "decided"), "amount"),
        (say(desk, "found"), "amount"),
        (say(desk, "difference"), "amount"),
    ];
    let rows = html! { @for (run, name) in &rows { @let line = run.first; tr {
        td.keep { (name) span.sub.soft { (line.subject) " № " (line.determination) } }
        td { (benefit(desk, &line.benefit, line.dependent)) @if !line.in_run { span.sub.soft { (say(desk, "beside")) } } }
        (span(desk, line.month, run.last, run.months))
        (money_cell(line.before.fen()))
        (money_cell(line.after.fen()))
        (money_cell((line.after - line.before).fen()))
    } } };
    Ok(html! {
        p.soft { (say(desk, "differences_lead")) " " a href="/settlement" { (desk.word("server.settlement.title")) } }
        (layout::table(&headers, rows, None))
        (more(desk, runs.len()))
    })
}

fn unproved(desk: &Desk<'_>, list: &[Unproved]) -> Markup {
    let headers = [
        (say(desk, "benefit"), ""),
        (say(desk, "why"), ""),
        (say(desk, "state"), ""),
    ];
    let rows = html! { @for one in list.iter().take(LINES) { tr {
        td.keep {
            @if let Some(stem) = &one.benefit { (benefit(desk, stem, None)) " " }
            span.sub.soft { (one.subject) " № " (one.determination) }
        }
        td { (one.refusal.message(desk.lang)) }
        td.keep { (badge(if one.in_run { "warn" } else { "plain" }, &say(desk, if one.in_run { "in_run" } else { "beside" }))) }
    } } };
    html! {
        p.soft { (say(desk, "unproved_lead")) }
        (layout::table(&headers, rows, None))
        (more(desk, list.len()))
    }
}

/// Who answered for what, when and why.
fn signatures(desk: &Desk<'_>, list: &[StoredSignature]) -> Markup {
    let headers = [
        (say(desk, "month"), ""),
        (say(desk, "signed_what"), ""),
        (say(desk, "reason"), ""),
        (say(desk, "signed_by"), ""),
        (say(desk, "signed_on"), ""),
    ];
    let rows = html! { @for one in list.iter().take(LINES) { tr {
        td.keep { (month(desk.lang, &one.month.to_string())) }
        td {
            (benefit(desk, &one.signature.benefit, None)) " № " (one.signature.determination_id)
            @for said in &one.signature.of { span.sub.soft { (said.message(desk.lang)) } }
        }
        td { (one.signature.reason) }
        td.keep { (one.name) span.sub.soft { (known_word(desk.lang, &format!("role.{}", one.role), &one.role)) } }
        td.keep { (one.on) span.sub.soft { (say(desk, "matter")) " " a href={ "/matters/" (one.matter) } { "#" (one.matter) } } }
    } } };
    html! {
        p.soft { (say(desk, "signatures_lead")) }
        (layout::table(&headers, rows, None))
        (more(desk, list.len()))
    }
}

fn payees(desk: &mut Desk<'_>, found: &PayRunProof) -> Result<Markup, Trouble> {
    let mut rows = Vec::new();
    for line in found.lines.iter().take(LINES) {
        rows.push((line, name(desk, &line.person)?));
    }
    let headers = [
        (say(desk, "person"), ""),
        (say(desk, "benefit"), ""),
        (say(desk, "month"), ""),
        (say(desk, "decided"), "amount"),
        (say(desk, "found"), "amount"),
        (say(desk, "state"), ""),
    ];
    let rows = html! { @for (line, name) in &rows { tr {
        td.keep { (name) span.sub.soft { (line.person) " № " (line.determination) "/" (line.line) } }
        td {
            (benefit(desk, &line.benefit, line.dependent))
            @if line.provisional { " " (badge("warn", &desk.word("status.provisional"))) }
        }
        td.keep { (month(desk.lang, &line.month.to_string())) }
        (money_cell(line.decided.fen()))
        @if let Some(found) = line.found { (money_cell(found.fen())) } @else { td.amount { "—" } }
        td { (state(desk, line.state)) }
    } } };
    Ok(html! {
        @if found.lines.is_empty() { (layout::nothing(desk.lang)) } @else { (layout::table(&headers, rows, None)) }
        (more(desk, found.lines.len()))
    })
}
