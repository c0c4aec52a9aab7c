//! `case_life.toml`: the states and steps of a case, with everything that does not fit together reported.

use yiju_terms::{Benefit, Citation};

use super::{CitedAt, Fields, Loaded, SourceText};
use crate::life::{CaseLife, Field, FieldKind, LifeEdge, LifeEvent, StateName, Track};
use crate::problem::Problem;

/// The start of every case: the day of injury.
const INJURED: &str = "injured";

pub(super) fn load(source: &SourceText<'_>, loaded: &mut Loaded) {
    let table = source.parse();
    let root = Fields::new(source, &table, 0);
    root.text("name");
    let mut life = CaseLife::default();
    for fields in root.tables("track") {
        let (stem, states) = (fields.required_text("stem"), words(&fields, "states"));
        let keyed_by = fields.text("keyed_by");
        if states.is_empty() {
            fields.missing("states");
        }
        fields.finish();
        if let Some(stem) = stem {
            life.tracks.push(Track {
                stem,
                states,
                keyed_by,
            });
        }
    }
    for fields in root.tables("event") {
        if let Some(event) = event(source, &fields, loaded) {
            if life.event(&event.kind).is_some() {
                wrong(&fields, "kind", &event.kind);
            }
            life.events.push(event);
        }
        fields.finish();
    }
    root.finish();
    loaded.life = life;
}

