//! 待遇核定: the benefits of a case worked out from its facts, kept with the digests that let it be replayed.

use serde::{Deserialize, Serialize};
use yiju_lawbook::Lawbook;
use yiju_rules::life::{Happening, Problem, walk};
use yiju_rules::{BenefitCase, BenefitItem, Step};
use yiju_store::cases::{Subject, next_version, subject};
use yiju_store::matters::next_id;
use yiju_store::tables::{BenefitLineRow, DeterminationRow};
use yiju_store::{Effect, Fault, Store, legacy};
use yiju_terms::digest::sm3_of;
use yiju_terms::{Benefit, Date, Month, Paid, Payer, Refusal, Region};

use crate::case_life::{AsOf, lived};
use crate::entitlement::{Entitlement, Knowledge, Stretch, decided};
use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::legacy_pooling::outside_pool;
use crate::office::{Context, confirmed, without_law_files};

/// `subject_kind`: `injury` or `legacy` (a pooled old injury). Monthly lines run from `monthly_from`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BenefitDetermination {
    pub subject_kind: String,
    pub subject_id: String,
    pub decided_on: Date,
    pub case: BenefitCase,
    /// Benefits of the case that this determination grants; the others were granted before or are not asked for.
    pub benefits: Vec<Benefit>,
}

/// The refusal when the case gives no right.
pub(crate) fn problems(subject: &Subject, id: &str) -> Vec<Refusal> {
    if subject.entitled {
        return Vec::new();
    }
    vec![Refusal::new("not_recognized").with("injury", id)]
}

/// Why the table of states has no determination of the case on a day.
pub(crate) fn blocked(
    context: &mut Context<'_>,
    injury: &str,
    on: Date,
) -> Result<Vec<Refusal>, Fault> {
    let region = context.region.code();
    let all = AsOf { on, seq: i64::MAX };
    let Some(before) = lived(context.store, region, context.book, injury, all)? else {
        return Ok(Vec::new());
    };
    let mut happenings = before.walk.happenings;
    happenings.push(Happening {
        kind: "determined".to_owned(),
        on,
        order: (i64::MAX, 0),
        document: None,
        detail: serde_json::Value::Null,
    });
    let after = walk(context.book, before.walk.injured_on, happenings);
    let mine = |problem: &Problem| after.happenings[problem.happening].order.0 == i64::MAX;
    let found = after.problems.iter().filter(|problem| mine(problem));
    Ok(found.map(|problem| problem.refusal.clone()).collect())
}

impl BenefitDetermination {
    /// The case with what the office has confirmed, as it is stored and replayed.
    fn facts(&self, store: &mut Store, region: &Region) -> Result<BenefitCase, Fault> {
        let mut case = self.case.clone();
        case.confirmed = without_law_files(confirmed(store, region)?);
        case.only = self.benefits.clone();
        Ok(case)
    }

    /// What the facts give through the month of the decision.
    fn decided(
        &self,
        book: &Lawbook,
        region: &Region,
        facts: &BenefitCase,
    ) -> Result<Entitlement, Vec<Refusal>> {
        let known = Knowledge {
            book,
            region,
            confirmed: &facts.confirmed,
        };
        decided(&known, facts, Month::of(self.decided_on))
    }

    /// A case in arrears at the injury is blocked and referred: the table of states has no determination there.
    fn beside_life(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        if self.subject_kind != "injury" {
            return Ok(Vec::new());
        }
        blocked(context, &self.subject_id, self.decided_on)
    }

    /// Of an old injury the fund pays what it took over, from the month the person joined.
    fn outside_pool<'i>(
        &self,
        context: &mut Context<'_>,
        items: impl Iterator<Item = &'i BenefitItem>,
    ) -> Result<Vec<Refusal>, Fault> {
        let region = context.region.code();
        let on = self.decided_on.to_string();
        let Some(standing) = legacy::standing(context.store, region, &self.subject_id, &on)? else {
            return Ok(Vec::new());
        };
        Ok(items
            .filter(|item| item.payer == Payer::Fund)
            .flat_map(|item| outside_pool(&standing, item.benefit, item.from))
            .collect())
    }
}

