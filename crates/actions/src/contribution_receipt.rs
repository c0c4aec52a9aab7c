//! 到账登记: a list of contributions that arrived in the treasury on a day, booked as one voucher (E1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yiju_ledger::Dimensions;
use yiju_ledger::patterns::{ContributionKind, ContributionLine, e01_contribution_to_treasury};
use yiju_store::matters::next_id;
use yiju_store::tables::ReceiptRow;
use yiju_store::{Effect, Fault, sets};
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

/// What payers of a kind were assessed for a month and what arrived so far, in fen.
#[derive(Default)]
struct Accounts {
    due: BTreeMap<String, i64>,
    before: BTreeMap<String, i64>,
}

type PayersMonths = BTreeMap<(String, Month), Accounts>;

impl ReceiptLine {
    fn account(&self) -> (String, Month) {
        (self.payer_kind.clone(), self.month)
    }

    fn problem(&self, accounts: &PayersMonths) -> Option<Refusal> {
        if self.amount <= Money::ZERO {
            return Some(Refusal::new("amount_not_positive").with("amount", self.amount));
        }
        let known = accounts.get(&self.account());
        let of = |sums: fn(&Accounts) -> &BTreeMap<String, i64>| {
            known.and_then(|known| sums(known).get(&self.payer_id).copied())
        };
        let Some(due) = of(|known| &known.due) else {
            return Some(
                Refusal::new("not_assessed")
                    .with("payer", &self.payer_id)
                    .with("month", self.month),
            );
        };
        let after = of(|known| &known.before).unwrap_or(0) + self.amount.fen();
        (after > due).then(|| {
            Refusal::new("received_too_much")
                .with("payer", &self.payer_id)
                .with("month", self.month)
                .with("amount", Money::from_fen(after))
                .with("due", Money::from_fen(due))
        })
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

impl ContributionReceipt {
    /// The accounts of every payer on the list, a few statements for each kind and month.
    fn accounts(&self, context: &mut Context<'_>) -> Result<PayersMonths, Fault> {
        let mut payers: BTreeMap<(String, Month), Vec<&str>> = BTreeMap::new();
        for line in &self.lines {
            let ids = payers.entry(line.account()).or_default();
            ids.push(line.payer_id.as_str());
        }
        let region = context.region.code();
        let mut accounts = PayersMonths::new();
        for ((kind, month), ids) in payers {
            let text = month.to_string();
            let all = || ids.iter().copied();
            let known = Accounts {
                due: sets::assessed(context.store, region, &kind, &text, all())?,
                before: sets::received(context.store, region, &kind, &text, all())?,
            };
            accounts.insert((kind, month), known);
        }
        Ok(accounts)
    }
}

impl Action for ContributionReceipt {
    const ITEM: &'static str = "contribution_receipt";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.lines.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.channel));
        }
        let accounts = self.accounts(context)?;
        refusals.extend(self.lines.iter().filter_map(|line| line.problem(&accounts)));
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let lines: Vec<ContributionLine> = self.lines.iter().map(ReceiptLine::booked).collect();
        let draft = e01_contribution_to_treasury(self.received_on, &lines);
        let voucher_id = crate::voucher_writer::write(effect, &draft)?;
        let region = effect.region().to_owned();
        let first = next_id(effect.store, "receipt", &region)?;
        let row = |(id, line): (i64, &ReceiptLine)| ReceiptRow {
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
        };
        let rows: Vec<ReceiptRow> = (first..).zip(&self.lines).map(row).collect();
        Ok(effect.insert_all(&rows)?)
    }
}
