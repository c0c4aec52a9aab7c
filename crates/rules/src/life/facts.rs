//! The papers and facts that an event must bring.

use serde_json::Value;
use yiju_lawbook::life::{Field, FieldKind, LifeEvent};
use yiju_terms::{Date, DisabilityGrade, Money, Month, Refusal, SelfCareLevel};

use super::clock::excluded_problems;
use super::{Happening, Walk, word};
use crate::case::{LeavingReason, RecognizedUnder, Relation};
use crate::facts::PauseCause;

/// Why the benefits of a case end for good.
pub const CESSATION_CAUSES: &[&str] = &["entitlement_lost", "died"];
/// What ends the pension of a dependent.
const DEPENDENT_ENDS: &[&str] = &[
    "reached_18",
    "employed",
    "enlisted",
    "remarried",
    "adopted",
    "died",
];

/// Every paper and fact that is missing or cannot be.
pub(super) fn problems(walk: &Walk<'_>, event: &LifeEvent, happening: &Happening) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let cite = &event.edges[0].citation;
    let has_paper = happening
        .document
        .as_deref()
        .is_some_and(|d| !d.trim().is_empty());
    if let Some(document) = event.document.as_deref().filter(|_| !has_paper) {
        let refusal = Refusal::new("event_document")
            .with("event", word("event", &event.kind))
            .with("document", word("document", document));
        refusals.push(refusal.cite(cite));
    }
    for field in &event.fields {
        let value = happening
            .detail
            .get(&field.name)
            .filter(|value| !value.is_null());
        let code = match value {
            None if field.needed => "event_fact_missing",
            Some(value) if !fits(walk, field, value) => "event_fact_wrong",
            _ => continue,
        };
        let shown = value.map(|value| match value.as_str() {
            Some(text) => text.to_owned(),
            None => value.to_string(),
        });
        let mut refusal = Refusal::new(code)
            .with("event", word("event", &event.kind))
            .with("field", word("field", &field.name));
        if let Some(shown) = shown {
            refusal = refusal.with("value", shown);
        }
        refusals.push(refusal.cite(cite));
    }
    refusals.extend(excluded_problems(event, &happening.detail));
    refusals
}

fn fits(walk: &Walk<'_>, field: &Field, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default().trim();
    match field.kind {
        FieldKind::Text | FieldKind::Case => !text.is_empty(),
        FieldKind::Grade => {
            let number = value.as_u64().and_then(|grade| u8::try_from(grade).ok());
            text == "none" || number.and_then(DisabilityGrade::new).is_some()
        }
        FieldKind::Care => SelfCareLevel::from_stem(text).is_some(),
        FieldKind::Money => text
            .parse::<Money>()
            .is_ok_and(|amount| amount > Money::ZERO),
        FieldKind::Months => value
            .as_i64()
            .is_some_and(|months| (1..=600).contains(&months)),
        FieldKind::Month => text.parse::<Month>().is_ok(),
        FieldKind::ByDeath => text
            .parse::<Date>()
            .is_ok_and(|day| walk.died_on().is_none_or(|died| day <= died)),
        FieldKind::RecognizedUnder => RecognizedUnder::from_stem(text).is_some(),
        FieldKind::LeavingReason => LeavingReason::from_stem(text).is_some(),
        FieldKind::Relation => Relation::from_stem(text).is_some(),
        FieldKind::PauseCause => PauseCause::from_stem(text).is_some(),
        FieldKind::DependentEnd => DEPENDENT_ENDS.contains(&text),
        FieldKind::CessationCause => CESSATION_CAUSES.contains(&text),
    }
}

impl Walk<'_> {
    /// The day of death, or of going missing while nobody knows.
    pub fn died_on(&self) -> Option<Date> {
        let ends = ["died", "declared_dead", "missing"];
        let found = ends.iter().find_map(|kind| {
            let mut of = self.happenings.iter().filter(|h| h.kind == *kind);
            of.next().map(|h| h.on)
        });
        found
    }
}
