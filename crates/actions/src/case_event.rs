//! Steps in the life of an injury case. They obey the table of states: what is not open, has no paper, comes before its
//! predecessor or out of its time is refused with its article and what may be done instead, all at once.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yiju_rules::life::{Happening, Problem, Walk, walk};
use yiju_store::cases::{next_event, subject};
use yiju_store::tables::CaseEventRow;
use yiju_store::{Effect, Fault};
use yiju_terms::{Date, Refusal};

use crate::case_life::{AsOf, lived};
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::Context;

/// What came in with one set of papers: a recognition decision tells of the application, the acceptance and the decision.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    pub injury_id: String,
    pub steps: Vec<CaseStep>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseStep {
    /// A kind of the table of states.
    pub kind: String,
    pub happened_on: Date,
    /// Title and number of the paper.
    pub document: Option<String>,
    /// The article the paper names, where it names one.
    pub article: Option<String>,
    /// Facts of the step, e.g. `{"grade": 9}`.
    #[serde(default)]
    pub detail: Value,
}

impl Action for CaseEvent {
    const ITEM: &'static str = "case_event";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.steps.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.injury_id));
        }
        let region = context.region.code();
        let found = lived(
            context.store,
            region,
            context.book,
            &self.injury_id,
            AsOf::ALL,
        )?;
        let Some(before) = found else {
            refusals.push(Refusal::new("injury_unknown").with("injury", &self.injury_id));
            return Ok(refusals);
        };
        for step in &self.steps {
            refusals.extend(self.outside_table(step, context)?);
        }
        let mut happenings = before.walk.happenings.clone();
        happenings.extend(self.happenings());
        let after = walk(context.book, before.walk.injured_on, happenings);
        refusals.extend(new_problems(&before.walk, &after));
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let first = next_event(effect.store, &region, &self.injury_id)?;
        for (index, step) in self.steps.iter().enumerate() {
            effect.insert(&CaseEventRow {
                region: region.clone(),
                injury_id: self.injury_id.clone(),
                number: first + index as i64,
                seq: effect.seq(),
                kind: step.kind.clone(),
                happened_on: step.happened_on.to_string(),
                document: step.document.clone(),
                article: step.article.clone(),
                detail: match &step.detail {
                    Value::Null => "{}".to_owned(),
                    detail => detail.to_string(),
                },
            })?;
        }
        Ok(())
    }
}

impl CaseEvent {
    /// The steps, recorded after everything that is there.
    fn happenings(&self) -> impl Iterator<Item = Happening> {
        self.steps
            .iter()
            .enumerate()
            .map(|(index, step)| Happening {
                kind: step.kind.clone(),
                on: step.happened_on,
                order: (i64::MAX, index as i64),
                document: step.document.clone(),
                detail: step.detail.clone(),
            })
    }

    /// What the table cannot see: days to come, steps that other items bring, the other case of a repeat injury.
    fn outside_table(
        &self,
        step: &CaseStep,
        context: &mut Context<'_>,
    ) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if step.happened_on > context.today {
            refusals.push(Refusal::new("event_in_future").with("happened_on", step.happened_on));
        }
        let event = context.book.case_life().event(&step.kind);
        if let Some(event) = event.filter(|event| event.source != Self::ITEM) {
            refusals.push(
                Refusal::new("event_elsewhere")
                    .with("event", format!("@life.event.{}", event.kind))
                    .with("item", format!("@item.{}", event.source)),
            );
        }
        if let Some(other) = step.detail.get("other_injury").and_then(Value::as_str) {
            let region = context.region.code();
            let this = subject(context.store, region, "injury", &self.injury_id)?;
            let other_one = subject(context.store, region, "injury", other)?;
            let same = this.map(|s| s.person_id) == other_one.map(|s| s.person_id);
            if !same || other == self.injury_id {
                refusals.push(Refusal::new("other_injury_unknown").with("injury", other));
            }
        }
        Ok(refusals)
    }
}

/// Problems that were not there before: those of the new steps as they are, those of earlier steps that the new ones upset.
fn new_problems(before: &Walk<'_>, after: &Walk<'_>) -> Vec<Refusal> {
    let of = |walk: &Walk<'_>, problem: &Problem| {
        let happening = &walk.happenings[problem.happening];
        (
            happening.order,
            happening.kind.clone(),
            problem.refusal.code,
        )
    };
    let known: Vec<_> = before.problems.iter().map(|p| of(before, p)).collect();
    let mut refusals = Vec::new();
    for problem in &after.problems {
        let happening = &after.happenings[problem.happening];
        if happening.order.0 == i64::MAX {
            refusals.push(problem.refusal.clone());
        } else if !known.contains(&of(after, problem)) {
            refusals.push(
                Refusal::new("event_breaks_later")
                    .with("event", format!("@life.event.{}", happening.kind))
                    .with("on", happening.on),
            );
        }
    }
    refusals
}
