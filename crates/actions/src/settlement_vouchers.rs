//! Which vouchers a settlement leads to. The fund is on a cash basis: each is booked when its money moves.

use std::collections::BTreeMap;

use serde::Serialize;
use yiju_ledger::patterns::{
    ContributionKind, ContributionLine, FundItem, PaymentLine, Receipt,
    e01_contribution_to_treasury, e06_refund, e08_benefit_payment, e11_recovery_same_year,
    e12_recovery_later_year,
};
use yiju_ledger::{Chart, Dimensions, Ledger, VoucherDraft};
use yiju_store::{Fault, Store, register, settlements};
use yiju_terms::{Benefit, Date, Money, Region};

use crate::differences::Differences;
use crate::error::ActionError;

/// A voucher to come, its postings summed by account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    pub pattern: &'static str,
    /// `pay_run`, `money_arrives` or `refund`: what has to happen first.
    pub when: &'static str,
    pub amount: Money,
    pub postings: Vec<ExpectedPosting>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpectedPosting {
    /// Stem and printed name of the account.
    pub account: String,
    pub name: String,
    pub debit: Money,
    pub credit: Money,
}

/// The vouchers of the differences, if money moved on `on`. What employers pay to people never enters the books.
pub fn expected(
    store: &mut Store,
    region: &Region,
    found: &Differences,
    on: Date,
) -> Result<Vec<Expected>, ActionError> {
    let money = Moving::of(store, region, found, on)?;
    let mut vouchers = Vec::new();
    if !money.top_ups.is_empty() {
        let draft = e08_benefit_payment(on, "0", &money.top_ups)?;
        vouchers.push(summed(&draft, "pay_run"));
    }
    for line in &money.recoveries_of_the_year {
        vouchers.push(summed(&e11_recovery_same_year(on, line)?, "money_arrives"));
    }
    for line in &money.later_recoveries {
        vouchers.push(summed(&e12_recovery_later_year(on, line), "money_arrives"));
    }
    if !money.back_payments.is_empty() {
        let draft = e01_contribution_to_treasury(on, &money.back_payments);
        vouchers.push(summed(&draft, "money_arrives"));
    }
    if !money.refunds.is_empty() {
        let draft = e06_refund(on, Receipt::Treasury, &money.refunds);
        vouchers.push(summed(&draft, "refund"));
    }
    Ok(merged(vouchers))
}

#[derive(Default)]
struct Moving {
    top_ups: Vec<PaymentLine>,
    recoveries_of_the_year: Vec<PaymentLine>,
    later_recoveries: Vec<PaymentLine>,
    back_payments: Vec<ContributionLine>,
    refunds: Vec<ContributionLine>,
}

impl Moving {
    fn of(
        store: &mut Store,
        region: &Region,
        found: &Differences,
        on: Date,
    ) -> Result<Moving, Fault> {
        let mut moving = Moving::default();
        let year = on.year().to_string();
        for difference in found.benefits.iter().flat_map(|one| &one.differences) {
            if difference.key.payer != "fund" {
                continue;
            }
            let stem = &difference.key.benefit;
            let benefit = Benefit::from_stem(stem)
                .ok_or_else(|| Fault::new("reading a benefit line", stem))?;
            let line = PaymentLine {
                item: FundItem::Benefit(benefit),
                amount: (difference.after - difference.before).abs(),
                dimensions: Dimensions::default(),
            };
            if difference.kind() == "top_up" {
                moving.top_ups.push(line);
                continue;
            }
            let id = difference.determination_id;
            let (_, paid_on) = settlements::paid_on(store, region.code(), id, stem)?;
            match paid_on.is_some_and(|day| day.starts_with(&year)) {
                true => moving.recoveries_of_the_year.push(line),
                false => moving.later_recoveries.push(line),
            }
        }
        moving.contributions(store, region, found)?;
        Ok(moving)
    }

    fn contributions(
        &mut self,
        store: &mut Store,
        region: &Region,
        found: &Differences,
    ) -> Result<(), Fault> {
        for difference in &found.contributions {
            let payer = &difference.assessment.payer_id;
            let month = difference.month.to_string();
            let line = |amount| ContributionLine {
                kind: ContributionKind::Employer,
                amount,
                dimensions: Dimensions::default(),
            };
            if difference.kind() == "back_payment" {
                let more = difference.after() - difference.before;
                self.back_payments.push(line(more));
                continue;
            }
            let came = register::received_fen(store, region.code(), "employer", payer, &month)?;
            let back = Money::from_fen(came) - difference.after();
            if back > Money::ZERO {
                self.refunds.push(line(back));
            }
        }
        Ok(())
    }
}

fn summed(draft: &VoucherDraft, when: &'static str) -> Expected {
    let chart = Chart::builtin(Ledger::Fund);
    let mut sums: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
    for posting in &draft.postings {
        let entry = sums.entry(posting.account.as_str()).or_default();
        entry.0 += posting.debit;
        entry.1 += posting.credit;
    }
    let posting = |(account, (debit, credit)): (&str, (Money, Money))| ExpectedPosting {
        account: account.to_owned(),
        name: chart.full_name(account).unwrap_or_default(),
        debit,
        credit,
    };
    let mut postings: Vec<ExpectedPosting> = sums.into_iter().map(posting).collect();
    postings.sort_by_key(|posting| posting.debit.is_zero());
    Expected {
        pattern: draft.pattern,
        when,
        amount: postings.iter().map(|posting| posting.debit).sum(),
        postings,
    }
}

/// One voucher a pattern, in the order of the patterns; debits first.
fn merged(vouchers: Vec<Expected>) -> Vec<Expected> {
    let mut merged: Vec<Expected> = Vec::new();
    for voucher in vouchers {
        let Some(known) = merged.iter_mut().find(|one| one.pattern == voucher.pattern) else {
            merged.push(voucher);
            continue;
        };
        known.amount += voucher.amount;
        for posting in voucher.postings {
            let same = |one: &&mut ExpectedPosting| one.account == posting.account;
            match known.postings.iter_mut().find(same) {
                Some(one) => {
                    one.debit += posting.debit;
                    one.credit += posting.credit;
                }
                None => known.postings.push(posting),
            }
        }
        known
            .postings
            .sort_by_key(|posting| posting.debit.is_zero());
    }
    merged
}
