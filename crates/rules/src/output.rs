//! Results as the JSON of the contract: codes and numbers in every language the same, words from the catalogs.

use serde::Serialize;
use yiju_terms::{Benefit, Date, Lang, Money, Paid, Payer, Rate, Refusal, words};

use crate::benefits::{BenefitItem, Determination};
use crate::contribution::ContributionResult;
use crate::formulas::NotDue;
use crate::own_wage::OwnWage;
use crate::problem::InputProblem;
use crate::schedule::Unpaid;
use crate::trace::Step;

pub use crate::notes::{NoteOutput, notes, unused_confirmations};
pub use crate::shown::before_value;

/// One step of a trace.
#[derive(Clone, Debug, Serialize)]
pub struct StepOutput {
    pub step: &'static str,
    pub name: String,
    pub value: String,
    pub unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    pub cite: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The region whose law answered; empty is the nation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// The steps with their names; shared with pages that show a trace.
pub fn steps(trace: &[Step], lang: Lang) -> Vec<StepOutput> {
    let one = |step: &Step| StepOutput {
        step: step.stem,
        name: words::word(lang, &format!("rules.step.{}", step.stem)),
        value: step.value.to_string(),
        unit: step.unit,
        formula: step.formula.as_ref().map(ToString::to_string),
        cite: step
            .citation
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        status: step.status.map(|status| status.stem()),
        since: step.since,
        layer: step.layer.as_ref().map(|layer| layer.code().to_owned()),
        document: step.document.as_deref().map(str::to_owned),
    };
    trace.iter().map(one).collect()
}

#[derive(Clone, Debug, Serialize)]
pub struct RefusalOutput {
    pub code: &'static str,
    pub parameter: Option<String>,
    pub period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// The benefits that cannot be worked out for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<Benefit>,
}

fn refusal_output(refusal: &Refusal, stops: Vec<Benefit>, lang: Lang) -> RefusalOutput {
    let arg = |name: &str| refusal.arg(name).map(str::to_owned);
    RefusalOutput {
        code: refusal.code,
        parameter: arg("parameter"),
        period: arg("period"),
        document: arg("document").filter(|document| !document.is_empty()),
        message: refusal.message(lang),
        cite: refusal.citation.clone(),
        stops,
    }
}

/// The answer of `calc contribution`; without figures when something is missing.
#[derive(Clone, Debug, Serialize)]
pub struct ContributionOutput {
    pub amount: Option<Money>,
    pub rate: Option<Rate>,
    pub reference_rate: Option<Rate>,
    pub relief: Option<Money>,
    pub base_rate: Option<Rate>,
    pub local_rate: Option<Rate>,
    pub relief_local: Option<Money>,
    pub trace: Vec<StepOutput>,
    pub provisional: bool,
    pub refusals: Vec<RefusalOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteOutput>,
    pub law: String,
}

/// `Ok` with the trace, or the refusals, as JSON.
pub fn contribution(
    result: &Result<ContributionResult, Vec<Refusal>>,
    trace: &[Step],
    law: &str,
    lang: Lang,
) -> ContributionOutput {
    let found = result.as_ref().ok();
    let refusals = result.as_ref().err().map_or(&[][..], Vec::as_slice);
    ContributionOutput {
        amount: found.map(|r| r.amount),
        rate: found.map(|r| r.rate),
        reference_rate: found.map(|r| r.reference_rate),
        relief: found.map(ContributionResult::relief),
        base_rate: found.map(|r| r.base_rate),
        local_rate: found.and_then(|r| r.local_rate),
        relief_local: found.map(ContributionResult::relief_local),
        trace: steps(trace, lang),
        provisional: found.is_some_and(|r| r.provisional),
        refusals: refusals
            .iter()
            .map(|refusal| refusal_output(refusal, Vec::new(), lang))
            .collect(),
        notes: Vec::new(),
        law: law.to_owned(),
    }
}

/// The own wage in yuan and fen; the unrounded values stand in the trace.
#[derive(Clone, Debug, Serialize)]
pub struct OwnWageOutput {
    pub mean: Money,
    pub amount: Money,
    pub floor: Money,
    pub ceiling: Money,
    pub provisional: bool,
    pub trace: Vec<StepOutput>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ItemOutput {
    pub benefit: Benefit,
    pub name: String,
    pub payer: Payer,
    pub paid: Paid,
    pub amount: Money,
    pub from: Option<Date>,
    pub until: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependent: Option<usize>,
    /// Index in the case's expenses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expense: Option<usize>,
    /// Months without pay inside `from` … `until`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Unpaid>,
    pub trace: Vec<StepOutput>,
    pub provisional: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct NotDueOutput {
    pub benefit: Benefit,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependent: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expense: Option<usize>,
    pub code: &'static str,
    pub message: String,
    pub cite: String,
}

/// The answer of `calc benefits`.
#[derive(Clone, Debug, Serialize)]
pub struct DeterminationOutput {
    pub own_wage: Option<OwnWageOutput>,
    pub items: Vec<ItemOutput>,
    pub not_due: Vec<NotDueOutput>,
    pub refusals: Vec<RefusalOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteOutput>,
    pub law: String,
}

impl Determination {
    /// The determination as JSON of the contract, in the words of `lang`.
    pub fn output(&self, lang: Lang) -> DeterminationOutput {
        let stops = |index: usize| {
            let of_it = self
                .stops
                .iter()
                .filter(move |(refusal, _)| *refusal == index);
            of_it.map(|(_, benefit)| *benefit).collect()
        };
        let refusals = self.refusals.iter().enumerate();
        DeterminationOutput {
            own_wage: self
                .own_wage
                .as_ref()
                .map(|wage| own_wage_output(wage, lang)),
            items: self
                .items
                .iter()
                .map(|item| item_output(item, lang))
                .collect(),
            not_due: self
                .not_due
                .iter()
                .map(|line| not_due_output(line, lang))
                .collect(),
            refusals: refusals
                .map(|(index, refusal)| refusal_output(refusal, stops(index), lang))
                .collect(),
            notes: Vec::new(),
            law: self.law.clone(),
        }
    }
}

fn own_wage_output(wage: &OwnWage, lang: Lang) -> OwnWageOutput {
    OwnWageOutput {
        mean: wage.mean.round_half_up(),
        amount: wage.amount.round_half_up(),
        floor: wage.floor.round_half_up(),
        ceiling: wage.ceiling.round_half_up(),
        provisional: wage.provisional,
        trace: steps(&wage.trace, lang),
    }
}

fn benefit_name(benefit: Benefit, lang: Lang) -> String {
    words::word(lang, &format!("benefit.{}", benefit.stem()))
}

fn item_output(item: &BenefitItem, lang: Lang) -> ItemOutput {
    let note = |stem: &&str| words::word(lang, &format!("rules.note.{stem}"));
    ItemOutput {
        benefit: item.benefit,
        name: benefit_name(item.benefit, lang),
        payer: item.payer,
        paid: item.paid,
        amount: item.amount,
        from: item.from,
        until: item.until,
        dependent: item.dependent,
        expense: item.expense,
        pauses: item.pauses.clone(),
        trace: steps(&item.trace, lang),
        provisional: item.provisional,
        notes: item.notes.iter().map(note).collect(),
    }
}

fn not_due_output(line: &NotDue, lang: Lang) -> NotDueOutput {
    NotDueOutput {
        benefit: line.benefit,
        name: benefit_name(line.benefit, lang),
        dependent: line.dependent,
        expense: line.expense,
        code: line.code,
        message: words::word(lang, &format!("rules.not_due.{}", line.code)),
        cite: line
            .citation
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    }
}

/// What is wrong with an input: `{"errors": [{code, field, message}]}`.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorsOutput {
    pub errors: Vec<ErrorOutput>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ErrorOutput {
    pub code: &'static str,
    pub field: String,
    pub message: String,
}

pub fn errors(problems: &[InputProblem], lang: Lang) -> ErrorsOutput {
    let one = |problem: &InputProblem| ErrorOutput {
        code: problem.code,
        field: problem.field.clone(),
        message: problem.message(lang),
    };
    ErrorsOutput {
        errors: problems.iter().map(one).collect(),
    }
}
