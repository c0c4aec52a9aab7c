//! A determination worked out again from its own facts, as the law and the papers were known on a day of one's choice.

use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_store::settlements::{self, Standing};
use yiju_terms::{Month, Refusal, Region};

use crate::benefit_determination::trace_digest;
use crate::differences::read_facts;
use crate::entitlement::{Entitlement, Knowledge, entitlement};
use crate::error::ActionError;
use crate::office::{confirmed_at, law_files, overlay};

/// Which journal entry was the last one known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownAt {
    /// When the determination was made.
    Then,
    /// At that entry of the journal.
    Seq(i64),
}

/// A determination beside what its facts give.
pub struct Replay {
    pub stored: Standing,
    pub known_seq: i64,
    pub found: Entitlement,
    /// Whether the facts are those of a later correction.
    pub corrected: bool,
    /// Every step of every line comes out as it was stored.
    pub same_trace: bool,
    /// The law folder with the local files of then is the one it was decided by.
    pub same_law: bool,
}

/// Replays a determination. `base` is the program's law folder, without the office's own files. Errors: an unknown number,
/// a determination of bills (their amounts are not worked out by rules).
pub fn replay(
    store: &mut Store,
    region: &Region,
    base: &Lawbook,
    id: i64,
    known: KnownAt,
    through: Month,
) -> Result<Replay, ActionError> {
    let unknown = || Refusal::new("determination_unknown").with("determination", id);
    let stored = settlements::determination(store, region.code(), id)?.ok_or_else(unknown)?;
    let known_seq = match known {
        KnownAt::Then => stored.determination.seq - 1,
        KnownAt::Seq(seq) => seq,
    };
    let corrections = settlements::corrections(store, region.code(), known_seq)?;
    let corrected = corrections.get(&id);
    let text = corrected.map_or(stored.determination.facts.as_str(), |row| &row.facts);
    if !text.starts_with('{') {
        return Err(Refusal::new("determination_of_bills")
            .with("determination", id)
            .into());
    }
    let facts = read_facts(text)?;
    let confirmed = confirmed_at(store, region, known_seq)?;
    let book = overlay(base, &law_files(&confirmed))?;
    let knowledge = Knowledge {
        book: &book,
        region,
        confirmed: &confirmed,
    };
    let found = entitlement(&knowledge, &facts, through)?;
    let items: Vec<_> = found.result.items.iter().collect();
    Ok(Replay {
        known_seq,
        corrected: corrected.is_some(),
        same_trace: trace_digest(&items) == stored.determination.trace_digest,
        same_law: book.digest() == stored.determination.law_digest,
        stored,
        found,
    })
}
