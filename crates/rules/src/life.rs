//! A case walked through the table of states: every event must find its edge open. Nothing is stored of this; the state of
//! any day, as known at any journal entry, is what the events known then lead to.

mod clock;
mod facts;
mod open;

use std::collections::BTreeMap;

use serde_json::Value;
use yiju_lawbook::Lawbook;
use yiju_lawbook::life::{CaseLife, LifeEdge, LifeEvent, StateName};
use yiju_terms::{Date, Refusal};

pub use clock::{Clock, Known};
pub use open::OpenStep;

/// Where every case begins; not an event of the table.
pub const INJURED: &str = "injured";

/// Something that happened to a case. `order` is the order of recording, which decides within a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    pub kind: String,
    pub on: Date,
    pub order: (i64, i64),
    pub document: Option<String>,
    pub detail: Value,
}

/// The state of a track, or of one of its instances, since when and by which happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: String,
    pub since: Date,
    /// Index into the walk's happenings; none for the start.
    pub by: Option<usize>,
}

/// A step taken: how it moved its track, and how it lay to its clock.
#[derive(Clone, Debug)]
pub struct Taken {
    pub happening: usize,
    pub instance: String,
    pub from: StateName,
    pub to: StateName,
    pub cite: String,
    /// The last day of its deadline, where there is one that can be worked out.
    pub limit: Option<Date>,
    pub late: bool,
}

/// A problem with one of the happenings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub happening: usize,
    pub refusal: Refusal,
}

/// The whole way of a case.
pub struct Walk<'a> {
    pub book: &'a Lawbook,
    pub injured_on: Date,
    /// In the order of their days.
    pub happenings: Vec<Happening>,
    pub taken: Vec<Taken>,
    pub problems: Vec<Problem>,
    states: BTreeMap<(String, String), Standing>,
    /// Ended stays in a state, for clocks that stand still meanwhile.
    past: Vec<(StateName, Date, Date)>,
}

/// Walks the happenings in the order of their days. Goes on after each problem as if the step had been right, so that all
/// problems of a case are found at once.
pub fn walk(book: &Lawbook, injured_on: Date, mut happenings: Vec<Happening>) -> Walk<'_> {
    happenings.sort_by_key(|happening| (happening.on, happening.order));
    let mut walk = Walk {
        book,
        injured_on,
        happenings,
        taken: Vec::new(),
        problems: Vec::new(),
        states: BTreeMap::new(),
        past: Vec::new(),
    };
    for index in 0..walk.happenings.len() {
        walk.step(index);
    }
    walk
}

/// A word of the catalog of the life cycle, as a place in a refusal.
pub(crate) fn word(group: &str, stem: &str) -> String {
    format!("@life.{group}.{stem}")
}

pub(crate) fn state_word(state: &StateName) -> String {
    format!("@life.state.{}.{}", state.track, state.state)
}

