//! 缴费核定: what every employer owes for a month, from the register, the wages and the law as known that day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{
    ContributionLimits, NoTrace, RateTable, Sources, contribution_base, contribution_limits,
};
use yiju_store::tables::{AssessmentRow, EmployerRow};
use yiju_store::{Effect, Fault, Row, Store, journal};
use yiju_terms::{Money, Month, Refusal, Region, RiskClass};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::{Context, confirmed};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContributionAssessment {
    pub month: Month,
}

/// People under cover at an employer on the month's last day, with the wage in force: one row a person.
const COVERED: &str = "
SELECT c.cover_id, c.person_id, w.wage_fen FROM (
  SELECT cover_id, person_id, state,
    ROW_NUMBER() OVER (PARTITION BY cover_id, person_id ORDER BY valid_from DESC, seq DESC) AS pick
  FROM enrollment WHERE region = $1 AND cover_kind = 'employer' AND valid_from <= $2
) c JOIN (
  SELECT employer_id, person_id, wage_fen,
    ROW_NUMBER() OVER (PARTITION BY employer_id, person_id ORDER BY valid_from DESC, seq DESC) AS pick
  FROM wage_declaration WHERE region = $1 AND valid_from <= $3
) w ON w.employer_id = c.cover_id AND w.person_id = c.person_id
WHERE c.pick = 1 AND c.state = 'on' AND w.pick = 1
ORDER BY c.cover_id, c.person_id";

/// Employers as they are on a day.
const EMPLOYERS: &str = "id IN (SELECT id FROM employer WHERE region = $1 AND valid_from <= $2)
  AND region = $1 AND valid_from <= $2
  AND NOT EXISTS (SELECT 1 FROM employer later WHERE later.region = employer.region AND later.id = employer.id
    AND later.valid_from <= $2 AND (later.valid_from > employer.valid_from
      OR (later.valid_from = employer.valid_from AND later.seq > employer.seq)))
  ORDER BY id";

/// Heads and base of one employer.
#[derive(Default)]
struct Base {
    persons: i64,
    total: Money,
}

fn bases(
    store: &mut Store,
    region: &str,
    month: Month,
    limits: &ContributionLimits,
) -> Result<BTreeMap<String, Base>, Fault> {
    let rows = store.query(
        COVERED,
        &[
            region.into(),
            month.last_day().to_string().into(),
            month.to_string().into(),
        ],
    )?;
    let mut bases: BTreeMap<String, Base> = BTreeMap::new();
    for row in &rows {
        let base = bases.entry(row.text(0).to_owned()).or_default();
        base.persons += 1;
        base.total += clipped(row, limits);
    }
    Ok(bases)
}

fn clipped(row: &Row, limits: &ContributionLimits) -> Money {
    contribution_base(Money::from_fen(row.int(2)), limits.floor, limits.ceiling)
}

impl ContributionAssessment {
    fn assessed(&self, store: &mut Store, region: &str) -> Result<bool, Fault> {
        let rows = store.query(
            "SELECT payer_id FROM assessment WHERE region = $1 AND payer_kind = 'employer' AND month = $2 LIMIT 1",
            &[region.into(), self.month.to_string().into()],
        )?;
        Ok(!rows.is_empty())
    }
}

impl Action for ContributionAssessment {
    const ITEM: &'static str = "contribution_assessment";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let region = context.region.clone();
        let mut refusals = Vec::new();
        if self.assessed(context.store, region.code())? {
            refusals.push(Refusal::new("already_assessed").with("month", self.month));
        }
        let confirmed = confirmed(context.store, &region)?;
        if let Err(refusal) = self.limits(context.book, &region, &confirmed) {
            refusals.push(refusal);
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let known_seq = journal::head(effect.store, &region)?.seq;
        let confirmed = confirmed(effect.store, rules.region)?;
        let limits = self.limits(rules.book, rules.region, &confirmed)?;
        let table = RateTable::prepare(rules.book, rules.region, self.month, &confirmed);
        let bases = bases(effect.store, &region, self.month, &limits)?;
        let employers = effect.store.select::<EmployerRow>(
            EMPLOYERS,
            &[(&region).into(), self.month.last_day().to_string().into()],
        )?;
        for employer in employers.iter().filter(|e| e.state == "active") {
            let Some(base) = bases.get(&employer.id) else {
                continue;
            };
            let row = self.line(employer, base, &table, known_seq, limits.provisional)?;
            effect.insert(&AssessmentRow {
                seq: effect.seq(),
                law_digest: rules.book.digest().to_owned(),
                ..row
            })?;
        }
        Ok(())
    }
}

impl ContributionAssessment {
    fn limits(
        &self,
        book: &Lawbook,
        region: &Region,
        confirmed: &Confirmed,
    ) -> Result<ContributionLimits, Refusal> {
        let sources = Sources {
            book,
            confirmed,
            region,
        };
        contribution_limits(sources, self.month.year(), &mut NoTrace)
    }

    fn line(
        &self,
        employer: &EmployerRow,
        base: &Base,
        table: &RateTable,
        known_seq: i64,
        limits_provisional: bool,
    ) -> Result<AssessmentRow, ActionError> {
        let class = u8::try_from(employer.risk_class)
            .ok()
            .and_then(RiskClass::new)
            .ok_or_else(|| Fault::new("reading an employer", "its risk class is not 1 to 8"))?;
        let tier = u16::try_from(employer.experience_tier).unwrap_or_default();
        let result = table.assess(class, base.total, tier, &mut NoTrace)?;
        Ok(AssessmentRow {
            region: employer.region.clone(),
            payer_kind: "employer".to_owned(),
            payer_id: employer.id.clone(),
            month: self.month.to_string(),
            seq: 0,
            persons: base.persons,
            base_fen: base.total.fen(),
            base_rate_ppm: result.base_rate.ppm(),
            reference_rate_ppm: result.reference_rate.ppm(),
            rate_ppm: result.rate.ppm(),
            amount_fen: result.amount.fen(),
            relief_local_fen: result.relief_local().fen(),
            relief_temporary_fen: result.relief_temporary().fen(),
            provisional: i64::from(result.provisional || limits_provisional),
            law_digest: String::new(),
            known_seq,
        })
    }
}
