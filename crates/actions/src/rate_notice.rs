//! 费率通知: an employer's risk class or experience tier from a day on, also one that lies back. Months that were assessed stay
//! as they were; a settlement evens out what differs.

use serde::{Deserialize, Serialize};
use yiju_rules::{NoTrace, RateTable};
use yiju_store::tables::EmployerRow;
use yiju_store::views::employers::employer_history;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Money, Month, Refusal, RiskClass};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::{Context, confirmed};

#[doc(alias = "费率核定通知")]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateNotice {
    pub employer_id: String,
    /// The first day on which the class and tier hold.
    pub from: Date,
    /// 1 to 8; absent: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_class: Option<u8>,
    /// Percent of the class rate; absent: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experience_tier: Option<u16>,
    /// The notice.
    pub document: String,
}

/// The entry in force on a day, of a history that is oldest first.
fn in_force<'a>(history: &'a [EmployerRow], on: &str) -> Option<&'a EmployerRow> {
    let mut then = history.iter().filter(|row| row.valid_from.as_str() <= on);
    let first = then.next()?;
    Some(then.fold(first, |best, row| {
        match (row.valid_from.as_str(), row.seq) >= (best.valid_from.as_str(), best.seq) {
            true => row,
            false => best,
        }
    }))
}

impl RateNotice {
    fn problems(
        &self,
        row: &EmployerRow,
        context: &mut Context<'_>,
    ) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        let about = |code| Refusal::new(code).with("employer", &self.employer_id);
        let class = self.risk_class.map_or(row.risk_class, i64::from);
        let tier = self.experience_tier.map_or(row.experience_tier, i64::from);
        if class == row.risk_class && tier == row.experience_tier {
            refusals.push(about("rate_notice_changes_nothing").with("from", self.from));
        }
        let known = u8::try_from(class).ok().and_then(RiskClass::new);
        let (Some(class), Ok(percent)) = (known, u16::try_from(tier)) else {
            refusals.push(about("risk_class_unknown").with("class", class));
            return Ok(refusals);
        };
        // The law says which tiers a class has.
        let confirmed = confirmed(context.store, context.region)?;
        let month = Month::of(self.from);
        let table = RateTable::prepare(context.book, context.region, month, &confirmed);
        let tried = table.assess(class, Money::ZERO, percent, &mut NoTrace);
        refusals.extend(tried.err().into_iter().flatten());
        Ok(refusals)
    }
}

impl Action for RateNotice {
    const ITEM: &'static str = "rate_notice";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let about = |code| Refusal::new(code).with("employer", &self.employer_id);
        let region = context.region.code();
        let history = employer_history(context.store, region, &self.employer_id)?;
        let mut refusals = match in_force(&history, &self.from.to_string()) {
            Some(row) => self.problems(row, context)?,
            None => vec![about("employer_not_there").with("on", self.from)],
        };
        if self.document.trim().is_empty() {
            refusals.push(about("rate_notice_without_paper"));
        }
        Ok(refusals)
    }

    /// The notice holds from its day on: later entries of the register are repeated with its class and tier, for their day
    /// would otherwise bring the old ones back.
    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let from = self.from.to_string();
        let history = employer_history(effect.store, &region, &self.employer_id)?;
        let mut days: Vec<String> = history.iter().map(|row| row.valid_from.clone()).collect();
        days.retain(|day| *day > from);
        days.push(from);
        days.sort();
        days.dedup();
        for day in days {
            let before = in_force(&history, &day).ok_or_else(|| {
                Refusal::new("employer_not_there")
                    .with("employer", &self.employer_id)
                    .with("on", &day)
            })?;
            effect.insert(&EmployerRow {
                valid_from: day,
                seq: effect.seq(),
                risk_class: self.risk_class.map_or(before.risk_class, i64::from),
                experience_tier: self
                    .experience_tier
                    .map_or(before.experience_tier, i64::from),
                ..before.clone()
            })?;
        }
        Ok(())
    }
}
