//! A determination worked out again from its own facts, as the law and the papers were known on a day of one's choice.

use yiju_lawbook::Lawbook;
use yiju_store::settlements::{self, Standing};
use yiju_store::{Fault, Store};
use yiju_terms::{Date, Money, Month, Refusal, Region};

use crate::benefit_determination::trace_digest;
use crate::case_history::{Facts, History, read_facts};
use crate::differences::{month_of, stretch_of};
use crate::entitlement::{Entitlement, Knowledge, LineKey, Stretch, entitlement};
use crate::error::ActionError;
use crate::office::{confirmed_at, law_files, overlay};

/// Which journal entry was the last one known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownAt {
    /// When the decision was made.
    Then,
    /// At that entry of the journal.
    Seq(i64),
    /// At the end of that day.
    Day(Date),
}

impl KnownAt {
    /// `then`, a number of the journal, or a day.
    pub fn parse(text: &str) -> Option<KnownAt> {
        if text == "then" {
            return Some(KnownAt::Then);
        }
        let seq = text.parse().ok().map(KnownAt::Seq);
        seq.or_else(|| text.parse().ok().map(KnownAt::Day))
    }

    /// The last entry known; `then` is the one before the decision.
    pub fn seq(self, store: &mut Store, region: &Region, then: i64) -> Result<i64, Fault> {
        match self {
            KnownAt::Then => Ok(then),
            KnownAt::Seq(seq) => Ok(seq),
            KnownAt::Day(day) => settlements::seq_on(store, region.code(), &day.to_string()),
        }
    }
}

/// A determination beside what its facts give.
pub struct Replay {
    pub stored: Standing,
    pub known_seq: i64,
    pub facts: Facts,
    pub found: Entitlement,
    /// Line by line; what a settlement pays as top-up rests on other determinations and is left out.
    pub lines: Vec<ReplayedLine>,
    /// Every step of every line comes out as it was stored.
    pub same_trace: bool,
    pub trace_digest: String,
    /// The law folder with the local files of then is the one it was decided by.
    pub same_law: bool,
    pub law_digest: String,
}

/// A line as it was decided (absent: it was not) and as it comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayedLine {
    pub key: LineKey,
    pub from: Option<Month>,
    pub until: Option<Month>,
    pub stored: Option<Money>,
    pub found: Option<Money>,
}

impl ReplayedLine {
    pub fn is_same(&self) -> bool {
        self.stored == self.found
    }
}

impl Replay {
    /// Every line to the fen, every step, the same law.
    pub fn is_same(&self) -> bool {
        self.same_trace && self.same_law && self.lines.iter().all(ReplayedLine::is_same)
    }
}

/// Replays a determination. `base` is the program's law folder, without the office's own files. Errors: an unknown number,
/// a determination of bills (their amounts are not worked out by rules).
pub fn replay(
    store: &mut Store,
    region: &Region,
    base: &Lawbook,
    id: i64,
    known: KnownAt,
) -> Result<Replay, ActionError> {
    let unknown = || Refusal::new("determination_unknown").with("determination", id);
    let stored = settlements::determination(store, region.code(), id)?.ok_or_else(unknown)?;
    if !stored.determination.facts.starts_with('{') {
        return Err(Refusal::new("determination_of_bills")
            .with("determination", id)
            .into());
    }
    let known_seq = known.seq(store, region, stored.determination.seq - 1)?;
    let history = History::at(store, region.code(), known_seq)?;
    let facts = history.facts(store, &stored, 0)?;
    let confirmed = confirmed_at(store, region, known_seq)?;
    let book = overlay(base, &law_files(&confirmed))?;
    let knowledge = Knowledge {
        book: &book,
        region,
        confirmed: &confirmed,
    };
    let through = through(&history, &stored)?;
    let found = entitlement(&knowledge, &facts, through)?;
    let items: Vec<_> = found.result.items.iter().collect();
    let trace_digest = trace_digest(&items);
    Ok(Replay {
        known_seq,
        lines: beside(&stored, found.stretches.clone())?,
        same_trace: trace_digest == stored.determination.trace_digest,
        trace_digest,
        same_law: book.digest() == stored.determination.law_digest,
        law_digest: book.digest().to_owned(),
        stored,
        facts,
        found,
    })
}

/// What a settlement decided runs through its month, an ordinary determination through the one it was made in.
fn through(history: &History, stored: &Standing) -> Result<Month, Fault> {
    let row = &stored.determination;
    match history.replacement(row.id) {
        Some(settled) => month_of(&settled.through),
        None => month_of(&row.decided_on[..7]),
    }
}

/// A determination worked out again by a law folder from the facts and papers it stores: every item with its steps.
/// None: it was made from bills, or the facts give nothing by that law.
pub fn as_decided(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    stored: &Standing,
) -> Result<Option<Entitlement>, Fault> {
    let row = &stored.determination;
    if !row.facts.starts_with('{') {
        return Ok(None);
    }
    let history = History::at(store, region.code(), row.seq - 1)?;
    let facts = history.facts(store, stored, 0)?;
    let confirmed = read_facts(&row.facts)?.confirmed;
    let knowledge = Knowledge {
        book,
        region,
        confirmed: &confirmed,
    };
    let through = through(&history, stored)?;
    Ok(entitlement(&knowledge, &facts, through).ok())
}

/// Stored lines in their order, each beside the one that comes out for it; then what was not decided.
fn beside(stored: &Standing, mut found: Vec<Stretch>) -> Result<Vec<ReplayedLine>, Fault> {
    let mut lines = Vec::new();
    for row in stored.lines.iter().filter(|row| row.paid != "top_up") {
        let before = stretch_of(row)?;
        let same_time = |after: &Stretch| {
            after.key == before.key && after.from == before.from && after.until == before.until
        };
        let place = found.iter().position(same_time).or_else(|| {
            found
                .iter()
                .position(|a| a.key == before.key && a.from == before.from)
        });
        // Another end of the term is another decision, though each month's amount is the same.
        let after = place.map(|place| found.remove(place));
        let ended = after.as_ref().filter(|after| after.until != before.until);
        let found_amount = match ended {
            Some(_) => None,
            None => after.as_ref().map(|after| after.amount),
        };
        lines.push(line(&before, Some(before.amount), found_amount));
        if let Some(after) = ended {
            lines.push(line(after, None, Some(after.amount)));
        }
    }
    lines.extend(
        found
            .iter()
            .map(|after| line(after, None, Some(after.amount))),
    );
    Ok(lines)
}

fn line(stretch: &Stretch, stored: Option<Money>, found: Option<Money>) -> ReplayedLine {
    ReplayedLine {
        key: stretch.key.clone(),
        from: stretch.from,
        until: stretch.until,
        stored,
        found,
    }
}
