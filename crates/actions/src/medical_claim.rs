//! 工伤医疗费用申报: bills of a recognised injury (or a pooled old one) become payable lines.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use yiju_lawbook::{At, Confirmed};
use yiju_store::cases::{next_version, subject};
use yiju_store::sets::bills_known;
use yiju_store::tables::{BenefitLineRow, BillRow, DeterminationRow};
use yiju_store::{Effect, Fault, legacy};
use yiju_terms::digest::sm3_of;
use yiju_terms::{Benefit, Date, Money, Paid, Refusal};

use crate::benefit_determination::{blocked, problems};
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::legacy_pooling::outside_pool;
use crate::office::Context;

/// `subject_kind`: `injury` or `legacy`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MedicalClaim {
    pub subject_kind: String,
    pub subject_id: String,
    pub decided_on: Date,
    pub bills: Vec<Bill>,
}

/// One bill: what was asked, what the reviewer took off, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bill {
    /// Code and number of the invoice; a bill is paid once.
    pub number: String,
    pub on: Date,
    pub institution: String,
    /// `medical_expense`, `rehabilitation_expense`, `assistive_device`, `travel_lodging_expense` or `appraisal_fee`.
    pub benefit: String,
    pub asked: Money,
    pub taken_off: Money,
    pub taken_off_because: String,
}

const MEDICAL: &[Benefit] = &[
    Benefit::MedicalExpense,
    Benefit::RehabilitationExpense,
    Benefit::AssistiveDevice,
    Benefit::TravelLodgingExpense,
    Benefit::AppraisalFee,
];

impl Bill {
    fn problems(&self, decided: &BTreeSet<String>, injured_on: &str) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let known = Benefit::from_stem(&self.benefit).is_some_and(|b| MEDICAL.contains(&b));
        if !known {
            refusals.push(Refusal::new("event_unknown").with("kind", &self.benefit));
        }
        if self.on.to_string().as_str() < injured_on {
            refusals.push(Refusal::new("bill_outside").with("on", self.on));
        }
        let payable = self.asked - self.taken_off;
        if payable <= Money::ZERO || self.taken_off < Money::ZERO {
            refusals.push(Refusal::new("amount_not_positive").with("amount", payable));
        }
        if !self.taken_off.is_zero() && self.taken_off_because.trim().is_empty() {
            refusals.push(Refusal::new("taken_off_reason").with("number", &self.number));
        }
        if decided.contains(&self.number) {
            refusals.push(Refusal::new("bill_twice").with("number", &self.number));
        }
        refusals
    }
}

impl MedicalClaim {
    fn bill_rows(&self, effect: &Effect<'_>, determination_id: i64) -> Vec<BillRow> {
        let row = |bill: &Bill| BillRow {
            region: effect.region().to_owned(),
            number: bill.number.clone(),
            seq: effect.seq(),
            determination_id,
        };
        self.bills.iter().map(row).collect()
    }
}

impl Action for MedicalClaim {
    const ITEM: &'static str = "medical_claim";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let found = subject(
            context.store,
            context.region.code(),
            &self.subject_kind,
            &self.subject_id,
        )?;
        let Some(found) = found else {
            return Ok(vec![
                Refusal::new("subject_unknown").with("subject", &self.subject_id),
            ]);
        };
        let mut refusals = problems(&found, &self.subject_id);
        if found.entitled && self.subject_kind == "injury" {
            refusals.extend(blocked(context, &self.subject_id, self.decided_on)?);
        }
        if self.bills.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.subject_id));
        }
        let standing = match self.subject_kind.as_str() {
            "legacy" => legacy::standing(
                context.store,
                context.region.code(),
                &self.subject_id,
                &self.decided_on.to_string(),
            )?,
            _ => None,
        };
        let numbers = self.bills.iter().map(|bill| bill.number.as_str());
        let decided = bills_known(context.store, context.region.code(), numbers)?;
        let mut seen = BTreeSet::new();
        for bill in &self.bills {
            if let (Some(standing), Some(benefit)) = (&standing, Benefit::from_stem(&bill.benefit))
            {
                refusals.extend(outside_pool(standing, benefit, Some(bill.on)));
            }
            refusals.extend(bill.problems(&decided, &found.injured_on));
            if !seen.insert(&bill.number) {
                refusals.push(Refusal::new("bill_twice").with("number", &bill.number));
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let found = subject(effect.store, &region, &self.subject_kind, &self.subject_id)?
            .ok_or_else(|| Refusal::new("subject_unknown").with("subject", &self.subject_id))?;
        let id = yiju_store::matters::next_id(effect.store, "determination", &region)?;
        let version = next_version(effect.store, &region, &self.subject_kind, &self.subject_id)?;
        let facts = serde_json::to_string(&self.bills)
            .map_err(|error| Fault::new("writing the facts", error))?;
        effect.insert(&DeterminationRow {
            region: region.clone(),
            id,
            seq: effect.seq(),
            subject_kind: self.subject_kind.clone(),
            subject_id: self.subject_id.clone(),
            person_id: found.person_id,
            version,
            decided_on: self.decided_on.to_string(),
            trace_digest: sm3_of(facts.as_bytes()),
            facts,
            law_digest: rules.book.digest().to_owned(),
            provisional: 0,
        })?;
        let rows = self.bill_rows(effect, id);
        effect.insert_all(&rows)?;
        let mut line = 0;
        let confirmed = Confirmed::default();
        let at = At::new(rules.region.clone(), self.decided_on);
        for benefit in MEDICAL {
            let amount: Money = self
                .bills
                .iter()
                .filter(|bill| bill.benefit == benefit.stem())
                .map(|bill| bill.asked - bill.taken_off)
                .sum();
            if amount.is_zero() {
                continue;
            }
            let key = format!("benefits.{}.payer", benefit.stem());
            let payer = rules.book.text(&key, None, &at, &confirmed)?;
            line += 1;
            effect.insert(&BenefitLineRow {
                region: region.clone(),
                determination_id: id,
                line,
                seq: effect.seq(),
                benefit: benefit.stem().to_owned(),
                payer: payer.value,
                paid: Paid::PerEvent.stem().to_owned(),
                amount_fen: amount.fen(),
                from_month: None,
                until_month: None,
                dependent: None,
                cite: payer.citation.to_string(),
                provisional: 0,
            })?;
        }
        Ok(())
    }
}
