//! The arithmetic of a determination: worked out again from the stored facts, step by step, and compared with what was
//! decided.

use maud::{Markup, html};
use yiju_lawbook::Confirmed;
use yiju_rules::{BenefitCase, BenefitItem, Trace, determine};
use yiju_store::tables::{BenefitLineRow, DeterminationRow};
use yiju_terms::words::has;

use super::shared::badge;
use crate::desk::Desk;
use crate::format::yuan;
use crate::guard::known_word;

/// The replay of a determination of benefits. Medical claims carry bills instead of a case: there is nothing to replay.
pub fn replay(desk: &Desk<'_>, row: &DeterminationRow, lines: &[BenefitLineRow]) -> Option<Markup> {
    let case: BenefitCase = serde_json::from_str(&row.facts).ok()?;
    let result = determine(desk.book, &case, &Confirmed::NONE, &mut Trace::default());
    let found: Vec<(&BenefitLineRow, Option<&BenefitItem>)> = lines
        .iter()
        .map(|line| (line, item_of(line, &result.items)))
        .collect();
    let same = found
        .iter()
        .all(|(line, item)| item.is_some_and(|item| item.amount.fen() == line.amount_fen));
    let (class, key) = if same {
        ("approved", "server.determination.replayed")
    } else {
        ("warn", "server.determination.replay_differs")
    };
    Some(html! {
        details {
            summary { (desk.word("server.determination.arithmetic")) }
            p { (badge(class, &desk.word(if same { "server.determination.same" } else { "server.determination.differs" }))) " " (desk.word(key)) }
            @for (line, item) in &found { @if let Some(item) = item { (steps(desk, line, item)) } }
        }
    })
}

fn item_of<'i>(line: &BenefitLineRow, items: &'i [BenefitItem]) -> Option<&'i BenefitItem> {
    items.iter().find(|item| {
        let dependent = item.dependent.and_then(|number| i64::try_from(number).ok());
        item.benefit.stem() == line.benefit && dependent == line.dependent
    })
}

fn steps(desk: &Desk<'_>, line: &BenefitLineRow, item: &BenefitItem) -> Markup {
    let name = known_word(
        desk.lang,
        &format!("benefit.{}", line.benefit),
        &line.benefit,
    );
    html! {
        div.arithmetic {
            h3 { (name) " " (yuan(item.amount.fen())) }
            ol { @for step in &item.trace { li {
                (known_word(desk.lang, &format!("rules.step.{}", step.stem), step.stem)) " "
                @if let Some(formula) = &step.formula { code { (formula) " =" } " " }
                strong { (step.value) (unit(desk, step.unit)) }
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
