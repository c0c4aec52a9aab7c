//! `yiju replay`: a determination or an employer's month worked out again, as it was known on a day of one's choice.

use serde_json::{Value, json};
use yiju_actions::assessment_replay::{self, AssessmentReplay};
use yiju_actions::case_state::{CaseState, case_state};
use yiju_actions::replay::{KnownAt, Replay as Replayed, replay};
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, Money, Rate, Refusal};

use super::{input, replay_text};
use crate::cli::Replay;
use crate::place::{self, At, Stop};

pub fn run(at: At<'_>, law: &Lawbook, options: &Replay, lang: Lang) -> Result<u8, Stop> {
    let mut place = place::open(at, law)?;
    let known = known_at(&options.known_at)?;
    let as_of = options.as_of.as_deref().map(input::day).transpose()?;
    let (store, region) = (&mut place.store, &place.region);
    let (lines, value, same) = match (&options.employer, options.determination) {
        (Some(employer), _) => {
            let month = input::month(options.month.as_deref().unwrap_or_default())?;
            let payer = (employer.as_str(), month);
            let found = assessment_replay::replay(store, region, law, payer, (known, as_of))?;
            let lines = replay_text::assessment(&found, lang);
            (lines, assessment_json(&found), found.is_same())
        }
        (None, determination) => {
            let id = determination.unwrap_or_default();
            let found = replay(store, region, law, id, known)?;
            let state = as_of
                .map(|day| case_state(store, (region, &place.book), &found, day))
                .transpose()?;
            let lines = replay_text::determination(&found, state.as_ref(), lang);
            let value = determination_json(&found, state.as_ref(), lang);
            (lines, value, found.is_same())
        }
    };
    if options.format == "json" {
        let text = serde_json::to_string_pretty(&value);
        println!(
            "{}",
            text.map_err(|error| Fault::new("writing JSON", error))?
        );
    } else {
        lines.iter().for_each(|line| println!("{line}"));
    }
    Ok(u8::from(!same))
}

fn known_at(text: &str) -> Result<KnownAt, Stop> {
    let wrong = || Refusal::new("known_at_unreadable").with("text", text);
    Ok(KnownAt::parse(text).ok_or_else(wrong)?)
}

fn determination_json(found: &Replayed, state: Option<&CaseState>, lang: Lang) -> Value {
    let row = &found.stored.determination;
    let line = |line: &yiju_actions::replay::ReplayedLine| {
        json!({
            "benefit": line.key.benefit, "dependent": line.key.dependent, "payer": line.key.payer,
            "from": line.from, "until": line.until,
            "stored": line.stored, "found": line.found, "same": line.is_same(),
        })
    };
    let lines: Vec<Value> = found.lines.iter().map(line).collect();
    let refusals: Vec<Value> = found
        .found
        .result
        .refusals
        .iter()
        .map(|refusal| json!({"code": refusal.code, "message": refusal.message(lang)}))
        .collect();
    json!({
        "determination": row.id, "version": row.version, "decided_on": row.decided_on,
        "subject": row.subject_id, "known_seq": found.known_seq, "same": found.is_same(),
        "corrected": found.facts.correction.is_some(), "provisional": row.provisional == 1,
        "lines": lines, "refusals": refusals,
        "law": {"stored": row.law_digest, "found": found.law_digest, "same": found.same_law},
        "trace": {"stored": row.trace_digest, "found": found.trace_digest, "same": found.same_trace},
        "state": state,
    })
}

fn assessment_json(found: &AssessmentReplay) -> Value {
    let row = &found.stored;
    let field = |(name, stored, now): (&'static str, i64, Option<i64>)| {
        json!({
            "field": name, "stored": shown(name, stored), "found": now.map(|now| shown(name, now)),
            "same": Some(stored) == now,
        })
    };
    let fields: Vec<Value> = found.fields().into_iter().map(field).collect();
    json!({
        "employer": row.payer_id, "month": row.month, "assessed_seq": row.seq,
        "versions": found.versions, "provisional": row.provisional == 1, "known_seq": found.known_seq, "as_of": found.as_of.to_string(),
        "same": found.is_same(), "fields": fields,
        "law": {"stored": row.law_digest, "found": found.law_digest, "same": found.same_law},
    })
}

/// Yuan, percent or a count, as the field is.
pub(super) fn shown(name: &str, value: i64) -> String {
    match name {
        "persons" => value.to_string(),
        _ if name.ends_with("rate") => Rate::from_ppm(value).to_string(),
        _ => Money::from_fen(value).to_string(),
    }
}
