//! 待遇核定 on a time line: the facts it used, each line with its article, the digests that let it be replayed; and the
//! payments that rest on it.

use maud::{Markup, html};
use serde_json::Value;
use yiju_store::tables::{BenefitLineRow, DeterminationRow};
use yiju_store::views::cases::{self, Paid};

use super::shared::{badge, digest, voucher_link};
use super::time_line::Point;
use crate::desk::Desk;
use crate::error::Trouble;
use crate::format::{money_cell, month, yuan};
use crate::guard::known_word;
use crate::layout;

/// The determinations of an injury or old injury and their payments, as points of its time line.
pub fn points(desk: &mut Desk<'_>, kind: &str, subject: &str) -> Result<Vec<Point>, Trouble> {
    let region = desk.code();
    let mut points = Vec::new();
    for row in cases::determinations(desk.store, &region, kind, subject)? {
        let lines = cases::lines(desk.store, &region, row.id)?;
        let payments = cases::payments(desk.store, &region, row.id)?;
        points.extend(payment_points(desk, &lines, &payments)?);
        let letters = yiju_letters::of_determination(&mut desk.letters(), row.id)?;
        let title = desk.text("server.determination_named", &[("id", &row.id.to_string())]);
        points.push(Point {
            on: row.decided_on.clone(),
            rank: 60,
            title,
            class: "decided",
            matter: cases::matter_of(desk.store, &region, row.seq)?,
            anchor: Some(format!("determination-{}", row.id)),
            body: body(desk, &row, &lines, &letters)?,
        });
    }
    Ok(points)
}

fn body(
    desk: &mut Desk<'_>,
    row: &DeterminationRow,
    lines: &[BenefitLineRow],
    letters: &[(yiju_letters::Kind, String)],
) -> Result<Markup, Trouble> {
    let arithmetic = super::arithmetic::replay(desk, row, lines)?;
    let desk = &*desk;
    Ok(html! {
        (line_table(desk, lines))
        details {
            summary { (desk.word("server.determination.facts")) }
            (facts(desk, &row.facts))
        }
        @if let Some(arithmetic) = arithmetic { (arithmetic) }
        details {
            summary { (desk.word("server.letters.title")) }
            (super::letters::links(desk, letters))
        }
        p.small {
            (desk.word("server.law_digest")) " " (digest(&row.law_digest)) " · "
            (desk.word("server.determination.trace_digest")) " " (digest(&row.trace_digest))
            @if row.provisional == 1 { " " (badge("warn", &desk.word("server.determination.provisional"))) }
        }
    })
}

fn line_table(desk: &Desk<'_>, lines: &[BenefitLineRow]) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.determination.{stem}"));
    let headers = [
        (say("benefit"), ""),
        (say("amount"), "amount"),
        (say("paid"), ""),
        (say("payer"), ""),
        (say("term"), ""),
        (say("cite"), ""),
    ];
    let rows = html! {
        @for line in lines { tr {
            td.keep {
                (benefit(desk, &line.benefit))
                @if line.provisional == 1 { " " (badge("warn", &desk.word("status.provisional"))) }
            }
            (money_cell(line.amount_fen))
            td.keep { (desk.word(&format!("server.paid.{}", line.paid))) }
            td.keep { (known_word(desk.lang, &format!("payer.{}", line.payer), &line.payer)) }
            td.keep { (term(desk, line)) }
            td.cite { (desk.book.written(&line.cite, desk.lang)) }
        } }
    };
    layout::table(&headers, rows, None)
}

fn benefit(desk: &Desk<'_>, stem: &str) -> String {
    known_word(desk.lang, &format!("benefit.{stem}"), stem)
}

fn term(desk: &Desk<'_>, line: &BenefitLineRow) -> String {
    let until = line
        .until_month
        .as_deref()
        .map(|text| month(desk.lang, text));
    match &line.from_month {
        None => "—".to_owned(),
        Some(from) => format!("{} – {}", month(desk.lang, from), until.unwrap_or_default()),
    }
}

