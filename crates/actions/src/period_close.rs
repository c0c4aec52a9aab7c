//! 结账: a month is closed; at the year's end income and expenditure go into the fund balance first (E22).

use serde::{Deserialize, Serialize};
use yiju_ledger::department::d9_year_close;
use yiju_ledger::patterns::e22_year_close;
use yiju_ledger::{Chart, Ledger};
use yiju_store::tables::PeriodCloseRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Month, Refusal};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PeriodClose {
    pub ledger: String,
    pub month: Month,
    /// Whether the year ends with this month.
    pub year_end: bool,
    pub on: Date,
}

impl Action for PeriodClose {
    const ITEM: &'static str = "period_close";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        let Some(ledger) = Ledger::from_stem(&self.ledger) else {
            return Ok(vec![
                Refusal::new("ledger_unknown").with("ledger", &self.ledger),
            ]);
        };
        let region = context.region.code();
        refusals.extend(crate::voucher_writer::closed(
            context.store,
            region,
            ledger,
            self.month.last_day(),
        )?);
        if self.on < self.month.last_day() || (self.year_end && self.month.month() != 12) {
            refusals.push(Refusal::new("close_too_early").with("period", self.month));
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        if self.year_end {
            self.close_year(effect)?;
        }
        effect.insert(&PeriodCloseRow {
            region: effect.region().to_owned(),
            ledger: self.ledger.clone(),
            period: self.month.to_string(),
            seq: effect.seq(),
            closed_on: self.on.to_string(),
        })?;
        Ok(())
    }
}

impl PeriodClose {
    fn close_year(&self, effect: &mut Effect<'_>) -> Result<(), ActionError> {
        let ledger = Ledger::from_stem(&self.ledger)
            .ok_or_else(|| Refusal::new("ledger_unknown").with("ledger", &self.ledger))?;
        let region = effect.region().to_owned();
        let last = self.month.last_day();
        let balances = crate::balances::booked(effect.store, &region, ledger, (None, last))?;
        let chart = Chart::builtin(ledger);
        let drafts = match ledger {
            Ledger::Fund => e22_year_close(last, chart, &balances),
            Ledger::Department => d9_year_close(last, chart, &balances),
        };
        for draft in drafts {
            crate::voucher_writer::write(effect, &draft)?;
        }
        Ok(())
    }
}
