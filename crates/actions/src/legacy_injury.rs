//! 老工伤台账: entering or updating an old injury, pooled or not, with evidence and the reason.

use serde::{Deserialize, Serialize};
use yiju_store::tables::{EmployeeRow, LegacyInjuryRow};
use yiju_store::{Effect, Fault, register};
use yiju_terms::id_number::IdNumber;
use yiju_terms::{Date, DisabilityGrade, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LegacyInjuryEntry {
    pub from: Date,
    pub people: Vec<LegacyInjury>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LegacyInjury {
    pub id: String,
    pub name: String,
    pub id_number: String,
    pub employer_name: String,
    pub injured_on: Date,
    pub grade: Option<u8>,
    /// Day of joining the pool; none while outside.
    pub pooled_on: Option<Date>,
    pub reason: String,
    pub funding_source: String,
    pub evidence: String,
}

impl Action for LegacyInjuryEntry {
    const ITEM: &'static str = "legacy_injury";

    fn check(&self, _context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.people.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", "legacy_injury"));
        }
        for person in &self.people {
            if let Err(refusal) = IdNumber::parse(&person.id_number) {
                refusals.push(refusal);
            }
            if person
                .grade
                .is_some_and(|grade| DisabilityGrade::new(grade).is_none())
            {
                refusals.push(
                    Refusal::new("grade_out_of_range")
                        .with("grade", person.grade.unwrap_or_default()),
                );
            }
            if person.evidence.trim().is_empty() {
                refusals.push(Refusal::new("evidence_missing").with("subject", &person.id));
            }
            if person.reason.trim().is_empty() {
                refusals.push(Refusal::new("reason_missing").with("subject", &person.id));
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        for person in &self.people {
            let number = IdNumber::parse(&person.id_number)?;
            let person_id = format!("L-{}", person.id);
            let region = effect.region().to_owned();
            if !register::person_exists(effect.store, &region, &person_id)? {
                effect.insert(&EmployeeRow {
                    region: effect.region().to_owned(),
                    id: person_id.clone(),
                    valid_from: self.from.to_string(),
                    seq: effect.seq(),
                    name: person.name.clone(),
                    id_number: number.as_str().to_owned(),
                    birth: number.birth().to_string(),
                    sex: number.sex().stem().to_owned(),
                    migrant_worker: 0,
                })?;
            }
            effect.insert(&LegacyInjuryRow {
                region: effect.region().to_owned(),
                id: person.id.clone(),
                valid_from: self.from.to_string(),
                seq: effect.seq(),
                person_id,
                employer_name: person.employer_name.clone(),
                injured_on: person.injured_on.to_string(),
                grade: person.grade.map(i64::from),
                pooled: i64::from(person.pooled_on.is_some()),
                pooled_on: person.pooled_on.map(|day| day.to_string()),
                reason: person.reason.clone(),
                funding_source: person.funding_source.clone(),
                evidence: person.evidence.clone(),
            })?;
        }
        Ok(())
    }
}
