//! 银行退票: a payment comes back, is paid again after the account was mended, or is given up (E10).

use serde::{Deserialize, Serialize};
use yiju_ledger::patterns::{e10_payment_given_up, e10_payment_repeated, e10_payment_returned};
use yiju_store::books::held_of_payment;
use yiju_store::cases::payment;
use yiju_store::tables::ServiceRecordRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Money, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PaymentReturn {
    pub payment_id: i64,
    pub on: Date,
    /// `returned`, `repeated` or `given_up`.
    pub stage: String,
    pub reason: String,
}

/// Where money waits that the bank sent back.
const RETURNED: &str = "suspense.returned_payment";

impl Action for PaymentReturn {
    const ITEM: &'static str = "payment_return";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        let region = context.region.code();
        if payment(context.store, region, self.payment_id)?.is_none() {
            refusals.push(Refusal::new("payment_unknown").with("payment", self.payment_id));
        }
        let held = held_of_payment(context.store, region, RETURNED, self.payment_id)?;
        let fits = match self.stage.as_str() {
            "returned" => held == 0,
            "repeated" | "given_up" => held > 0,
            _ => false,
        };
        if !fits {
            refusals.push(
                Refusal::new("return_stage")
                    .with("payment", self.payment_id)
                    .with("stage", &self.stage),
            );
        }
        if self.reason.trim().is_empty() {
            let subject = self.payment_id;
            refusals.push(Refusal::new("return_reason_missing").with("payment", subject));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let row = payment(effect.store, &region, self.payment_id)?
            .ok_or_else(|| Refusal::new("payment_unknown").with("payment", self.payment_id))?;
        let line = crate::pay_batch::payment_line(&row)?;
        let amount = Money::from_fen(row.amount_fen);
        let draft = match self.stage.as_str() {
            "returned" => e10_payment_returned(self.on, amount, line.dimensions),
            "repeated" => e10_payment_repeated(self.on, amount, line.dimensions),
            _ => e10_payment_given_up(self.on, &line)?,
        };
        crate::voucher_writer::write(effect, &draft)?;
        let id = yiju_store::matters::next_id(effect.store, "service_record", &region)?;
        effect.insert(&ServiceRecordRow {
            region,
            id,
            seq: effect.seq(),
            kind: format!("payment_{}", self.stage),
            subject_kind: "payment".to_owned(),
            subject_id: self.payment_id.to_string(),
            done_on: self.on.to_string(),
            note: self.reason.clone(),
        })?;
        Ok(())
    }
}
