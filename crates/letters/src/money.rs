//! Letters on money that moves otherwise than decided at first: recovery, settlement, refund; and an employer's rate.

use yiju_actions::ActionError;
use yiju_actions::office::confirmed_at;
use yiju_rules::{RateTable, Trace};
use yiju_store::tables::{AssessmentRow, SettlementLineRow, SettlementRow};
use yiju_store::views::{employers, letters};
use yiju_terms::{Money, Month, RiskClass};

use crate::decisions::{BENEFITS, arithmetic, entry, person, standing};
use crate::kind::Kind;
use crate::letter::{Amount, Letter, Seal};
use crate::paper::{Paper, grouped};
use crate::{Desk, unknown};

/// The ground on which a rate can be contested.
const RATES: &str = "contest_rate";

/// The parties of a settlement in the order of its lines: numbers of determinations, and employers.
pub(crate) fn parties(lines: &[SettlementLineRow]) -> Vec<String> {
    let mut parties = Vec::new();
    for line in lines {
        let party = party(line);
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties
}

fn party(line: &SettlementLineRow) -> String {
    match line.determination_id {
        Some(id) => id.to_string(),
        None => line.employer_id.clone().unwrap_or_default(),
    }
}

fn amount_of(line: &SettlementLineRow) -> Amount {
    Amount {
        what: line
            .benefit
            .clone()
            .unwrap_or_else(|| "contribution".to_owned()),
        way: line.kind.clone(),
        payer: line.payer.clone().unwrap_or_default(),
        from: Some(line.month.clone()),
        until: Some(line.month.clone()),
        amount: Money::from_fen((line.after_fen - line.before_fen).abs()),
    }
}

/// `3/12`: the settlement and the determination it changed; `3/E0001`: the settlement and an employer. A recovery is
/// the part of a settlement that is asked back.
pub(crate) fn settled(
    desk: &mut Desk<'_>,
    kind: Kind,
    reference: &str,
) -> Result<Letter, ActionError> {
    let (id, who) = reference
        .split_once('/')
        .ok_or_else(|| unknown(reference))?;
    let id: i64 = id.parse().map_err(|_| unknown(reference))?;
    let region = desk.code();
    let (settlement, all) =
        letters::settlement(desk.store, &region, id)?.ok_or_else(|| unknown(reference))?;
    let part = parties(&all).iter().position(|party| party == who);
    let part = part.ok_or_else(|| unknown(reference))?;
    let wanted = |line: &&SettlementLineRow| {
        party(line) == who && (kind == Kind::Settlement || line.kind == "recovery")
    };
    let lines: Vec<&SettlementLineRow> = all.iter().filter(wanted).collect();
    let first = lines.first().ok_or_else(|| unknown(reference))?;
    let of_benefit = first.determination_id.is_some();
    let entry = entry(desk, settlement.seq)?;
    let name = match &first.person_id {
        Some(id) => person(desk, id)?,
        None => employers::payer_name(desk.store, &region, "employer", who)?,
    };
    let office = desk.office()?;
    let mut paper = Paper::new((desk.lang, desk.book), kind, office, &settlement.settled_on)?;
    paper.to(&name, entry.matter_id);
    about(&mut paper, &settlement, who);
    paper.section("result");
    difference_table(&mut paper, &lines);
    let amounts: Vec<Amount> = lines.iter().map(|line| amount_of(line)).collect();
    sums(&mut paper, &amounts);
    if let Some(new) = replacing(desk, id, who)? {
        let standing = standing(desk, &new.to_string())?;
        arithmetic(desk, &mut paper, &standing, Some(&lines))?;
    }
    if amounts.iter().any(|amount| amount.way == "recovery") {
        paper.section("give_back");
        let cite = paper.ground("give_back")?;
        let words = paper.say("give_back", &[("cite", &cite)]);
        paper.paragraph(words);
    }
    paper.remedies(if of_benefit { BENEFITS } else { RATES }, false)?;
    paper.finish(Seal {
        kind,
        reference: reference.to_owned(),
        number: id,
        part: part as i64,
        issued_on: settlement.settled_on.clone(),
        matter_id: entry.matter_id,
        addressee: name,
        amounts,
        rests_on: vec![entry.digest],
    })
}

fn about(paper: &mut Paper<'_>, settlement: &SettlementRow, who: &str) {
    paper.section("facts");
    let shown = [
        ("number", format!("{} / {who}", settlement.id)),
        ("document", settlement.document.clone()),
        ("through", settlement.through.clone()),
    ]
    .map(|(key, value)| (paper.say(&format!("fact.{key}"), &[]), value));
    paper.facts(&shown);
}

/// The determination that took the place of `who` in the settlement.
fn replacing(desk: &mut Desk<'_>, settlement: i64, who: &str) -> Result<Option<i64>, ActionError> {
    let region = desk.code();
    let made = letters::replacements_of(desk.store, &region, settlement)?;
    let found = made.iter().find(|row| row.replaces.to_string() == who);
    Ok(found.map(|row| row.determination_id))
}

fn difference_table(paper: &mut Paper<'_>, lines: &[&SettlementLineRow]) {
    use yiju_documents::Cell;
    let money = |fen: i64| Cell::new(grouped(Money::from_fen(fen))).end();
    let rows = lines
        .iter()
        .map(|line| {
            let what = match &line.benefit {
                Some(stem) => paper.benefit(stem),
                None => paper.say("contribution", &[]),
            };
            let payer = line.payer.as_deref().unwrap_or("");
            vec![
                Cell::new(line.month.clone()),
                Cell::new(what).start(),
                money(line.before_fen),
                money(line.after_fen),
                money(line.after_fen - line.before_fen),
                Cell::new(paper.known(&format!("letters.way.{}", line.kind), &line.kind)),
                Cell::new(paper.known(&format!("payer.{payer}"), "—")),
            ]
        })
        .collect();
    paper.table(
        &[
            ("month", 12),
            ("benefit", 20),
            ("before", 15),
            ("after", 15),
            ("difference", 15),
            ("way", 10),
            ("payer", 13),
        ],
        rows,
    );
}

/// The sum of each way, of the lines above it.
fn sums(paper: &mut Paper<'_>, amounts: &[Amount]) {
    let mut ways: Vec<&str> = amounts.iter().map(|amount| amount.way.as_str()).collect();
    ways.sort_unstable();
    ways.dedup();
    for way in ways {
        let of_way = amounts.iter().filter(|amount| amount.way == way);
        let sum = grouped(of_way.map(|amount| amount.amount).sum());
        let name = paper.known(&format!("letters.way.{way}"), way);
        let words = paper.say("sum", &[("way", &name), ("amount", &sum)]);
        paper.paragraph(words);
    }
}

/// `E0001/2023-06`: what an employer was assessed for a month; `E0001/2023-06/88` at that journal entry.
pub(crate) fn rate(desk: &mut Desk<'_>, reference: &str) -> Result<Letter, ActionError> {
    let parts: Vec<&str> = reference.split('/').collect();
    let (payer, month, seq) = match parts.as_slice() {
        [payer, month] => (*payer, *month, None),
        [payer, month, seq] => (*payer, *month, seq.parse::<i64>().ok()),
        _ => return Err(unknown(reference)),
    };
    let region = desk.code();
    let row = letters::assessments_of(desk.store, &region, payer, month)?
        .into_iter()
        .rev()
        .find(|row| seq.is_none_or(|seq| row.seq == seq))
        .ok_or_else(|| unknown(reference))?;
    let part = letters::assessments_of_entry(desk.store, &region, row.seq)?
        .iter()
        .position(|other| other.payer_id == row.payer_id && other.month == row.month)
        .unwrap_or_default();
    let entry = entry(desk, row.seq)?;
    let name = employers::payer_name(desk.store, &region, "employer", payer)?;
    let office = desk.office()?;
    let on = entry.recorded_on.clone();
    let mut paper = Paper::new((desk.lang, desk.book), Kind::Rate, office, &on)?;
    paper.to(&name, entry.matter_id);
    let amount = Amount {
        what: "contribution".to_owned(),
        way: "assessed".to_owned(),
        payer: String::new(),
        from: Some(row.month.clone()),
        until: Some(row.month.clone()),
        amount: Money::from_fen(row.amount_fen),
    };
    rate_body(desk, &mut paper, &row)?;
    paper.remedies(RATES, false)?;
    paper.finish(Seal {
        kind: Kind::Rate,
        reference: format!("{payer}/{month}/{}", row.seq),
        number: row.seq,
        part: part as i64,
        issued_on: on,
        matter_id: entry.matter_id,
        addressee: name,
        amounts: vec![amount],
        rests_on: vec![entry.digest, row.law_digest, row.rate_ppm.to_string()],
    })
}

fn rate_body(
    desk: &mut Desk<'_>,
    paper: &mut Paper<'_>,
    row: &AssessmentRow,
) -> Result<(), ActionError> {
    let region = desk.code();
    let history = employers::employer_history(desk.store, &region, &row.payer_id)?;
    let month: Month = row.month.parse().map_err(|_| unknown(&row.month))?;
    let last = month.last_day().to_string();
    let mut then = history.iter().rev();
    let employer = then.find(|e| e.valid_from <= last && e.seq <= row.known_seq);
    let employer = employer.ok_or_else(|| unknown(&row.payer_id))?;
    paper.section("facts");
    let percent = |ppm: i64| format!("{}%", yiju_terms::Rate::from_ppm(ppm));
    let shown = [
        ("month", row.month.clone()),
        ("class", employer.risk_class.to_string()),
        ("tier", format!("{}%", employer.experience_tier)),
        ("persons", row.persons.to_string()),
        ("base", grouped(Money::from_fen(row.base_fen))),
        ("reference_rate", percent(row.reference_rate_ppm)),
        ("rate", percent(row.rate_ppm)),
        ("amount", grouped(Money::from_fen(row.amount_fen))),
        ("relief", grouped(Money::from_fen(row.relief_temporary_fen))),
    ]
    .map(|(key, value)| (paper.say(&format!("fact.{key}"), &[]), value));
    paper.facts(&shown);
    paper.section("arithmetic");
    let confirmed = confirmed_at(desk.store, desk.region, row.known_seq)?;
    let table = RateTable::prepare(desk.book, desk.region, month, &confirmed);
    let class = u8::try_from(employer.risk_class)
        .ok()
        .and_then(RiskClass::new);
    let tier = u16::try_from(employer.experience_tier).unwrap_or_default();
    let mut trace = Trace::default();
    let base = Money::from_fen(row.base_fen);
    let class = class.ok_or_else(|| unknown(&row.payer_id))?;
    let found = table.assess(class, base, tier, &mut trace);
    if found.is_ok_and(|found| found.amount.fen() == row.amount_fen) {
        paper.steps(&trace.steps);
    } else {
        let words = paper.say("other_law", &[("digest", &row.law_digest)]);
        paper.paragraph(words);
    }
    if row.provisional == 1 {
        paper.provisional();
    }
    Ok(())
}

/// What was given back of a contribution.
pub(crate) fn refund(desk: &mut Desk<'_>, reference: &str) -> Result<Letter, ActionError> {
    let id: i64 = reference.parse().map_err(|_| unknown(reference))?;
    let region = desk.code();
    let row = letters::refund(desk.store, &region, id)?.ok_or_else(|| unknown(reference))?;
    let entry = entry(desk, row.seq)?;
    let name = employers::payer_name(desk.store, &region, &row.payer_kind, &row.payer_id)?;
    let office = desk.office()?;
    let on = row.refunded_on.clone();
    let mut paper = Paper::new((desk.lang, desk.book), Kind::Refund, office, &on)?;
    paper.to(&name, entry.matter_id);
    paper.section("result");
    let amounts = vec![Amount {
        what: "contribution".to_owned(),
        way: "refund".to_owned(),
        payer: String::new(),
        from: Some(row.month.clone()),
        until: Some(row.month.clone()),
        amount: Money::from_fen(row.amount_fen),
    }];
    paper.amounts(&amounts, &[], &[]);
    paper.remedies("contest_handling", false)?;
    paper.finish(Seal {
        kind: Kind::Refund,
        reference: id.to_string(),
        number: id,
        part: 0,
        issued_on: on,
        matter_id: entry.matter_id,
        addressee: name,
        amounts,
        rests_on: vec![entry.digest],
    })
}
