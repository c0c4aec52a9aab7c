//! 期初导入: what the provincial system held when this office began, taken over as one reviewed matter a batch.

use serde::{Deserialize, Serialize};
use yiju_store::tables::ProjectRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Money, Refusal};

use crate::employee_enrollment::{self, EmployeeEnrollment};
use crate::employer_enrollment::{self, EmployerRecord};
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

/// Either employers or people in one batch: people refer to employers that are already in the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opening {
    pub source: String,
    pub employers: Vec<EmployerRecord>,
    pub people: Vec<EmployeeEnrollment>,
    /// Construction projects under cover; their fee was paid before.
    #[serde(default)]
    pub projects: Vec<OpeningProject>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpeningProject {
    pub id: String,
    pub name: String,
    pub contractor: String,
    pub cost: Money,
    pub starts_on: Date,
    pub ends_on: Date,
}

impl OpeningProject {
    fn problems(&self) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if self.cost <= Money::ZERO {
            refusals.push(Refusal::new("cost_missing").with("project", &self.id));
        }
        if self.ends_on < self.starts_on {
            refusals.push(Refusal::new("project_dates").with("project", &self.id));
        }
        refusals
    }

    fn row(&self, effect: &Effect<'_>) -> ProjectRow {
        ProjectRow {
            region: effect.region().to_owned(),
            id: self.id.clone(),
            valid_from: self.starts_on.to_string(),
            seq: effect.seq(),
            name: self.name.clone(),
            contractor: self.contractor.clone(),
            cost_fen: self.cost.fen(),
            starts_on: self.starts_on.to_string(),
            ends_on: self.ends_on.to_string(),
            state: "active".to_owned(),
        }
    }
}

impl Action for Opening {
    const ITEM: &'static str = "opening";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.source.trim().is_empty() {
            refusals.push(Refusal::new("source_missing"));
        }
        refusals.extend(employer_enrollment::problems(&self.employers, context)?);
        refusals.extend(employee_enrollment::problems(&self.people, context)?);
        refusals.extend(self.projects.iter().flat_map(OpeningProject::problems));
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        employer_enrollment::write(&self.employers, effect, rules)?;
        for project in &self.projects {
            let row = project.row(effect);
            effect.insert(&row)?;
        }
        employee_enrollment::write(&self.people, effect)
    }
}
