//! Matters with their state and clock, newest first.

use super::{Conditions, Listing, Window, contains};
use crate::engine::{Fault, Store};
use crate::value::Row;

/// Where a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for its next step.
    Open,
    /// Sent back; waits for the first check again.
    Returned,
    Approved,
    Refused,
}

impl State {
    pub const ALL: [State; 4] = [
        State::Open,
        State::Returned,
        State::Approved,
        State::Refused,
    ];

    pub const fn stem(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Returned => "returned",
            State::Approved => "approved",
            State::Refused => "refused",
        }
    }

    pub fn from_stem(stem: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.stem() == stem)
    }

    /// Whether nothing more is waited for.
    pub const fn is_ended(self) -> bool {
        matches!(self, State::Approved | State::Refused)
    }

    /// The condition on the last step `s`.
    const fn condition(self) -> &'static str {
        match self {
            State::Open => "s.outcome = 'pass' AND s.kind <> 'approve'",
            State::Returned => "s.outcome = 'return'",
            State::Approved => "s.outcome = 'pass' AND s.kind = 'approve'",
            State::Refused => "s.outcome = 'refuse'",
        }
    }

    /// Says the same about the approval of the matter: most matters are approved, so this finds the few others quickly.
    const fn of_approval(self) -> &'static str {
        match self {
            State::Approved => APPROVED,
            _ => NOT_APPROVED,
        }
    }

    fn of_step(kind: &str, outcome: &str) -> State {
        match (kind, outcome) {
            (_, "refuse") => State::Refused,
            (_, "return") => State::Returned,
            ("approve", _) => State::Approved,
            _ => State::Open,
        }
    }
}

const APPROVED: &str =
    "EXISTS (SELECT 1 FROM approval a WHERE a.region = $1 AND a.matter_id = m.id)";
const NOT_APPROVED: &str =
    "NOT EXISTS (SELECT 1 FROM approval a WHERE a.region = $1 AND a.matter_id = m.id)";

/// A matter as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterLine {
    pub id: i64,
    pub item: String,
    pub subject: String,
    pub persons: i64,
    pub received_on: String,
    pub due_on: Option<String>,
    pub last_step: String,
    pub last_on: String,
    pub state: State,
}

/// What a list is narrowed to; nothing set shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub item: Option<String>,
    pub state: Option<State>,
    /// Only matters ended after their due day, or still open after it.
    pub late: bool,
    /// Part of the subject, or the number.
    pub text: String,
    pub applicant: Option<(String, String)>,
}

/// Matters newest first; `on` is the day that open clocks are read.
pub fn matters(
    store: &mut Store,
    region: &str,
    on: &str,
    filter: &Filter,
    window: Window,
) -> Result<Listing<MatterLine>, Fault> {
    let mut conditions = conditions(region, on, filter);
    let needs_step = filter.state.is_some() || filter.late;
    let count = format!(
        "SELECT COUNT(*) FROM matter m{} WHERE {}",
        if needs_step { LAST_STEP } else { "" },
        conditions.text
    );
    let total = store.one(&count, &conditions.values)?.int(0);
    let (size, offset) = (
        conditions.place(window.size),
        conditions.place(window.offset()),
    );
    let sql = format!(
        "SELECT {COLUMNS} FROM matter m{LAST_STEP} WHERE {} ORDER BY m.id DESC LIMIT {size} OFFSET {offset}",
        conditions.text
    );
    let rows = store.query(&sql, &conditions.values)?;
    Ok(Listing {
        rows: rows.iter().map(read_line).collect(),
        total,
    })
}

/// One matter as a line.
pub fn line(store: &mut Store, region: &str, id: i64) -> Result<Option<MatterLine>, Fault> {
    let sql =
        format!("SELECT {COLUMNS} FROM matter m{LAST_STEP} WHERE m.region = $1 AND m.id = $2");
    let rows = store.query(&sql, &[region.into(), id.into()])?;
    Ok(rows.first().map(read_line))
}

const COLUMNS: &str =
    "m.id, m.item, m.subject, m.persons, m.received_on, m.due_on, s.kind, s.outcome, s.done_on";

const LAST_STEP: &str = " JOIN step s ON s.region = m.region AND s.matter_id = m.id
   AND s.number = (SELECT MAX(x.number) FROM step x WHERE x.region = $1 AND x.matter_id = m.id)";

fn conditions(region: &str, on: &str, filter: &Filter) -> Conditions {
    let mut conditions = Conditions::of("m.", region);
    if let Some(item) = &filter.item {
        let place = conditions.place(item);
        conditions.and(&format!("m.item = {place}"));
    }
    if let Some((kind, id)) = &filter.applicant {
        let (kind, id) = (conditions.place(kind), conditions.place(id));
        conditions.and(&format!(
            "m.applicant_kind = {kind} AND m.applicant_id = {id}"
        ));
    }
    if !filter.text.is_empty() {
        let subject = conditions.place(contains(&filter.text));
        let number = conditions.place(filter.text.parse::<i64>().unwrap_or(-1));
        conditions.and(&format!(
            "(m.subject LIKE {subject} ESCAPE '\\' OR m.id = {number})"
        ));
    }
    if let Some(state) = filter.state {
        conditions.and(state.of_approval());
        conditions.and(state.condition());
    }
    if filter.late {
        let day = conditions.place(on);
        let ended = format!(
            "({} OR {})",
            State::Approved.condition(),
            State::Refused.condition()
        );
        conditions.and(&format!(
            "m.due_on IS NOT NULL AND ((({ended}) AND s.done_on > m.due_on) OR (NOT {ended} AND {day} > m.due_on))"
        ));
    }
    conditions
}

fn read_line(row: &Row) -> MatterLine {
    MatterLine {
        id: row.int(0),
        item: row.text(1).to_owned(),
        subject: row.text(2).to_owned(),
        persons: row.int(3),
        received_on: row.text(4).to_owned(),
        due_on: row.opt_text(5).map(str::to_owned),
        state: State::of_step(row.text(6), row.text(7)),
        last_step: row.text(6).to_owned(),
        last_on: row.text(8).to_owned(),
    }
}

/// How many matters of each item there are.
pub fn items(store: &mut Store, region: &str) -> Result<Vec<(String, i64)>, Fault> {
    let rows = store.query(
        "SELECT item, COUNT(*) FROM matter WHERE region = $1 GROUP BY item ORDER BY 2 DESC, 1",
        &[region.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| (row.text(0).to_owned(), row.int(1)))
        .collect())
}

/// How many matters stand where.
pub fn states(store: &mut Store, region: &str) -> Result<Vec<(State, i64)>, Fault> {
    let approved = store.one(
        "SELECT COUNT(*) FROM approval WHERE region = $1",
        &[region.into()],
    )?;
    let mut counts: Vec<(State, i64)> = State::ALL.iter().map(|state| (*state, 0)).collect();
    let mut add = |state: State, number: i64| {
        for (known, count) in &mut counts {
            if *known == state {
                *count += number;
            }
        }
    };
    add(State::Approved, approved.int(0));
    let sql = format!(
        "SELECT s.kind, s.outcome, COUNT(*) FROM matter m{LAST_STEP}
         WHERE m.region = $1 AND {NOT_APPROVED} GROUP BY s.kind, s.outcome"
    );
    for row in store.query(&sql, &[region.into()])? {
        add(State::of_step(row.text(0), row.text(1)), row.int(2));
    }
    Ok(counts)
}
