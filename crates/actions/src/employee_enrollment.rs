//! 增员: people come under cover at an employer or on a construction project.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use yiju_store::register;
use yiju_store::sets::{self, CoverChange};
use yiju_store::tables::{EmployeeRow, EnrollmentRow, WageRow};
use yiju_store::{Effect, Fault, Store};
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

/// What the register knows about the people and covers of several lists.
struct Known {
    covers: BTreeSet<(String, String)>,
    persons: BTreeMap<String, String>,
    changes: BTreeMap<String, Vec<CoverChange>>,
}

impl Known {
    /// Asked once for all lists.
    fn ask(store: &mut Store, region: &str, lists: &[EmployeeEnrollment]) -> Result<Known, Fault> {
        let mut covers = BTreeSet::new();
        for kind in ["employer", "project"] {
            let of_kind = lists.iter().filter(|list| list.cover_kind == kind);
            let ids = of_kind.map(|list| list.cover_id.as_str());
            let known = sets::covers_known(store, region, kind, ids)?;
            covers.extend(known.into_iter().map(|id| (kind.to_owned(), id)));
        }
        let persons = persons_of(store, region, lists)?;
        let ids = persons.values().map(String::as_str);
        let changes = sets::cover_changes(store, region, ids)?;
        Ok(Known {
            covers,
            persons,
            changes,
        })
    }

    /// Whether the person is under cover at the same place on the day the new cover would begin.
    fn is_covered(&self, list: &EmployeeEnrollment, person: &PersonRecord) -> bool {
        let number = IdNumber::parse(&person.id_number).ok();
        let known = number.and_then(|number| self.persons.get(number.as_str()));
        let Some(changes) = known.and_then(|id| self.changes.get(id)) else {
            return false;
        };
        let day = list.from.to_string();
        let here = |change: &&CoverChange| {
            change.kind == list.cover_kind && change.id == list.cover_id && change.valid_from <= day
        };
        changes.iter().rfind(here).is_some_and(|last| last.is_on)
    }
}

fn persons_of(
    store: &mut Store,
    region: &str,
    lists: &[EmployeeEnrollment],
) -> Result<BTreeMap<String, String>, Fault> {
    let people = lists.iter().flat_map(|list| &list.people);
    let numbers: Vec<IdNumber> = people
        .filter_map(|person| IdNumber::parse(&person.id_number).ok())
        .collect();
    sets::persons_by_number(store, region, numbers.iter().map(IdNumber::as_str))
}

/// Every reason against several lists.
pub(crate) fn problems(
    lists: &[EmployeeEnrollment],
    context: &mut Context<'_>,
) -> Result<Vec<Refusal>, Fault> {
    let known = Known::ask(context.store, context.region.code(), lists)?;
    Ok(lists
        .iter()
        .flat_map(|list| list.problems(&known))
        .collect())
}

/// Writes several lists: people who are new to the register, covers, wages.
pub(crate) fn write(
    lists: &[EmployeeEnrollment],
    effect: &mut Effect<'_>,
) -> Result<(), ActionError> {
    let region = effect.region().to_owned();
    let mut persons = persons_of(effect.store, &region, lists)?;
    let mut next = next_person_number(effect)?;
    let (mut people, mut covers, mut wages) = (Vec::new(), Vec::new(), Vec::new());
    for list in lists {
        for person in &list.people {
            let number = IdNumber::parse(&person.id_number)?;
            let id = match persons.get(number.as_str()) {
                Some(id) => id.clone(),
                None => {
                    let id = format!("P{next:08}");
                    next += 1;
                    people.push(list.person_row(effect, &id, person, &number));
                    persons.insert(number.as_str().to_owned(), id.clone());
                    id
                }
            };
            wages.extend(person.wage.map(|wage| list.wage_row(effect, &id, wage)));
            covers.push(list.cover_row(effect, id));
        }
    }
    effect.insert_all(&people)?;
    effect.insert_all(&covers)?;
    Ok(effect.insert_all(&wages)?)
}

impl EmployeeEnrollment {
    fn problems(&self, known: &Known) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let cover = (self.cover_kind.clone(), self.cover_id.clone());
        if !known.covers.contains(&cover) {
            refusals.push(Refusal::new("cover_unknown").with("cover", &self.cover_id));
        }
        let mut seen = BTreeSet::new();
        for person in &self.people {
            refusals.extend(self.person_problems(person));
            if !seen.insert(person.id_number.as_str()) {
                refusals.push(Refusal::new("person_twice").with("id_number", mask(person)));
            }
            if known.is_covered(self, person) {
                refusals.push(
                    Refusal::new("already_covered")
                        .with("id_number", mask(person))
                        .with("cover", &self.cover_id),
                );
            }
        }
        refusals
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

    fn person_row(
        &self,
        effect: &Effect<'_>,
        id: &str,
        person: &PersonRecord,
        number: &IdNumber,
    ) -> EmployeeRow {
        EmployeeRow {
            region: effect.region().to_owned(),
            id: id.to_owned(),
            valid_from: self.from.to_string(),
            seq: effect.seq(),
            name: person.name.clone(),
            id_number: number.as_str().to_owned(),
            birth: number.birth().to_string(),
            sex: number.sex().stem().to_owned(),
            migrant_worker: i64::from(person.migrant_worker),
        }
    }

    fn cover_row(&self, effect: &Effect<'_>, person_id: String) -> EnrollmentRow {
        EnrollmentRow {
            region: effect.region().to_owned(),
            cover_kind: self.cover_kind.clone(),
            cover_id: self.cover_id.clone(),
            person_id,
            valid_from: self.from.to_string(),
            seq: effect.seq(),
            state: "on".to_owned(),
            reason: None,
        }
    }

    fn wage_row(&self, effect: &Effect<'_>, person_id: &str, wage: Money) -> WageRow {
        WageRow {
            region: effect.region().to_owned(),
            employer_id: self.cover_id.clone(),
            person_id: person_id.to_owned(),
            valid_from: Month::of(self.from).to_string(),
            seq: effect.seq(),
            wage_fen: wage.fen(),
        }
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

impl Action for EmployeeEnrollment {
    const ITEM: &'static str = "employee_enrollment";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = problems(std::slice::from_ref(self), context)?;
        if self.people.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.cover_id));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        write(std::slice::from_ref(self), effect)
    }
}
