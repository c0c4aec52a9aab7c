//! Services that leave only a record: rights statements printed, accounts changed, eligibility confirmed.

use serde::{Deserialize, Serialize};
use yiju_store::matters::next_id;
use yiju_store::tables::ServiceRecordRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ServiceRecord {
    pub kind: String,
    pub subject_kind: String,
    pub subject_ids: Vec<String>,
    pub done_on: Date,
    pub note: String,
}

pub const KINDS: &[&str] = &[
    "rights_statement",
    "account_change",
    "eligibility_confirmation",
    "transfer_of_care",
    "contact_change",
];

impl Action for ServiceRecord {
    const ITEM: &'static str = "service_record";

    fn check(&self, _context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if !KINDS.contains(&self.kind.as_str()) {
            refusals.push(Refusal::new("event_unknown").with("kind", &self.kind));
        }
        if self.subject_ids.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.kind));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let mut id = next_id(effect.store, "service_record", &region)?;
        for subject in &self.subject_ids {
            effect.insert(&ServiceRecordRow {
                region: region.clone(),
                id,
                seq: effect.seq(),
                kind: self.kind.clone(),
                subject_kind: self.subject_kind.clone(),
                subject_id: subject.clone(),
                done_on: self.done_on.to_string(),
                note: self.note.clone(),
            })?;
            id += 1;
        }
        Ok(())
    }
}
