//! 费率说明 on the page of an employer: why its rate of the last assessed month is what it is, and what would change it.

use maud::{Markup, html};
use yiju_actions::ActionError;
use yiju_actions::employer_rate::{EmployerRate, employer_rate};
use yiju_rules::output::before_value;
use yiju_store::views::employers;
use yiju_terms::Money;

use super::shared::badge;
use crate::desk::Desk;
use crate::error::Trouble;
use crate::format::{money_cell, month, yuan};
use crate::layout;

/// The card's content; none for an employer without an assessment.
pub fn card(desk: &mut Desk<'_>, employer: &str) -> Result<Option<Markup>, Trouble> {
    let region = desk.code();
    let key = ("employer", employer);
    let rows = employers::assessments(desk.store, &region, key, "0000-00", "9999-99")?;
    let last = rows.last().and_then(|row| row.month.parse().ok());
    let Some(last) = last else {
        return Ok(None);
    };
    match employer_rate(desk.store, desk.region, desk.book, employer, last) {
        Ok(found) => Ok(Some(reasons(desk, &found))),
        Err(ActionError::Refused(refusals)) => Ok(Some(html! {
            ul { @for refusal in &refusals { li { (refusal.message(desk.lang)) } } }
        })),
        Err(fault) => Err(fault.into()),
    }
}

fn reasons(desk: &Desk<'_>, found: &EmployerRate) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.rate.{stem}"));
    let out = found.reasons.output(desk.lang);
    let shown = month(desk.lang, &found.assessment.month);
    let (rate, base) = (out.rate.to_string(), yuan(found.assessment.base_fen));
    let amount = yuan(out.amount.fen());
    let args = [
        ("month", shown.as_str()),
        ("base", base.as_str()),
        ("rate", rate.as_str()),
        ("amount", amount.as_str()),
    ];
    let headers = [
        (say("change"), ""),
        (say("amount"), "amount"),
        (say("difference"), "amount"),
    ];
    let rows = html! {
        @for one in &out.alternatives { tr {
            td { (one.message) }
            (money_cell(one.amount.fen()))
            td.amount { @if one.difference > Money::ZERO { "+" } (yuan(one.difference.fen())) }
        } }
    };
    html! {
        p { (desk.text("server.rate.head", &args)) }
        @if !found.is_as_assessed() {
            p { (badge("warn", &say("other"))) " " (yuan(found.assessment.amount_fen)) }
        }
        div.arithmetic { ol { @for step in &out.reasons { li {
            (step.name) " "
            @if let Some(formula) = &step.formula { code { (before_value(formula, &step.value, desk.lang)) } " " }
            strong { (step.shown(desk.lang)) }
            " " span.soft { (desk.book.written(&step.cite, desk.lang)) }
        } } } }
        h3 { (say("what_if")) }
        (layout::table(&headers, rows, None))
        p.small { (say("note")) }
    }
}
