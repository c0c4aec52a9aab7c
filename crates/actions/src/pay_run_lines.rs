//! 逐人重核: the lines of a month's pay run, each worked out again, with what differs and what cannot be worked out.

use std::collections::{BTreeMap, BTreeSet};

use yiju_lawbook::Lawbook;
use yiju_store::cases::{DueLine, due_lines};
use yiju_store::sets::{Payable, payables};
use yiju_store::settlements::standing;
use yiju_store::tables::BenefitLineRow;
use yiju_store::{Fault, Store, as_known, journal};
use yiju_terms::{Money, Month, Region};

use crate::differences::{BenefitDifference, Differences, benefit_differences, month_of};
use crate::entitlement::LineKey;
use crate::pay_run::{PayRunProof, ProofDifference, ProofLine, State, Unproved};
use crate::pay_signature::{Signature, stored};
use crate::suspension::Suspended;

/// Works every payee of a month out again. Changes nothing.
pub fn proof(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    month: Month,
    signed: &[Signature],
) -> Result<PayRunProof, Fault> {
    let found = benefit_differences(store, region, book, month, None)?;
    let mut standing_facts: BTreeMap<i64, String> = BTreeMap::new();
    for one in standing(store, region.code())? {
        let row = one.determination;
        standing_facts.insert(row.id, row.subject_id);
    }
    let due = due_lines(store, region.code())?;
    let suspended = Suspended::read(store, region.code())?;
    let holds = |line: &DueLine| suspended.holds(line.determination_id, &line.benefit, month);
    let held: Vec<(i64, String)> = due
        .iter()
        .filter(|line| line.is_due(&month.to_string()) && holds(line))
        .map(|line| (line.determination_id, line.benefit.clone()))
        .collect();
    let known = payables(
        store,
        region.code(),
        due.iter().map(|line| line.determination_id),
    )?;
    let orders = orders(&due, &known, month, &suspended)?;
    let in_run: BTreeSet<i64> = (orders.iter())
        .map(|(payable, ..)| payable.line.determination_id)
        .collect();
    let differences = proof_differences(&found, &in_run, signed);
    let mut desk = Desk {
        standing: &standing_facts,
        found: &found,
        differences: &differences,
        signed,
        accounts: BTreeMap::new(),
    };
    let mut lines = Vec::with_capacity(orders.len());
    for (payable, month, monthly) in orders {
        lines.push(desk.line(store, region, payable, (month, monthly))?);
    }
    Ok(PayRunProof {
        month,
        known_seq: journal::head(store, region.code())?.seq,
        amount: lines.iter().map(|line| line.decided).sum(),
        payees: heads(&lines),
        unproved: unproved(&found, &lines, signed),
        signatures: stored(store, region.code(), month)?,
        suspended: held,
        lines,
        differences,
    })
}

/// What the run pays: line, month, and whether it is a monthly one.
fn orders<'k>(
    due: &[DueLine],
    known: &'k BTreeMap<(i64, i64), Payable>,
    month: Month,
    suspended: &Suspended,
) -> Result<Vec<(&'k Payable, Month, bool)>, Fault> {
    let mut orders = Vec::new();
    for line in due {
        let id = line.determination_id;
        let Some(payable) = known.get(&(id, line.line)) else {
            continue;
        };
        let shut = |of: &Month| line.is_monthly && suspended.holds(id, &line.benefit, *of);
        let months = months(line, month)?.into_iter().filter(|of| !shut(of));
        orders.extend(months.map(|of| (payable, of, line.is_monthly)));
    }
    Ok(orders)
}

/// What stopped, for each benefit that the run pays; what it does not pay stands beside it.
fn unproved(found: &Differences, lines: &[ProofLine], signed: &[Signature]) -> Vec<Unproved> {
    let mut list = Vec::new();
    for stopped in &found.stopped {
        let id = stopped.determination_id;
        let own = lines.iter().filter(|line| line.determination == id);
        let paid = own.filter(|line| line.state != State::Given && stopped.stops(&line.benefit));
        let paid: BTreeSet<&str> = paid.map(|line| line.benefit.as_str()).collect();
        let one = |benefit: Option<String>, in_run: bool| Unproved {
            subject: stopped.subject_id.clone(),
            determination: id,
            code: stopped.refusal.code,
            refusal: stopped.refusal.clone(),
            in_run,
            signed: signature(signed, id, benefit.as_deref().unwrap_or_default()),
            benefit,
        };
        if paid.is_empty() {
            let stem = stopped.benefit.map(|benefit| benefit.stem().to_owned());
            list.push(one(stem, false));
        }
        list.extend(
            paid.into_iter()
                .map(|stem| one(Some(stem.to_owned()), true)),
        );
    }
    list
}

