//! 支付前重核: before a pay run, every payee of it is worked out again from law and facts. What differs must be settled, or
//! signed by a second person with the reason; a continuing payee who is left out is found as well.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use yiju_store::cases::{DueLine, due_lines};
use yiju_store::{Fault, register};
use yiju_terms::Refusal;

use crate::differences::{BenefitDifference, benefit_differences};
use crate::office::Context;
use crate::pay_batch::PayBatch;
use crate::suspension::Suspended;

/// A difference that a second person answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedDifference {
    pub determination_id: i64,
    pub benefit: String,
    pub reason: String,
    /// Somebody who may not draw up a pay run.
    pub by: String,
}

/// Who may sign for a difference: they never draw up a run.
const SIGNERS: &[&str] = &["benefit_second_reviewer", "inspector"];

/// Every reason why the run is not proved.
pub(crate) fn problems(run: &PayBatch, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
    let mut refusals = signatures(run, context)?;
    let of: BTreeSet<i64> = run
        .payments
        .iter()
        .map(|order| order.determination_id)
        .collect();
    let region = context.region.clone();
    let (store, book) = (&mut *context.store, context.book);
    let found = benefit_differences(store, &region, book, run.month, Some(&of))?;
    for changed in &found.benefits {
        for difference in &changed.differences {
            let pays = difference.key.payer == "fund" && of.contains(&difference.determination_id);
            if pays && !run.is_signed(difference) {
                refusals.push(refusal(difference));
            }
        }
    }
    let mut due = due_lines(store, region.code())?;
    let suspended = Suspended::read(store, region.code())?;
    due.retain(|line| !suspended.holds(line.determination_id, &line.benefit, run.month));
    refusals.extend(left_out(run, &due));
    Ok(refusals)
}

fn refusal(difference: &BenefitDifference) -> Refusal {
    Refusal::new("pay_proof_differs")
        .with("determination", difference.determination_id)
        .with("benefit", format!("@benefit.{}", difference.key.benefit))
        .with("month", difference.month)
        .with("before", difference.before)
        .with("after", difference.after)
}

impl PayBatch {
    fn is_signed(&self, difference: &BenefitDifference) -> bool {
        self.signed.iter().any(|signed| {
            signed.determination_id == difference.determination_id
                && signed.benefit == difference.key.benefit
        })
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
    let missing = monthly.iter().filter(|line| {
        let signed = |s: &SignedDifference| s.determination_id == line.determination_id;
        !names(line) && !run.signed.iter().any(signed)
    });
    let left = |line: &&DueLine| {
        Refusal::new("payee_left_out")
            .with("determination", line.determination_id)
            .with("line", line.line)
            .with("month", &month)
    };
    missing.map(left).collect()
}

fn signatures(run: &PayBatch, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
    let mut refusals = Vec::new();
    for signed in &run.signed {
        let person = register::actor(context.store, context.region.code(), &signed.by)?;
        let may = person.is_some_and(|person| SIGNERS.contains(&person.role.as_str()));
        if !may || signed.reason.trim().is_empty() {
            refusals.push(
                Refusal::new("signature_invalid")
                    .with("determination", signed.determination_id)
                    .with("actor", &signed.by),
            );
        }
    }
    Ok(refusals)
}