impl<'a> Walk<'a> {
    pub fn life(&self) -> &'a CaseLife {
        self.book.case_life()
    }

    /// The state of a track now; of a keyed track, of the instance.
    pub fn state(&self, track: &str, instance: &str) -> StateName {
        let standing = self.states.get(&(track.to_owned(), instance.to_owned()));
        let first = || {
            let track = self.life().track(track);
            track.and_then(|t| t.states.first()).cloned()
        };
        let state = standing.map(|s| s.state.clone()).or_else(first);
        StateName {
            track: track.to_owned(),
            state: state.unwrap_or_default(),
        }
    }

    /// Every track that has left its first state: track, instance, standing.
    pub fn standings(&self) -> impl Iterator<Item = (&str, &str, &Standing)> {
        let entries = self.states.iter();
        entries.map(|((track, instance), standing)| (track.as_str(), instance.as_str(), standing))
    }

    /// Whether one of the instances of a track stands so.
    fn holds(&self, name: &StateName) -> bool {
        let keyed = self
            .life()
            .track(&name.track)
            .is_some_and(|t| t.keyed_by.is_some());
        if !keyed {
            return self.state(&name.track, "") == *name;
        }
        let mut entries = self.states.iter();
        entries.any(|((track, _), at)| *track == name.track && at.state == name.state)
    }

    /// States that an edge needs and that do not hold: those of a track of which none does.
    pub(crate) fn missing(&self, edge: &LifeEdge) -> Vec<StateName> {
        let tracks: std::collections::BTreeSet<&str> =
            edge.needs.iter().map(|need| need.track.as_str()).collect();
        let mut missing = Vec::new();
        for track in tracks {
            let of = edge.needs.iter().filter(|need| need.track == track);
            if !of.clone().any(|need| self.holds(need)) {
                missing.extend(of.cloned());
            }
        }
        missing
    }

    pub(crate) fn instance_of(&self, event: &LifeEvent, detail: &Value) -> String {
        let track = event
            .edges
            .first()
            .and_then(|edge| self.life().track(&edge.to.track));
        let key = track.and_then(|track| track.keyed_by.as_deref());
        let named = key.and_then(|key| detail.get(key)).and_then(Value::as_str);
        named.unwrap_or_default().trim().to_owned()
    }

    fn problem(&mut self, happening: usize, refusal: Refusal) {
        self.problems.push(Problem { happening, refusal });
    }

    fn step(&mut self, index: usize) {
        let (life, happening) = (self.life(), self.happenings[index].clone());
        let Some(event) = life.event(&happening.kind) else {
            let refusal = Refusal::new("event_unknown").with("kind", &happening.kind);
            return self.problem(index, refusal);
        };
        if happening.on < self.injured_on {
            let refusal = Refusal::new("event_before_injury")
                .with("kind", word("event", &event.kind))
                .with("happened_on", happening.on)
                .with("injured_on", self.injured_on);
            self.problem(index, refusal);
        }
        for refusal in facts::problems(self, event, &happening) {
            self.problem(index, refusal);
        }
        let instance = self.instance_of(event, &happening.detail);
        let edge = self.edge(event, &instance, index);
        let (limit, late) = self.clocks(event, edge, &instance, index);
        self.take(edge, index, instance, (limit, late));
    }

    /// The edge of the event that is open. Where none is, the refusal says what is and the first one is taken.
    fn edge(&mut self, event: &'a LifeEvent, instance: &str, index: usize) -> &'a LifeEdge {
        let (first, on) = (&event.edges[0], self.happenings[index].on);
        let now = self.state(&first.to.track, instance);
        let from_here: Vec<&LifeEdge> = event
            .edges
            .iter()
            .filter(|edge| edge.from.contains(&now))
            .collect();
        let Some(nearest) = from_here.first() else {
            let from = event.edges.iter().flat_map(|edge| &edge.from);
            let from: Vec<String> = from.map(state_word).collect();
            let allowed = self.allowed_from(&now);
            let refusal = Refusal::new("event_not_allowed")
                .with("event", word("event", &event.kind))
                .with("on", on)
                .with("state", state_word(&now))
                .with("from", from.join("、"))
                .with("allowed", allowed)
                .cite(&first.citation);
            self.problem(index, refusal);
            return first;
        };
        if let Some(open) = from_here.iter().find(|edge| self.missing(edge).is_empty()) {
            return open;
        }
        let missing: Vec<String> = self.missing(nearest).iter().map(state_word).collect();
        let refusal = Refusal::new("event_needs_state")
            .with("event", word("event", &event.kind))
            .with("on", on)
            .with("needed", missing.join("、"))
            .cite(&nearest.citation);
        self.problem(index, refusal);
        nearest
    }

    /// The events that are open from a state, as words; a dash where there is none.
    fn allowed_from(&self, now: &StateName) -> String {
        let events = self.life().events.iter();
        let open = events.filter(|event| event.edges.iter().any(|e| e.from.contains(now)));
        let words: Vec<String> = open.map(|event| word("event", &event.kind)).collect();
        match words.is_empty() {
            true => "—".to_owned(),
            false => words.join("、"),
        }
    }

    fn take(
        &mut self,
        edge: &LifeEdge,
        index: usize,
        instance: String,
        clock: (Option<Date>, bool),
    ) {
        let on = self.happenings[index].on;
        let from = self.state(&edge.to.track, &instance);
        for (before, after) in &edge.also {
            if self.state(&before.track, "") == *before {
                self.set(after, "", on, index);
            }
        }
        self.set(&edge.to, &instance, on, index);
        self.taken.push(Taken {
            happening: index,
            instance,
            from,
            to: edge.to.clone(),
            cite: edge.citation.to_string(),
            limit: clock.0,
            late: clock.1,
        });
    }

    fn set(&mut self, to: &StateName, instance: &str, on: Date, by: usize) {
        let key = (to.track.clone(), instance.to_owned());
        // Paid once more is paid since the first time.
        let stays = self.states.get(&key).filter(|at| at.state == to.state);
        let standing = Standing {
            state: to.state.clone(),
            since: stays.map_or(on, |at| at.since),
            by: Some(by),
        };
        let before = self.states.insert(key, standing);
        if let Some(before) = before.filter(|at| at.state != to.state) {
            let name = StateName {
                track: to.track.clone(),
                state: before.state,
            };
            self.past.push((name, before.since, on));
        }
    }

    /// The grade of the last conclusion before the happening.
    pub(crate) fn grade_before(&self, index: usize) -> Option<u64> {
        let earlier = self.happenings[..index].iter().rev();
        let mut conclusions =
            earlier.filter(|h| ["appraised", "reappraised"].contains(&h.kind.as_str()));
        conclusions
            .next()
            .and_then(|h| h.detail.get("grade"))
            .and_then(Value::as_u64)
    }
}
