//! 增员: people come under cover at an employer or on a construction project.

use serde::{Deserialize, Serialize};
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
        if !cover_exists(context, &self.cover_kind, &self.cover_id)? {
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
            let id = match person_of(effect, &person.id_number)? {
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

/// The local number of the person with that ID number.
fn person_of(effect: &mut Effect<'_>, id_number: &str) -> Result<Option<String>, ActionError> {
    let clean = IdNumber::parse(id_number)?;
    let rows = effect.store.query(
        "SELECT id FROM employee WHERE region = $1 AND id_number = $2 LIMIT 1",
        &[effect_region(effect).into(), clean.as_str().into()],
    )?;
    Ok(rows.first().map(|row| row.text(0).to_owned()))
}

fn effect_region(effect: &Effect<'_>) -> String {
    effect.region().to_owned()
}

fn next_person_number(effect: &mut Effect<'_>) -> Result<i64, ActionError> {
    let region = effect_region(effect);
    let row = effect.store.one(
        "SELECT COALESCE(MAX(id), 'P00000000') FROM employee WHERE region = $1",
        &[region.into()],
    )?;
    Ok(row.text(0)[1..].parse::<i64>().unwrap_or_default() + 1)
}

pub(crate) fn cover_exists(
    context: &mut Context<'_>,
    cover_kind: &str,
    cover_id: &str,
) -> Result<bool, Fault> {
    let sql = match cover_kind {
        "employer" => "SELECT id FROM employer WHERE region = $1 AND id = $2 LIMIT 1",
        "project" => "SELECT id FROM project WHERE region = $1 AND id = $2 LIMIT 1",
        _ => return Ok(false),
    };
    let rows = context
        .store
        .query(sql, &[context.region.code().into(), cover_id.into()])?;
    Ok(!rows.is_empty())
}

/// Whether the person is under cover at the same place on the day the new cover would begin.
fn covered_here(
    context: &mut Context<'_>,
    enrollment: &EmployeeEnrollment,
    person: &PersonRecord,
) -> Result<bool, Fault> {
    let rows = context.store.query(
        "SELECT e.state FROM enrollment e JOIN employee p ON p.region = e.region AND p.id = e.person_id
         WHERE e.region = $1 AND e.cover_kind = $2 AND e.cover_id = $3 AND p.id_number = $4 AND e.valid_from <= $5
         ORDER BY e.valid_from DESC, e.seq DESC LIMIT 1",
        &[
            context.region.code().into(),
            (&enrollment.cover_kind).into(),
            (&enrollment.cover_id).into(),
            (&person.id_number).into(),
            enrollment.from.to_string().into(),
        ],
    )?;
    Ok(rows.first().is_some_and(|row| row.text(0) == "on"))
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
