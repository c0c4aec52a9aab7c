//! A stretch of text that a reader takes as one — a paragraph, a cell, a line — whose signs may lie scattered in the file.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::spot::{Found, Removed, Spot};
use crate::personal::{self, Around, Hit};

/// In which version of a text with tracked changes a sign stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    #[default]
    Both,
    /// Deleted with its changes tracked.
    Before,
    /// Inserted.
    After,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    c: char,
    /// Bytes of the file; equal for what an element stands for, such as a tab.
    start: usize,
    end: usize,
    version: Version,
}

/// What stands around a unit, for numbers that only their neighbours explain.
#[derive(Clone, Debug, Default)]
pub struct Context {
    pub before: String,
    pub row: Rc<str>,
    /// Above it stands that the column holds amounts.
    pub amounts: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub(super) signs: Vec<Sign>,
    pub spot: Spot,
    pub context: Context,
}

/// Changes of a text, by where they begin.
pub type Edits = BTreeMap<usize, (usize, String)>;

impl Unit {
    pub fn at(spot: Spot) -> Unit {
        Unit {
            spot,
            ..Unit::default()
        }
    }

    pub fn push(&mut self, c: char, start: usize, end: usize, version: Version) {
        self.signs.push(Sign {
            c,
            start,
            end,
            version,
        });
    }

    /// Text of the file as it stands there; `raw` where `&` means itself.
    pub fn take(&mut self, file: &str, start: usize, end: usize, raw: bool, version: Version) {
        let mut at = start;
        while at < end
            && let Some((c, next)) = super::markup::character(file, at, raw)
        {
            let next = next.min(end);
            self.push(c, at, next, version);
            at = next;
        }
    }

    /// A sign that is no text of the file.
    pub fn gap(&mut self, c: char, at: usize) {
        self.push(c, at, at, Version::Both);
    }

    pub fn append(&mut self, other: Unit) {
        self.signs.extend(other.signs);
    }

    pub fn is_blank(&self) -> bool {
        self.signs.iter().all(|sign| sign.c.is_whitespace())
    }

    pub fn text(&self) -> String {
        self.signs.iter().map(|sign| sign.c).collect()
    }

    fn is_changed(&self) -> bool {
        let changed = |sign: &Sign| sign.version != Version::Both;
        self.signs.iter().any(changed)
    }

    /// Finds what is personal, and masks it in `edits`.
    pub fn strip(&self, found: &mut Found, edits: &mut Edits) {
        if !self.is_changed() {
            self.strip_version(None, found, edits);
            return;
        }
        // A number may be whole only before the changes, only after them, or only with both.
        for left_out in [Some(Version::Before), Some(Version::After), None] {
            self.strip_version(left_out, found, edits);
        }
    }

    fn strip_version(&self, left_out: Option<Version>, found: &mut Found, edits: &mut Edits) {
        let is_in = |sign: &&Sign| Some(sign.version) != left_out;
        let signs: Vec<&Sign> = self.signs.iter().filter(is_in).collect();
        let text: String = signs.iter().map(|sign| sign.c).collect();
        let hits = hits(&text, &self.context);
        if hits.is_empty() {
            return;
        }
        let mut starts = Vec::with_capacity(signs.len());
        let mut at = 0;
        for sign in &signs {
            starts.push(at);
            at += sign.c.len_utf8();
        }
        for hit in hits {
            let index = |byte: usize| starts.partition_point(|start| *start < byte);
            let signs = &signs[index(hit.start)..index(hit.end)];
            let value: String = signs.iter().map(|sign| sign.c).collect();
            let mut changed = false;
            for (sign, hidden) in signs.iter().zip(personal::hidden(&value)) {
                if hidden && sign.end > sign.start {
                    let before = edits.insert(sign.start, (sign.end, "*".to_owned()));
                    changed |= before.is_none();
                }
            }
            if changed {
                found.removed.push(Removed {
                    kind: hit.kind.stem(),
                    spot: self.spot.clone(),
                    masked: personal::mask(&value),
                });
            }
        }
    }
}

/// What is personal in a text, by the text and by what stands around it.
pub fn hits(text: &str, context: &Context) -> Vec<Hit> {
    let around = Around {
        before: &context.before,
        row: &context.row,
    };
    let mut hits = personal::all(text, around);
    if context.amounts {
        let is_amount =
            |hit: &Hit| matches!(hit.kind, personal::Kind::Mobile | personal::Kind::Account);
        hits.retain(|hit| !is_amount(hit));
    }
    hits
}

/// The text with its changes.
pub fn edited(text: &str, edits: &Edits) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, (end, new)) in edits {
        if *start < at {
            continue;
        }
        out.push_str(&text[at..*start]);
        out.push_str(new);
        at = *end;
    }
    out.push_str(&text[at..]);
    out
}
