//! 重算结算: what would be decided otherwise today is listed, approved, and evened out by new entries.
//!
//! A changed determination is replaced by a new version; the months so far are evened out by top-up lines (paid with the
//! next pay run, E8) or asked back (E11, E12 when the money comes). A changed assessment is followed by a new one; what an
//! employer paid too much is a credit that can be refunded (E6). Nothing that was decided or booked is touched.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yiju_store::cases::next_version;
use yiju_store::matters::next_id;
use yiju_store::tables::{
    AssessmentRow, BenefitLineRow, DeterminationRow, ReplacementRow, SettlementLineRow,
    SettlementRow,
};
use yiju_store::{Effect, Fault, journal};
use yiju_terms::{Date, Money, Month, Refusal};

use crate::benefit_determination::{line_row, trace_digest};
use crate::differences::{BenefitDifference, Changed, ContributionDifference, differences};
use crate::entitlement::{LineKey, Stretch};
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// The last month that is evened out; later months are paid by the new determinations.
    pub through: Month,
    pub settled_on: Date,
    /// What brought the news: the notice, the corrected paper.
    pub document: String,
}

impl Action for Settlement {
    const ITEM: &'static str = "settlement";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.document.trim().is_empty() {
            refusals.push(Refusal::new("settlement_without_paper"));
        }
        if Month::of(self.settled_on) < self.through {
            refusals.push(Refusal::new("settlement_too_early").with("month", self.through));
        }
        let region = context.region.clone();
        match differences(context.store, &region, context.book, self.through) {
            Ok(found) if found.is_empty() => {
                refusals.push(Refusal::new("nothing_to_settle").with("month", self.through));
            }
            Ok(_) => {}
            Err(ActionError::Refused(reasons)) => refusals.extend(reasons),
            Err(ActionError::Fault(fault)) => return Err(fault),
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let known_seq = journal::head(effect.store, &region)?.seq;
        let found = differences(effect.store, rules.region, rules.book, self.through)?;
        let id = next_id(effect.store, "settlement", &region)?;
        effect.insert(&SettlementRow {
            region,
            id,
            seq: effect.seq(),
            through: self.through.to_string(),
            settled_on: self.settled_on.to_string(),
            document: self.document.clone(),
            known_seq,
        })?;
        let mut writer = Writer {
            effect,
            settlement: self,
            id,
            line: 0,
            law_digest: rules.book.digest(),
        };
        for changed in &found.benefits {
            writer.benefits(changed)?;
        }
        for difference in &found.contributions {
            writer.contribution(difference)?;
        }
        Ok(())
    }
}

struct Writer<'a, 's> {
    effect: &'a mut Effect<'s>,
    settlement: &'a Settlement,
    id: i64,
    line: i64,
    law_digest: &'a str,
}

impl Writer<'_, '_> {
    fn benefits(&mut self, changed: &Changed) -> Result<(), ActionError> {
        let old = &changed.standing.determination;
        let region = old.region.clone();
        let determination_id = next_id(self.effect.store, "determination", &region)?;
        let (kind, subject) = (&old.subject_kind, &old.subject_id);
        let version = next_version(self.effect.store, &region, kind, subject)?;
        let items: Vec<_> = changed.entitlement.result.items.iter().collect();
        let facts = serde_json::to_string(&changed.entitlement.case)
            .map_err(|error| Fault::new("writing the facts", error))?;
        self.effect.insert(&DeterminationRow {
            id: determination_id,
            seq: self.effect.seq(),
            version,
            decided_on: self.settlement.settled_on.to_string(),
            facts,
            law_digest: self.law_digest.to_owned(),
            trace_digest: trace_digest(&items),
            provisional: i64::from(items.iter().any(|item| item.provisional)),
            ..old.clone()
        })?;
        self.effect.insert(&ReplacementRow {
            region,
            determination_id,
            seq: self.effect.seq(),
            settlement_id: self.id,
            replaces: old.id,
            through: self.settlement.through.to_string(),
        })?;
        self.lines(changed, determination_id)?;
        for difference in &changed.differences {
            self.benefit_line(difference)?;
        }
        Ok(())
    }

    /// The entitlement by what is known now, then one top-up for each line that was decided too low.
    fn lines(&mut self, changed: &Changed, determination_id: i64) -> Result<(), ActionError> {
        let mut number = 0;
        for stretch in &changed.entitlement.stretches {
            number += 1;
            let row = self.line_row(changed, determination_id, number, stretch);
            self.effect.insert(&row)?;
        }
        let mut top_ups: BTreeMap<&LineKey, Money> = BTreeMap::new();
        for difference in changed.differences.iter().filter(|d| d.kind() == "top_up") {
            *top_ups.entry(&difference.key).or_default() += difference.after - difference.before;
        }
        for (key, amount) in top_ups {
            number += 1;
            let stretch = Stretch {
                key: key.clone(),
                from: None,
                until: None,
                amount,
            };
            let row = self.line_row(changed, determination_id, number, &stretch);
            self.effect.insert(&BenefitLineRow {
                paid: "top_up".to_owned(),
                ..row
            })?;
        }
        Ok(())
    }

    fn line_row(
        &self,
        changed: &Changed,
        determination_id: i64,
        line: i64,
        stretch: &Stretch,
    ) -> BenefitLineRow {
        BenefitLineRow {
            region: changed.standing.determination.region.clone(),
            determination_id,
            line,
            seq: self.effect.seq(),
            ..line_row(&changed.entitlement, stretch)
        }
    }

    fn benefit_line(&mut self, difference: &BenefitDifference) -> Result<(), ActionError> {
        self.line += 1;
        self.effect.insert(&SettlementLineRow {
            region: self.effect.region().to_owned(),
            settlement_id: self.id,
            line: self.line,
            seq: self.effect.seq(),
            kind: difference.kind().to_owned(),
            determination_id: Some(difference.determination_id),
            person_id: Some(difference.person_id.clone()),
            benefit: Some(difference.key.benefit.clone()),
            dependent: difference.key.dependent,
            payer: Some(difference.key.payer.clone()),
            employer_id: None,
            month: difference.month.to_string(),
            before_fen: difference.before.fen(),
            after_fen: difference.after.fen(),
        })?;
        Ok(())
    }

    fn contribution(&mut self, difference: &ContributionDifference) -> Result<(), ActionError> {
        self.line += 1;
        let seq = self.effect.seq();
        self.effect.insert(&AssessmentRow {
            seq,
            ..difference.assessment.clone()
        })?;
        self.effect.insert(&SettlementLineRow {
            region: self.effect.region().to_owned(),
            settlement_id: self.id,
            line: self.line,
            seq,
            kind: difference.kind().to_owned(),
            determination_id: None,
            person_id: None,
            benefit: None,
            dependent: None,
            payer: None,
            employer_id: Some(difference.assessment.payer_id.clone()),
            month: difference.month.to_string(),
            before_fen: difference.before.fen(),
            after_fen: difference.after().fen(),
        })?;
        Ok(())
    }
}