/// The facts a determination was made from, as it stores them.
pub fn facts(desk: &Desk<'_>, json: &str) -> Markup {
    match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(map)) => {
            let pairs: Vec<(String, Markup)> = map
                .iter()
                .map(|(key, value)| (name(desk, key), shown(desk, key, value)))
                .collect();
            layout::facts(&pairs)
        }
        Ok(Value::Array(rows)) => html! { @for row in &rows { (shown(desk, "", row)) } },
        Ok(value) => shown(desk, "", &value),
        Err(_) => html! { p.nothing { (desk.word("server.unreadable_facts")) } },
    }
}

fn name(desk: &Desk<'_>, key: &str) -> String {
    known_word(desk.lang, &format!("server.fact.{key}"), key)
}

fn shown(desk: &Desk<'_>, key: &str, value: &Value) -> Markup {
    match value {
        Value::Null => html! { "—" },
        Value::Bool(true) => html! { (desk.word("server.yes")) },
        Value::Bool(false) => html! { (desk.word("server.no")) },
        // Whole birth dates tell more about a person than the reader of a page needs.
        Value::String(text) if key == "birth" => html! { (text.get(..4).unwrap_or_default()) },
        Value::String(text) => {
            html! { (known_word(desk.lang, &format!("server.value.{text}"), &benefit(desk, text))) }
        }
        Value::Number(number) => html! { (number) },
        // Every figure the office has confirmed stands in the facts; the arithmetic names those it used.
        Value::Array(items) if key == "confirmed" => {
            let total = items.len().to_string();
            html! { (desk.text("server.determination.confirmed", &[("total", &total)])) }
        }
        Value::Array(items) => html! {
            ul { @for item in items { li { (shown(desk, key, item)) } } }
        },
        Value::Object(map) => html! {
            @for (index, (key, value)) in map.iter().filter(|(_, value)| said(value)).enumerate() {
                @if index > 0 { "；" }
                (name(desk, key)) " " (shown(desk, key, value))
            }
        },
    }
}

/// Whether a value says anything.
fn said(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

/// Payments of one day and voucher are one point.
fn payment_points(
    desk: &mut Desk<'_>,
    lines: &[BenefitLineRow],
    payments: &[Paid],
) -> Result<Vec<Point>, Trouble> {
    let region = desk.code();
    let mut points = Vec::new();
    for group in payments.chunk_by(|a, b| a.paid_on == b.paid_on && a.voucher_id == b.voucher_id) {
        let Some(first) = group.first() else {
            continue;
        };
        let total: i64 = group.iter().map(|paid| paid.payment.amount_fen).sum();
        points.push(Point {
            on: first.paid_on.clone(),
            rank: 80,
            title: desk.text("server.time_line.paid", &[("amount", &yuan(total))]),
            class: "paid",
            matter: cases::matter_of(desk.store, &region, first.payment.seq)?,
            anchor: None,
            body: payment_list(desk, lines, group),
        });
    }
    Ok(points)
}

fn payment_list(desk: &Desk<'_>, lines: &[BenefitLineRow], group: &[Paid]) -> Markup {
    let monthly = |paid: &Paid| {
        lines
            .iter()
            .any(|line| line.line == paid.payment.line && line.paid == "monthly")
    };
    html! {
        ul.plain { @for paid in group { li {
            (benefit(desk, &paid.payment.benefit)) " "
            @if monthly(paid) { (month(desk.lang, &paid.payment.month)) " " }
            span.amount { (yuan(paid.payment.amount_fen)) }
            span.soft { " " (desk.text("server.time_line.account", &[("tail", &paid.payment.account_tail)])) }
        } } }
        @if let Some(first) = group.first() { p.small { (voucher_link(desk.lang, "fund", first.voucher_id)) } }
    }
}
