//! 追回到账: money that a settlement asked back arrives (E11 in the year it was paid, E12 later).

use serde::{Deserialize, Serialize};
use yiju_ledger::Dimensions;
use yiju_ledger::patterns::{
    FundItem, PaymentLine, e11_recovery_same_year, e12_recovery_later_year,
};
use yiju_store::matters::next_id;
use yiju_store::settlements::{determination, paid_on, recovery};
use yiju_store::tables::RecoveryReceiptRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Benefit, Date, Money, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecoveryReceipt {
    pub settlement_id: i64,
    pub determination_id: i64,
    pub benefit: Benefit,
    pub received_on: Date,
    pub amount: Money,
}

impl Action for RecoveryReceipt {
    const ITEM: &'static str = "recovery_receipt";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.amount <= Money::ZERO {
            refusals.push(Refusal::new("amount_not_positive").with("amount", self.amount));
        }
        let (region, id) = (context.region.code(), self.determination_id);
        let benefit = self.benefit.stem();
        let (asked, came) = recovery(context.store, region, self.settlement_id, id, benefit)?;
        let left = Money::from_fen(asked - came);
        if self.amount > left {
            refusals.push(
                Refusal::new("recovered_too_much")
                    .with("determination", id)
                    .with("amount", self.amount)
                    .with("left", left),
            );
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let benefit = self.benefit.stem();
        let found = determination(effect.store, &region, self.determination_id)?
            .ok_or_else(|| Fault::new("reading a settlement", "its determination is missing"))?;
        let line = PaymentLine {
            item: FundItem::Benefit(self.benefit),
            amount: self.amount,
            dimensions: Dimensions {
                person_id: Some(found.determination.person_id.clone()),
                legacy: (found.determination.subject_kind == "legacy").then(|| "pooled".to_owned()),
                ..Dimensions::default()
            },
        };
        let (_, last_paid) = paid_on(effect.store, &region, self.determination_id, benefit)?;
        let year = self.received_on.year().to_string();
        let same_year = last_paid.is_some_and(|day| day.starts_with(&year));
        let draft = match same_year {
            true => e11_recovery_same_year(self.received_on, &line)?,
            false => e12_recovery_later_year(self.received_on, &line),
        };
        let voucher_id = crate::voucher_writer::write(effect, &draft)?;
        let id = next_id(effect.store, "recovery_receipt", &region)?;
        effect.insert(&RecoveryReceiptRow {
            region,
            id,
            seq: effect.seq(),
            settlement_id: self.settlement_id,
            determination_id: self.determination_id,
            benefit: benefit.to_owned(),
            received_on: self.received_on.to_string(),
            amount_fen: self.amount.fen(),
            voucher_id,
        })?;
        Ok(())
    }
}
