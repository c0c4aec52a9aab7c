//! The life cycle of an injury case: states on parallel tracks, and the steps between them, as the law folder has them.

use yiju_terms::Citation;

/// States and steps of a case, read from `case_life.toml`.
#[doc(alias = "案件生命周期")]
#[derive(Clone, Debug, Default)]
pub struct CaseLife {
    pub tracks: Vec<Track>,
    pub events: Vec<LifeEvent>,
}

/// One line of states that runs beside the others, e.g. recognition, appraisal, benefit.
#[derive(Clone, Debug)]
pub struct Track {
    pub stem: String,
    /// The first is where every case begins.
    pub states: Vec<String>,
    /// The field that names one of several: each device, each dependent goes its own way.
    pub keyed_by: Option<String>,
}

/// A state of a track, written `track.state`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StateName {
    pub track: String,
    pub state: String,
}

impl StateName {
    pub(crate) fn parse(text: &str) -> Option<StateName> {
        let (track, state) = text.trim().split_once('.')?;
        Some(StateName {
            track: track.to_owned(),
            state: state.to_owned(),
        })
    }
}

impl std::fmt::Display for StateName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.track, self.state)
    }
}

/// What kind of fact a field of an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    /// 1 to 10, or `none` when the conclusion gives no grade.
    Grade,
    Care,
    Money,
    Months,
    Month,
    /// A day not after the death: what befalls kin later gives no right.
    ByDeath,
    /// Another case of the same person.
    Case,
    RecognizedUnder,
    LeavingReason,
    Relation,
    PauseCause,
    DependentEnd,
    CessationCause,
}

impl FieldKind {
    const STEMS: &'static [(&'static str, FieldKind)] = &[
        ("text", FieldKind::Text),
        ("grade", FieldKind::Grade),
        ("care", FieldKind::Care),
        ("money", FieldKind::Money),
        ("months", FieldKind::Months),
        ("month", FieldKind::Month),
        ("by_death", FieldKind::ByDeath),
        ("case", FieldKind::Case),
        ("recognized_under", FieldKind::RecognizedUnder),
        ("leaving_reason", FieldKind::LeavingReason),
        ("relation", FieldKind::Relation),
        ("pause_cause", FieldKind::PauseCause),
        ("dependent_end", FieldKind::DependentEnd),
        ("cessation_cause", FieldKind::CessationCause),
    ];

    pub(crate) fn from_stem(stem: &str) -> Option<FieldKind> {
        let found = Self::STEMS.iter().find(|(known, _)| *known == stem);
        found.map(|(_, kind)| *kind)
    }
}

/// A fact that an event states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub kind: FieldKind,
    pub needed: bool,
}

/// A step in the life of a case.
#[derive(Clone, Debug)]
pub struct LifeEvent {
    pub kind: String,
    /// The item of business that brings it; `case_event` unless another table holds it already.
    pub source: String,
    /// Who acts.
    pub by: String,
    /// The paper without which the step is not registered.
    pub document: Option<String>,
    pub fields: Vec<Field>,
    pub edges: Vec<LifeEdge>,
}

/// From which state to which, under which article, when.
#[derive(Clone, Debug)]
pub struct LifeEdge {
    pub from: Vec<StateName>,
    pub to: StateName,
    /// States of other tracks: of each track named, one must hold.
    pub needs: Vec<StateName>,
    /// Changes of other tracks that come with the step, where they stand so.
    pub also: Vec<(StateName, StateName)>,
    pub citation: Citation,
    /// The deadline to act by; running late is recorded, not refused.
    pub deadline: Option<String>,
    /// Whether the deadline is the extended one.
    pub extended: bool,
    /// The deadline that shuts the edge (or, of the kind `not_before`, opens it).
    pub bar: Option<String>,
    /// The events whose last day starts both clocks; `injured` is the day of injury.
    pub runs_from: Vec<String>,
    /// While this state holds the clock stands still.
    pub pause: Option<StateName>,
    /// The field of the starting event that holds the months to wait.
    pub later_than: Option<String>,
    /// Somebody must take the step by the deadline.
    pub duty: bool,
    /// Disability grades for which the edge is open.
    pub grades: Option<(u8, u8)>,
    /// Benefits that begin or end with the step.
    pub starts: Vec<String>,
    pub stops: Vec<String>,
}

impl CaseLife {
    pub fn event(&self, kind: &str) -> Option<&LifeEvent> {
        self.events.iter().find(|event| event.kind == kind)
    }

    pub fn track(&self, stem: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.stem == stem)
    }

    /// The number of states over all tracks.
    pub fn state_count(&self) -> usize {
        self.tracks.iter().map(|track| track.states.len()).sum()
    }

    /// The number of edges, each pair of states counted once an event.
    pub fn edge_count(&self) -> usize {
        let edges = self.events.iter().flat_map(|event| &event.edges);
        edges.map(|edge| edge.from.len()).sum()
    }

    pub(crate) fn has_state(&self, name: &StateName) -> bool {
        self.track(&name.track)
            .is_some_and(|track| track.states.contains(&name.state))
    }

    /// The clocks an event starts: the deadlines of the edges that run from it.
    pub fn clocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        let edges = self.events.iter().flat_map(|event| &event.edges);
        let mut clocks: Vec<&str> = edges
            .filter(|edge| edge.runs_from.iter().any(|from| from == kind))
            .flat_map(|edge| edge.deadline.iter().chain(&edge.bar))
            .map(String::as_str)
            .collect();
        clocks.sort_unstable();
        clocks.dedup();
        clocks.into_iter()
    }
}
