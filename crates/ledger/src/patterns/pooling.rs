//! Interest and the flows between county and upper level (E15–E18).

use jiff::civil::Date;
use yiju_terms::Money;

use super::fund_voucher;
use crate::voucher::{Dimensions, PostingDraft, VoucherDraft};

/// The two bank accounts that take part in flows between levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FundAccount {
    #[doc(alias = "财政专户")]
    FiscalAccount,
    #[doc(alias = "支出户")]
    ExpenditureAccount,
}

impl FundAccount {
    pub const fn account(self) -> &'static str {
        match self {
            FundAccount::FiscalAccount => "fiscal_account",
            FundAccount::ExpenditureAccount => "expenditure_account",
        }
    }
}

fn pair(pattern: &'static str, on: Date, debit: &str, credit: &str, amount: Money) -> VoucherDraft {
    let postings = vec![
        PostingDraft::debit(debit, amount, Dimensions::default()),
        PostingDraft::credit(credit, amount, Dimensions::default()),
    ];
    fund_voucher(pattern, on, &[], postings)
}

/// E15, first part: the bank credits interest on the expenditure account.
/// Dr 支出户存款 / Cr 利息收入—支出户利息. Verified.
pub fn e15_expenditure_account_interest(on: Date, amount: Money) -> VoucherDraft {
    let income = "interest_income.expenditure_account";
    pair("E15", on, "expenditure_account", income, amount)
}

/// E15, second part: that interest is handed over. Dr 财政专户存款 / Cr 支出户存款. Duty verified (144号).
pub fn e15_interest_handed_over(on: Date, amount: Money) -> VoucherDraft {
    let (debit, credit) = ("fiscal_account", "expenditure_account");
    pair("E15.handed_over", on, debit, credit, amount)
}

/// E16: interest on the fiscal account, by the finance bureau's notice.
/// Dr 财政专户存款 / Cr 利息收入—财政专户利息. Known, high.
pub fn e16_fiscal_account_interest(on: Date, amount: Money) -> VoucherDraft {
    let income = "interest_income.fiscal_account";
    pair("E16", on, "fiscal_account", income, amount)
}

/// E17: the county remits upward. Dr 上解上级支出 / Cr 财政专户存款 or 支出户存款.
/// Known, high; that the expenditure account may be used is verified (社会保险经办条例 § 40).
pub fn e17_remit_upward(on: Date, from: FundAccount, amount: Money) -> VoucherDraft {
    pair("E17", on, "upward_remittance", from.account(), amount)
}

/// E17 seen from above: a lower level's remittance arrives. Dr 财政专户存款 / Cr 下级上解收入. Known, high.
pub fn e17_remittance_received(on: Date, amount: Money) -> VoucherDraft {
    let (debit, credit) = ("fiscal_account", "lower_remittance");
    pair("E17.received", on, debit, credit, amount)
}

/// E18: the upper level allots. Dr 支出户存款 or 财政专户存款 / Cr 上级补助收入. Known, high.
pub fn e18_allocation_received(on: Date, into: FundAccount, amount: Money) -> VoucherDraft {
    pair("E18", on, into.account(), "upper_subsidy", amount)
}

/// E18 seen from above: an allocation to a lower level. Dr 补助下级支出 / Cr 财政专户存款. Known, high.
pub fn e18_allocation_paid(on: Date, amount: Money) -> VoucherDraft {
    let (debit, credit) = ("downward_allocation", "fiscal_account");
    pair("E18.paid", on, debit, credit, amount)
}
