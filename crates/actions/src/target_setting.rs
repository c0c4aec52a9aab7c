//! 绩效目标: the year's targets, set before the work and with their document.

use serde::{Deserialize, Serialize};
use yiju_store::tables::TargetRow;
use yiju_store::{Effect, Fault};
use yiju_terms::Refusal;

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TargetSetting {
    pub year: i16,
    pub document: String,
    pub targets: Vec<Target>,
}

/// `value` is in the figure's own unit: fen, count or ppm. `operator` is `at_least` or `at_most`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Target {
    pub figure: String,
    pub operator: String,
    pub value: i64,
}

impl Action for TargetSetting {
    const ITEM: &'static str = "target_setting";

    fn check(&self, _context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.document.trim().is_empty() {
            refusals.push(Refusal::new("document_missing").with("parameter", "target"));
        }
        for target in &self.targets {
            if !matches!(target.operator.as_str(), "at_least" | "at_most") {
                refusals.push(Refusal::new("operator_unknown").with("operator", &target.operator));
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        for target in &self.targets {
            effect.insert(&TargetRow {
                region: effect.region().to_owned(),
                year: i64::from(self.year),
                figure: target.figure.clone(),
                seq: effect.seq(),
                operator: target.operator.clone(),
                value: target.value,
                document: self.document.clone(),
            })?;
        }
        Ok(())
    }
}
