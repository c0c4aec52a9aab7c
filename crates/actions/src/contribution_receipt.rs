//! 到账登记: a list of contributions that arrived in the treasury on a day, booked as one voucher (E1).

use serde::{Deserialize, Serialize};
use yiju_ledger::Dimensions;
use yiju_ledger::patterns::{ContributionKind, ContributionLine, e01_contribution_to_treasury};
use yiju_store::matters::next_id;
use yiju_store::tables::ReceiptRow;
use yiju_store::{Effect, Fault, register};
use yiju_terms::{Date, Money, Month, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContributionReceipt {
    pub received_on: Date,
    /// Where the list came from, e.g. the tax office's file.
    pub channel: String,
    pub lines: Vec<ReceiptLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// `employer` or `project`.
    pub payer_kind: String,
    pub payer_id: String,
    pub month: Month,
    pub amount: Money,
}

impl ReceiptLine {
    fn problems(&self, context: &mut Context<'_>) -> Result<Option<Refusal>, Fault> {
        if self.amount <= Money::ZERO {
            return Ok(Some(
                Refusal::new("amount_not_positive").with("amount", self.amount),
            ));
        }
        let (region, month) = (context.region.code(), self.month.to_string());
        let (kind, payer) = (&self.payer_kind, &self.payer_id);
        let due = register::assessed_fen(context.store, region, kind, payer, &month)?;
        let Some(due) = due else {
            let refusal = Refusal::new("not_assessed")
                .with("payer", payer)
                .with("month", month);
            return Ok(Some(refusal));
        };
        let before = register::received_fen(context.store, region, kind, payer, &month)?;
        let after = before + self.amount.fen();
        Ok((after > due).then(|| {
            Refusal::new("received_too_much")
                .with("payer", &self.payer_id)
                .with("month", self.month)
                .with("amount", Money::from_fen(after))
                .with("due", Money::from_fen(due))
        }))
    }

    fn booked(&self) -> ContributionLine {
        let is_project = self.payer_kind == "project";
        ContributionLine {
            kind: if is_project {
                ContributionKind::Project
            } else {
                ContributionKind::Employer
            },
            amount: self.amount,
            dimensions: Dimensions {
                employer_id: (!is_project).then(|| self.payer_id.clone()),
                project_id: is_project.then(|| self.payer_id.clone()),
                month: Some(self.month.to_string()),
                ..Dimensions::default()
            },
        }
    }
}

impl Action for ContributionReceipt {
    const ITEM: &'static str = "contribution_receipt";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.lines.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.channel));
        }
        for line in &self.lines {
            refusals.extend(line.problems(context)?);
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let lines: Vec<ContributionLine> = self.lines.iter().map(ReceiptLine::booked).collect();
        let draft = e01_contribution_to_treasury(self.received_on, &lines);
        let voucher_id = crate::voucher_writer::write(effect, &draft)?;
        let region = effect.region().to_owned();
        let mut id = next_id(effect.store, "receipt", &region)?;
        for line in &self.lines {
            effect.insert(&ReceiptRow {
                region: region.clone(),
                id,
                seq: effect.seq(),
                payer_kind: line.payer_kind.clone(),
                payer_id: line.payer_id.clone(),
                month: line.month.to_string(),
                received_on: self.received_on.to_string(),
                amount_fen: line.amount.fen(),
                channel: self.channel.clone(),
                voucher_id,
            })?;
            id += 1;
        }
        Ok(())
    }
}
