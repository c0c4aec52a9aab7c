//! 退费: what a payer paid over the assessment of a month goes back to it (E6).

use serde::{Deserialize, Serialize};
use yiju_ledger::Dimensions;
use yiju_ledger::patterns::{ContributionKind, ContributionLine, Receipt, e06_refund};
use yiju_store::matters::next_id;
use yiju_store::tables::RefundRow;
use yiju_store::{Effect, Fault, register};
use yiju_terms::{Date, Money, Month, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContributionRefund {
    pub employer_id: String,
    pub month: Month,
    pub refunded_on: Date,
    pub amount: Money,
}

impl Action for ContributionRefund {
    const ITEM: &'static str = "contribution_refund";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.amount <= Money::ZERO {
            refusals.push(Refusal::new("amount_not_positive").with("amount", self.amount));
        }
        let (region, month) = (context.region.code(), self.month.to_string());
        let store = &mut *context.store;
        let due = register::assessed_fen(store, region, "employer", &self.employer_id, &month)?;
        let came = register::received_fen(store, region, "employer", &self.employer_id, &month)?;
        let left = Money::from_fen((came - due.unwrap_or(came)).max(0));
        if self.amount > left {
            refusals.push(
                Refusal::new("refunded_too_much")
                    .with("payer", &self.employer_id)
                    .with("month", self.month)
                    .with("amount", self.amount)
                    .with("left", left),
            );
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let line = ContributionLine {
            kind: ContributionKind::Employer,
            amount: self.amount,
            dimensions: Dimensions {
                employer_id: Some(self.employer_id.clone()),
                month: Some(self.month.to_string()),
                ..Dimensions::default()
            },
        };
        let draft = e06_refund(self.refunded_on, Receipt::Treasury, &[line]);
        let voucher_id = crate::voucher_writer::write(effect, &draft)?;
        let region = effect.region().to_owned();
        let id = next_id(effect.store, "refund", &region)?;
        effect.insert(&RefundRow {
            region,
            id,
            seq: effect.seq(),
            payer_kind: "employer".to_owned(),
            payer_id: self.employer_id.clone(),
            month: self.month.to_string(),
            refunded_on: self.refunded_on.to_string(),
            amount_fen: self.amount.fen(),
            voucher_id,
        })?;
        Ok(())
    }
}
