//! 老工伤纳入统筹: a person of the roster joins the pool. The fund pays from that month, what went before is not made up.

use serde::{Deserialize, Serialize};
use yiju_lawbook::{Answer, At, Confirmed, Lawbook};
use yiju_store::tables::LegacyInjuryRow;
use yiju_store::{Effect, Fault, legacy};
use yiju_terms::{Benefit, Date, Money, Month, Refusal, Region};

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::legacy_injury::item_stems;
use crate::office::{Context, confirmed};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LegacyPooling {
    pub id: String,
    pub pooled_on: Date,
    /// Who pays for the entry: the former employer, the department in charge, the budget …
    pub funding_source: String,
    pub fee_paid: Money,
    /// The approval of the entry.
    pub document: String,
    /// What the fund takes over.
    pub items: Vec<Benefit>,
}

/// The place's rules of joining: none of them is known for every province, so each must come with a paper.
struct PoolRules {
    items: Vec<Benefit>,
    fee: Money,
}

fn pool_rules(
    book: &Lawbook,
    region: &Region,
    papers: &Confirmed,
    on: Date,
) -> Result<PoolRules, Vec<Refusal>> {
    let at = At::new(region.clone(), on);
    let key = |name: &str| format!("coverage.legacy_pooling.{name}");
    let items = book.text(&key("items"), None, &at, papers);
    let fee = book.money(&key("fee"), None, &at, papers);
    let back_pay = book.flag(&key("back_pay"), None, &at, papers);
    let mut refusals = Vec::new();
    let items = kept(items, &mut refusals).map(|text| benefits(&text));
    let fee = kept(fee, &mut refusals);
    // A place that makes up for the past needs a reckoning of its own; it is not done in silence.
    if kept(back_pay, &mut refusals) == Some(true) {
        refusals.push(Refusal::new("legacy_back_pay_unsupported"));
    }
    match (items, fee, refusals.is_empty()) {
        (Some(items), Some(fee), true) => Ok(PoolRules { items, fee }),
        _ => Err(refusals),
    }
}

fn kept<T>(answer: Result<Answer<T>, Refusal>, refusals: &mut Vec<Refusal>) -> Option<T> {
    answer
        .map_err(|refusal| refusals.push(refusal))
        .ok()
        .map(|answer| answer.value)
}

fn benefits(stems: &str) -> Vec<Benefit> {
    stems
        .split([',', '、', '，'])
        .filter_map(|stem| Benefit::from_stem(stem.trim()))
        .collect()
}

impl LegacyPooling {
    fn problems(&self, standing: &LegacyInjuryRow) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if standing.pooled == 1 {
            let since = standing.pooled_on.clone().unwrap_or_default();
            refusals.push(
                Refusal::new("legacy_pooled_before")
                    .with("subject", &self.id)
                    .with("on", since),
            );
        }
        if self.pooled_on.to_string() < standing.injured_on {
            refusals.push(
                Refusal::new("legacy_dates")
                    .with("subject", &self.id)
                    .with("injured_on", &standing.injured_on),
            );
        }
        refusals
    }

    fn against_rules(&self, rules: &PoolRules) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        for item in &self.items {
            if !rules.items.contains(item) {
                refusals.push(
                    Refusal::new("legacy_item_outside")
                        .with("subject", &self.id)
                        .with("benefit", item.stem()),
                );
            }
        }
        if self.fee_paid < rules.fee {
            refusals.push(
                Refusal::new("legacy_fee_short")
                    .with("subject", &self.id)
                    .with("amount", self.fee_paid)
                    .with("due", rules.fee),
            );
        }
        refusals
    }
}

impl Action for LegacyPooling {
    const ITEM: &'static str = "legacy_pooling";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        let region = context.region.clone();
        let on = self.pooled_on.to_string();
        match legacy::standing(context.store, region.code(), &self.id, &on)? {
            None => refusals.push(Refusal::new("subject_unknown").with("subject", &self.id)),
            Some(standing) => refusals.extend(self.problems(&standing)),
        }
        if self.document.trim().is_empty() {
            refusals.push(Refusal::new("document_missing").with("parameter", Self::ITEM));
        }
        if self.funding_source.trim().is_empty() {
            refusals.push(Refusal::new("legacy_funding_missing").with("subject", &self.id));
        }
        if self.items.is_empty() {
            refusals.push(Refusal::new("list_empty").with("subject", &self.id));
        }
        let papers = confirmed(context.store, &region)?;
        match pool_rules(context.book, &region, &papers, self.pooled_on) {
            Ok(rules) => refusals.extend(self.against_rules(&rules)),
            Err(missing) => refusals.extend(missing),
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        let region = effect.region().to_owned();
        let on = self.pooled_on.to_string();
        let standing = legacy::standing(effect.store, &region, &self.id, &on)?
            .ok_or_else(|| Refusal::new("subject_unknown").with("subject", &self.id))?;
        effect.insert(&LegacyInjuryRow {
            valid_from: on.clone(),
            seq: effect.seq(),
            pooled: 1,
            pooled_on: Some(on),
            reason: self.document.clone(),
            funding_source: self.funding_source.clone(),
            items: item_stems(&self.items),
            ..standing
        })?;
        Ok(())
    }
}

/// Why a benefit for a pooled person may not be granted: it is not among what the fund took over, or it is for a month
/// before the person joined.
pub(crate) fn outside_pool(
    standing: &LegacyInjuryRow,
    benefit: Benefit,
    from: Option<Date>,
) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let items = benefits(&standing.items);
    // Rosters taken over from before name no items; then the pooled person has what the rules give.
    if !items.is_empty() && !items.contains(&benefit) {
        refusals.push(
            Refusal::new("legacy_item_outside")
                .with("subject", &standing.id)
                .with("benefit", benefit.stem()),
        );
    }
    let joined = standing
        .pooled_on
        .as_deref()
        .and_then(|on| on.parse::<Date>().ok());
    if let (Some(joined), Some(from)) = (joined, from)
        && Month::of(from) < Month::of(joined)
    {
        refusals.push(
            Refusal::new("legacy_no_back_pay")
                .with("subject", &standing.id)
                .with("benefit", benefit.stem())
                .with("month", Month::of(from))
                .with("joined", Month::of(joined)),
        );
    }
    refusals
}
