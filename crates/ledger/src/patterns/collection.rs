//! Money in: contributions, surcharges, unmatched receipts, refunds (E1–E6).

use jiff::civil::Date;
use yiju_terms::Money;

use super::fund_voucher;
use crate::voucher::{Dimensions, PostingDraft, VoucherDraft};

/// Which sub-account of the contribution income a receipt belongs to.
#[doc(alias = "缴费类别")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContributionKind {
    #[doc(alias = "单位缴费")]
    Employer,
    #[doc(alias = "建设项目参保")]
    Project,
    #[doc(alias = "补缴以前年度")]
    BackPayment,
    #[doc(alias = "新就业形态")]
    NewForms,
}

impl ContributionKind {
    pub const fn account(self) -> &'static str {
        match self {
            ContributionKind::Employer => "contribution_income.employer",
            ContributionKind::Project => "contribution_income.project",
            ContributionKind::BackPayment => "contribution_income.back_payment",
            ContributionKind::NewForms => "contribution_income.new_forms",
        }
    }
}

/// One payer's contribution within a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContributionLine {
    pub kind: ContributionKind,
    pub amount: Money,
    pub dimensions: Dimensions,
}

/// One payer's late surcharge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurchargeLine {
    pub amount: Money,
    pub dimensions: Dimensions,
}

/// Where collected money arrives, and from where a refund leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Receipt {
    #[doc(alias = "国库")]
    Treasury,
    #[doc(alias = "财政专户")]
    FiscalAccount,
}

impl Receipt {
    pub const fn account(self) -> &'static str {
        match self {
            Receipt::Treasury => "treasury",
            Receipt::FiscalAccount => "fiscal_account",
        }
    }
}

fn contributions(lines: &[ContributionLine]) -> Vec<PostingDraft> {
    lines
        .iter()
        .map(|line| PostingDraft::credit(line.kind.account(), line.amount, line.dimensions.clone()))
        .collect()
}

fn total(lines: &[ContributionLine]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}

fn received(account: &str, lines: &[ContributionLine]) -> Vec<PostingDraft> {
    let mut postings = vec![PostingDraft::debit(
        account,
        total(lines),
        Dimensions::default(),
    )];
    postings.extend(contributions(lines));
    postings
}

/// E1: the tax office has collected, the money sits in the treasury, the agency has the voucher and its list.
/// Dr 国库存款 / Cr 社会保险费收入 (a posting per payer). Pattern verified (2003 system and a textbook).
pub fn e01_contribution_to_treasury(on: Date, lines: &[ContributionLine]) -> VoucherDraft {
    let count = lines.len().to_string();
    fund_voucher("E1", on, &[("count", &count)], received("treasury", lines))
}

/// E2: the treasury moves the money to the fiscal account. Dr 财政专户存款 / Cr 国库存款. Pattern verified.
pub fn e02_treasury_to_fiscal(on: Date, amount: Money) -> VoucherDraft {
    let postings = vec![
        PostingDraft::debit("fiscal_account", amount, Dimensions::default()),
        PostingDraft::credit("treasury", amount, Dimensions::default()),
    ];
    fund_voucher("E2", on, &[], postings)
}

/// E3: contributions arrive in the fiscal account directly. Dr 财政专户存款 / Cr 社会保险费收入. Known, high.
pub fn e03_contribution_to_fiscal(on: Date, lines: &[ContributionLine]) -> VoucherDraft {
    let count = lines.len().to_string();
    let postings = received("fiscal_account", lines);
    fund_voucher("E3", on, &[("count", &count)], postings)
}

/// E4, first part: a receipt that fits no payer. Dr 财政专户存款 or 国库存款 / Cr 暂收款—待查收款. Known, medium.
/// Name the receipt in `dimensions.payment_id`; clearing it needs the same name.
pub fn e04_unmatched_receipt(
    on: Date,
    into: Receipt,
    amount: Money,
    dimensions: Dimensions,
) -> VoucherDraft {
    let postings = vec![
        PostingDraft::debit(into.account(), amount, dimensions.clone()),
        PostingDraft::credit("suspense.unmatched_receipt", amount, dimensions),
    ];
    fund_voucher("E4", on, &[], postings)
}

/// E4, second part: the payer of an unmatched receipt is found.
/// Dr 暂收款—待查收款 / Cr 社会保险费收入. Known, medium.
pub fn e04_unmatched_cleared(
    on: Date,
    receipt: Dimensions,
    lines: &[ContributionLine],
) -> VoucherDraft {
    let amount = total(lines);
    let mut postings = vec![PostingDraft::debit(
        "suspense.unmatched_receipt",
        amount,
        receipt,
    )];
    postings.extend(contributions(lines));
    fund_voucher("E4.cleared", on, &[], postings)
}

/// E5: late surcharges, which belong to the fund (社会保险费征缴暂行条例 § 13).
/// Dr 国库存款 or 财政专户存款 / Cr 其他收入—滞纳金. Known, medium.
pub fn e05_late_surcharge(on: Date, into: Receipt, lines: &[SurchargeLine]) -> VoucherDraft {
    let amount = lines.iter().map(|line| line.amount).sum();
    let mut postings = vec![PostingDraft::debit(
        into.account(),
        amount,
        Dimensions::default(),
    )];
    postings.extend(lines.iter().map(|line| {
        PostingDraft::credit(
            "other_income.late_surcharge",
            line.amount,
            line.dimensions.clone(),
        )
    }));
    let count = lines.len().to_string();
    fund_voucher("E5", on, &[("count", &count)], postings)
}

/// E6: a contribution paid in error goes back in the same year, by the way it came.
/// Dr 社会保险费收入 / Cr 财政专户存款 or 国库存款. Known, medium.
pub fn e06_refund(on: Date, from: Receipt, lines: &[ContributionLine]) -> VoucherDraft {
    let mut postings: Vec<PostingDraft> = lines
        .iter()
        .map(|line| PostingDraft::debit(line.kind.account(), line.amount, line.dimensions.clone()))
        .collect();
    postings.push(PostingDraft::credit(
        from.account(),
        total(lines),
        Dimensions::default(),
    ));
    let count = lines.len().to_string();
    fund_voucher("E6", on, &[("count", &count)], postings)
}
