//! Head counts of old injuries as reports, surveys and tables state them: kept by source and day, never added up, never
//! made to agree. The roster is counted from its own names.

use serde::{Deserialize, Serialize};
use yiju_store::tables::LegacyCountRow;
use yiju_store::{Effect, Fault, legacy};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LegacyCount {
    pub counts: Vec<StatedCount>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatedCount {
    /// `pooled`, `unpooled`, `all`.
    pub measure: String,
    /// The report, table or survey that states it.
    pub source: String,
    pub counted_on: Date,
    pub people: i64,
    pub document: String,
    /// Why it differs, or why an earlier entry of the same source is corrected.
    #[serde(default)]
    pub note: String,
}

pub const MEASURES: &[&str] = &["pooled", "unpooled", "all"];

impl Action for LegacyCount {
    const ITEM: &'static str = "legacy_count";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.counts.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", Self::ITEM));
        }
        for (index, count) in self.counts.iter().enumerate() {
            if !MEASURES.contains(&count.measure.as_str()) {
                refusals.push(Refusal::new("event_unknown").with("kind", &count.measure));
            }
            if count.people < 0 {
                refusals.push(Refusal::new("persons_negative").with("persons", count.people));
            }
            if count.source.trim().is_empty() || count.document.trim().is_empty() {
                refusals.push(Refusal::new("document_missing").with("parameter", &count.measure));
            }
            let day = count.counted_on.to_string();
            let key = (count.measure.as_str(), count.source.as_str(), day.as_str());
            let stored = legacy::is_counted(context.store, context.region.code(), key)?;
            let listed = self.counts[..index].iter().any(|other| other.is_of(count));
            if listed || (stored && count.note.trim().is_empty()) {
                refusals.push(
                    Refusal::new("legacy_counted_before")
                        .with("source", &count.source)
                        .with("measure", &count.measure)
                        .with("on", count.counted_on),
                );
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        for count in &self.counts {
            effect.insert(&LegacyCountRow {
                region: effect.region().to_owned(),
                measure: count.measure.clone(),
                source: count.source.clone(),
                counted_on: count.counted_on.to_string(),
                seq: effect.seq(),
                people: count.people,
                document: count.document.clone(),
                note: count.note.clone(),
            })?;
        }
        Ok(())
    }
}

impl StatedCount {
    fn is_of(&self, other: &StatedCount) -> bool {
        self.measure == other.measure
            && self.source == other.source
            && self.counted_on == other.counted_on
    }
}
