//! 费率说明: why an employer's rate of a month is what it is, and what would change it; read from the register and the books.

use yiju_lawbook::Lawbook;
use yiju_rules::contribution::EmployerCase;
use yiju_rules::rate_reasons::{RateReasons, why};
use yiju_store::Store;
use yiju_store::tables::{AssessmentRow, EmployerRow};
use yiju_store::views::{employers, letters};
use yiju_terms::{Money, Month, Refusal, Region, RiskClass};

use crate::error::ActionError;
use crate::office::confirmed_at;

/// An employer's month: the register entry of then, what was assessed, the reasons.
#[derive(Clone, Debug)]
pub struct EmployerRate {
    pub employer: EmployerRow,
    pub assessment: AssessmentRow,
    pub reasons: RateReasons,
}

impl EmployerRate {
    /// Whether the law at hand gives what was assessed; a later law or paper may not.
    pub fn is_as_assessed(&self) -> bool {
        self.reasons.result.amount.fen() == self.assessment.amount_fen
    }
}

/// The rate of `employer` in `month`, by the papers known when it was assessed last. Errors: `employer_not_known`, `rate_not_assessed`, and the
/// refusals of the rules.
pub fn employer_rate(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    employer: &str,
    month: Month,
) -> Result<EmployerRate, ActionError> {
    let (code, text) = (region.code(), month.to_string());
    let history = employers::employer_history(store, code, employer)?;
    if history.is_empty() {
        return Err(Refusal::new("employer_not_known")
            .with("employer", employer)
            .into());
    }
    let not_assessed = || {
        Refusal::new("rate_not_assessed")
            .with("employer", employer)
            .with("month", month)
    };
    let assessment = letters::assessments_of(store, code, employer, &text)?.pop();
    let assessment = assessment.ok_or_else(not_assessed)?;
    let last = month.last_day().to_string();
    let then = history
        .into_iter()
        .rev()
        .find(|row| row.valid_from <= last && row.seq <= assessment.known_seq);
    let row = then.ok_or_else(not_assessed)?;
    let class = u8::try_from(row.risk_class).ok().and_then(RiskClass::new);
    let case = EmployerCase {
        region: region.clone(),
        month,
        risk_class: class.ok_or_else(not_assessed)?,
        total_wages: Money::from_fen(assessment.base_fen),
        experience_tier: u16::try_from(row.experience_tier).map_err(|_| not_assessed())?,
    };
    let confirmed = confirmed_at(store, region, assessment.known_seq)?;
    // No place that ships a table of indicators says yet how they are taken from the books: none are guessed.
    let reasons = why(book, &case, &[], &confirmed).map_err(ActionError::Refused)?;
    Ok(EmployerRate {
        employer: row,
        assessment,
        reasons,
    })
}
