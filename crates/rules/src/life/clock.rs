//! Clocks of an edge: when they started, how long they stood still, which time is left out, when they end.

use jiff::{Span, ToSpan};
use serde_json::Value;
use yiju_lawbook::DeadlineKind;
use yiju_lawbook::life::{LifeEdge, LifeEvent, StateName};
use yiju_terms::{Date, Refusal, Status};

use super::{Happening, INJURED, Walk, state_word, word};

/// A clock that runs: its code, its article, and its day where that can be worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub code: String,
    pub started: Date,
    pub kind: DeadlineKind,
    pub day: Known,
}

/// The day of a clock, or why it is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    Day {
        last: Date,
        cite: String,
        status: Status,
    },
    /// The length is not confirmed, or was not in force.
    Not(Refusal),
}

impl Clock {
    pub fn last(&self) -> Option<Date> {
        match &self.day {
            Known::Day { last, .. } => Some(*last),
            Known::Not(_) => None,
        }
    }

    pub fn cite(&self) -> Option<&str> {
        match &self.day {
            Known::Day { cite, .. } => Some(cite),
            Known::Not(_) => None,
        }
    }
}

/// Reasons for which time is left out of the year to apply; none of them is the applicant's fault.
pub const EXCLUDED: &[&str] = &[
    "force_majeure",
    "custody",
    "employer_cause",
    "registration_defect",
    "labour_dispute",
];

