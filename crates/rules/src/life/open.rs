//! What may be done next in a case: by whom, with which paper, by when.

use std::collections::BTreeSet;

use serde_json::Value;
use yiju_lawbook::life::{LifeEdge, LifeEvent, StateName};
use yiju_terms::Date;

use super::{Clock, Walk};

/// An edge that leads on from where the case stands.
#[derive(Clone, Debug)]
pub struct OpenStep<'a> {
    pub event: &'a LifeEvent,
    pub edge: &'a LifeEdge,
    pub instance: String,
    pub from: StateName,
    /// What must hold on other tracks first; empty when the step may be taken now.
    pub waits_for: Vec<StateName>,
    /// By when somebody has to act.
    pub deadline: Option<Clock>,
    /// By when, or from when, the edge is shut or open.
    pub bar: Option<Clock>,
    /// From when it is open, where the facts say so (the life of a device).
    pub opens: Option<Date>,
}

impl<'a> Walk<'a> {
    /// Every step that is open now, in the order of the table, those that wait for another track after the others.
    pub fn open_steps(&self) -> Vec<OpenStep<'a>> {
        let mut steps = Vec::new();
        for event in &self.life().events {
            for edge in &event.edges {
                for instance in self.instances(&edge.to.track) {
                    steps.extend(self.open_step(event, edge, instance));
                }
            }
        }
        steps.sort_by_key(|step| !step.waits_for.is_empty());
        steps
    }

    /// Instances of a keyed track that exist, and the one that may begin.
    fn instances(&self, track: &str) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = self
            .standings()
            .filter(|(name, ..)| *name == track)
            .map(|(_, instance, _)| instance.to_owned())
            .collect();
        found.insert(String::new());
        found
    }

    fn open_step(
        &self,
        event: &'a LifeEvent,
        edge: &'a LifeEdge,
        instance: String,
    ) -> Option<OpenStep<'a>> {
        let from = self.state(&edge.to.track, &instance);
        if !edge.from.contains(&from) {
            return None;
        }
        let all = self.happenings.len();
        if let Some((low, high)) = edge.grades {
            let grade = self.grade_before(all)?;
            if !(u64::from(low)..=u64::from(high)).contains(&grade) {
                return None;
            }
        }
        let (deadline, bar) = self.clocks_of(edge, &instance, (all, &Value::Null));
        Some(OpenStep {
            event,
            edge,
            waits_for: self.missing(edge),
            opens: self.opens(edge, &instance, all),
            instance,
            from,
            deadline,
            bar,
        })
    }
}
