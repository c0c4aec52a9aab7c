//! Which letters there are for a record, and whether a code belongs to one.

use yiju_actions::ActionError;
use yiju_store::views::{employers, letters, office};
use yiju_store::{matters, settlements};

use crate::decisions::paused;
use crate::events::INFORMED;
use crate::money::parties;
use crate::{Code, Desk, Kind, Letter, compose};

/// Kinds with their references.
pub type List = Vec<(Kind, String)>;

/// The letters on a determination.
pub fn of_determination(desk: &mut Desk<'_>, id: i64) -> Result<List, ActionError> {
    let region = desk.code();
    let Some(standing) = settlements::determination(desk.store, &region, id)? else {
        return Ok(Vec::new());
    };
    let reference = id.to_string();
    let mut list = vec![(Kind::Determination, reference.clone())];
    if let Some(replaced) = letters::replacement(desk.store, &region, id)? {
        list.push((Kind::Adjustment, reference.clone()));
        let party = format!("{}/{}", replaced.settlement_id, replaced.replaces);
        list.extend(of_party(desk, replaced.settlement_id, &party)?);
    }
    if let Some(pause) = paused(&standing.determination.facts) {
        let kind = match pause.ended_on {
            None => Kind::Suspension,
            Some(_) => Kind::Resumption,
        };
        list.push((kind, reference));
    }
    Ok(list)
}

fn of_party(desk: &mut Desk<'_>, id: i64, reference: &str) -> Result<List, ActionError> {
    let region = desk.code();
    let Some((_, lines)) = letters::settlement(desk.store, &region, id)? else {
        return Ok(Vec::new());
    };
    let who = reference.split_once('/').map_or("", |(_, who)| who);
    let mut list = vec![(Kind::Settlement, reference.to_owned())];
    let asked_back = lines.iter().any(|line| {
        line.kind == "recovery"
            && line.determination_id.map(|id| id.to_string()).as_deref() == Some(who)
    });
    if asked_back {
        list.push((Kind::Recovery, reference.to_owned()));
    }
    Ok(list)
}

/// The letters to every party of a settlement.
pub fn of_settlement(desk: &mut Desk<'_>, id: i64) -> Result<List, ActionError> {
    let region = desk.code();
    let Some((_, lines)) = letters::settlement(desk.store, &region, id)? else {
        return Ok(Vec::new());
    };
    let mut list = Vec::new();
    for party in parties(&lines) {
        list.extend(of_party(desk, id, &format!("{id}/{party}"))?);
    }
    Ok(list)
}

/// The letters a matter brought: a refusal, or those on what its effects wrote.
pub fn of_matter(desk: &mut Desk<'_>, id: i64) -> Result<List, ActionError> {
    let region = desk.code();
    let steps = matters::steps(desk.store, &region, id)?;
    if steps.last().is_some_and(|step| step.outcome == "refuse") {
        return Ok(vec![(Kind::Refusal, id.to_string())]);
    }
    let mut list = Vec::new();
    for entry in office::entries_of_matter(desk.store, &region, id)? {
        for event in letters::events_of_entry(desk.store, &region, entry.seq)? {
            if INFORMED.contains(&event.kind.as_str()) {
                let reference = format!("{}/{}", event.injury_id, event.number);
                list.push((Kind::Recognition, reference));
            }
        }
        for (_, _, determination) in office::made(desk.store, &region, entry.seq)?.determinations {
            list.extend(of_determination(desk, determination)?);
        }
    }
    Ok(list)
}

/// The rate notices to an employer, by month.
pub fn of_employer(desk: &mut Desk<'_>, id: &str) -> Result<List, ActionError> {
    let region = desk.code();
    let rows = employers::assessments(desk.store, &region, ("employer", id), "0000-00", "9999-99")?;
    let reference =
        |row: yiju_store::tables::AssessmentRow| format!("{id}/{}/{}", row.month, row.seq);
    Ok(rows
        .into_iter()
        .map(|row| (Kind::Rate, reference(row)))
        .collect())
}

/// The letter a code belongs to; none when no record gives that code. A code that was typed wrongly is not read at all.
pub fn check(desk: &mut Desk<'_>, code: &Code) -> Result<Option<Letter>, ActionError> {
    let Some(reference) = reference(desk, code)? else {
        return Ok(None);
    };
    match compose(desk, code.kind, &reference) {
        Ok(letter) => Ok(Some(letter).filter(|letter| letter.seal.code().as_ref() == Some(code))),
        Err(ActionError::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn reference(desk: &mut Desk<'_>, code: &Code) -> Result<Option<String>, ActionError> {
    let region = desk.code();
    let part = usize::try_from(code.part).unwrap_or_default();
    Ok(match code.kind {
        Kind::Recognition => letters::events_of_entry(desk.store, &region, code.number)?
            .get(part)
            .map(|event| format!("{}/{}", event.injury_id, event.number)),
        Kind::Rate => letters::assessments_of_entry(desk.store, &region, code.number)?
            .get(part)
            .map(|row| format!("{}/{}/{}", row.payer_id, row.month, row.seq)),
        Kind::Recovery | Kind::Settlement => letters::settlement(desk.store, &region, code.number)?
            .and_then(|(_, lines)| {
                let parties = parties(&lines);
                let party = parties.get(part)?;
                Some(format!("{}/{party}", code.number))
            }),
        _ => Some(code.number.to_string()),
    })
}