impl Walk<'_> {
    /// The last day on which one of the starting events happened, before `index`, to the same instance.
    pub(super) fn started(&self, edge: &LifeEdge, instance: &str, index: usize) -> Option<Date> {
        if edge.runs_from.iter().any(|from| from == INJURED) {
            return Some(self.injured_on);
        }
        self.starting(edge, instance, index).map(|h| h.on)
    }

    fn starting(&self, edge: &LifeEdge, instance: &str, index: usize) -> Option<&Happening> {
        let mut earlier = self.happenings[..index].iter().rev();
        earlier.find(|happening| {
            edge.runs_from.contains(&happening.kind)
                && self
                    .life()
                    .event(&happening.kind)
                    .is_some_and(|event| self.instance_of(event, &happening.detail) == instance)
        })
    }

    /// Days spent in a state since `start`.
    fn paused_days(&self, pause: &StateName, start: Date) -> i32 {
        let stays = self.past.iter().filter(|(name, ..)| name == pause);
        stays
            .map(|(_, from, until)| (*until - (*from).max(start)).get_days().max(0))
            .sum()
    }

    /// The clock `code` of an edge; `shift` days are left out.
    pub(super) fn clock(
        &self,
        code: &str,
        start: Date,
        shift: i32,
        extended: bool,
    ) -> Option<Clock> {
        let kind = self.book.deadline_version(code, start);
        let kind = kind.map_or(DeadlineKind::Limit, |(rule, _)| rule.kind);
        let from = start.checked_add(shift.days()).ok()?;
        let answer = match extended {
            true => self.book.deadline_extended(code, from),
            false => self.book.deadline(code, from),
        };
        let day = match answer {
            Ok(answer) => Known::Day {
                last: answer.value,
                cite: answer.citation.to_string(),
                status: answer.status,
            },
            Err(refusal) => Known::Not(refusal),
        };
        Some(Clock {
            code: code.to_owned(),
            started: start,
            kind,
            day,
        })
    }

    /// The deadline of an edge and the one that shuts it, as they run before `index`.
    pub(super) fn clocks_of(
        &self,
        edge: &LifeEdge,
        instance: &str,
        (index, detail): (usize, &Value),
    ) -> (Option<Clock>, Option<Clock>) {
        let Some(start) = self.started(edge, instance, index) else {
            return (None, None);
        };
        let pause = edge
            .pause
            .as_ref()
            .map_or(0, |pause| self.paused_days(pause, start));
        let deadline = edge.deadline.as_deref();
        let deadline = deadline.and_then(|code| self.clock(code, start, pause, edge.extended));
        let excluded = excluded_days(detail, start);
        let bar = edge.bar.as_deref();
        let bar = bar.and_then(|code| self.clock(code, start, excluded, false));
        (deadline.map(|clock| prolonged(clock, detail)), bar)
    }

    /// Until when the months named by the starting event have passed.
    pub(super) fn opens(&self, edge: &LifeEdge, instance: &str, index: usize) -> Option<Date> {
        let field = edge.later_than.as_deref()?;
        let start = self.starting(edge, instance, index)?;
        let months = start.detail.get(field).and_then(Value::as_i64)?;
        let span = Span::new().try_months(months).ok()?;
        start.on.checked_add(span).ok()
    }

    /// Checks the clocks of a step and gives the last day of its deadline and whether it came late.
    pub(super) fn clocks(
        &mut self,
        event: &LifeEvent,
        edge: &LifeEdge,
        instance: &str,
        index: usize,
    ) -> (Option<Date>, bool) {
        let happening = self.happenings[index].clone();
        let on = happening.on;
        let (deadline, bar) = self.clocks_of(edge, instance, (index, &happening.detail));
        let about = |code| {
            Refusal::new(code)
                .with("event", word("event", &event.kind))
                .with("on", on)
        };
        let mut found = Vec::new();
        found.extend(self.out_of_time(edge, &bar, (instance, index), &about));
        found.extend(self.other_grade(edge, index, &about));
        for refusal in found {
            self.problem(index, refusal);
        }
        let limit = deadline.as_ref().and_then(Clock::last);
        (limit, limit.is_some_and(|limit| on > limit))
    }

    /// After the last day of a bar, before the first, or before the months of the step before have passed.
    fn out_of_time(
        &self,
        edge: &LifeEdge,
        bar: &Option<Clock>,
        (instance, index): (&str, usize),
        about: &impl Fn(&'static str) -> Refusal,
    ) -> Vec<Refusal> {
        let on = self.happenings[index].on;
        let mut found = Vec::new();
        if let Some(bar) = bar
            && let Known::Day { last, cite, .. } = &bar.day
        {
            let rule = self.book.deadline_version(&bar.code, on);
            let name = rule.map_or(bar.code.clone(), |(rule, _)| rule.name.clone());
            let refusal = match bar.kind {
                DeadlineKind::NotBefore if on < *last => Some(about("event_too_early")),
                DeadlineKind::Limit if on > *last => Some(about("event_too_late")),
                _ => None,
            };
            found.extend(refusal.map(|r| r.with("limit", last).with("deadline", name).cite(cite)));
        }
        let opens = self.opens(edge, instance, index);
        if let Some(opens) = opens.filter(|opens| on < *opens) {
            let field = edge.later_than.as_deref().unwrap_or_default();
            let refusal = about("event_too_early").with("limit", opens);
            found.push(
                refusal
                    .with("deadline", word("field", field))
                    .cite(&edge.citation),
            );
        }
        found
    }

    /// A grade that the edge is not for, or none at all.
    fn other_grade(
        &self,
        edge: &LifeEdge,
        index: usize,
        about: &impl Fn(&'static str) -> Refusal,
    ) -> Option<Refusal> {
        let (low, high) = edge.grades?;
        let Some(grade) = self.grade_before(index) else {
            let needed = StateName {
                track: "appraisal".to_owned(),
                state: "concluded".to_owned(),
            };
            let refusal = about("event_needs_state").with("needed", state_word(&needed));
            return Some(refusal.cite(&edge.citation));
        };
        let fits = (u64::from(low)..=u64::from(high)).contains(&grade);
        let range = format!("{low}–{high}");
        let refusal = about("event_grade")
            .with("grade", grade)
            .with("range", range);
        (!fits).then(|| refusal.cite(&edge.citation))
    }
}

/// A limit that was extended by approval, with its paper.
fn prolonged(mut clock: Clock, detail: &Value) -> Clock {
    let until = detail.get("extended_until").and_then(Value::as_str);
    let until = until.and_then(|text| text.parse::<Date>().ok());
    let has_paper = detail.get("extension_document").and_then(Value::as_str);
    if let (Some(until), Some(_), Known::Day { last, .. }) = (until, has_paper, &mut clock.day) {
        *last = until.max(*last);
    }
    clock
}

/// Days of `detail.excluded` (periods with a reason of the list), each day once, from the start on.
fn excluded_days(detail: &Value, start: Date) -> i32 {
    let mut periods: Vec<(Date, Date)> = periods(detail)
        .filter_map(|period| {
            let day = |name: &str| period.get(name)?.as_str()?.parse::<Date>().ok();
            let reason = period.get("reason").and_then(Value::as_str);
            let known = reason.is_some_and(|reason| EXCLUDED.contains(&reason));
            let (from, until) = (day("from")?, day("until")?);
            (known && from <= until).then_some((from.max(start), until))
        })
        .collect();
    periods.sort_unstable();
    let (mut days, mut through) = (0, None::<Date>);
    for (from, until) in periods {
        let from = match through {
            Some(through) if from <= through => through.saturating_add(1.days()),
            _ => from,
        };
        if from <= until {
            days += (until - from).get_days() + 1;
            through = Some(until);
        }
    }
    days
}

fn periods(detail: &Value) -> impl Iterator<Item = &Value> {
    let list = detail.get("excluded").and_then(Value::as_array);
    list.into_iter().flatten()
}

/// Excluded time that cannot be read: a period without its days, its reason or its paper.
pub(super) fn excluded_problems(event: &LifeEvent, detail: &Value) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for period in periods(detail) {
        let day = |name: &str| {
            let text = period.get(name).and_then(Value::as_str)?;
            text.parse::<Date>().ok()
        };
        let reason = period
            .get("reason")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let paper = period
            .get("document")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let in_order =
            matches!((day("from"), day("until")), (Some(from), Some(until)) if from <= until);
        if !in_order || !EXCLUDED.contains(&reason) || paper.trim().is_empty() {
            let refusal = Refusal::new("excluded_time")
                .with("event", word("event", &event.kind))
                .with("reason", reason);
            refusals.push(
                refusal.cite("最高人民法院关于审理工伤保险行政案件若干问题的规定 @ 2014 § 7"),
            );
        }
    }
    refusals
}
