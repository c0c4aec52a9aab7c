//! An edge in the life of an injury case: recognition and appraisal information, admissions, relapse, death …

use serde::{Deserialize, Serialize};
use yiju_store::cases::{next_event, subject};
use yiju_store::tables::CaseEventRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CaseEvent {
    pub injury_id: String,
    pub kind: String,
    pub happened_on: Date,
    /// Number of the decision or conclusion.
    pub document: Option<String>,
    pub article: Option<String>,
    /// Facts of the event as JSON, e.g. `{"grade": 9}`.
    pub detail: serde_json::Value,
}

/// Kinds of events, and whether each must name its document.
pub const KINDS: &[(&str, bool)] = &[
    ("recognized", true),
    ("not_recognized", true),
    ("appraised", true),
    ("admitted", false),
    ("discharged", false),
    ("injury_leave", false),
    ("rehabilitation", false),
    ("relapse_confirmed", true),
    ("device_confirmed", true),
    ("returned_to_work", false),
    ("contract_ended", true),
    ("died", true),
];

impl Action for CaseEvent {
    const ITEM: &'static str = "case_event";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        match KINDS.iter().find(|(kind, _)| *kind == self.kind) {
            None => refusals.push(Refusal::new("event_unknown").with("kind", &self.kind)),
            Some((_, true)) if self.document.as_deref().unwrap_or("").is_empty() => {
                refusals.push(Refusal::new("document_missing").with("parameter", &self.kind));
            }
            Some(_) => {}
        }
        let region = context.region.code();
        match subject(context.store, region, "injury", &self.injury_id)? {
            None => refusals.push(Refusal::new("injury_unknown").with("injury", &self.injury_id)),
            Some(found) if self.happened_on.to_string() < found.injured_on => {
                refusals.push(
                    Refusal::new("event_before_injury")
                        .with("kind", &self.kind)
                        .with("happened_on", self.happened_on)
                        .with("injured_on", found.injured_on),
                );
            }
            Some(_) => {}
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let number = next_event(effect.store, &region, &self.injury_id)?;
        effect.insert(&CaseEventRow {
            region,
            injury_id: self.injury_id.clone(),
            number,
            seq: effect.seq(),
            kind: self.kind.clone(),
            happened_on: self.happened_on.to_string(),
            document: self.document.clone(),
            article: self.article.clone(),
            detail: self.detail.to_string(),
        })?;
        Ok(())
    }
}
