//! 期初导入: what the provincial system held when this office began, taken over as one reviewed matter a batch.

use serde::{Deserialize, Serialize};
use yiju_store::{Effect, Fault};
use yiju_terms::Refusal;

use crate::employee_enrollment::EmployeeEnrollment;
use crate::employer_enrollment::EmployerRecord;
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

/// Either employers or people in one batch: people refer to employers that are already in the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opening {
    pub source: String,
    pub employers: Vec<EmployerRecord>,
    pub people: Vec<EmployeeEnrollment>,
}

impl Action for Opening {
    const ITEM: &'static str = "opening";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.source.trim().is_empty() {
            refusals.push(Refusal::new("source_missing"));
        }
        for employer in &self.employers {
            refusals.extend(employer.problems(context)?);
        }
        for enrollment in &self.people {
            refusals.extend(enrollment.problems(context)?);
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        for employer in &self.employers {
            employer.write(effect, rules)?;
        }
        for enrollment in &self.people {
            enrollment.write(effect)?;
        }
        Ok(())
    }
}
