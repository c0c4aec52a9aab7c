//! Letters on determinations: granted, adjusted by a later one, suspended, resumed.

use std::collections::BTreeSet;

use serde_json::Value;
use yiju_actions::ActionError;
use yiju_actions::benefit_determination::trace_digest;
use yiju_actions::entitlement::{Entitlement, LineKey};
use yiju_actions::replay::as_decided;
use yiju_rules::facts::Pause;
use yiju_rules::{BenefitCase, BenefitItem, CaseKind, Determination};
use yiju_store::settlements::{self, Standing};
use yiju_store::tables::{BenefitLineRow, DeterminationRow, JournalRow, SettlementLineRow};
use yiju_store::views::{cases, letters, office};
use yiju_terms::words::word;
use yiju_terms::{Benefit, Date, Lang, Money, Month, Paid};

use crate::kin;
use crate::kind::Kind;
use crate::letter::{Amount, Letter, Seal};
use crate::paper::{Paper, grouped};
use crate::{Desk, unknown};

/// The ground on which a determination can be contested.
pub(crate) const BENEFITS: &str = "contest_benefits";

pub(crate) fn standing(desk: &mut Desk<'_>, reference: &str) -> Result<Standing, ActionError> {
    let id: i64 = reference.parse().map_err(|_| unknown(reference))?;
    let region = desk.code();
    settlements::determination(desk.store, &region, id)?.ok_or_else(|| unknown(reference))
}

pub(crate) fn entry(desk: &mut Desk<'_>, seq: i64) -> Result<JournalRow, ActionError> {
    let region = desk.code();
    office::entry(desk.store, &region, seq)?.ok_or_else(|| unknown(&seq.to_string()))
}

pub(crate) fn person(desk: &mut Desk<'_>, id: &str) -> Result<String, ActionError> {
    let region = desk.code();
    let row = cases::person(desk.store, &region, id)?;
    Ok(row.map_or_else(|| id.to_owned(), |row| row.name))
}

/// The case behind a determination; none when it was made from bills.
pub(crate) fn case_of(facts: &str) -> Option<BenefitCase> {
    serde_json::from_str(facts).ok()
}

/// Whether the facts of a determination hold a time without pay, and whether the last of them is over.
pub(crate) fn paused(facts: &str) -> Option<Pause> {
    case_of(facts)?.pauses.last().cloned()
}

pub(crate) fn amount_of(line: &BenefitLineRow) -> Amount {
    Amount {
        what: line.benefit.clone(),
        way: line.paid.clone(),
        payer: line.payer.clone(),
        from: line.from_month.clone(),
        until: line.until_month.clone(),
        amount: Money::from_fen(line.amount_fen),
    }
}

pub(crate) fn compose(
    desk: &mut Desk<'_>,
    kind: Kind,
    reference: &str,
) -> Result<Letter, ActionError> {
    let standing = standing(desk, reference)?;
    let row = &standing.determination;
    let pause = paused(&row.facts);
    let region = desk.code();
    let replaced = letters::replacement(desk.store, &region, row.id)?;
    let called_for = match (kind, &pause) {
        (Kind::Suspension, Some(pause)) => pause.ended_on.is_none(),
        (Kind::Resumption, Some(pause)) => pause.ended_on.is_some(),
        (Kind::Suspension | Kind::Resumption, None) => false,
        (Kind::Adjustment, _) => replaced.is_some(),
        _ => true,
    };
    if !called_for {
        return Err(unknown(reference));
    }
    let entry = entry(desk, row.seq)?;
    let name = person(desk, &row.person_id)?;
    let office = desk.office()?;
    let mut paper = Paper::new((desk.lang, desk.book), kind, office, &row.decided_on)?;
    paper.to(&addressee(&paper, &row.facts, &name), entry.matter_id);
    about(&mut paper, row);
    if let Some(pause) = pause.filter(|_| matches!(kind, Kind::Suspension | Kind::Resumption)) {
        pause_section(&mut paper, &pause)?;
    }
    if let Some(replaced) = replaced.filter(|_| kind == Kind::Adjustment) {
        let before = settlements::determination(desk.store, &region, replaced.replaces)?
            .ok_or_else(|| unknown(reference))?;
        granted(&mut paper, "before", &before);
    }
    let amounts = granted(&mut paper, "result", &standing);
    arithmetic(desk, &mut paper, &standing, None)?;
    if row.provisional == 1 {
        paper.provisional();
    }
    let employer_pays = amounts.iter().any(|amount| amount.payer == "employer");
    paper.remedies(BENEFITS, employer_pays)?;
    paper.finish(Seal {
        kind,
        reference: row.id.to_string(),
        number: row.id,
        part: 0,
        issued_on: row.decided_on.clone(),
        matter_id: entry.matter_id,
        addressee: name,
        amounts,
        rests_on: vec![
            entry.digest,
            row.law_digest.clone(),
            row.trace_digest.clone(),
        ],
    })
}

