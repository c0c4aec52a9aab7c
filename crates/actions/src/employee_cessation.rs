//! 减员: people leave cover at an employer or on a project.

use serde::{Deserialize, Serialize};
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
        for leaver in &self.people {
            if !REASONS.contains(&leaver.reason.as_str()) {
                refusals
                    .push(Refusal::new("leaving_reason_unknown").with("reason", &leaver.reason));
            }
            let rows = context.store.query(
                "SELECT state FROM enrollment WHERE region = $1 AND cover_kind = $2 AND cover_id = $3 AND person_id = $4 AND valid_from <= $5
                 ORDER BY valid_from DESC, seq DESC LIMIT 1",
                &[
                    context.region.code().into(),
                    (&self.cover_kind).into(),
                    (&self.cover_id).into(),
                    (&leaver.person_id).into(),
                    self.from.to_string().into(),
                ],
            )?;
            if rows.first().is_none_or(|row| row.text(0) != "on") {
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
        for leaver in &self.people {
            effect.insert(&EnrollmentRow {
                region: effect.region().to_owned(),
                cover_kind: self.cover_kind.clone(),
                cover_id: self.cover_id.clone(),
                person_id: leaver.person_id.clone(),
                valid_from: self.from.to_string(),
                seq: effect.seq(),
                state: "off".to_owned(),
                reason: Some(leaver.reason.clone()),
            })?;
        }
        Ok(())
    }
}
