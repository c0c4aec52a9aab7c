//! 老工伤台账: entering or updating an old injury, pooled or not, with evidence, the reason and what is payable.

use serde::{Deserialize, Serialize};
use yiju_rules::case::Relation;
use yiju_store::tables::{EmployeeRow, LegacyDependentRow, LegacyInjuryRow};
use yiju_store::{Effect, Fault, legacy, register};
use yiju_terms::id_number::IdNumber;
use yiju_terms::{Benefit, Date, DisabilityGrade, Refusal};

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
    /// Day of joining the pool; none while outside. Who is on the roster outside the pool joins it by `legacy_pooling`.
    pub pooled_on: Option<Date>,
    pub reason: String,
    pub funding_source: String,
    pub evidence: String,
    /// Benefits the person may have, by whomever they are paid.
    #[serde(default)]
    pub items: Vec<Benefit>,
    #[serde(default)]
    pub dependents: Vec<LegacyDependent>,
}

/// 供养亲属 of an old injury.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LegacyDependent {
    pub name: String,
    pub relation: Relation,
    pub birth: Date,
    #[serde(default)]
    pub no_capacity: bool,
}

impl LegacyInjury {
    /// What is wrong with the entry by itself.
    fn problems(&self, from: Date) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let about = |code| Refusal::new(code).with("subject", &self.id);
        if self
            .grade
            .is_some_and(|g| DisabilityGrade::new(g).is_none())
        {
            let grade = self.grade.unwrap_or_default();
            refusals.push(Refusal::new("grade_out_of_range").with("grade", grade));
        }
        for (text, code) in [
            (&self.evidence, "evidence_missing"),
            (&self.reason, "reason_missing"),
            (&self.funding_source, "legacy_funding_missing"),
        ] {
            if text.trim().is_empty() {
                refusals.push(about(code));
            }
        }
        let pooled_early = self.pooled_on.is_some_and(|day| day < self.injured_on);
        if pooled_early || self.injured_on > from {
            refusals.push(about("legacy_dates").with("injured_on", self.injured_on));
        }
        refusals
    }

    /// What is wrong beside what the roster holds: one person, one number.
    fn beside_roster(&self, context: &mut Context<'_>, from: Date) -> Result<Vec<Refusal>, Fault> {
        let region = context.region.code();
        let mut refusals = Vec::new();
        let number = match IdNumber::parse(&self.id_number) {
            Ok(number) => number,
            Err(refusal) => return Ok(vec![refusal]),
        };
        let other = legacy::roster_number(context.store, region, number.as_str())?;
        if let Some(other) = other.filter(|other| *other != self.id) {
            refusals.push(
                Refusal::new("legacy_person_twice")
                    .with("subject", &self.id)
                    .with("other", other),
            );
        }
        let holder = legacy::id_number(context.store, region, &self.id)?;
        if holder.is_some_and(|holder| holder != number.as_str()) {
            refusals.push(Refusal::new("legacy_number_taken").with("subject", &self.id));
        }
        let before = legacy::standing(context.store, region, &self.id, &from.to_string())?;
        if let Some(before) = before {
            let pooled_on = self.pooled_on.map(|day| day.to_string());
            if before.pooled_on != pooled_on {
                refusals.push(Refusal::new("legacy_pool_by_matter").with("subject", &self.id));
            }
        }
        Ok(refusals)
    }
}

impl Action for LegacyInjuryEntry {
    const ITEM: &'static str = "legacy_injury";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.people.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", "legacy_injury"));
        }
        for (index, person) in self.people.iter().enumerate() {
            refusals.extend(person.problems(self.from));
            refusals.extend(person.beside_roster(context, self.from)?);
            let same = |other: &&LegacyInjury| {
                other.id == person.id || other.id_number == person.id_number
            };
            if let Some(other) = self.people[..index].iter().find(same) {
                refusals.push(
                    Refusal::new("legacy_person_twice")
                        .with("subject", &person.id)
                        .with("other", &other.id),
                );
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
                    region: region.clone(),
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
                region,
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
                items: item_stems(&person.items),
            })?;
            add_dependents(effect, person)?;
        }
        Ok(())
    }
}

/// Dependants come in once each, known by name and birth; a later entry adds those who are new.
fn add_dependents(effect: &mut Effect<'_>, person: &LegacyInjury) -> Result<(), ActionError> {
    let region = effect.region().to_owned();
    let known = legacy::dependents(effect.store, &region, &person.id)?;
    let mut number = known.len() as i64;
    for dependent in &person.dependents {
        let birth = dependent.birth.to_string();
        let same = |row: &LegacyDependentRow| row.name == dependent.name && row.birth == birth;
        if known.iter().any(same) {
            continue;
        }
        number += 1;
        effect.insert(&LegacyDependentRow {
            region: region.clone(),
            legacy_id: person.id.clone(),
            number,
            seq: effect.seq(),
            name: dependent.name.clone(),
            relation: dependent.relation.stem().to_owned(),
            birth,
            no_capacity: i64::from(dependent.no_capacity),
        })?;
    }
    Ok(())
}

/// Stems of benefits in one field, in the order of the closed list.
pub(crate) fn item_stems(items: &[Benefit]) -> String {
    let mut items = items.to_vec();
    items.sort_unstable();
    items.dedup();
    let stems: Vec<&str> = items.iter().map(|item| item.stem()).collect();
    stems.join(",")
}
