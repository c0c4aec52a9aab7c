//! 结算入账: the settlement through its four hands, then the vouchers whose money moves now: top-ups by a pay run (E8),
//! refunds to employers (E6). What has to come in first is booked when it comes (E1, E11, E12).

use std::collections::BTreeSet;

use serde::Serialize;
use yiju_store::tables::SettlementLineRow;
use yiju_store::views::office::{entries_of_matter, made};
use yiju_store::{Fault, Store, as_known, register, settlements};
use yiju_terms::{Date, Money, Month, Region};

use crate::contribution_refund::ContributionRefund;
use crate::differences::month_of;
use crate::error::ActionError;
use crate::items::Action;
use crate::office::{Application, Hands, Office};
use crate::pay_batch::{PayBatch, PaymentOrder};
use crate::settlement::Settlement;

/// What is booked, by whom, on which day.
#[derive(Clone, Debug)]
pub struct Booking<'a> {
    pub through: Month,
    pub on: Date,
    /// What brought the news: the notice, the corrected paper.
    pub document: String,
    /// The four hands of the settlement.
    pub hands: Hands<'a>,
    /// The four hands of what is paid now; without them everything waits for the ordinary runs.
    pub money_hands: Option<Hands<'a>>,
}

/// A voucher written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BookedVoucher {
    pub pattern: String,
    pub voucher: i64,
    pub matter: i64,
    pub amount: Money,
}

/// What waits, and for what: `pay_run`, `account`, `money_arrives`, `refund` or `employer_pays`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    pub kind: String,
    pub why: &'static str,
    pub lines: usize,
    pub amount: Money,
}

#[derive(Clone, Debug, Serialize)]
pub struct Booked {
    pub matter: i64,
    pub settlement: i64,
    pub seq: i64,
    pub vouchers: Vec<BookedVoucher>,
    pub waiting: Vec<Waiting>,
}

/// Books everything or nothing. Errors: nothing to settle, a person without the right, one person with two steps, a
/// closed month.
pub fn book(office: &mut Office<'_>, booking: &Booking<'_>) -> Result<Booked, ActionError> {
    office.together(|office| {
        let known_seq = yiju_store::journal::head(office.store, office.region.code())?.seq;
        let proposal = Settlement {
            through: booking.through,
            settled_on: booking.on,
            document: booking.document.clone(),
        };
        let key = format!("settle {} {} {known_seq}", booking.through, booking.on);
        let matter = carry(office, &booking.hands, booking, key, proposal)?;
        let (settlement, seq) = written(office.store, &office.region, matter)?;
        let lines = settlements::lines(office.store, office.region.code(), settlement)?;
        let mut booked = Booked {
            matter,
            settlement,
            seq,
            vouchers: Vec::new(),
            waiting: waiting(&lines),
        };
        top_ups(office, booking, &mut booked)?;
        refunds(office, booking, &lines, &mut booked)?;
        Ok(booked)
    })
}

/// One matter of the office's own, through its four hands.
fn carry<A: Action>(
    office: &mut Office<'_>,
    hands: &Hands<'_>,
    booking: &Booking<'_>,
    request_key: String,
    proposal: A,
) -> Result<i64, ActionError> {
    let application = Application {
        applicant_kind: "office",
        applicant_id: office.region.code().to_owned(),
        subject: booking.document.clone(),
        persons: 0,
        received_on: booking.on,
        materials: vec![booking.document.clone()],
        request_key,
        proposal,
    };
    office.handle(hands, &application, booking.on)
}

fn written(store: &mut Store, region: &Region, matter: i64) -> Result<(i64, i64), Fault> {
    let entries = entries_of_matter(store, region.code(), matter)?;
    let seq = entries.last().map(|entry| entry.seq).unwrap_or_default();
    let found = settlements::settlement_of(store, region.code(), seq)?;
    let found = found.ok_or_else(|| Fault::new("reading a settlement", "it was not written"))?;
    Ok((found.id, seq))
}

