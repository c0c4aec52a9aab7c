//! An employer's month assessed again from the register, as it held on a day and was known at an entry of the journal.

use yiju_lawbook::Lawbook;
use yiju_store::tables::AssessmentRow;
use yiju_store::{Store, as_known};
use yiju_terms::{Date, Month, Refusal, Region};

use crate::contribution_assessment::{ContributionAssessment, View};
use crate::error::ActionError;
use crate::office::{confirmed_at, law_files, overlay};
use crate::replay::KnownAt;

/// An assessment beside what the register gives.
pub struct AssessmentReplay {
    pub stored: AssessmentRow,
    /// How often the month was assessed; the last one known is replayed.
    pub versions: usize,
    pub known_seq: i64,
    pub as_of: Date,
    /// Absent where the employer has nobody under cover.
    pub found: Option<AssessmentRow>,
    pub same_law: bool,
    pub law_digest: String,
}

impl AssessmentReplay {
    /// Heads, base, rates and amounts in fen and parts per million: name, stored, found.
    pub fn fields(&self) -> Vec<(&'static str, i64, Option<i64>)> {
        let field = |name, take: fn(&AssessmentRow) -> i64| {
            (name, take(&self.stored), self.found.as_ref().map(take))
        };
        vec![
            field("persons", |row| row.persons),
            field("base", |row| row.base_fen),
            field("base_rate", |row| row.base_rate_ppm),
            field("reference_rate", |row| row.reference_rate_ppm),
            field("rate", |row| row.rate_ppm),
            field("amount", |row| row.amount_fen),
            field("relief_local", |row| row.relief_local_fen),
            field("relief_temporary", |row| row.relief_temporary_fen),
        ]
    }

    pub fn is_same(&self) -> bool {
        let same = |(_, stored, found): &(_, i64, Option<i64>)| Some(*stored) == *found;
        self.same_law && self.fields().iter().all(same)
    }
}

/// Replays the assessment of an employer for a month. `then` is what the last assessment had read. Errors: a month that
/// was not assessed.
pub fn replay(
    store: &mut Store,
    region: &Region,
    base: &Lawbook,
    (employer, month): (&str, Month),
    (known, as_of): (KnownAt, Option<Date>),
) -> Result<AssessmentReplay, ActionError> {
    let payer = ("employer", employer);
    let mut rows = as_known::assessments(store, region.code(), payer, &month.to_string())?;
    let versions = rows.len();
    let unknown = || {
        Refusal::new("not_assessed")
            .with("payer", employer)
            .with("month", month)
    };
    let then = rows.last().ok_or_else(unknown)?.known_seq;
    let known_seq = known.seq(store, region, then)?;
    if known != KnownAt::Then {
        let later = rows.iter().position(|row| row.seq > known_seq);
        rows.truncate(later.unwrap_or(rows.len()).max(1));
    }
    let stored = rows.pop().ok_or_else(unknown)?;
    let confirmed = confirmed_at(store, region, known_seq)?;
    let book = overlay(base, &law_files(&confirmed))?;
    let as_of = as_of.unwrap_or(month.last_day());
    let view = View {
        book: &book,
        region,
        confirmed: &confirmed,
        day: as_of,
        known_seq,
    };
    let lines = ContributionAssessment { month }.lines_by(store, &view)?;
    Ok(AssessmentReplay {
        versions,
        known_seq,
        as_of,
        found: lines.into_iter().find(|row| row.payer_id == employer),
        same_law: book.digest() == stored.law_digest,
        law_digest: book.digest().to_owned(),
        stored,
    })
}
