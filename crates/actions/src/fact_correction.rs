//! 事实更正: the facts of a determination as they should have been, by a paper. The determination stays as it was; a
//! settlement evens out what differs.

use serde::{Deserialize, Serialize};
use yiju_rules::BenefitCase;
use yiju_store::tables::FactCorrectionRow;
use yiju_store::{Effect, Fault, settlements};
use yiju_terms::Refusal;

use crate::case_history::{History, read_facts};
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactCorrection {
    pub determination_id: i64,
    /// The whole case as it should have been; which benefits it grants stays with the determination.
    pub case: BenefitCase,
    pub reason: String,
    pub document: String,
}

impl FactCorrection {
    /// A later appraisal with another outcome holds from then on. Without the earlier one beside it everything paid before
    /// would be asked back.
    fn drops_an_appraisal(&self, now: &BenefitCase) -> Option<Refusal> {
        let (was, on) = (now.appraised_on?, self.case.appraised_on?);
        let outcome = |case: &BenefitCase| (case.grade, case.self_care_level);
        let another = outcome(now) != outcome(&self.case);
        (was < on && another && self.case.earlier_appraisal.is_none()).then(|| {
            Refusal::new("earlier_appraisal_missing")
                .with("determination", self.determination_id)
                .with("was", was)
                .with("on", on)
        })
    }
}

impl Action for FactCorrection {
    const ITEM: &'static str = "fact_correction";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        let id = self.determination_id;
        let about = |code| Refusal::new(code).with("determination", id);
        let region = context.region.code();
        let standing = settlements::standing(context.store, region)?;
        match standing.iter().find(|one| one.determination.id == id) {
            None => refusals.push(about("determination_not_standing")),
            Some(one) => {
                let history = History::at(context.store, region, i64::MAX)?;
                let now = history.facts(context.store, one, 0)?.now;
                refusals.extend(self.drops_an_appraisal(&now));
            }
        }
        if self.reason.trim().is_empty() || self.document.trim().is_empty() {
            refusals.push(about("correction_without_paper"));
        }
        if &self.case.region != context.region {
            refusals.push(about("correction_elsewhere"));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let found = settlements::determination(effect.store, &region, self.determination_id)?
            .ok_or_else(|| {
                Refusal::new("determination_not_standing")
                    .with("determination", self.determination_id)
            })?;
        let mut case = self.case.clone();
        case.only = read_facts(&found.determination.facts)?.only;
        let facts =
            serde_json::to_string(&case).map_err(|error| Fault::new("writing the facts", error))?;
        effect.insert(&FactCorrectionRow {
            region,
            determination_id: self.determination_id,
            seq: effect.seq(),
            facts,
            reason: self.reason.clone(),
            document: self.document.clone(),
        })?;
        Ok(())
    }
}
