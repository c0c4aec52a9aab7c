//! Letters on what happened to a case or an application: recognition information, refusal.

use yiju_actions::ActionError;
use yiju_actions::benefit_determination::BenefitDetermination;
use yiju_actions::office::confirmed_at;
use yiju_lawbook::Confirmed;
use yiju_rules::{NoTrace, determine};
use yiju_store::tables::{MatterRow, StepRow};
use yiju_store::views::{cases, letters};
use yiju_store::{journal, matters, settlements};
use yiju_terms::digest::sm3_of;

use crate::decisions::{BENEFITS, entry, not_due, person};
use crate::kind::Kind;
use crate::letter::{Letter, Seal};
use crate::paper::Paper;
use crate::{Desk, unknown};

/// The events of which a letter informs.
pub(crate) const INFORMED: [&str; 2] = ["recognized", "not_recognized"];

/// `G2023-001/1`: the injury and the number of the event; without a number the last recognition.
pub(crate) fn recognition(desk: &mut Desk<'_>, reference: &str) -> Result<Letter, ActionError> {
    let (injury_id, number) = match reference.rsplit_once('/') {
        Some((injury, number)) => (injury, number.parse::<i64>().ok()),
        None => (reference, None),
    };
    let region = desk.code();
    let injury =
        cases::injury(desk.store, &region, injury_id)?.ok_or_else(|| unknown(reference))?;
    let event = cases::events(desk.store, &region, injury_id)?
        .into_iter()
        .rev()
        .filter(|event| INFORMED.contains(&event.kind.as_str()))
        .find(|event| number.is_none_or(|number| event.number == number))
        .ok_or_else(|| unknown(reference))?;
    let part = letters::events_of_entry(desk.store, &region, event.seq)?
        .iter()
        .position(|other| other.injury_id == event.injury_id && other.number == event.number)
        .unwrap_or_default();
    let entry = entry(desk, event.seq)?;
    let name = person(desk, &injury.person_id)?;
    let office = desk.office()?;
    let on = entry.recorded_on.clone();
    let mut paper = Paper::new((desk.lang, desk.book), Kind::Recognition, office, &on)?;
    paper.to(&name, entry.matter_id);
    paper.section("facts");
    let article = event.article.clone().unwrap_or_default();
    let document = event.document.clone().unwrap_or_default();
    let outcome = paper.known(&format!("life.event.{}", event.kind), &event.kind);
    let shown = [
        ("subject", injury.id.clone()),
        ("injured_on", injury.injured_on.clone()),
        ("place", injury.place.clone()),
        ("body_part", injury.body_part.clone()),
        ("outcome", outcome),
        ("happened_on", event.happened_on.clone()),
        ("document", document.clone()),
        ("article", article.clone()),
    ]
    .map(|(key, value)| (paper.say(&format!("fact.{key}"), &[]), value));
    paper.facts(&shown);
    paper.remedies("contest_recognition", false)?;
    paper.finish(Seal {
        kind: Kind::Recognition,
        reference: format!("{injury_id}/{}", event.number),
        number: event.seq,
        part: part as i64,
        issued_on: on,
        matter_id: entry.matter_id,
        addressee: name,
        amounts: Vec::new(),
        rests_on: vec![entry.digest, event.kind, document, article],
    })
}

/// A matter that was refused: every reason of every hand, and for benefits what the rules say of each.
pub(crate) fn refusal(desk: &mut Desk<'_>, reference: &str) -> Result<Letter, ActionError> {
    let id: i64 = reference.parse().map_err(|_| unknown(reference))?;
    let region = desk.code();
    let matter = matters::matter(desk.store, &region, id)?.ok_or_else(|| unknown(reference))?;
    let steps = matters::steps(desk.store, &region, id)?;
    let last = steps.last().filter(|step| step.outcome == "refuse");
    let on = last.ok_or_else(|| unknown(reference))?.done_on.clone();
    let mut lines = journal::matter_lines(desk.store, &region, id)?;
    let digest = sm3_of(journal::rows_digest(&mut lines).as_bytes());
    let name = match matter.applicant_kind.as_str() {
        kind @ ("employer" | "project") => {
            let id = &matter.applicant_id;
            yiju_store::views::employers::payer_name(desk.store, &region, kind, id)?
        }
        _ => person(desk, &matter.applicant_id)?,
    };
    let office = desk.office()?;
    let mut paper = Paper::new((desk.lang, desk.book), Kind::Refusal, office, &on)?;
    paper.to(&name, id);
    paper.section("facts");
    let item = paper.known(&format!("item.{}", matter.item), &matter.item);
    let shown = [
        ("item", item),
        ("about", matter.subject.clone()),
        ("received_on", matter.received_on.clone()),
        ("materials", matter.materials.clone()),
    ]
    .map(|(key, value)| (paper.say(&format!("fact.{key}"), &[]), value));
    paper.facts(&shown);
    reasons(&mut paper, &steps);
    let benefits = asked(desk, &mut paper, &matter, &on)?;
    let ground = if benefits {
        BENEFITS
    } else {
        "contest_handling"
    };
    paper.remedies(ground, false)?;
    paper.finish(Seal {
        kind: Kind::Refusal,
        reference: id.to_string(),
        number: id,
        part: 0,
        issued_on: on,
        matter_id: id,
        addressee: name,
        amounts: Vec::new(),
        rests_on: vec![digest],
    })
}

/// Every reason that any hand wrote down.
fn reasons(paper: &mut Paper<'_>, steps: &[StepRow]) {
    paper.section("reasons");
    for step in steps.iter().filter(|step| step.outcome != "pass") {
        let hand = paper.known(&format!("step.{}", step.kind), &step.kind);
        let reason = step.reason.clone().unwrap_or_default();
        let day = paper.day(&step.done_on);
        let args = [
            ("day", day.as_str()),
            ("hand", hand.as_str()),
            ("reason", reason.as_str()),
        ];
        let words = paper.say("reason", &args);
        paper.paragraph(words);
    }
}

/// What the rules say of the benefits that were asked for, by the papers known on the day; whether any were asked for.
fn asked(
    desk: &mut Desk<'_>,
    paper: &mut Paper<'_>,
    matter: &MatterRow,
    on: &str,
) -> Result<bool, ActionError> {
    let Ok(asked) = serde_json::from_str::<BenefitDetermination>(&matter.proposal) else {
        return Ok(false);
    };
    let region = desk.code();
    let seq = settlements::seq_on(desk.store, &region, on)?;
    let mut case = asked.case;
    case.only = asked.benefits;
    case.confirmed = confirmed_at(desk.store, desk.region, seq)?;
    let result = determine(desk.book, &case, &Confirmed::NONE, &mut NoTrace);
    not_due(paper, &result);
    Ok(true)
}
