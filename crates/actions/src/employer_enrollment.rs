//! 参保登记（单位）: an employer joins, with its risk class taken from the industry table of the law.

use serde::{Deserialize, Serialize};
use yiju_lawbook::At;
use yiju_store::tables::EmployerRow;
use yiju_store::{Effect, Fault, sets};
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
    fn problems(&self, context: &Context<'_>) -> Vec<Refusal> {
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
        refusals
    }

    fn row(&self, effect: &Effect<'_>, rules: &Rules<'_>) -> Result<EmployerRow, Refusal> {
        let at = At {
            region: rules.region.clone(),
            on: self.from,
        };
        let class = rules
            .book
            .risk_class_of_industry(&self.industry_code, &at)?;
        Ok(EmployerRow {
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
        })
    }
}

/// Every reason against a list of employers; what the register knows is asked once for all.
pub(crate) fn problems(
    employers: &[EmployerRecord],
    context: &mut Context<'_>,
) -> Result<Vec<Refusal>, Fault> {
    let ids = employers.iter().map(|employer| employer.id.as_str());
    let known = sets::covers_known(context.store, context.region.code(), "employer", ids)?;
    let mut refusals = Vec::new();
    for employer in employers {
        refusals.extend(employer.problems(context));
        if known.contains(&employer.id) {
            refusals.push(Refusal::new("employer_exists").with("employer", &employer.id));
        }
    }
    Ok(refusals)
}

pub(crate) fn write(
    employers: &[EmployerRecord],
    effect: &mut Effect<'_>,
    rules: &Rules<'_>,
) -> Result<(), ActionError> {
    let row = |employer: &EmployerRecord| employer.row(effect, rules);
    let rows: Vec<EmployerRow> = employers.iter().map(row).collect::<Result<_, _>>()?;
    Ok(effect.insert_all(&rows)?)
}

impl Action for EmployerEnrollment {
    const ITEM: &'static str = "employer_enrollment";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        problems(&self.employers, context)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        write(&self.employers, effect, rules)
    }
}
