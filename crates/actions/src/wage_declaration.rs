//! 缴费工资申报: an employer declares monthly wages of its people from a month on.

use serde::{Deserialize, Serialize};
use yiju_store::sets::{self, CoverChange};
use yiju_store::tables::WageRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Money, Month, Refusal};

use crate::employee_enrollment::wage_is_plausible;
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WageDeclaration {
    pub employer_id: String,
    pub from: Month,
    /// Person and monthly wage.
    pub wages: Vec<(String, Money)>,
}

impl Action for WageDeclaration {
    const ITEM: &'static str = "wage_declaration";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.wages.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.employer_id));
        }
        let region = context.region.code();
        let persons = self.wages.iter().map(|(person, _)| person.as_str());
        let changes = sets::cover_changes(context.store, region, persons)?;
        let here =
            |change: &CoverChange| change.kind == "employer" && change.id == self.employer_id;
        for (person, wage) in &self.wages {
            if !changes.get(person).is_some_and(|all| all.iter().any(here)) {
                refusals.push(
                    Refusal::new("not_covered")
                        .with("person", person)
                        .with("cover", &self.employer_id),
                );
            }
            if !wage_is_plausible(*wage) {
                refusals.push(
                    Refusal::new("wage_implausible")
                        .with("id_number", person)
                        .with("wage", wage),
                );
            }
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let row = |(person, wage): &(String, Money)| WageRow {
            region: effect.region().to_owned(),
            employer_id: self.employer_id.clone(),
            person_id: person.clone(),
            valid_from: self.from.to_string(),
            seq: effect.seq(),
            wage_fen: wage.fen(),
        };
        let rows: Vec<WageRow> = self.wages.iter().map(row).collect();
        Ok(effect.insert_all(&rows)?)
    }
}
