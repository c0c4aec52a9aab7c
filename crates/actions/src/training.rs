//! 工伤预防培训: a session held, for whom, and why there.

use serde::{Deserialize, Serialize};
use yiju_store::matters::next_id;
use yiju_store::tables::TrainingRow;
use yiju_store::{Effect, Fault, register};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Training {
    pub held_on: Date,
    pub employer_id: Option<String>,
    pub topic: String,
    pub attendees: i64,
    /// Why this employer: e.g. its number of accidents.
    pub chosen_because: String,
}

impl Action for Training {
    const ITEM: &'static str = "training";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.attendees <= 0 {
            refusals.push(Refusal::new("list_empty").with("subject", &self.topic));
        }
        if let Some(employer) = &self.employer_id
            && !register::cover_exists(context.store, context.region.code(), "employer", employer)?
        {
            refusals.push(Refusal::new("cover_unknown").with("cover", employer));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let id = next_id(effect.store, "training", &region)?;
        effect.insert(&TrainingRow {
            region,
            id,
            seq: effect.seq(),
            held_on: self.held_on.to_string(),
            employer_id: self.employer_id.clone(),
            topic: self.topic.clone(),
            attendees: self.attendees,
            chosen_because: self.chosen_because.clone(),
        })?;
        Ok(())
    }
}
