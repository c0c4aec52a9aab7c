//! Vouchers and postings before they are written, and the check every one passes first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yiju_terms::{Money, Refusal};

use crate::chart::{Chart, Direction, Ledger};

/// What a posting is about, beside its account. All are texts so the store keeps them as they are.
#[doc(alias = "辅助核算")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Dimensions {
    /// The payer.
    pub employer_id: Option<String>,
    pub person_id: Option<String>,
    /// Stem of a benefit of the glossary.
    pub benefit: Option<String>,
    /// The month the amount belongs to (所属期), `2023-05`.
    pub month: Option<String>,
    /// A construction project.
    pub project_id: Option<String>,
    /// Old injuries: the stem of the kind, e.g. `pooled`.
    pub legacy: Option<String>,
    /// The payment line, pay batch or receipt.
    pub payment_id: Option<String>,
    /// Department ledger: stem of the budget line.
    pub budget_line: Option<String>,
    /// Department ledger: the procurement this spending belongs to.
    pub procurement: Option<String>,
}

impl Dimensions {
    /// The names in their fixed order (as the store keeps and digests them).
    pub const NAMES: [&'static str; 9] = [
        "employer_id",
        "person_id",
        "benefit",
        "month",
        "project_id",
        "legacy",
        "payment_id",
        "budget_line",
        "procurement",
    ];

    /// The values in the order of `NAMES`.
    pub fn values(&self) -> [Option<&str>; 9] {
        [
            self.employer_id.as_deref(),
            self.person_id.as_deref(),
            self.benefit.as_deref(),
            self.month.as_deref(),
            self.project_id.as_deref(),
            self.legacy.as_deref(),
            self.payment_id.as_deref(),
            self.budget_line.as_deref(),
            self.procurement.as_deref(),
        ]
    }

    pub fn payment(id: impl Into<String>) -> Dimensions {
        Dimensions {
            payment_id: Some(id.into()),
            ..Dimensions::default()
        }
    }
}

/// One line of a voucher: an account and an amount on one side.
#[doc(alias = "分录")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingDraft {
    /// Account stem, e.g. `benefit_expenditure.disability.disability_lump_sum`.
    pub account: String,
    pub debit: Money,
    pub credit: Money,
    pub dimensions: Dimensions,
}

impl PostingDraft {
    #[doc(alias = "借")]
    pub fn debit(account: &str, amount: Money, dimensions: Dimensions) -> PostingDraft {
        PostingDraft {
            account: account.to_owned(),
            debit: amount,
            credit: Money::ZERO,
            dimensions,
        }
    }

    #[doc(alias = "贷")]
    pub fn credit(account: &str, amount: Money, dimensions: Dimensions) -> PostingDraft {
        PostingDraft {
            account: account.to_owned(),
            debit: Money::ZERO,
            credit: amount,
            dimensions,
        }
    }
}

/// A voucher before it is written.
#[doc(alias = "记账凭证")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherDraft {
    pub ledger: Ledger,
    /// The booking pattern, e.g. `E8` (see `patterns`) or `D2` (see `department`).
    pub pattern: &'static str,
    pub on: Date,
    /// The words on the voucher; books are kept in Chinese.
    pub summary: String,
    pub postings: Vec<PostingDraft>,
    /// The voucher this one reverses.
    pub reverses: Option<i64>,
    /// Why it is reversed; a reversal without a reason is refused.
    pub reason: Option<String>,
}

/// A voucher that has been written, as far as the ledger needs to know it.
#[doc(alias = "凭证")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    pub id: i64,
    pub ledger: Ledger,
    pub pattern: String,
    pub on: Date,
    pub summary: String,
    pub postings: Vec<PostingDraft>,
    pub reverses: Option<i64>,
}

impl VoucherDraft {
    /// What is debited, in total.
    pub fn total(&self) -> Money {
        self.postings.iter().map(|posting| posting.debit).sum()
    }

    /// Replaces the words of the pattern.
    pub fn with_summary(mut self, summary: impl Into<String>) -> VoucherDraft {
        self.summary = summary.into();
        self
    }

