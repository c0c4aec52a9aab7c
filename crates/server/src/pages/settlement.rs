//! 重算结算: what would be decided otherwise today, why, which vouchers would book it and which letters explain it; and the
//! settlements that were carried through.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_actions::settlement_letters;
use yiju_actions::settlement_report::{
    BenefitLine, ContributionLine, Reason, SettlementReport, report,
};
use yiju_actions::settlement_runs::{Run, benefit_runs, contribution_runs};
use yiju_actions::settlement_vouchers::Expected;
use yiju_store::settlements;
use yiju_store::views::{cases, employers};
use yiju_terms::Month;

use super::Answer;
use super::shared::{badge, escape, matter_link, optional, payer_link};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::format::{count, masked_name, money_cell, month, yuan};
use crate::guard::known_word;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

/// Lines of one table; more are said and left to the list of the program.
pub(super) const LINES: usize = 300;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    through: String,
}

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let through: Month = optional(&asked.through)?.unwrap_or(Month::of(desk.on));
    let found = found(desk, through)?;
    let benefits = benefit_table(desk, &found.benefits)?;
    let contributions = contribution_table(desk, &found.contributions)?;
    let body = html! {
        p.more { a href="/pay-proof" { (desk.word("server.pay_proof.title")) } }
        form.filter method="get" action="/settlement" {
            label { span { (say(desk, "through")) } input type="month" name="through" value=(through); }
            button type="submit" { (desk.word("server.show")) }
        }
        @if found.is_empty() { (card(&say(desk, "differences"), html! { p { (say(desk, "none")) } })) }
        @else {
            (card(&say(desk, "totals"), totals(desk, &found)))
            (card(&say(desk, "reasons"), reasons(desk, &found.reasons)))
            @if !found.benefits.is_empty() { div.across { (card(&say(desk, "benefits"), benefits)) } }
            @if !found.contributions.is_empty() { div.across { (card(&say(desk, "contributions"), contributions)) } }
            (card(&say(desk, "vouchers"), vouchers(desk, &found.vouchers)))
            (card(&say(desk, "letters"), letters(desk, &found)))
        }
        @if !found.stopped.is_empty() { (card(&say(desk, "stopped"), html! {
            ul { @for one in &found.stopped { li { (one.subject) " " (one.refusal.message(desk.lang)) } } }
        })) }
        (card(&say(desk, "done"), done(desk)?))
    };
    let (until, seq) = (
        month(desk.lang, &through.to_string()),
        count(found.known_seq),
    );
    let places = [("through", until.as_str()), ("seq", seq.as_str())];
    let lead = desk.text("server.settlement.lead", &places);
    Ok(Page::new("settlement", say(desk, "title"), body).lead(lead))
}

fn found(desk: &mut Desk<'_>, through: Month) -> Result<Arc<SettlementReport>, Trouble> {
    let key = (through, desk.on);
    if let Some(known) = desk.memo.settlement(desk.seq, key) {
        return Ok(known);
    }
    let found = report(desk.store, desk.region, desk.base, through, desk.on)?;
    let found = Arc::new(found);
    desk.memo.keep_settlement(desk.seq, key, &found);
    Ok(found)
}

pub(super) fn say(desk: &Desk<'_>, stem: &str) -> String {
    desk.word(&format!("server.settlement.{stem}"))
}

pub(super) fn kind(desk: &Desk<'_>, stem: &str) -> Markup {
    let class = match stem {
        "top_up" | "credit" | "refund" => "approved",
        _ => "warn",
    };
    badge(class, &desk.word(&format!("settle.kind.{stem}")))
}

fn totals(desk: &Desk<'_>, found: &SettlementReport) -> Markup {
    let headers = [
        (say(desk, "kind"), ""),
        (say(desk, "payer"), ""),
        (say(desk, "heads"), "amount"),
        (say(desk, "lines"), "amount"),
        (say(desk, "sum"), "amount"),
    ];
    let rows = html! { @for total in &found.totals { tr {
        td { (kind(desk, total.kind)) }
        td { (known_word(desk.lang, &format!("payer.{}", total.payer), &total.payer)) }
        td.amount { (total.heads) }
        td.amount { (total.lines) }
        (money_cell(total.amount.fen()))
    } } };
    layout::table(&headers, rows, None)
}

