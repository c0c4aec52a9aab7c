//! 减员: people leave cover at an employer or on a project.

use serde::{Deserialize, Serialize};
use yiju_store::sets::{self, CoverChange};
use yiju_store::tables::EnrollmentRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

/// Cover ends at 24:00 of the day before `from`.
#[doc(alias = "职工减员")]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmployeeCessation {
    pub cover_kind: String,
    pub cover_id: String,
    pub from: Date,
    pub people: Vec<Leaver>,
}

/// `reason`: `contract_ended`, `retired`, `moved`, `died`, `project_finished`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Leaver {
    pub person_id: String,
    pub reason: String,
}

pub const REASONS: &[&str] = &[
    "contract_ended",
    "retired",
    "moved",
    "died",
    "project_finished",
];

impl Action for EmployeeCessation {
    const ITEM: &'static str = "employee_cessation";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.people.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.cover_id));
        }
        let (region, day) = (context.region.code(), self.from.to_string());
        let persons = self.people.iter().map(|leaver| leaver.person_id.as_str());
        let changes = sets::cover_changes(context.store, region, persons)?;
        let here = |change: &&CoverChange| {
            change.kind == self.cover_kind && change.id == self.cover_id && change.valid_from <= day
        };
        for leaver in &self.people {
            if !REASONS.contains(&leaver.reason.as_str()) {
                refusals
                    .push(Refusal::new("leaving_reason_unknown").with("reason", &leaver.reason));
            }
            let last = changes
                .get(&leaver.person_id)
                .and_then(|all| all.iter().rfind(here));
            if !last.is_some_and(|change| change.is_on) {
                refusals.push(
                    Refusal::new("not_covered")
                        .with("person", &leaver.person_id)
                        .with("cover", &self.cover_id),
                );
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let row = |leaver: &Leaver| EnrollmentRow {
            region: effect.region().to_owned(),
            cover_kind: self.cover_kind.clone(),
            cover_id: self.cover_id.clone(),
            person_id: leaver.person_id.clone(),
            valid_from: self.from.to_string(),
            seq: effect.seq(),
            state: "off".to_owned(),
            reason: Some(leaver.reason.clone()),
        };
        let rows: Vec<EnrollmentRow> = self.people.iter().map(row).collect();
        Ok(effect.insert_all(&rows)?)
    }
}
