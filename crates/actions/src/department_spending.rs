//! 部门经费: quotas granted by the treasury and spending within the adjusted budget.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yiju_ledger::department::{
    belongs_to_project, d1_appropriation, d2_spending, is_line, over_budget,
};
use yiju_store::{Effect, Fault, Store, books};
use yiju_terms::{Date, Money, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

/// `kind`: `appropriation` (a quota for the line's basic or project part) or `spending`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DepartmentSpending {
    pub kind: String,
    pub on: Date,
    pub line: String,
    pub amount: Money,
    pub summary: String,
    /// The purchase it belongs to, if it was procured.
    pub procurement: Option<String>,
}

/// The memo line whose budget limits purchases.
const PROCUREMENT: &str = "procurement";

/// Initial budget and adjustments by line.
pub fn adjusted_budget(
    store: &mut Store,
    region: &str,
    year: i16,
) -> Result<BTreeMap<String, Money>, Fault> {
    let mut adjusted: BTreeMap<String, Money> = BTreeMap::new();
    for row in books::budget(store, region, year)? {
        if row.stage != "prior_outturn" {
            *adjusted.entry(row.line).or_default() += Money::from_fen(row.amount_fen);
        }
    }
    Ok(adjusted)
}

fn spent(store: &mut Store, region: &str, year: i16) -> Result<BTreeMap<String, Money>, Fault> {
    let money = |(line, fen)| (line, Money::from_fen(fen));
    let mut spent: BTreeMap<String, Money> = books::department_spent(store, region, year, false)?
        .into_iter()
        .map(money)
        .collect();
    let bought = books::department_spent(store, region, year, true)?;
    let total = bought.into_values().sum();
    spent.insert(PROCUREMENT.to_owned(), Money::from_fen(total));
    Ok(spent)
}

impl Action for DepartmentSpending {
    const ITEM: &'static str = "department_spending";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.amount <= Money::ZERO {
            refusals.push(Refusal::new("amount_not_positive").with("amount", self.amount));
        }
        if !is_line(&self.line) || self.line == PROCUREMENT {
            refusals.push(Refusal::new("line_not_in_budget").with("line", &self.line));
        }
        match self.kind.as_str() {
            "appropriation" => {}
            "spending" => {
                let (region, year) = (context.region.code(), self.on.year());
                let adjusted = adjusted_budget(context.store, region, year)?;
                let spent = spent(context.store, region, year)?;
                refusals.extend(over_budget(&self.line, self.amount, &adjusted, &spent));
                if self.procurement.is_some() {
                    refusals.extend(over_budget(PROCUREMENT, self.amount, &adjusted, &spent));
                }
            }
            other => refusals.push(Refusal::new("event_unknown").with("kind", other)),
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let draft = match self.kind.as_str() {
            "appropriation" => {
                d1_appropriation(self.on, belongs_to_project(&self.line), self.amount)
            }
            _ => d2_spending(
                self.on,
                &self.line,
                self.amount,
                &self.summary,
                self.procurement.as_deref(),
            )?,
        };
        crate::voucher_writer::write(effect, &draft)?;
        Ok(())
    }
}