/// What a settlement's own entry does not move.
fn waiting(lines: &[SettlementLineRow]) -> Vec<Waiting> {
    let mut waiting: Vec<Waiting> = Vec::new();
    for line in lines {
        let of_employer = line.payer.as_deref() == Some("employer");
        let why = match line.kind.as_str() {
            _ if of_employer => "employer_pays",
            "recovery" | "back_payment" => "money_arrives",
            _ => continue,
        };
        let amount = Money::from_fen((line.after_fen - line.before_fen).abs());
        add(&mut waiting, &line.kind, why, amount);
    }
    waiting
}

fn add(waiting: &mut Vec<Waiting>, kind: &str, why: &'static str, amount: Money) {
    let same = |one: &&mut Waiting| one.kind == kind && one.why == why;
    match waiting.iter_mut().find(same) {
        Some(one) => {
            one.lines += 1;
            one.amount += amount;
        }
        None => waiting.push(Waiting {
            kind: kind.to_owned(),
            why,
            lines: 1,
            amount,
        }),
    }
}

fn top_ups(
    office: &mut Office<'_>,
    booking: &Booking<'_>,
    booked: &mut Booked,
) -> Result<(), ActionError> {
    let region = office.region.code().to_owned();
    let due = settlements::top_ups(office.store, &region, booked.settlement)?;
    let mut payments = Vec::new();
    for line in due {
        let amount = Money::from_fen(line.amount_fen);
        let account = as_known::last_account(office.store, &region, &line.person_id)?;
        match (account, booking.money_hands) {
            (Some(account_tail), Some(_)) => payments.push(PaymentOrder {
                determination_id: line.determination_id,
                line: line.line,
                month: booking.through,
                account_tail,
            }),
            (None, Some(_)) => add(&mut booked.waiting, "top_up", "account", amount),
            _ => add(&mut booked.waiting, "top_up", "pay_run", amount),
        }
    }
    let Some(hands) = booking.money_hands.filter(|_| !payments.is_empty()) else {
        return Ok(());
    };
    let run = PayBatch {
        month: booking.through,
        paid_on: booking.on,
        payments,
        signed: Vec::new(),
    };
    let key = format!("settle {} top-ups", booked.settlement);
    let matter = carry(office, &hands, booking, key, run)?;
    vouchers_of(office, matter, booked)
}

fn refunds(
    office: &mut Office<'_>,
    booking: &Booking<'_>,
    lines: &[SettlementLineRow],
    booked: &mut Booked,
) -> Result<(), ActionError> {
    let region = office.region.code().to_owned();
    let credits = lines.iter().filter(|line| line.kind == "credit");
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for line in credits {
        let employer = line.employer_id.as_deref().unwrap_or_default();
        if !seen.insert((employer, &line.month)) {
            continue;
        }
        let came =
            register::received_fen(office.store, &region, "employer", employer, &line.month)?;
        let amount = Money::from_fen(came - line.after_fen);
        if amount <= Money::ZERO {
            continue;
        }
        let Some(hands) = booking.money_hands else {
            add(&mut booked.waiting, "refund", "refund", amount);
            continue;
        };
        let refund = ContributionRefund {
            employer_id: employer.to_owned(),
            month: month_of(&line.month)?,
            refunded_on: booking.on,
            amount,
        };
        let key = format!(
            "settle {} refund {employer} {}",
            booked.settlement, line.month
        );
        let matter = carry(office, &hands, booking, key, refund)?;
        vouchers_of(office, matter, booked)?;
    }
    Ok(())
}

/// Notes the vouchers that a matter wrote.
fn vouchers_of(
    office: &mut Office<'_>,
    matter: i64,
    booked: &mut Booked,
) -> Result<(), ActionError> {
    let region = office.region.code().to_owned();
    for entry in entries_of_matter(office.store, &region, matter)? {
        for (ledger, id) in made(office.store, &region, entry.seq)?.vouchers {
            let found = yiju_store::books::voucher(office.store, &region, &ledger, id)?;
            let (row, postings) = found
                .ok_or_else(|| Fault::new("reading a voucher", "it was written a moment ago"))?;
            booked.vouchers.push(BookedVoucher {
                pattern: row.pattern,
                voucher: id,
                matter,
                amount: Money::from_fen(postings.iter().map(|posting| posting.debit_fen).sum()),
            });
        }
    }
    Ok(())
}
