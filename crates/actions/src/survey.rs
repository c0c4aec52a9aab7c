//! 满意度调查: a survey with its method and sample, so that satisfaction is measured and not asserted.

use serde::{Deserialize, Serialize};
use yiju_store::matters::next_id;
use yiju_store::tables::SurveyRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Survey {
    pub held_on: Date,
    pub method: String,
    pub asked: i64,
    pub answered: i64,
    pub satisfied: i64,
}

impl Action for Survey {
    const ITEM: &'static str = "survey";

    fn check(&self, _context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        let ordered =
            0 <= self.satisfied && self.satisfied <= self.answered && self.answered <= self.asked;
        if !ordered || self.answered == 0 {
            refusals.push(
                Refusal::new("survey_counts")
                    .with("asked", self.asked)
                    .with("answered", self.answered)
                    .with("satisfied", self.satisfied),
            );
        }
        if self.method.trim().is_empty() {
            refusals.push(Refusal::new("method_missing"));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let id = next_id(effect.store, "survey", &region)?;
        effect.insert(&SurveyRow {
            region,
            id,
            seq: effect.seq(),
            held_on: self.held_on.to_string(),
            method: self.method.clone(),
            asked: self.asked,
            answered: self.answered,
            satisfied: self.satisfied,
        })?;
        Ok(())
    }
}
