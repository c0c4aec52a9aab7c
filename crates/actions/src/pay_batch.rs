//! 待遇支付批次: approved benefit lines are paid by one bank file, booked as one voucher (E8).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yiju_ledger::Dimensions;
use yiju_ledger::patterns::{FundItem, PaymentLine, e08_benefit_payment};
use yiju_store::matters::next_id;
use yiju_store::sets::{Payable, months_paid, payables};
use yiju_store::settlements::{Span, spans};
use yiju_store::tables::{PayBatchRow, PaymentRow};
use yiju_store::{Effect, Fault};
use yiju_terms::{Benefit, Date, Money, Month, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;
use crate::pay_signature::Signature;
use crate::suspension::Suspended;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayBatch {
    /// The month the monthly benefits belong to; one-off benefits are paid with it.
    pub month: Month,
    pub paid_on: Date,
    pub payments: Vec<PaymentOrder>,
    /// What the proof says against the run and a second person answers for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<Signature>,
}

/// One payable line of a determination, with the last four digits of the payee's account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentOrder {
    pub determination_id: i64,
    pub line: i64,
    pub month: Month,
    pub account_tail: String,
}

/// What the store knows about the lines of a run, asked once for all.
struct Known {
    payables: BTreeMap<(i64, i64), Payable>,
    spans: BTreeMap<i64, Span>,
    paid: BTreeMap<(i64, i64), Vec<String>>,
    suspended: Suspended,
}

impl PaymentOrder {
    fn refusal(&self, code: &'static str) -> Refusal {
        Refusal::new(code)
            .with("determination", self.determination_id)
            .with("line", self.line)
            .with("month", self.month)
    }

    fn problems(&self, known: &Known) -> Vec<Refusal> {
        let key = (self.determination_id, self.line);
        let Some(found) = known.payables.get(&key) else {
            return vec![self.refusal("line_unknown")];
        };
        let mut refusals = Vec::new();
        if found.line.payer != "fund" {
            refusals.push(self.refusal("employer_pays"));
        }
        let month = self.month.to_string();
        let too_early = found
            .line
            .from_month
            .as_ref()
            .is_some_and(|from| month < *from);
        let too_late = found
            .line
            .until_month
            .as_ref()
            .is_some_and(|until| month > *until);
        let span = known
            .spans
            .get(&self.determination_id)
            .cloned()
            .unwrap_or_default();
        let takes_over = span.after.is_some();
        let settled = span.after.is_some_and(|after| month <= after)
            || span.through.is_some_and(|through| through < month);
        if found.line.paid == "monthly" && (too_early || too_late || settled) {
            refusals.push(self.refusal("month_outside"));
        }
        let benefit = &found.line.benefit;
        if found.line.paid == "monthly"
            && known
                .suspended
                .holds(self.determination_id, benefit, self.month)
        {
            refusals.push(self.refusal("benefit_suspended"));
        }
        if found.line.paid == "once" && takes_over {
            refusals.push(self.refusal("paid_by_top_up"));
        }
        // A one-off line is paid once, whatever month is named.
        let paid = known.paid.get(&key).map_or(&[][..], Vec::as_slice);
        let again = match found.line.paid.as_str() {
            "monthly" => paid.contains(&month),
            _ => !paid.is_empty(),
        };
        if again {
            refusals.push(self.refusal("paid_before"));
        }
        refusals
    }
}

impl Action for PayBatch {
    const ITEM: &'static str = "pay_batch";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.payments.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", self.month));
        }
        let (store, region) = (&mut *context.store, context.region.code());
        let known = Known {
            payables: payables(store, region, self.determinations())?,
            spans: spans(store, region)?,
            paid: months_paid(store, region, self.determinations())?,
            suspended: Suspended::read(store, region)?,
        };
        let problems = |order: &PaymentOrder| order.problems(&known);
        refusals.extend(self.payments.iter().flat_map(problems));
        refusals.extend(crate::pay_proof::problems(self, &known.payables, context)?);
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let batch = next_id(effect.store, "pay_batch", &region)?;
        let first = next_id(effect.store, "payment", &region)?;
        let known = payables(effect.store, &region, self.determinations())?;
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        for (payment_id, order) in (first..).zip(&self.payments) {
            let found = known
                .get(&(order.determination_id, order.line))
                .ok_or_else(|| order.refusal("line_unknown"))?;
            let row = payment_row(effect, batch, payment_id, order, found);
            lines.push(payment_line(&row)?);
            rows.push(row);
        }
        let draft = e08_benefit_payment(self.paid_on, &batch.to_string(), &lines)?;
        let voucher_id = crate::voucher_writer::write(effect, &draft)?;
        effect.insert(&PayBatchRow {
            region,
            id: batch,
            seq: effect.seq(),
            month: self.month.to_string(),
            paid_on: self.paid_on.to_string(),
            payments: rows.len() as i64,
            amount_fen: rows.iter().map(|row| row.amount_fen).sum(),
            voucher_id,
        })?;
        Ok(effect.insert_all(&rows)?)
    }
}

impl PayBatch {
    fn determinations(&self) -> impl Iterator<Item = i64> {
        self.payments.iter().map(|order| order.determination_id)
    }
}

fn payment_row(
    effect: &Effect<'_>,
    batch: i64,
    id: i64,
    order: &PaymentOrder,
    found: &Payable,
) -> PaymentRow {
    PaymentRow {
        region: effect.region().to_owned(),
        id,
        seq: effect.seq(),
        batch_id: batch,
        determination_id: order.determination_id,
        line: order.line,
        person_id: found.person_id.clone(),
        benefit: found.line.benefit.clone(),
        month: order.month.to_string(),
        amount_fen: found.line.amount_fen,
        account_tail: order.account_tail.clone(),
        legacy: i64::from(found.subject_kind == "legacy"),
    }
}

/// The ledger's line for a payment.
pub(crate) fn payment_line(row: &PaymentRow) -> Result<PaymentLine, ActionError> {
    let benefit = Benefit::from_stem(&row.benefit)
        .ok_or_else(|| Fault::new("reading a benefit line", &row.benefit))?;
    Ok(PaymentLine {
        item: FundItem::Benefit(benefit),
        amount: Money::from_fen(row.amount_fen),
        dimensions: Dimensions {
            person_id: Some(row.person_id.clone()),
            month: Some(row.month.clone()),
            payment_id: Some(row.id.to_string()),
            legacy: (row.legacy == 1).then(|| "pooled".to_owned()),
            ..Dimensions::default()
        },
    })
}
