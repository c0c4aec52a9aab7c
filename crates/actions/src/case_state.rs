//! The state of a case on a day, as known at an entry of the journal: cover, where its life stood, the determination that
//! held, what was due for the month.

use serde::Serialize;
use yiju_lawbook::Lawbook;
use yiju_store::register::Cover;
use yiju_store::views::cases::injury;
use yiju_store::{Fault, Store, as_known};
use yiju_terms::{Date, Money, Month, Region};

use crate::case_life::{AsOf, lived};
use crate::replay::Replay;

#[derive(Clone, Debug, Serialize)]
pub struct CaseState {
    pub as_of: String,
    pub known_seq: i64,
    /// Of an injury: whether its cover held on the day.
    pub covered: Option<bool>,
    /// Of an old injury: whether it was in the pool.
    pub pooled: Option<bool>,
    /// The determination that stood.
    pub determination: Option<i64>,
    /// Every track of the life of the case that has left its start.
    pub standings: Vec<StateStanding>,
    /// The monthly lines due for the month of the day, by the facts and the law of the replay.
    pub due: Vec<DueThen>,
}

/// The state of a track, or of one of its instances, since when and by which paper.
#[derive(Clone, Debug, Serialize)]
pub struct StateStanding {
    pub track: String,
    pub instance: String,
    pub state: String,
    pub since: Date,
    pub document: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct DueThen {
    pub benefit: String,
    pub dependent: Option<i64>,
    pub payer: String,
    pub amount: Money,
}

pub fn case_state(
    store: &mut Store,
    (region, book): (&Region, &Lawbook),
    replay: &Replay,
    as_of: Date,
) -> Result<CaseState, Fault> {
    let row = &replay.stored.determination;
    let (code, day) = (region.code(), as_of.to_string());
    // The decision itself belongs to what was known of the case on the day.
    let seq = replay.known_seq.max(row.seq);
    let dates = (day.as_str(), seq);
    let subject = (row.subject_kind.as_str(), row.subject_id.as_str());
    let stood = as_known::last_determination(store, code, subject, dates)?;
    let mut state = CaseState {
        as_of: day.clone(),
        known_seq: seq,
        covered: None,
        pooled: None,
        determination: stood.map(|row| row.id),
        standings: Vec::new(),
        due: due(replay, as_of),
    };
    if row.subject_kind == "legacy" {
        let found = as_known::legacy_injury(store, code, &row.subject_id, dates)?;
        state.pooled = found.map(|row| row.pooled == 1);
        return Ok(state);
    }
    if let Some(injury) = injury(store, code, &row.subject_id)? {
        let cover = Cover {
            kind: &injury.cover_kind,
            id: &injury.cover_id,
        };
        let covered = as_known::is_covered(store, code, cover, &injury.person_id, dates)?;
        state.covered = Some(covered);
    }
    state.standings = standings(store, code, book, &row.subject_id, AsOf { on: as_of, seq })?;
    Ok(state)
}

fn standings(
    store: &mut Store,
    region: &str,
    book: &Lawbook,
    injury: &str,
    as_of: AsOf,
) -> Result<Vec<StateStanding>, Fault> {
    let Some(lived) = lived(store, region, book, injury, as_of)? else {
        return Ok(Vec::new());
    };
    let standing = |(track, instance, at): (&str, &str, &yiju_rules::life::Standing)| {
        let by = at.by.map(|index| &lived.walk.happenings[index]);
        StateStanding {
            track: track.to_owned(),
            instance: instance.to_owned(),
            state: at.state.clone(),
            since: at.since,
            document: by.and_then(|happening| happening.document.clone()),
        }
    };
    Ok(lived.walk.standings().map(standing).collect())
}

fn due(replay: &Replay, as_of: Date) -> Vec<DueThen> {
    let month = Month::of(as_of);
    let holds = |stretch: &&crate::entitlement::Stretch| {
        stretch.from.is_some_and(|from| from <= month)
            && stretch.until.is_none_or(|until| month <= until)
    };
    let stretches = replay.found.stretches.iter().filter(holds);
    stretches
        .map(|stretch| DueThen {
            benefit: stretch.key.benefit.clone(),
            dependent: stretch.key.dependent,
            payer: stretch.key.payer.clone(),
            amount: stretch.amount,
        })
        .collect()
}
