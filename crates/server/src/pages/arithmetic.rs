//! The arithmetic of a determination: worked out again from the stored facts, step by step, and compared with what was
//! decided.

use maud::{Markup, html};
use yiju_actions::differences::stretch_of;
use yiju_actions::entitlement::Stretch;
use yiju_actions::replay::as_decided;
use yiju_rules::BenefitItem;
use yiju_rules::output::before_value;
use yiju_store::Fault;
use yiju_store::settlements::Standing;
use yiju_store::tables::{BenefitLineRow, DeterminationRow};
use yiju_terms::words::has;

use super::shared::badge;
use crate::desk::Desk;
use crate::format::{month, yuan};
use crate::guard::known_word;

/// The replay of a determination of benefits. Medical claims carry bills instead of a case: there is nothing to replay.
pub fn replay(
    desk: &mut Desk<'_>,
    row: &DeterminationRow,
    lines: &[BenefitLineRow],
) -> Result<Option<Markup>, Fault> {
    if !row.facts.starts_with('{') {
        return Ok(None);
    }
    let stored = Standing {
        determination: row.clone(),
        lines: lines.to_vec(),
    };
    let (region, book) = (desk.region.clone(), desk.book);
    let decided = as_decided(desk.store, &region, book, &stored)?;
    // A top-up rests on other determinations: there is nothing to work out here.
    let own = lines.iter().filter(|line| line.paid != "top_up");
    let found: Vec<(Stretch, Option<&BenefitItem>)> = own
        .map(|line| {
            let stretch = stretch_of(line)?;
            let item = decided
                .as_ref()
                .and_then(|decided| decided.item_of(&stretch));
            Ok((stretch, item))
        })
        .collect::<Result<_, Fault>>()?;
    let comes_out = decided.as_ref().map(|decided| decided.stretches.as_slice());
    let comes_out = comes_out.unwrap_or_default();
    let same = found.iter().all(|(line, _)| comes_out.contains(line));
    let (class, state, key) = match same {
        true => ("approved", "same", "replayed"),
        false => ("warn", "differs", "replay_differs"),
    };
    let say = |stem: &str| desk.word(&format!("server.determination.{stem}"));
    Ok(Some(html! {
        details {
            summary { (say("arithmetic")) }
            p { (badge(class, &say(state))) " " (say(key)) }
            @for (line, item) in &found { @if let Some(item) = item { (steps(desk, line, item)) } }
        }
    }))
}

fn steps(desk: &Desk<'_>, line: &Stretch, item: &BenefitItem) -> Markup {
    let stem = &line.key.benefit;
    let name = known_word(desk.lang, &format!("benefit.{stem}"), stem);
    let months = line.from.map(|from| {
        let until = line.until.map(|until| month(desk.lang, &until.to_string()));
        let from = month(desk.lang, &from.to_string());
        format!(" {from} – {}", until.unwrap_or_default())
    });
    html! {
        div.arithmetic {
            h3 { (name) " " (yuan(line.amount.fen())) @if let Some(months) = &months { span.soft { (months) } } }
            ol { @for step in &item.trace { li {
                (known_word(desk.lang, &format!("rules.step.{}", step.stem), step.stem)) " "
                @if let Some(formula) = &step.formula { code { (before_value(&formula.to_string(), &step.value.to_string(), desk.lang)) } " " }
                strong { (known_word(desk.lang, &format!("server.value.{}", step.value), &step.value.to_string())) (unit(desk, step.unit)) }
                @if let Some(citation) = &step.citation { " " span.soft { (desk.book.written(&citation.0, desk.lang)) } }
                @if let Some(document) = &step.document { " " span.soft { (document) } }
            } } }
        }
    }
}

/// The unit behind a value; texts have none.
fn unit(desk: &Desk<'_>, stem: &str) -> String {
    let key = format!("lawbook.unit.{stem}");
    let silent = matches!(stem, "" | "text" | "number" | "list" | "yes_no" | "bands");
    if silent || !has(desk.lang, &key) {
        String::new()
    } else {
        format!(" {}", desk.word(&key))
    }
}
