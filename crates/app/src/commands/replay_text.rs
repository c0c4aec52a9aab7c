//! A replay as a person reads it on a terminal.

use yiju_actions::assessment_replay::AssessmentReplay;
use yiju_actions::case_state::CaseState;
use yiju_actions::replay::{Replay, ReplayedLine};
use yiju_terms::{Lang, words};

use super::replay::shown;

fn say(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    words::text(lang, &format!("app.replay.{key}"), args)
}

fn mark(lang: Lang, same: bool) -> String {
    words::word(
        lang,
        if same {
            "app.replay.same"
        } else {
            "app.replay.differs"
        },
    )
}

pub fn determination(found: &Replay, state: Option<&CaseState>, lang: Lang) -> Vec<String> {
    let row = &found.stored.determination;
    let (id, version) = (row.id.to_string(), row.version.to_string());
    let seq = found.known_seq.to_string();
    let args = [
        ("id", id.as_str()),
        ("version", version.as_str()),
        ("subject", row.subject_id.as_str()),
        ("on", row.decided_on.as_str()),
        ("seq", seq.as_str()),
    ];
    let mut lines = vec![say(lang, "determination", &args)];
    if let Some(correction) = &found.facts.correction {
        let seq = correction.seq.to_string();
        let args = [("seq", seq.as_str()), ("document", &correction.document)];
        lines.push(say(lang, "corrected", &args));
    }
    lines.extend(found.lines.iter().map(|line| replayed(line, lang)));
    if row.provisional == 1 {
        lines.push(say(lang, "provisional", &[]));
    }
    for refusal in &found.found.result.refusals {
        lines.push(format!("  {}", refusal.message(lang)));
    }
    lines.push(digest(lang, "law", &row.law_digest, &found.law_digest));
    lines.push(digest(
        lang,
        "trace",
        &row.trace_digest,
        &found.trace_digest,
    ));
    lines.push(verdict(lang, found.is_same()));
    if let Some(state) = state {
        lines.extend(state_lines(state, lang));
    }
    lines
}

fn replayed(line: &ReplayedLine, lang: Lang) -> String {
    let amount = |amount: Option<yiju_terms::Money>| {
        amount.map_or_else(|| "—".to_owned(), |amount| amount.to_string())
    };
    let term = match (line.from, line.until) {
        (None, _) => String::new(),
        (Some(from), Some(until)) => format!(" {from}…{until}"),
        (Some(from), None) => format!(" {from}…"),
    };
    let dependent = line.key.dependent.map(|number| format!("#{}", number + 1));
    format!(
        "  {}{}{term} {}  {} → {}  {}",
        words::word(lang, &format!("benefit.{}", line.key.benefit)),
        dependent.unwrap_or_default(),
        words::word(lang, &format!("payer.{}", line.key.payer)),
        amount(line.stored),
        amount(line.found),
        mark(lang, line.is_same()),
    )
}

fn digest(lang: Lang, key: &str, stored: &str, found: &str) -> String {
    let name = say(lang, key, &[]);
    match stored == found {
        true => format!("{name} {stored}  {}", mark(lang, true)),
        false => format!("{name} {stored} → {found}  {}", mark(lang, false)),
    }
}

fn verdict(lang: Lang, same: bool) -> String {
    say(
        lang,
        if same {
            "verdict_same"
        } else {
            "verdict_differs"
        },
        &[],
    )
}

fn state_lines(state: &CaseState, lang: Lang) -> Vec<String> {
    let seq = state.known_seq.to_string();
    let args = [("on", state.as_of.as_str()), ("seq", seq.as_str())];
    let mut lines = vec![say(lang, "state", &args)];
    if let Some(covered) = state.covered {
        let key = if covered { "covered" } else { "not_covered" };
        lines.push(format!("  {}", say(lang, key, &[])));
    }
    if let Some(pooled) = state.pooled {
        let key = if pooled { "pooled" } else { "unpooled" };
        lines.push(format!("  {}", say(lang, key, &[])));
    }
    for at in &state.standings {
        let track = words::word(lang, &format!("life.track.{}", at.track));
        let standing = words::word(lang, &format!("life.state.{}.{}", at.track, at.state));
        let since = at.since.to_string();
        lines.push(format!(
            "  {track}{}{} {standing} {}{}",
            if at.instance.is_empty() { "" } else { " · " },
            at.instance,
            words::text(lang, "life.page.since", &[("on", &since)]),
            at.document
                .as_ref()
                .map_or_else(String::new, |paper| format!(" {paper}")),
        ));
    }
    match state.determination {
        Some(id) => {
            let id = id.to_string();
            lines.push(format!("  {}", say(lang, "stands", &[("id", &id)])));
        }
        None => lines.push(format!("  {}", say(lang, "none_stands", &[]))),
    }
    for line in &state.due {
        lines.push(format!(
            "    {} {} {}",
            words::word(lang, &format!("benefit.{}", line.benefit)),
            line.amount,
            words::word(lang, &format!("payer.{}", line.payer)),
        ));
    }
    lines
}

pub fn assessment(found: &AssessmentReplay, lang: Lang) -> Vec<String> {
    let row = &found.stored;
    let (seq, versions) = (found.known_seq.to_string(), found.versions.to_string());
    let as_of = found.as_of.to_string();
    let args = [
        ("employer", row.payer_id.as_str()),
        ("month", row.month.as_str()),
        ("versions", versions.as_str()),
        ("on", as_of.as_str()),
        ("seq", seq.as_str()),
    ];
    let mut lines = vec![say(lang, "assessment", &args)];
    for (name, stored, now) in found.fields() {
        let now_shown = now.map_or_else(|| "—".to_owned(), |now| shown(name, now));
        lines.push(format!(
            "  {} {} → {now_shown}  {}",
            words::word(lang, &format!("server.assessment.{name}")),
            shown(name, stored),
            mark(lang, Some(stored) == now),
        ));
    }
    if row.provisional == 1 {
        lines.push(say(lang, "provisional", &[]));
    }
    lines.push(digest(lang, "law", &row.law_digest, &found.law_digest));
    lines.push(verdict(lang, found.is_same()));
    lines
}