impl Action for BenefitDetermination {
    const ITEM: &'static str = "benefit_determination";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let region = context.region.clone();
        let found = subject(
            context.store,
            region.code(),
            &self.subject_kind,
            &self.subject_id,
        )?;
        let Some(found) = found else {
            return Ok(vec![
                Refusal::new("subject_unknown").with("subject", &self.subject_id),
            ]);
        };
        let mut refusals = problems(&found, &self.subject_id);
        if found.entitled {
            refusals.extend(self.beside_life(context)?);
        }
        let facts = self.facts(context.store, &region)?;
        let result = match self.decided(context.book, &region, &facts) {
            Ok(decided) => decided.result,
            Err(missing) => {
                refusals.extend(missing);
                return Ok(refusals);
            }
        };
        // Where a paper or fact is missing, that is the reason to be told.
        if result.items.is_empty() && result.refusals.is_empty() {
            refusals.push(Refusal::new("nothing_payable").with("subject", &self.subject_id));
        }
        if self.subject_kind == "legacy" {
            refusals.extend(self.outside_pool(context, result.items.iter())?);
        }
        refusals.extend(result.refusals);
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let found = subject(effect.store, &region, &self.subject_kind, &self.subject_id)?
            .ok_or_else(|| Refusal::new("subject_unknown").with("subject", &self.subject_id))?;
        let facts = self.facts(effect.store, rules.region)?;
        let decided = self.decided(rules.book, rules.region, &facts)?;
        let items: Vec<&BenefitItem> = decided.result.items.iter().collect();
        let id = next_id(effect.store, "determination", &region)?;
        let version = next_version(effect.store, &region, &self.subject_kind, &self.subject_id)?;
        effect.insert(&DeterminationRow {
            region: region.clone(),
            id,
            seq: effect.seq(),
            subject_kind: self.subject_kind.clone(),
            subject_id: self.subject_id.clone(),
            person_id: found.person_id,
            version,
            decided_on: self.decided_on.to_string(),
            facts: serde_json::to_string(&facts)
                .map_err(|error| Fault::new("writing the facts", error))?,
            law_digest: rules.book.digest().to_owned(),
            trace_digest: trace_digest(&items),
            provisional: i64::from(items.iter().any(|item| item.provisional)),
        })?;
        for (line, stretch) in (1..).zip(&decided.stretches) {
            let row = line_row(&decided, stretch);
            effect.insert(&BenefitLineRow {
                region: region.clone(),
                determination_id: id,
                line,
                seq: effect.seq(),
                ..row
            })?;
        }
        Ok(())
    }
}

/// The line of a stretch, without its place: the caller gives region, determination, number and entry.
pub(crate) fn line_row(decided: &Entitlement, stretch: &Stretch) -> BenefitLineRow {
    let item = decided.item_of(stretch);
    // Months make it monthly, whatever is found of its item.
    let paid = match stretch.from {
        Some(_) => Paid::Monthly,
        None => item.map_or(Paid::Once, |item| item.paid),
    };
    BenefitLineRow {
        region: String::new(),
        determination_id: 0,
        line: 0,
        seq: 0,
        benefit: stretch.key.benefit.clone(),
        payer: stretch.key.payer.clone(),
        paid: paid.stem().to_owned(),
        amount_fen: stretch.amount.fen(),
        from_month: stretch.from.map(|month| month.to_string()),
        until_month: stretch.until.map(|month| month.to_string()),
        dependent: stretch.key.dependent,
        cite: item.map(cite_of).unwrap_or_default(),
        provisional: item.map_or(0, |item| i64::from(item.provisional)),
    }
}

/// The articles behind a line, each once, in the order of its trace.
pub(crate) fn cite_of(item: &BenefitItem) -> String {
    cites(&item.trace)
}

pub(crate) fn cites(steps: &[Step]) -> String {
    let mut cites: Vec<String> = Vec::new();
    for citation in steps.iter().filter_map(|step| step.citation.as_ref()) {
        let text = citation.to_string();
        if !cites.contains(&text) {
            cites.push(text);
        }
    }
    cites.join("；")
}

/// The digest over every step of every line: a replay that differs anywhere shows here.
pub fn trace_digest(items: &[&BenefitItem]) -> String {
    let mut text = String::new();
    for item in items {
        text.push_str(&format!("{} {}\n", item.benefit.stem(), item.amount));
        for step in &item.trace {
            let written = |part: Option<String>| part.unwrap_or_default();
            let formula = written(step.formula.as_ref().map(ToString::to_string));
            let cite = written(step.citation.as_ref().map(ToString::to_string));
            text.push_str(&format!(
                "  {} {} {formula} {cite}\n",
                step.stem, step.value
            ));
        }
    }
    sm3_of(text.as_bytes())
}
