//! The life of a case out of the store: its story walked through the table of states, as of a day and as known at a journal
//! entry. Nothing of it is stored.

use serde_json::Value;
use yiju_lawbook::Lawbook;
use yiju_rules::life::{Happening, Walk, walk};
use yiju_store::views::story::{self, Story, StoryRow};
use yiju_store::{Fault, Store};
use yiju_terms::Date;

/// Of which day, and as known at which entry of the journal.
#[derive(Clone, Copy, Debug)]
pub struct AsOf {
    pub on: Date,
    pub seq: i64,
}

impl AsOf {
    /// Everything that is known, also of days to come.
    pub const ALL: AsOf = AsOf {
        on: Date::MAX,
        seq: i64::MAX,
    };
}

/// A case walked, with the journal entry that brought each of its happenings.
pub struct Lived<'a> {
    pub story: Story,
    pub walk: Walk<'a>,
}

impl Lived<'_> {
    /// The journal entry that brought a happening.
    pub fn seq_of(&self, happening: usize) -> i64 {
        self.walk.happenings[happening].order.0
    }
}

/// The case as it stood; `None` where it was not known.
pub fn lived<'a>(
    store: &mut Store,
    region: &str,
    book: &'a Lawbook,
    injury: &str,
    as_of: AsOf,
) -> Result<Option<Lived<'a>>, Fault> {
    let story = story::story(store, region, injury, as_of.seq)?;
    story.map(|story| walked(book, story, as_of.on)).transpose()
}

/// Walks a story up to a day.
pub fn walked(book: &Lawbook, story: Story, on: Date) -> Result<Lived<'_>, Fault> {
    let mut happenings = Vec::new();
    for row in &story.rows {
        let happening = happening(row)?;
        if happening.on <= on {
            happenings.push(happening);
        }
    }
    let injured_on = day(&story.injured_on)?;
    let walk = walk(book, injured_on, happenings);
    Ok(Lived { story, walk })
}

fn happening(row: &StoryRow) -> Result<Happening, Fault> {
    Ok(Happening {
        kind: row.kind.clone(),
        on: day(&row.on)?,
        order: (row.seq, row.number),
        document: row.document.clone(),
        detail: serde_json::from_str(&row.detail).unwrap_or(Value::Null),
    })
}

fn day(text: &str) -> Result<Date, Fault> {
    text.parse()
        .map_err(|error| Fault::new("reading a day of a case", error))
}