    /// Everything that forbids writing this voucher, at once: balance to the fen, sides, signs, accounts, bank flows.
    pub fn check(&self, chart: &Chart) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        self.check_head(chart, &mut refusals);
        for (index, posting) in self.postings.iter().enumerate() {
            self.check_sides(index + 1, posting, &mut refusals);
            self.check_account(index + 1, posting, chart, &mut refusals);
        }
        self.check_balance(&mut refusals);
        self.check_flows(chart, &mut refusals);
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(refusals)
        }
    }

    fn check_head(&self, chart: &Chart, refusals: &mut Vec<Refusal>) {
        if self.ledger != chart.ledger {
            refusals.push(
                Refusal::new("ledger_other_book")
                    .with("ledger", self.ledger.stem())
                    .with("chart", chart.ledger.stem()),
            );
        }
        if self.summary.trim().is_empty() {
            refusals.push(Refusal::new("ledger_no_summary"));
        }
        if self.postings.len() < 2 {
            let count = self.postings.len();
            refusals.push(Refusal::new("ledger_too_few_postings").with("count", count));
        }
        let reason = self.reason.as_deref().unwrap_or("");
        if self.reverses.is_some() && reason.trim().is_empty() {
            refusals.push(Refusal::new("ledger_reversal_without_reason"));
        }
    }

    fn check_sides(&self, line: usize, posting: &PostingDraft, refusals: &mut Vec<Refusal>) {
        let (debit, credit) = (posting.debit, posting.credit);
        let about = |code| {
            Refusal::new(code)
                .with("line", line)
                .with("account", &posting.account)
        };
        if !debit.is_zero() && !credit.is_zero() {
            refusals.push(about("ledger_both_sides"));
        }
        if debit.is_zero() && credit.is_zero() {
            refusals.push(about("ledger_no_amount"));
        }
        // Red ink is how a reversal is written; nothing else may carry a negative amount.
        if self.reverses.is_none() && (debit < Money::ZERO || credit < Money::ZERO) {
            let amount = if debit < Money::ZERO { debit } else { credit };
            refusals.push(about("ledger_negative_amount").with("amount", amount));
        }
    }

    fn check_account(
        &self,
        line: usize,
        posting: &PostingDraft,
        chart: &Chart,
        refusals: &mut Vec<Refusal>,
    ) {
        let about = |code| {
            Refusal::new(code)
                .with("line", line)
                .with("account", &posting.account)
        };
        let Some(account) = chart.account(&posting.account) else {
            refusals.push(about("ledger_unknown_account"));
            return;
        };
        if !account.is_leaf {
            refusals.push(about("ledger_not_a_leaf").with("name", &account.name));
        }
        if account.code_on(self.on).is_none() {
            let refusal = about("ledger_account_not_in_force");
            refusals.push(refusal.with("name", &account.name).with("day", self.on));
        }
    }

    fn check_balance(&self, refusals: &mut Vec<Refusal>) {
        // Summed wider than an amount, so that no input can overflow the check itself.
        let sum = |side: fn(&PostingDraft) -> Money| -> i128 {
            let fen = |posting| i128::from(side(posting).fen());
            self.postings.iter().map(fen).sum()
        };
        let (debit, credit) = (sum(|p| p.debit), sum(|p| p.credit));
        if debit != credit {
            refusals.push(
                Refusal::new("ledger_unbalanced")
                    .with("debit", yuan(debit))
                    .with("credit", yuan(credit))
                    .with("difference", yuan(debit - credit)),
            );
        }
    }

    /// Every pair of a limited bank account and a counter account must be allowed by the chart.
    fn check_flows(&self, chart: &Chart, refusals: &mut Vec<Refusal>) {
        for (index, posting) in self.postings.iter().enumerate() {
            if !chart.limits_flows_of(&posting.account) {
                continue;
            }
            let direction = if posting.debit.is_zero() {
                Direction::Out
            } else {
                Direction::In
            };
            for counter in self.counter_accounts(direction) {
                let seen = refusals.iter().any(|refusal| {
                    refusal.code == "ledger_flow_not_allowed"
                        && refusal.arg("account") == Some(&posting.account)
                        && refusal.arg("counter") == Some(counter)
                });
                if seen || chart.flow(&posting.account, direction, counter).is_some() {
                    continue;
                }
                let refusal = Refusal::new("ledger_flow_not_allowed")
                    .with("line", index + 1)
                    .with("account", &posting.account)
                    .with("counter", counter)
                    .with("name", name_of(chart, &posting.account))
                    .with("counter_name", name_of(chart, counter))
                    .cite(&chart.basis);
                refusals.push(refusal);
            }
        }
    }

    /// The accounts on the side opposite to money moving in `direction`.
    fn counter_accounts(&self, direction: Direction) -> impl Iterator<Item = &str> {
        let opposite = move |posting: &&PostingDraft| match direction {
            Direction::In => !posting.credit.is_zero(),
            Direction::Out => !posting.debit.is_zero(),
        };
        self.postings
            .iter()
            .filter(opposite)
            .map(|posting| posting.account.as_str())
    }
}

fn name_of(chart: &Chart, stem: &str) -> String {
    chart.full_name(stem).unwrap_or_else(|| stem.to_owned())
}

/// Fen as yuan, for amounts that may not fit `Money`.
fn yuan(fen: i128) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}
