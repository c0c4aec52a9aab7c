//! 建设项目参保: a construction project is insured by its cost, one fee for its whole time, before work starts.

use serde::{Deserialize, Serialize};
use yiju_rules::{NoTrace, ProjectCase, assess_project};
use yiju_store::tables::{AssessmentRow, ProjectRow};
use yiju_store::{Effect, Fault, journal, register};
use yiju_terms::{Date, Money, Month, Refusal, Region};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::{Context, confirmed};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProjectEnrollment {
    pub id: String,
    pub name: String,
    /// The general contractor, who enrolls for every worker on the site.
    pub contractor: String,
    pub cost: Money,
    pub starts_on: Date,
    pub ends_on: Date,
    /// The month the fee is assessed for.
    pub month: Month,
}

impl ProjectEnrollment {
    fn case(&self, region: &Region) -> ProjectCase {
        ProjectCase {
            region: region.clone(),
            month: self.month,
            project_cost: self.cost,
        }
    }
}

impl Action for ProjectEnrollment {
    const ITEM: &'static str = "project_enrollment";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.name.trim().is_empty() || self.contractor.trim().is_empty() {
            refusals.push(Refusal::new("name_missing").with("subject", &self.id));
        }
        if self.cost <= Money::ZERO {
            refusals.push(Refusal::new("cost_missing").with("project", &self.id));
        }
        if self.ends_on < self.starts_on {
            refusals.push(Refusal::new("project_dates").with("project", &self.id));
        }
        if register::cover_exists(context.store, context.region.code(), "project", &self.id)? {
            refusals.push(Refusal::new("project_exists").with("project", &self.id));
        }
        let confirmed = confirmed(context.store, context.region)?;
        let case = self.case(context.region);
        if let Err(found) = assess_project(context.book, &case, &confirmed, &mut NoTrace) {
            refusals.extend(found);
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let known_seq = journal::head(effect.store, &region)?.seq;
        let confirmed = confirmed(effect.store, rules.region)?;
        let case = self.case(rules.region);
        let result = assess_project(rules.book, &case, &confirmed, &mut NoTrace)?;
        effect.insert(&ProjectRow {
            region: region.clone(),
            id: self.id.clone(),
            valid_from: self.starts_on.to_string(),
            seq: effect.seq(),
            name: self.name.clone(),
            contractor: self.contractor.clone(),
            cost_fen: self.cost.fen(),
            starts_on: self.starts_on.to_string(),
            ends_on: self.ends_on.to_string(),
            state: "active".to_owned(),
        })?;
        effect.insert(&AssessmentRow {
            region,
            payer_kind: "project".to_owned(),
            payer_id: self.id.clone(),
            month: self.month.to_string(),
            seq: effect.seq(),
            persons: 0,
            base_fen: self.cost.fen(),
            base_rate_ppm: result.base_rate.ppm(),
            reference_rate_ppm: result.reference_rate.ppm(),
            rate_ppm: result.rate.ppm(),
            amount_fen: result.amount.fen(),
            relief_local_fen: result.relief_local().fen(),
            relief_temporary_fen: result.relief_temporary().fen(),
            provisional: i64::from(result.provisional),
            law_digest: rules.book.digest().to_owned(),
            known_seq,
        })?;
        Ok(())
    }
}