/// The letter on a death or a missing person goes to the family.
fn addressee(paper: &Paper<'_>, facts: &str, name: &str) -> String {
    let kind = case_of(facts).map(|case| case.kind);
    match kind {
        Some(CaseKind::Death | CaseKind::Missing) => paper.say("kin", &[("name", name)]),
        _ => name.to_owned(),
    }
}

fn about(paper: &mut Paper<'_>, row: &DeterminationRow) {
    paper.section("facts");
    let (id, version) = (row.id.to_string(), row.version.to_string());
    let number = paper.say("number", &[("id", &id), ("version", &version)]);
    let mut shown = vec![
        (paper.say("fact.subject", &[]), row.subject_id.clone()),
        (paper.say("fact.number", &[]), number),
    ];
    shown.extend(facts(paper, &row.facts));
    paper.facts(&shown);
}

fn granted(paper: &mut Paper<'_>, section: &str, standing: &Standing) -> Vec<Amount> {
    paper.section(section);
    let amounts: Vec<Amount> = standing.lines.iter().map(amount_of).collect();
    let cites: Vec<String> = standing
        .lines
        .iter()
        .map(|line| line.cite.clone())
        .collect();
    let case = case_of(&standing.determination.facts);
    let of = |line: &BenefitLineRow| {
        let number = line
            .dependent
            .and_then(|number| usize::try_from(number).ok());
        kin::of(paper, case.as_ref(), number)
    };
    let whose: Vec<String> = standing.lines.iter().map(of).collect();
    paper.amounts(&amounts, &cites, &whose);
    amounts
}

fn pause_section(paper: &mut Paper<'_>, pause: &Pause) -> Result<(), ActionError> {
    paper.section("pause");
    let cause = paper.say(&format!("cause.{}", pause.cause.stem()), &[]);
    let from = paper.day(&pause.from.to_string());
    let cite = paper.ground("pause")?;
    let words = match pause.ended_on {
        None => paper.say(
            "paused",
            &[("cause", &cause), ("from", &from), ("cite", &cite)],
        ),
        Some(ended) => {
            let next = paper.day(&yiju_terms::Month::of(ended).next().to_string());
            let (ended, resume) = (paper.day(&ended.to_string()), paper.ground("resume")?);
            let args = [
                ("cause", cause.as_str()),
                ("from", from.as_str()),
                ("ended", ended.as_str()),
                ("next", next.as_str()),
                ("cite", cite.as_str()),
                ("resume", resume.as_str()),
            ];
            paper.say("resumed", &args)
        }
    };
    paper.paragraph(words);
    Ok(())
}

/// How each line came about, and what is lawfully not due. Bills are listed one by one. Of a settlement's lines only what
/// `differ`s is shown; the rest stays as it was decided, which one sentence says.
pub(crate) fn arithmetic(
    desk: &mut Desk<'_>,
    paper: &mut Paper<'_>,
    standing: &Standing,
    differ: Option<&[&SettlementLineRow]>,
) -> Result<(), ActionError> {
    let row = &standing.determination;
    paper.section("arithmetic");
    let Some(case) = case_of(&row.facts) else {
        bills(paper, &row.facts);
        return Ok(());
    };
    let decided = as_decided(desk.store, desk.region, desk.book, standing)?;
    let same = |found: &Entitlement| {
        let items: Vec<&BenefitItem> = found.result.items.iter().collect();
        trace_digest(&items) == row.trace_digest
    };
    let Some(decided) = decided.filter(same) else {
        let words = paper.say("other_law", &[("digest", &row.law_digest)]);
        paper.paragraph(words);
        return Ok(());
    };
    let mut result = decided.result;
    let shown = |item: &&BenefitItem| {
        differ.is_none_or(|lines| lines.iter().any(|line| differs_in(line, item)))
    };
    let items: Vec<&BenefitItem> = result.items.iter().filter(shown).collect();
    let by_wage = |item: &&BenefitItem| item.trace.iter().any(|step| step.stem == "own_wage");
    let wanted = differ.is_none() || items.iter().any(by_wage);
    if let Some(wage) = result.own_wage.as_ref().filter(|_| wanted) {
        let words = paper.say("own_wage", &[]);
        paper.paragraph(words);
        paper.steps(&wage.trace);
    }
    for item in &items {
        item_steps(paper, item, &result.items, &case);
    }
    let of = |benefit: Benefit| items.iter().any(|item| item.benefit == benefit);
    let all: BTreeSet<Benefit> = result.items.iter().map(|item| item.benefit).collect();
    let rest: Vec<Benefit> = all.into_iter().filter(|benefit| !of(*benefit)).collect();
    if let Some(lines) = differ {
        let named = |benefit: Benefit| {
            let mut lines = lines.iter();
            lines.any(|line| line.benefit.as_deref() == Some(benefit.stem()))
        };
        result.not_due.retain(|line| named(line.benefit));
        result.refusals.clear();
    }
    not_due(paper, &result);
    unchanged(paper, &rest);
    Ok(())
}