/// Numbered as the lines name them, each with the matter that brought it.
fn reasons(desk: &Desk<'_>, reasons: &[Reason]) -> Markup {
    let list = html! { ol { @for reason in reasons { li {
        (reason.message(desk.lang))
        @if let Some(matter) = reason.matter { " " (matter_link(matter)) }
    } } } };
    // A year's register brings hundreds; the differences are what the page is for.
    let all = [("count", &*reasons.len().to_string())];
    match reasons.len() {
        0..=12 => list,
        _ => {
            html! { details { summary { (desk.text("server.settlement.all_reasons", &all)) } (list) } }
        }
    }
}

fn marks(reasons: &[usize]) -> Markup {
    html! { td.keep.soft { @for reason in reasons { "[" (reason + 1) "]" } } }
}

pub(super) fn span(desk: &Desk<'_>, first: Month, last: Month, months: usize) -> Markup {
    let text = |of: Month| month(desk.lang, &of.to_string());
    html! { td.keep {
        (text(first))
        @if months > 1 { "—" (text(last)) span.sub.soft { (desk.text("server.settlement.months", &[("count", &months.to_string())])) } }
    } }
}

/// Before, after, and the difference of all its months.
fn amounts<L>(run: &Run<'_, L>, before: yiju_terms::Money, after: yiju_terms::Money) -> Markup {
    html! { (money_cell(before.fen())) (money_cell(after.fen())) (money_cell(run.difference.fen())) }
}

/// Says so when a table shows only the first of its rows.
pub(super) fn more(desk: &Desk<'_>, all: usize) -> Markup {
    html! { @if all > LINES {
        p.soft { (desk.text("server.settlement.more", &[("shown", &LINES.to_string()), ("total", &all.to_string())])) }
    } }
}

fn benefit_table(desk: &mut Desk<'_>, lines: &[BenefitLine]) -> Result<Markup, Trouble> {
    let runs = benefit_runs(lines);
    let region = desk.code();
    let mut rows = Vec::new();
    for run in runs.iter().take(LINES) {
        let person = cases::person(desk.store, &region, &run.first.person)?;
        let name = person.map_or(run.first.person.clone(), |row| masked_name(&row.name));
        rows.push((run, name));
    }
    let headers = [
        (say(desk, "person"), ""),
        (say(desk, "benefit"), ""),
        (say(desk, "months_of"), ""),
        (say(desk, "before"), "amount"),
        (say(desk, "after"), "amount"),
        (say(desk, "difference"), "amount"),
        (say(desk, "kind"), ""),
        (say(desk, "why"), ""),
        (say(desk, "cite"), "cite"),
    ];
    let rows = html! { @for (run, name) in &rows { @let line = run.first; tr {
        td.keep { (name) " " (case_link(&line.subject_kind, &line.subject, line.determination)) }
        td { (benefit(desk, &line.benefit, line.dependent)) }
        (span(desk, run.first.month, run.last.month, run.months))
        (amounts(run, line.before, line.after))
        td { (kind(desk, line.kind)) " " span.soft { (known_word(desk.lang, &format!("payer.{}", line.payer), &line.payer)) } }
        (marks(&line.reasons))
        td.cite { (desk.book.written(&line.cite, desk.lang)) }
    } } };
    Ok(html! { (layout::table(&headers, rows, None)) (more(desk, runs.len())) })
}

pub(super) fn benefit(desk: &Desk<'_>, stem: &str, dependent: Option<i64>) -> String {
    let name = known_word(desk.lang, &format!("benefit.{stem}"), stem);
    match dependent {
        Some(number) => format!("{name} #{}", number + 1),
        None => name,
    }
}

