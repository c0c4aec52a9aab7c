//! 冲正: a wrong voucher is reversed in red ink, with its reason; the voucher itself stays (E23).

use serde::{Deserialize, Serialize};
use yiju_ledger::Ledger;
use yiju_ledger::patterns::e23_reversal;
use yiju_store::{Effect, Fault, books};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;
use crate::voucher_writer;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reversal {
    pub ledger: String,
    pub voucher_id: i64,
    pub on: Date,
    pub reason: String,
}

impl Reversal {
    fn unknown(&self) -> Refusal {
        Refusal::new("voucher_unknown")
            .with("ledger", &self.ledger)
            .with("voucher", self.voucher_id)
    }
}

impl Action for Reversal {
    const ITEM: &'static str = "reversal";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        let region = context.region.code();
        let Some(ledger) = Ledger::from_stem(&self.ledger) else {
            return Ok(vec![
                Refusal::new("ledger_unknown").with("ledger", &self.ledger),
            ]);
        };
        if voucher_writer::read(context.store, region, ledger, self.voucher_id)?.is_none() {
            refusals.push(self.unknown());
        }
        if books::is_reversed(context.store, region, &self.ledger, self.voucher_id)? {
            refusals.push(
                Refusal::new("reversed_before")
                    .with("ledger", &self.ledger)
                    .with("voucher", self.voucher_id),
            );
        }
        refusals.extend(voucher_writer::closed(
            context.store,
            region,
            ledger,
            self.on,
        )?);
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let ledger = Ledger::from_stem(&self.ledger).ok_or_else(|| self.unknown())?;
        let voucher = voucher_writer::read(effect.store, &region, ledger, self.voucher_id)?
            .ok_or_else(|| self.unknown())?;
        let draft = e23_reversal(self.on, &voucher, &self.reason);
        voucher_writer::write(effect, &draft)?;
        Ok(())
    }
}