fn signature(signed: &[Signature], determination: i64, benefit: &str) -> Option<Signature> {
    let mut signed = signed.iter();
    signed
        .find(|one| one.is_for(determination, benefit))
        .cloned()
}

fn heads(lines: &[ProofLine]) -> usize {
    let people: BTreeSet<&str> = lines.iter().map(|line| line.person.as_str()).collect();
    people.len()
}

/// The months of a line that are due and not paid, through the month of the run; a one-off is paid with the run. Months
/// before the first one that this program paid were paid by other means.
fn months(line: &DueLine, through: Month) -> Result<Vec<Month>, Fault> {
    let Some(from) = line.from_month.as_deref().filter(|_| line.is_monthly) else {
        return Ok(vec![through]);
    };
    let first = line.first_paid.as_deref().unwrap_or(from);
    let mut month = month_of(first.max(from))?;
    let mut months = Vec::new();
    while month <= through {
        if line.is_due(&month.to_string()) {
            months.push(month);
        }
        month = month.next();
    }
    Ok(months)
}

fn proof_differences(
    found: &Differences,
    in_run: &BTreeSet<i64>,
    signed: &[Signature],
) -> Vec<ProofDifference> {
    let all = found.benefits.iter().flat_map(|one| &one.differences);
    let of_fund = all.filter(|difference| difference.key.payer == "fund");
    let line = |difference: &BenefitDifference| {
        let id = difference.determination_id;
        let signed = signature(signed, id, &difference.key.benefit);
        ProofDifference::of(difference, in_run.contains(&id), signed)
    };
    of_fund.map(line).collect()
}

struct Desk<'a> {
    /// Determinations that stand and rest on facts, with their subjects.
    standing: &'a BTreeMap<i64, String>,
    found: &'a Differences,
    differences: &'a [ProofDifference],
    signed: &'a [Signature],
    accounts: BTreeMap<String, Option<String>>,
}

impl Desk<'_> {
    fn line(
        &mut self,
        store: &mut Store,
        region: &Region,
        payable: &Payable,
        (month, monthly): (Month, bool),
    ) -> Result<ProofLine, Fault> {
        let row = &payable.line;
        let decided = Money::from_fen(row.amount_fen);
        let key = LineKey {
            benefit: row.benefit.clone(),
            dependent: row.dependent,
            payer: row.payer.clone(),
        };
        let (state, found) = self.state(row, &key, monthly.then_some(month));
        let person = payable.person_id.clone();
        if !self.accounts.contains_key(&person) {
            let account = as_known::last_account(store, region.code(), &person)?;
            self.accounts.insert(person.clone(), account);
        }
        Ok(ProofLine {
            account: self.accounts[&person].clone(),
            person,
            determination: row.determination_id,
            line: row.line,
            benefit: key.benefit,
            dependent: key.dependent,
            month,
            monthly,
            decided,
            found,
            state,
            provisional: row.provisional == 1,
        })
    }

    /// The state of a line, and what comes out for it. `month` is absent for a one-off, which stands in the month of its
    /// decision.
    fn state(
        &self,
        row: &BenefitLineRow,
        key: &LineKey,
        month: Option<Month>,
    ) -> (State, Option<Money>) {
        let id = row.determination_id;
        let standing = self.standing.get(&id).filter(|_| row.paid != "top_up");
        let Some(subject) = standing else {
            return (State::Given, None);
        };
        let difference = self.differences.iter().find(|difference| {
            difference.determination == id
                && difference.benefit == key.benefit
                && difference.dependent == key.dependent
                && month.is_none_or(|month| difference.month == month)
        });
        if let Some(difference) = difference {
            let state = match difference.signed {
                Some(_) => State::Signed,
                None => State::Differs,
            };
            return (state, Some(difference.after));
        }
        let mut stopped = self.found.stopped.iter();
        if !stopped.any(|one| one.subject_id == *subject && one.stops(&key.benefit)) {
            return (State::Same, Some(Money::from_fen(row.amount_fen)));
        }
        match signature(self.signed, id, &key.benefit) {
            Some(_) => (State::Signed, None),
            None => (State::Unproved, None),
        }
    }
}