/// The case with its determination, on the page of the case.
pub(super) fn case_link(kind: &str, subject: &str, determination: i64) -> Markup {
    let shelf = if kind == "legacy" { "legacy" } else { "cases" };
    html! {
        a href=(format!("/{shelf}/{}#determination-{determination}", escape(subject))) { (subject) }
        span.sub.soft { "№ " (determination) }
    }
}

fn contribution_table(desk: &mut Desk<'_>, lines: &[ContributionLine]) -> Result<Markup, Trouble> {
    let runs = contribution_runs(lines);
    let region = desk.code();
    let mut rows = Vec::new();
    for run in runs.iter().take(LINES) {
        let employer = &run.first.employer;
        let name = employers::payer_name(desk.store, &region, "employer", employer)?;
        rows.push((run, name));
    }
    let headers = [
        (say(desk, "employer"), ""),
        (say(desk, "months_of"), ""),
        (say(desk, "assessed"), "amount"),
        (say(desk, "after"), "amount"),
        (say(desk, "difference"), "amount"),
        (say(desk, "refundable"), "amount"),
        (say(desk, "kind"), ""),
        (say(desk, "why"), ""),
        (say(desk, "cite"), "cite"),
    ];
    let rows = html! { @for (run, name) in &rows { @let line = run.first; tr {
        td.named { (payer_link("employer", &line.employer, name)) }
        (span(desk, run.first.month, run.last.month, run.months))
        (amounts(run, line.before, line.after))
        (money_cell(line.refund.fen()))
        td { (kind(desk, line.kind)) }
        (marks(&line.reasons))
        td.cite { (desk.book.written(&line.cite, desk.lang)) }
    } } };
    Ok(html! { (layout::table(&headers, rows, None)) (more(desk, runs.len())) })
}

fn vouchers(desk: &Desk<'_>, vouchers: &[Expected]) -> Markup {
    let headers = [
        (say(desk, "voucher"), ""),
        (say(desk, "account"), ""),
        (desk.word("settle.debit"), "amount"),
        (desk.word("settle.credit"), "amount"),
    ];
    let rows = html! { @for voucher in vouchers { @for (index, posting) in voucher.postings.iter().enumerate() {
        tr.more[index > 0] {
            td { @if index == 0 {
                (yiju_ledger::patterns::name(voucher.pattern, desk.lang)) " " (yuan(voucher.amount.fen()))
                span.sub.soft { (desk.word(&format!("settle.when.{}", voucher.when))) }
            } }
            td { (posting.name) }
            (money_cell(posting.debit.fen()))
            (money_cell(posting.credit.fen()))
        }
    } } };
    html! {
        @if vouchers.is_empty() { (layout::nothing(desk.lang)) } @else { (layout::table(&headers, rows, None)) }
        p.soft { (say(desk, "vouchers_lead")) }
    }
}

fn letters(desk: &Desk<'_>, found: &SettlementReport) -> Markup {
    let counts = settlement_letters::counts(&found.letters);
    html! {
        ul.plain { @for (kind, number) in counts { li {
            (known_word(desk.lang, &format!("letters.kind.{kind}"), kind)) " "
            span.soft { (desk.text("server.settlement.letter_count", &[("count", &number.to_string())])) }
        } } }
        p.soft { (say(desk, "letters_lead")) " " code { "yiju settle --through " (found.through) " --out DIR" } }
    }
}

fn done(desk: &mut Desk<'_>) -> Result<Markup, Trouble> {
    let region = desk.code();
    let rows = settlements::settlements(desk.store, &region)?;
    let headers = [
        (say(desk, "number"), ""),
        (say(desk, "settled_on"), ""),
        (say(desk, "through"), ""),
        (say(desk, "document"), ""),
    ];
    let lines = html! { @for row in rows.iter().rev() { tr {
        td { a href=(format!("/settlement/{}", row.id)) { (desk.text("server.settlement.named", &[("id", &row.id.to_string())])) } }
        td.keep { (row.settled_on) }
        td.keep { (month(desk.lang, &row.through)) }
        td { (row.document) }
    } } };
    Ok(match rows.is_empty() {
        true => layout::nothing(desk.lang),
        false => layout::table(&headers, lines, None),
    })
}
