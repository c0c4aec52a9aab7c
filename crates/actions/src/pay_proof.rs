//! 支付前重核: before a pay run, every payee of it is worked out again from law and facts. What differs must be settled, or
//! signed by a second person with the reason; so must a payee who cannot be worked out again, and a continuing one who is
//! left out.

use std::collections::{BTreeMap, BTreeSet};

use yiju_store::Fault;
use yiju_store::cases::{DueLine, due_lines};
use yiju_store::sets::Payable;
use yiju_terms::{Month, Refusal};

use crate::differences::{Differences, benefit_differences};
use crate::office::Context;
use crate::pay_batch::PayBatch;
use crate::pay_run::{ProofDifference, difference_runs};
use crate::pay_signature;
use crate::suspension::Suspended;

/// Every reason why the run is not proved. `known` are the lines of its determinations.
pub(crate) fn problems(
    run: &PayBatch,
    known: &BTreeMap<(i64, i64), Payable>,
    context: &mut Context<'_>,
) -> Result<Vec<Refusal>, Fault> {
    let mut refusals = pay_signature::problems(&run.signed, context)?;
    let of: BTreeSet<i64> = run
        .payments
        .iter()
        .map(|order| order.determination_id)
        .collect();
    let region = context.region.clone();
    let (store, book) = (&mut *context.store, context.book);
    let found = benefit_differences(store, &region, book, run.month, Some(&of))?;
    let differ = found.benefits.iter().flat_map(|one| &one.differences);
    let differ = differ.filter(|one| one.key.payer == "fund");
    let differ: Vec<ProofDifference> = differ
        .map(|one| ProofDifference::of(one, true, None))
        .collect();
    for alike in difference_runs(&differ) {
        let says = alike.refusal();
        if !run.is_signed(alike.first.determination, &alike.first.benefit, &says) {
            refusals.push(says);
        }
    }
    for (determination, benefit) in not_worked_out(run, known, &found) {
        for stopped in found.stopped.iter() {
            let stops = stopped.determination_id == determination && stopped.stops(benefit);
            let says = unproved(determination, benefit, run.month);
            let signed = run.is_signed(determination, benefit, &says)
                && run.is_signed(determination, benefit, &stopped.refusal);
            if stops && !signed {
                keep(&mut refusals, says);
                keep(&mut refusals, stopped.refusal.clone());
            }
        }
    }
    let mut due = due_lines(store, region.code())?;
    let suspended = Suspended::read(store, region.code())?;
    due.retain(|line| !suspended.holds(line.determination_id, &line.benefit, run.month));
    refusals.extend(left_out(run, &due));
    Ok(refusals)
}

/// One paper may be missing for many: it is named once.
fn keep(refusals: &mut Vec<Refusal>, refusal: Refusal) {
    if !refusals.contains(&refusal) {
        refusals.push(refusal);
    }
}

/// A benefit that the run of a month pays cannot be worked out again; why is said by the refusal beside it.
pub(crate) fn unproved(determination: i64, benefit: &str, month: Month) -> Refusal {
    Refusal::new("pay_proof_unproved")
        .with("determination", determination)
        .with("benefit", format!("@benefit.{benefit}"))
        .with("month", month)
}

/// What the run pays of determinations that were stopped. A top-up was worked out by the settlement that brought it.
fn not_worked_out<'k>(
    run: &PayBatch,
    known: &'k BTreeMap<(i64, i64), Payable>,
    found: &Differences,
) -> BTreeSet<(i64, &'k str)> {
    let stopped: BTreeSet<i64> = (found.stopped.iter())
        .map(|one| one.determination_id)
        .collect();
    let of = |key: (i64, i64)| known.get(&key).filter(|_| stopped.contains(&key.0));
    let orders = run.payments.iter();
    let lines = orders.filter_map(|order| of((order.determination_id, order.line)));
    lines
        .filter(|payable| payable.line.paid != "top_up")
        .map(|payable| (payable.line.determination_id, payable.line.benefit.as_str()))
        .collect()
}

impl PayBatch {
    fn is_signed(&self, determination: i64, benefit: &str, says: &Refusal) -> bool {
        let mut signed = self.signed.iter();
        signed.any(|one| one.is_for(determination, benefit) && one.covers(says))
    }
}

/// A run that pays monthly benefits pays all that are due for its month.
fn left_out(run: &PayBatch, due: &[DueLine]) -> Vec<Refusal> {
    let month = run.month.to_string();
    let of_month = run.payments.iter().filter(|order| order.month == run.month);
    let named: BTreeSet<(i64, i64)> = of_month
        .map(|order| (order.determination_id, order.line))
        .collect();
    let names = |line: &DueLine| named.contains(&(line.determination_id, line.line));
    let monthly: Vec<&DueLine> = due
        .iter()
        .filter(|line| line.is_monthly && line.is_due(&month))
        .collect();
    if !monthly.iter().any(|line| names(line)) {
        return Vec::new();
    }
    let missing = monthly.iter().filter(|line| !names(line));
    let left = |line: &&DueLine| {
        Refusal::new("payee_left_out")
            .with("determination", line.determination_id)
            .with("line", line.line)
            .with("month", &month)
    };
    let open = missing.map(|line| (*line, left(line)));
    let open = open.filter(|(line, says)| {
        let signs = |one: &crate::pay_signature::Signature| {
            one.determination_id == line.determination_id && one.covers(says)
        };
        !run.signed.iter().any(signs)
    });
    open.map(|(_, says)| says).collect()
}
