//! 基金划转与利息: treasury to fiscal account, plan grants, interest, remittances and allocations (E2, E7, E15–E18).

use serde::{Deserialize, Serialize};
use yiju_ledger::patterns::{
    FundAccount, OperatingMode, e02_treasury_to_fiscal, e07_plan_grant,
    e15_expenditure_account_interest, e15_interest_handed_over, e16_fiscal_account_interest,
    e17_remit_upward, e18_allocation_received,
};
use yiju_ledger::{Dimensions, VoucherDraft};
use yiju_store::{Effect, Fault, register};
use yiju_terms::{Date, Money, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

/// `kind` is the pattern's number in lower case, e.g. `e02`; see [`KINDS`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FundTransfer {
    pub kind: String,
    pub on: Date,
    pub amount: Money,
    /// Number of the bank slip or notice.
    pub document: String,
}

/// What each kind moves.
pub const KINDS: &[&str] = &[
    "e02",
    "e07",
    "e15",
    "e15_handed_over",
    "e16",
    "e17_from_fiscal_account",
    "e17_from_expenditure_account",
    "e18_into_fiscal_account",
    "e18_into_expenditure_account",
];

impl FundTransfer {
    fn draft(&self, mode: OperatingMode) -> VoucherDraft {
        let (on, amount) = (self.on, self.amount);
        match self.kind.as_str() {
            "e02" => e02_treasury_to_fiscal(on, amount),
            "e07" => e07_plan_grant(on, mode, amount, Dimensions::default()),
            "e15" => e15_expenditure_account_interest(on, amount),
            "e15_handed_over" => e15_interest_handed_over(on, amount),
            "e16" => e16_fiscal_account_interest(on, amount),
            "e17_from_fiscal_account" => e17_remit_upward(on, FundAccount::FiscalAccount, amount),
            "e17_from_expenditure_account" => {
                e17_remit_upward(on, FundAccount::ExpenditureAccount, amount)
            }
            "e18_into_fiscal_account" => {
                e18_allocation_received(on, FundAccount::FiscalAccount, amount)
            }
            "e18_into_expenditure_account" => {
                e18_allocation_received(on, FundAccount::ExpenditureAccount, amount)
            }
            other => unreachable!("check refused the kind {other}"),
        }
    }
}

impl Action for FundTransfer {
    const ITEM: &'static str = "fund_transfer";

    fn check(&self, _context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if !KINDS.contains(&self.kind.as_str()) {
            refusals.push(Refusal::new("transfer_unknown").with("kind", &self.kind));
        }
        if self.amount <= Money::ZERO {
            refusals.push(Refusal::new("amount_not_positive").with("amount", self.amount));
        }
        if self.document.trim().is_empty() {
            refusals.push(Refusal::new("document_missing").with("parameter", &self.kind));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let mode = register::office(effect.store, &region)?
            .and_then(|office| OperatingMode::from_stem(&office.mode))
            .ok_or_else(|| Fault::new("reading the office", "its operating mode is unknown"))?;
        let draft = self.draft(mode);
        let summary = format!("{}（{}）", draft.summary, self.document);
        crate::voucher_writer::write(effect, &draft.with_summary(summary))?;
        Ok(())
    }
}
