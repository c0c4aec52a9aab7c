//! 参保登记（单位）: an employer joins, with its risk class taken from the industry table of the law.

use serde::{Deserialize, Serialize};
use yiju_lawbook::At;
use yiju_store::tables::EmployerRow;
use yiju_store::{Effect, Fault, register};
use yiju_terms::credit_code::CreditCode;
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[doc(alias = "单位参保登记")]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmployerEnrollment {
    pub employers: Vec<EmployerRecord>,
}

/// `id` is the local number (单位编号); small shops may lack a credit code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmployerRecord {
    pub id: String,
    pub name: String,
    pub credit_code: Option<String>,
    /// `enterprise`, `institution`, `organization`, `individual_business`.
    pub kind: String,
    /// GB/T 4754-2017, two digits or more.
    pub industry_code: String,
    pub from: Date,
}

pub const EMPLOYER_KINDS: &[&str] = &[
    "enterprise",
    "institution",
    "organization",
    "individual_business",
];

impl EmployerRecord {
    pub(crate) fn problems(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.name.trim().is_empty() {
            refusals.push(Refusal::new("name_missing").with("subject", &self.id));
        }
        if let Some(code) = &self.credit_code
            && let Err(refusal) = CreditCode::parse(code)
        {
            refusals.push(refusal);
        }
        if !EMPLOYER_KINDS.contains(&self.kind.as_str()) {
            refusals.push(Refusal::new("employer_kind_unknown").with("kind", &self.kind));
        }
        let at = At {
            region: context.region.clone(),
            on: self.from,
        };
        if let Err(refusal) = context
            .book
            .risk_class_of_industry(&self.industry_code, &at)
        {
            refusals.push(refusal);
        }
        if register::cover_exists(context.store, context.region.code(), "employer", &self.id)? {
            refusals.push(Refusal::new("employer_exists").with("employer", &self.id));
        }
        Ok(refusals)
    }

    pub(crate) fn write(
        &self,
        effect: &mut Effect<'_>,
        rules: &Rules<'_>,
    ) -> Result<(), ActionError> {
        let at = At {
            region: rules.region.clone(),
            on: self.from,
        };
        let class = rules
            .book
            .risk_class_of_industry(&self.industry_code, &at)?;
        effect.insert(&EmployerRow {
            region: effect.region().to_owned(),
            id: self.id.clone(),
            valid_from: self.from.to_string(),
            seq: effect.seq(),
            name: self.name.clone(),
            credit_code: self.credit_code.clone(),
            kind: self.kind.clone(),
            industry_code: self.industry_code.clone(),
            industry_edition: "GB/T 4754-2017".to_owned(),
            risk_class: i64::from(class.value.get()),
            experience_tier: 100,
            state: "active".to_owned(),
        })?;
        Ok(())
    }
}

impl Action for EmployerEnrollment {
    const ITEM: &'static str = "employer_enrollment";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        for employer in &self.employers {
            refusals.extend(employer.problems(context)?);
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        for employer in &self.employers {
            employer.write(effect, rules)?;
        }
        Ok(())
    }
}
