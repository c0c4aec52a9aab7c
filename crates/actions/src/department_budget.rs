//! 部门预算: prior outturn, initial budget and approved adjustments of the agency's own lines.

use serde::{Deserialize, Serialize};
use yiju_store::tables::BudgetRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Money, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DepartmentBudget {
    pub year: i16,
    pub document: String,
    pub lines: Vec<BudgetLine>,
}

/// `stage`: `prior_outturn`, `initial` or `adjustment` (which may be negative and needs a reason).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BudgetLine {
    pub line: String,
    pub stage: String,
    pub amount: Money,
    pub reason: String,
}

impl Action for DepartmentBudget {
    const ITEM: &'static str = "department_budget";

    fn check(&self, _context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.document.trim().is_empty() {
            refusals.push(Refusal::new("document_missing").with("parameter", "department_budget"));
        }
        for line in &self.lines {
            if !yiju_ledger::department::is_line(&line.line) {
                refusals.push(Refusal::new("line_not_in_budget").with("line", &line.line));
            }
            let adjusts = line.stage == "adjustment";
            if adjusts && line.reason.trim().is_empty() {
                refusals.push(Refusal::new("adjustment_reason").with("line", &line.line));
            }
            if !matches!(
                line.stage.as_str(),
                "prior_outturn" | "initial" | "adjustment"
            ) {
                refusals.push(Refusal::new("event_unknown").with("kind", &line.stage));
            }
            if !adjusts && line.amount < Money::ZERO {
                refusals.push(Refusal::new("amount_not_positive").with("amount", line.amount));
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        for line in &self.lines {
            effect.insert(&BudgetRow {
                region: effect.region().to_owned(),
                year: i64::from(self.year),
                line: line.line.clone(),
                seq: effect.seq(),
                stage: line.stage.clone(),
                amount_fen: line.amount.fen(),
                reason: line.reason.clone(),
                document: self.document.clone(),
            })?;
        }
        Ok(())
    }
}
