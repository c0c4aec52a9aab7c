//! The trace: how each figure came about, step by step; costs nothing when nobody asks for it.

use std::sync::Arc;

use yiju_terms::{Citation, Date, Region, Status};

use crate::operand::{Formula, Operand};

/// One step of a calculation, without words: the words are in the catalogs under `rules.step.<stem>`.
#[doc(alias = "计算步骤")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub stem: &'static str,
    /// The value, in `unit`.
    pub value: Operand,
    /// `yuan`, `percent`, `months`, …; empty for a text.
    pub unit: &'static str,
    pub formula: Option<Formula>,
    pub citation: Option<Citation>,
    pub status: Option<Status>,
    /// In force since this day.
    pub since: Option<Date>,
    /// The place whose law answered.
    pub layer: Option<Region>,
    /// The paper by which the office confirmed the value.
    pub document: Option<Arc<str>>,
}

impl Step {
    pub fn new(stem: &'static str, value: impl Into<Operand>, unit: &'static str) -> Step {
        Step {
            stem,
            value: value.into(),
            unit,
            ..Step::default()
        }
    }

    pub fn formula(mut self, formula: Formula) -> Step {
        self.formula = Some(formula);
        self
    }

    pub fn cite(mut self, citation: Option<&Citation>) -> Step {
        self.citation = citation.cloned();
        self
    }
}

/// Receives the steps of a calculation. The formulas are generic over it, so that the traced and the untraced
/// path are the same code.
pub trait Tracer {
    /// `make` runs only when the steps are wanted.
    fn step(&mut self, make: impl FnOnce() -> Step);

    /// The steps since the last call: the trace of one payable line.
    fn take(&mut self) -> Vec<Step>;
}

/// Drops every step before it is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTrace;

impl Tracer for NoTrace {
    #[inline(always)]
    fn step(&mut self, _make: impl FnOnce() -> Step) {}

    #[inline(always)]
    fn take(&mut self) -> Vec<Step> {
        Vec::new()
    }
}

/// Room made at once: hardly a line takes more.
const STEPS_A_LINE: usize = 7;

/// Keeps every step.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    pub steps: Vec<Step>,
}

impl Tracer for Trace {
    fn step(&mut self, make: impl FnOnce() -> Step) {
        if self.steps.capacity() == 0 {
            self.steps.reserve_exact(STEPS_A_LINE);
        }
        self.steps.push(make());
    }

    fn take(&mut self) -> Vec<Step> {
        // A trace is kept for long: it has no room for steps that do not come, and the next line uses this room again.
        self.steps.drain(..).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_trace_never_makes_a_step() {
        NoTrace.step(|| panic!("an untraced calculation made a step"));
        assert!(NoTrace.take().is_empty());
    }

    #[test]
    fn a_trace_keeps_the_order_and_starts_anew_after_take() {
        let mut trace = Trace::default();
        trace.step(|| Step::new("base_rate", "1.40", "percent"));
        trace.step(|| Step::new("amount", "5.00", "yuan"));
        let stems: Vec<_> = trace.take().iter().map(|step| step.stem).collect();
        assert_eq!(stems, ["base_rate", "amount"]);
        assert!(trace.take().is_empty());
    }
}
