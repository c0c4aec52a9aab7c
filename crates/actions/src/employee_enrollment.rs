//! 增员: people come under cover at an employer or on a construction project.

use serde::{Deserialize, Serialize};
use yiju_store::register::{self, Cover};
use yiju_store::tables::{EmployeeRow, EnrollmentRow, WageRow};
use yiju_store::{Effect, Fault};
use yiju_terms::id_number::IdNumber;
use yiju_terms::{Date, Money, Month, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

/// Cover begins at 0:00 of `from`. Project rosters carry no wage: the project's fee covers them.
#[doc(alias = "职工增员")]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmployeeEnrollment {
    /// `employer` or `project`.
    pub cover_kind: String,
    pub cover_id: String,
    pub from: Date,
    pub people: Vec<PersonRecord>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonRecord {
    pub name: String,
    pub id_number: String,
    pub migrant_worker: bool,
    /// Declared monthly wage; none on a project.
    pub wage: Option<Money>,
}

/// A wage above this many yuan a month is taken for a slip of the pen, not for a wage.
const WAGE_CEILING_YUAN: i64 = 1_000_000;

impl EmployeeEnrollment {
    pub(crate) fn problems(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if !register::cover_exists(
            context.store,
            context.region.code(),
            &self.cover_kind,
            &self.cover_id,
        )? {
            refusals.push(Refusal::new("cover_unknown").with("cover", &self.cover_id));
        }
        let mut seen = std::collections::BTreeSet::new();
        for person in &self.people {
            refusals.extend(self.person_problems(person));
            if !seen.insert(person.id_number.as_str()) {
                refusals.push(Refusal::new("person_twice").with("id_number", mask(person)));
            }
            if covered_here(context, self, person)? {
                refusals.push(
                    Refusal::new("already_covered")
                        .with("id_number", mask(person))
                        .with("cover", &self.cover_id),
                );
            }
        }
        Ok(refusals)
    }

    fn person_problems(&self, person: &PersonRecord) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if let Err(refusal) = IdNumber::parse(&person.id_number) {
            refusals.push(refusal);
        }
        if person.name.trim().is_empty() {
            refusals.push(Refusal::new("name_missing").with("subject", mask(person)));
        }
        match (self.cover_kind.as_str(), person.wage) {
            ("employer", None) => {
                refusals.push(Refusal::new("wage_missing").with("id_number", mask(person)));
            }
            ("project", Some(_)) => {
                // One worker's wages are never charged both ways.
                refusals.push(Refusal::new("wage_on_project").with("id_number", mask(person)));
            }
            (_, Some(wage)) if !wage_is_plausible(wage) => {
                refusals.push(
                    Refusal::new("wage_implausible")
                        .with("id_number", mask(person))
                        .with("wage", wage),
                );
            }
            _ => {}
        }
        refusals
    }

    pub(crate) fn write(&self, effect: &mut Effect<'_>) -> Result<(), ActionError> {
        let mut next = next_person_number(effect)?;
        for person in &self.people {
            let number = IdNumber::parse(&person.id_number)?;
            let region = effect.region().to_owned();
            let known = register::person_by_id_number(effect.store, &region, number.as_str())?;
            let id = match known {
                Some(id) => id,
                None => {
                    let id = format!("P{next:08}");
                    next += 1;
                    self.write_person(effect, &id, person)?;
                    id
                }
            };
            effect.insert(&EnrollmentRow {
                region: effect.region().to_owned(),
                cover_kind: self.cover_kind.clone(),
                cover_id: self.cover_id.clone(),
                person_id: id.clone(),
                valid_from: self.from.to_string(),
                seq: effect.seq(),
                state: "on".to_owned(),
                reason: None,
            })?;
            if let Some(wage) = person.wage {
                effect.insert(&WageRow {
                    region: effect.region().to_owned(),
                    employer_id: self.cover_id.clone(),
                    person_id: id,
                    valid_from: Month::of(self.from).to_string(),
                    seq: effect.seq(),
                    wage_fen: wage.fen(),
                })?;
            }
        }
        Ok(())
    }

    fn write_person(
        &self,
        effect: &mut Effect<'_>,
        id: &str,
        person: &PersonRecord,
    ) -> Result<(), ActionError> {
        let number = IdNumber::parse(&person.id_number)?;
        effect.insert(&EmployeeRow {
            region: effect.region().to_owned(),
            id: id.to_owned(),
            valid_from: self.from.to_string(),
            seq: effect.seq(),
            name: person.name.clone(),
            id_number: number.as_str().to_owned(),
            birth: number.birth().to_string(),
            sex: number.sex().stem().to_owned(),
            migrant_worker: i64::from(person.migrant_worker),
        })?;
        Ok(())
    }
}

pub(crate) fn wage_is_plausible(wage: Money) -> bool {
    wage > Money::ZERO && wage <= Money::from_yuan(WAGE_CEILING_YUAN)
}

fn mask(person: &PersonRecord) -> String {
    IdNumber::parse(&person.id_number)
        .map_or_else(|_| person.id_number.clone(), |number| number.masked())
}

fn next_person_number(effect: &mut Effect<'_>) -> Result<i64, ActionError> {
    let region = effect.region().to_owned();
    let last = register::last_person_id(effect.store, &region)?;
    Ok(last[1..].parse::<i64>().unwrap_or_default() + 1)
}

/// Whether the person is under cover at the same place on the day the new cover would begin.
fn covered_here(
    context: &mut Context<'_>,
    enrollment: &EmployeeEnrollment,
    person: &PersonRecord,
) -> Result<bool, Fault> {
    let region = context.region.code();
    let Ok(number) = IdNumber::parse(&person.id_number) else {
        return Ok(false);
    };
    let known = register::person_by_id_number(context.store, region, number.as_str())?;
    let Some(person_id) = known else {
        return Ok(false);
    };
    let cover = Cover {
        kind: &enrollment.cover_kind,
        id: &enrollment.cover_id,
    };
    let day = enrollment.from.to_string();
    register::is_covered(context.store, region, cover, &person_id, &day)
}

impl Action for EmployeeEnrollment {
    const ITEM: &'static str = "employee_enrollment";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = self.problems(context)?;
        if self.people.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.cover_id));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        self.write(effect)
    }
}