/// A field that lists words, separated by commas.
fn words(fields: &Fields<'_, '_>, name: &str) -> Vec<String> {
    let text = fields.text(name).unwrap_or_default();
    let words = text.split(',').map(str::trim).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

fn wrong(fields: &Fields<'_, '_>, name: &'static str, word: &str) {
    let offset = fields.get(name).map_or(fields.offset, |v| v.span().start);
    let args = [("field", name.to_owned()), ("word", word.to_owned())];
    fields.report(offset, "unknown_word", &args);
}

fn states(fields: &Fields<'_, '_>, name: &'static str) -> Vec<StateName> {
    let mut found = Vec::new();
    for word in words(fields, name) {
        match StateName::parse(&word) {
            Some(state) => found.push(state),
            None => wrong(fields, name, &word),
        }
    }
    found
}

fn benefits(fields: &Fields<'_, '_>, name: &'static str) -> Vec<String> {
    let found = words(fields, name);
    for word in found.iter().filter(|w| Benefit::from_stem(w).is_none()) {
        wrong(fields, name, word);
    }
    found
}

fn event(
    source: &SourceText<'_>,
    fields: &Fields<'_, '_>,
    loaded: &mut Loaded,
) -> Option<LifeEvent> {
    let (kind, by) = (fields.required_text("kind"), fields.required_text("by"));
    let cite = fields.required_text("cite");
    if let Some(cite) = &cite {
        cited(source, fields, cite, loaded);
    }
    let mut facts = Vec::new();
    for word in words(fields, "fields") {
        match fact(&word) {
            Some(fact) => facts.push(fact),
            None => wrong(fields, "fields", &word),
        }
    }
    let source_item = fields.text("source");
    let document = fields.text("document");
    let mut edges = Vec::new();
    for row in fields.tables("edge") {
        edges.extend(edge(source, &row, cite.as_deref(), loaded));
        row.finish();
    }
    if edges.is_empty() {
        fields.missing("edge");
    }
    Some(LifeEvent {
        kind: kind?,
        source: source_item.unwrap_or_else(|| "case_event".to_owned()),
        by: by?,
        document,
        fields: facts,
        edges,
    })
}

/// `name: kind`, with `?` behind the name when it may be left out.
fn fact(word: &str) -> Option<Field> {
    let (name, kind) = word.split_once(':')?;
    let name = name.trim();
    Some(Field {
        name: name.trim_end_matches('?').to_owned(),
        kind: FieldKind::from_stem(kind.trim())?,
        needed: !name.ends_with('?'),
    })
}

fn cited(source: &SourceText<'_>, fields: &Fields<'_, '_>, cite: &str, loaded: &mut Loaded) {
    loaded.cited.push(CitedAt {
        file: source.file.to_owned(),
        line: source.line(fields.offset),
        cite: cite.to_owned(),
    });
}

fn edge(
    source: &SourceText<'_>,
    fields: &Fields<'_, '_>,
    cite: Option<&str>,
    loaded: &mut Loaded,
) -> Option<LifeEdge> {
    let own = fields.text("cite");
    if let Some(own) = &own {
        cited(source, fields, own, loaded);
    }
    let from = states(fields, "from");
    if from.is_empty() {
        fields.missing("from");
    }
    let to = states(fields, "to").pop();
    let mut also = Vec::new();
    for word in fields.text("also").unwrap_or_default().split(';') {
        let pair = word.split_once('>');
        let pair = pair.and_then(|(a, b)| Some((StateName::parse(a)?, StateName::parse(b)?)));
        match pair {
            Some(pair) => also.push(pair),
            None if word.trim().is_empty() => {}
            None => wrong(fields, "also", word),
        }
    }
    let grades = fields.text("grades").map(|text| {
        let pair = text.split_once('-');
        let read = |word: &str| word.trim().parse::<u8>().ok();
        let pair = pair.and_then(|(a, b)| Some((read(a)?, read(b)?)));
        pair.unwrap_or_else(|| {
            wrong(fields, "grades", &text);
            (1, 10)
        })
    });
    let edge = LifeEdge {
        from,
        to: to.clone().unwrap_or(StateName {
            track: String::new(),
            state: String::new(),
        }),
        needs: states(fields, "needs"),
        also,
        citation: Citation(own.or(cite.map(str::to_owned)).unwrap_or_default().into()),
        deadline: fields.text("deadline"),
        extended: fields.flag("extended"),
        bar: fields.text("bar"),
        runs_from: words(fields, "runs_from"),
        pause: states(fields, "pause").pop(),
        later_than: fields.text("later_than"),
        duty: fields.flag("duty"),
        grades,
        starts: benefits(fields, "starts"),
        stops: benefits(fields, "stops"),
    };
    if to.is_none() {
        fields.missing("to");
    }
    to.map(|_| edge)
}

/// What can only be seen once everything is read: unknown states, clocks and events, and states nothing leads to.
pub(crate) fn check(loaded: &mut Loaded) {
    let mut problems = Vec::new();
    let mut report = |field: &str, word: &str| {
        problems.push(
            Problem::new("national/case_life.toml", 1, "unknown_word")
                .with("field", field)
                .with("word", word),
        );
    };
    let life = &loaded.life;
    for event in &life.events {
        for edge in &event.edges {
            let also = edge.also.iter().flat_map(|(a, b)| [a, b]);
            let named = edge.from.iter().chain([&edge.to]).chain(&edge.needs);
            for state in named.chain(also).chain(&edge.pause) {
                if !life.has_state(state) {
                    report(&event.kind, &state.to_string());
                }
            }
            if edge.from.iter().any(|from| from.track != edge.to.track) {
                report(&event.kind, &edge.to.to_string());
            }
            for clock in edge.deadline.iter().chain(&edge.bar) {
                if !loaded.deadlines.contains_key(clock) || edge.runs_from.is_empty() {
                    report(&event.kind, clock);
                }
            }
            for from in &edge.runs_from {
                if from != INJURED && life.event(from).is_none() {
                    report(&event.kind, from);
                }
            }
        }
    }
    for track in &life.tracks {
        for state in track.states.iter().skip(1) {
            let name = StateName {
                track: track.stem.clone(),
                state: state.clone(),
            };
            let mut edges = life.events.iter().flat_map(|event| &event.edges);
            let reached =
                edges.any(|edge| edge.to == name || edge.also.iter().any(|(_, to)| *to == name));
            if !reached {
                report("states", &name.to_string());
            }
        }
    }
    loaded.problems.extend(problems);
}
