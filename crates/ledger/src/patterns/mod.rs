//! Booking patterns of the fund: one function per event, each returning a voucher draft ready for its check.
//!
//! Each function names the event, the entry (Dr / Cr), where the treatment is from and how sure we are of it:
//! *verified* (read in a public text), *known* (general practice, to be confirmed by the county's accountant).

mod closing;
mod collection;
mod payment;
mod pooling;

pub(crate) use closing::close_class;
pub use closing::{e22_year_close, e23_reversal};
pub use collection::{
    ContributionKind, ContributionLine, Receipt, SurchargeLine, e01_contribution_to_treasury,
    e02_treasury_to_fiscal, e03_contribution_to_fiscal, e04_unmatched_cleared,
    e04_unmatched_receipt, e05_late_surcharge, e06_refund,
};
pub use payment::{
    FundItem, OperatingMode, PaymentLine, e07_plan_grant, e08_benefit_payment,
    e10_payment_given_up, e10_payment_repeated, e10_payment_returned, e11_recovery_same_year,
    e12_recovery_later_year,
};
pub use pooling::{
    FundAccount, e15_expenditure_account_interest, e15_interest_handed_over,
    e16_fiscal_account_interest, e17_remit_upward, e17_remittance_received, e18_allocation_paid,
    e18_allocation_received,
};

use jiff::civil::Date;
use yiju_terms::Lang;
use yiju_terms::words;

use crate::chart::Ledger;
use crate::voucher::{PostingDraft, VoucherDraft};

/// Every pattern of the fund ledger, in the order of the handbook.
pub const FUND_PATTERNS: &[&str] = &[
    "E1",
    "E2",
    "E3",
    "E4",
    "E4.cleared",
    "E5",
    "E6",
    "E7",
    "E8",
    "E10",
    "E10.repeated",
    "E10.given_up",
    "E11",
    "E12",
    "E15",
    "E15.handed_over",
    "E16",
    "E17",
    "E17.received",
    "E18",
    "E18.paid",
    "E22",
    "E23",
];

/// Whether vouchers of this pattern only move income and expenditure into the balance (leave them out of the
/// turnover of an income statement).
pub fn is_closing(pattern: &str) -> bool {
    pattern == "E22" || pattern == "D9"
}

/// What an event is called, in the language asked for.
pub fn name(pattern: &str, lang: Lang) -> String {
    words::word(lang, &format!("ledger.pattern.{pattern}"))
}

/// A fund voucher with the words of its pattern; `args` fill the places of the summary.
fn fund_voucher(
    pattern: &'static str,
    on: Date,
    args: &[(&str, &str)],
    postings: Vec<PostingDraft>,
) -> VoucherDraft {
    VoucherDraft {
        ledger: Ledger::Fund,
        pattern,
        on,
        summary: words::text(Lang::Zh, &format!("ledger.summary.{pattern}"), args),
        postings,
        reverses: None,
        reason: None,
    }
}