/// Whether a line of a settlement is about the item and its months.
fn differs_in(line: &SettlementLineRow, item: &BenefitItem) -> bool {
    let month = |day: Option<Date>| day.map(|day| Month::of(day).to_string());
    let of_line = line.benefit.as_deref() == Some(item.benefit.stem())
        && line.dependent == item.dependent.map(|number| number as i64);
    let in_months = item.paid != Paid::Monthly
        || (month(item.from).is_none_or(|from| from <= line.month)
            && month(item.until).is_none_or(|until| line.month <= until));
    of_line && in_months
}

fn unchanged(paper: &mut Paper<'_>, rest: &[Benefit]) {
    if rest.is_empty() {
        return;
    }
    let names: Vec<String> = rest.iter().map(|one| paper.benefit(one.stem())).collect();
    let end = if paper.lang == Lang::Zh { "、" } else { ", " };
    let words = paper.say("unchanged", &[("names", &names.join(end))]);
    paper.paragraph(words);
}

/// An item with its steps; one of several years of a benefit with its months.
fn item_steps(paper: &mut Paper<'_>, item: &BenefitItem, all: &[BenefitItem], case: &BenefitCase) {
    let line = LineKey::of(item);
    let parts = all
        .iter()
        .filter(|other| LineKey::of(other) == line)
        .count();
    let whose = kin::of(paper, Some(case), item.dependent);
    let mut name = format!("{}{whose}", paper.benefit(item.benefit.stem()));
    if let (Some(from), true) = (item.from, parts > 1 && item.paid == Paid::Monthly) {
        let month = |day: Date| Month::of(day).to_string();
        let months = paper.months(&month(from), item.until.map(month).as_deref());
        name = format!("{name} {months}");
    }
    let amount = grouped(item.amount);
    let plain = paper.say(&format!("benefit.{}", item.benefit.stem()), &[]);
    let args = [
        ("name", name.as_str()),
        ("amount", amount.as_str()),
        ("plain", plain.as_str()),
    ];
    let words = paper.say("item", &args);
    paper.paragraph(words);
    paper.steps(&item.trace);
}

/// What is not due with its reason, and what stops for want of a paper: all at once.
pub(crate) fn not_due(paper: &mut Paper<'_>, result: &Determination) {
    for line in &result.not_due {
        let name = paper.benefit(line.benefit.stem());
        let reason = word(paper.lang, &format!("rules.not_due.{}", line.code));
        let cite = line.citation.as_ref().map(|cite| paper.written(&cite.0));
        let args = [
            ("name", name.as_str()),
            ("reason", reason.as_str()),
            ("cite", cite.as_deref().unwrap_or("")),
        ];
        let words = paper.say("not_due", &args);
        paper.paragraph(words);
    }
    for refusal in &result.refusals {
        paper.paragraph(refusal.message(paper.lang));
    }
}

fn bills(paper: &mut Paper<'_>, facts: &str) {
    use yiju_actions::medical_claim::Bill;
    use yiju_documents::Cell;
    let bills: Vec<Bill> = serde_json::from_str(facts).unwrap_or_default();
    let rows = bills
        .iter()
        .map(|bill| {
            vec![
                Cell::new(format!("{}\n{}", bill.number, bill.on)).start(),
                Cell::new(paper.benefit(&bill.benefit)).start(),
                Cell::new(grouped(bill.asked)).end(),
                Cell::new(grouped(bill.taken_off)).end(),
                Cell::new(bill.taken_off_because.clone()).start(),
            ]
        })
        .collect();
    paper.table(
        &[
            ("bill", 26),
            ("benefit", 20),
            ("asked", 17),
            ("taken_off", 15),
            ("because", 22),
        ],
        rows,
    );
}

/// The single facts of a case that a letter shows; whole lists stand in the case file.
fn facts(paper: &Paper<'_>, facts: &str) -> Vec<(String, String)> {
    const SHOWN: [&str; 13] = [
        "kind",
        "injured_on",
        "recognized_under",
        "own_wage_mean",
        "grade",
        "appraised_on",
        "self_care_level",
        "died_on",
        "retirement_category",
        "pension",
        "suitable_work",
        "leaving",
        "as_of",
    ];
    let Ok(Value::Object(map)) = serde_json::from_str(facts) else {
        return Vec::new();
    };
    let known = |key: &str| paper.known(&format!("server.fact.{key}"), key);
    let value = |value: &Value| match value {
        Value::String(text) => paper.known(&format!("server.value.{text}"), text),
        Value::Bool(true) => word(paper.lang, "server.yes"),
        Value::Bool(false) => word(paper.lang, "server.no"),
        other => other.to_string(),
    };
    let mut shown = Vec::new();
    for key in SHOWN {
        match map.get(key) {
            None | Some(Value::Null) => {}
            Some(Value::Object(inside)) => {
                let parts: Vec<String> = inside
                    .iter()
                    .map(|(name, part)| format!("{} {}", known(name), value(part)))
                    .collect();
                shown.push((known(key), parts.join("；")));
            }
            Some(Value::String(under)) if key == "recognized_under" => {
                shown.push((known(key), paper.recognized_under(under)));
            }
            Some(plain) => shown.push((known(key), value(plain))),
        }
    }
    shown
}
