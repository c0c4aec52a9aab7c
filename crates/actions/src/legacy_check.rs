//! 领取待遇资格核验: whether people of the roster live, by what means that was found, on which day.

use serde::{Deserialize, Serialize};
use yiju_store::tables::LegacyCheckRow;
use yiju_store::{Effect, Fault, legacy};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LegacyCheck {
    pub checked_on: Date,
    pub people: Vec<CheckedPerson>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckedPerson {
    pub id: String,
    /// `alive`, `dead`, `not_found`.
    pub outcome: String,
    /// Data matching, a visit, a declaration …
    pub method: String,
    pub document: String,
}

pub const OUTCOMES: &[&str] = &["alive", "dead", "not_found"];

impl Action for LegacyCheck {
    const ITEM: &'static str = "legacy_check";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.people.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", Self::ITEM));
        }
        if self.checked_on > context.today {
            refusals.push(Refusal::new("event_in_future").with("happened_on", self.checked_on));
        }
        let day = self.checked_on.to_string();
        let region = context.region.code();
        for person in &self.people {
            if legacy::standing(context.store, region, &person.id, &day)?.is_none() {
                refusals.push(Refusal::new("subject_unknown").with("subject", &person.id));
            }
            if !OUTCOMES.contains(&person.outcome.as_str()) {
                refusals.push(Refusal::new("event_unknown").with("kind", &person.outcome));
            }
            // A death stops payments: it needs its paper.
            let is_silent = person.document.trim().is_empty() && person.outcome != "alive";
            if is_silent || person.method.trim().is_empty() {
                refusals.push(Refusal::new("document_missing").with("parameter", &person.id));
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        for person in &self.people {
            effect.insert(&LegacyCheckRow {
                region: effect.region().to_owned(),
                legacy_id: person.id.clone(),
                checked_on: self.checked_on.to_string(),
                seq: effect.seq(),
                outcome: person.outcome.clone(),
                method: person.method.clone(),
                document: person.document.clone(),
            })?;
        }
        Ok(())
    }
}
