//! 工伤事故备案: an employer reports an accident of a covered person.

use serde::{Deserialize, Serialize};
use yiju_store::cases;
use yiju_store::register::{self, Cover};
use yiju_store::tables::InjuryRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccidentNotice {
    pub id: String,
    pub person_id: String,
    pub cover_kind: String,
    pub cover_id: String,
    pub injured_on: Date,
    pub noticed_on: Date,
    /// `machine`, `fall`, `struck_by_object`, `commuting_traffic`, `electric_shock`, `collapse`, `other`.
    pub cause: String,
    pub body_part: String,
    /// `minor`, `serious`, `fatal`.
    pub severity: String,
    pub place: String,
    pub summary: String,
}

pub const SEVERITIES: &[&str] = &["minor", "serious", "fatal"];

impl Action for AccidentNotice {
    const ITEM: &'static str = "accident_notice";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.noticed_on < self.injured_on {
            refusals.push(
                Refusal::new("noticed_before_injury")
                    .with("injured_on", self.injured_on)
                    .with("noticed_on", self.noticed_on),
            );
        }
        if !SEVERITIES.contains(&self.severity.as_str()) {
            refusals.push(Refusal::new("severity_unknown").with("severity", &self.severity));
        }
        let region = context.region.code();
        let cover = Cover {
            kind: &self.cover_kind,
            id: &self.cover_id,
        };
        let day = self.injured_on.to_string();
        if !register::is_covered(context.store, region, cover, &self.person_id, &day)? {
            refusals.push(
                Refusal::new("not_covered")
                    .with("person", &self.person_id)
                    .with("cover", &self.cover_id),
            );
        }
        if cases::injury_is_known(context.store, region, &self.id, &self.person_id, &day)? {
            refusals.push(Refusal::new("injury_known").with("injury", &self.id));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        effect.insert(&InjuryRow {
            region: effect.region().to_owned(),
            id: self.id.clone(),
            seq: effect.seq(),
            person_id: self.person_id.clone(),
            cover_kind: self.cover_kind.clone(),
            cover_id: self.cover_id.clone(),
            injured_on: self.injured_on.to_string(),
            noticed_on: self.noticed_on.to_string(),
            cause: self.cause.clone(),
            body_part: self.body_part.clone(),
            severity: self.severity.clone(),
            place: self.place.clone(),
            summary: self.summary.clone(),
        })?;
        Ok(())
    }
}
