//! 缴费核定: what every employer owes for a month, from the register, the wages and the law as known that day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{
    ContributionLimits, NoTrace, RateTable, Sources, contribution_base, contribution_limits,
};
use yiju_store::tables::{AssessmentRow, EmployerRow};
use yiju_store::{Effect, Fault, Store, as_known, journal, register};
use yiju_terms::{Date, Money, Month, Refusal, Region, RiskClass};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::{Context, confirmed};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContributionAssessment {
    pub month: Month,
}

/// Heads and base of one employer.
#[derive(Default)]
struct Base {
    persons: i64,
    total: Money,
}

/// What an assessment reads: the law, the papers, and the register of a day as known at an entry of the journal.
pub struct View<'a> {
    pub book: &'a Lawbook,
    pub region: &'a Region,
    pub confirmed: &'a Confirmed,
    /// The day on which register entries must hold: the last of the month, unless another one is asked for.
    pub day: Date,
    pub known_seq: i64,
}

fn bases(
    store: &mut Store,
    view: &View<'_>,
    month: Month,
    limits: &ContributionLimits,
) -> Result<BTreeMap<String, Base>, Fault> {
    let (day, month) = (view.day.to_string(), month.to_string());
    let region = view.region.code();
    let mut bases: BTreeMap<String, Base> = BTreeMap::new();
    // People come employer by employer: one is kept at hand, only its sum is looked up.
    let (mut employer, mut base) = (String::new(), Base::default());
    let when = (day.as_str(), month.as_str());
    as_known::covered_wages(store, region, when, view.known_seq, |person| {
        if person.employer_id != employer {
            let done = std::mem::replace(&mut employer, person.employer_id.to_owned());
            bases.insert(done, std::mem::take(&mut base));
        }
        let wage = Money::from_fen(person.wage_fen);
        base.persons += 1;
        base.total += contribution_base(wage, limits.floor, limits.ceiling);
        Ok::<(), Fault>(())
    })?;
    bases.insert(employer, base);
    Ok(bases)
}

impl Action for ContributionAssessment {
    const ITEM: &'static str = "contribution_assessment";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let region = context.region.clone();
        let mut refusals = Vec::new();
        if register::is_assessed(context.store, region.code(), &self.month.to_string())? {
            refusals.push(Refusal::new("already_assessed").with("month", self.month));
        }
        let confirmed = confirmed(context.store, &region)?;
        if let Err(refusal) = self.limits(context.book, &region, &confirmed) {
            refusals.push(refusal);
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        let mut lines = self.lines(effect.store, rules.region, rules.book)?;
        for row in &mut lines {
            row.seq = effect.seq();
        }
        Ok(effect.insert_all(&lines)?)
    }
}

impl ContributionAssessment {
    /// What every employer owes for the month by what is known now, by number; `seq` is for the writer to fill in.
    pub(crate) fn lines(
        &self,
        store: &mut Store,
        region: &Region,
        book: &Lawbook,
    ) -> Result<Vec<AssessmentRow>, ActionError> {
        let confirmed = confirmed(store, region)?;
        let view = View {
            book,
            region,
            confirmed: &confirmed,
            day: self.month.last_day(),
            known_seq: journal::head(store, region.code())?.seq,
        };
        self.lines_by(store, &view)
    }

    /// The same by a view of one's choice.
    pub fn lines_by(
        &self,
        store: &mut Store,
        view: &View<'_>,
    ) -> Result<Vec<AssessmentRow>, ActionError> {
        let limits = self.limits(view.book, view.region, view.confirmed)?;
        let table = RateTable::prepare(view.book, view.region, self.month, view.confirmed);
        let bases = bases(store, view, self.month, &limits)?;
        let day = view.day.to_string();
        let region = view.region.code();
        let mut lines = Vec::new();
        for employer in &as_known::employers_on(store, region, &day, view.known_seq)? {
            let Some(base) = bases.get(&employer.id) else {
                continue;
            };
            let row = self.line(employer, base, &table, view.known_seq, limits.provisional)?;
            lines.push(AssessmentRow {
                law_digest: view.book.digest().to_owned(),
                ..row
            });
        }
        Ok(lines)
    }

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
