//! The gate before publishing: takes personal data out of a report, says what it took, looks once more, and tells whether the
//! copy may be published (decision 0020).
//!
//! Everything happens in memory. The copy is the original but for the masked signs; what cannot be rewritten with
//! certainty is refused, never half done.

mod book;
mod card;
mod flat;
mod markup;
mod names;
mod number;
mod office;
mod office_part;
mod package;
mod portable;
mod record;
mod spot;
mod sweep;
mod unit;
mod web;

use serde::Serialize;
use yiju_intake::{Document, Format};
use yiju_terms::words::{self, Lang};

pub use card::card;
pub use record::{Entry, File, Signed, is_reason, is_signer, items_text, record, record_text};

use crate::checks::{Outcome, Severity, check_document};
use spot::{Found, Removed};

/// Why a file cannot be given a copy without personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unstrippable {
    TooLarge,
    Broken(String),
    /// A text that would not come back byte by byte.
    Encoding,
    /// A format that is read and not written.
    Format,
}

#[doc(alias = "发布把关")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The file may be published as it is.
    Pass,
    /// The copy may be published.
    PassAfterRemoval,
    /// Only when a named person says why.
    NeedsReason,
    /// Not this file: personal data is in it that cannot be taken out.
    Refused,
}

impl Verdict {
    pub fn stem(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::PassAfterRemoval => "pass_after_removal",
            Verdict::NeedsReason => "needs_reason",
            Verdict::Refused => "refused",
        }
    }
}

/// Something personal, as it may be told: never the full value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    pub kind: &'static str,
    pub name: String,
    pub place: String,
    pub masked: String,
}

/// A finding of severity high that stays in the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grave {
    pub rule: &'static str,
    pub table: String,
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gate {
    pub verdict: Verdict,
    pub message: String,
    /// What the copy no longer shows.
    pub removed: Vec<Item>,
    /// What is personal and could not be taken out.
    pub left: Vec<Item>,
    pub high: Vec<Grave>,
    /// What nobody looked into: pictures, embedded objects.
    pub unseen: Vec<String>,
}

impl Gate {
    /// Keeps a package back whose files hold something personal.
    pub fn keep_back(&mut self, left: Vec<Item>, lang: Lang) {
        let count = left.len().to_string();
        self.verdict = Verdict::Refused;
        self.message = words::text(lang, "gate.verdict.refused", &[("left", &count)]);
        self.removed.clear();
        self.left = left;
    }
}

/// What came through the gate. Without a copy nothing may be published.
#[derive(Debug)]
pub struct Passed {
    pub gate: Gate,
    pub copy: Option<Vec<u8>>,
}

/// Judges a report that was read and checked. `outcome` is that of the original.
pub fn pass(bytes: &[u8], document: &Document, outcome: &Outcome, lang: Lang) -> Passed {
    let mut found = Found::default();
    let made = copy(bytes, document.format, &mut found);
    let rewritten = made.as_ref().is_ok_and(|copy| copy != bytes);
    let read_again = match &made {
        Ok(copy) if rewritten => match yiju_intake::read(copy) {
            Ok(document) => Ok(Some(document)),
            Err(problem) => Err(Unstrippable::Broken(problem.message(lang))),
        },
        Ok(_) => Ok(None),
        Err(why) => Err(why.clone()),
    };
    let last = match &read_again {
        Ok(Some(document)) => document,
        _ => document,
    };
    sweep::sweep(last, &mut found);
    let again = match &read_again {
        Ok(Some(document)) => {
            check_document(&outcome.file, document, Some(&outcome.profile), lang).ok()
        }
        _ => Some(outcome.clone()),
    };
    let high = again.as_ref().map(graves).unwrap_or_default();
    let why = read_again.err();
    let why = why.or_else(|| again.is_none().then(|| Unstrippable::Broken(String::new())));
    let before = graves(outcome).len();
    let mut gate = judged(found, high, why.as_ref(), document.format, lang);
    say_solved(&mut gate, before, lang);
    let copy = made.ok().filter(|_| gate.verdict != Verdict::Refused);
    Passed { gate, copy }
}

/// The copy without what is personal; the same bytes where nothing is.
fn copy(bytes: &[u8], format: Format, found: &mut Found) -> Result<Vec<u8>, Unstrippable> {
    let text = |found: &mut Found, strip: fn(&str, &mut Found) -> String| {
        let (text, encoding) = flat::decode(bytes)?;
        let new = strip(&text, found);
        flat::encode(&new, encoding).ok_or(Unstrippable::Encoding)
    };
    match format {
        Format::Docx | Format::Xlsx => office::strip(bytes, found),
        Format::Html => text(found, web::strip),
        Format::Text => text(found, flat::strip),
        Format::Pdf => portable::look(bytes, found).map(|()| bytes.to_vec()),
        Format::Xls | Format::OldWord | Format::OldSheet => Err(Unstrippable::Format),
    }
}

fn graves(outcome: &Outcome) -> Vec<Grave> {
    let high = outcome.findings.iter();
    let high = high.filter(|finding| finding.severity == Severity::High);
    high.map(|finding| Grave {
        rule: finding.rule,
        table: finding.place.table.clone(),
        message: finding.message.clone(),
    })
    .collect()
}

fn judged(
    found: Found,
    high: Vec<Grave>,
    why: Option<&Unstrippable>,
    format: Format,
    lang: Lang,
) -> Gate {
    let verdict = if why.is_some() || !found.left.is_empty() {
        Verdict::Refused
    } else if !high.is_empty() {
        Verdict::NeedsReason
    } else if !found.removed.is_empty() {
        Verdict::PassAfterRemoval
    } else {
        Verdict::Pass
    };
    let item = |removed: &Removed| Item {
        kind: removed.kind,
        name: words::word(lang, &format!("gate.kind.{}", removed.kind)),
        place: removed.spot.message(lang),
        masked: removed.masked.clone(),
    };
    let items = |list: &[Removed]| -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for item in list.iter().map(item) {
            if !items.contains(&item) || items.len() > ITEMS_COMPARED {
                items.push(item);
            }
        }
        items
    };
    let (removed, left) = (items(&found.removed), items(&found.left));
    let (removed_count, left_count) = (removed.len().to_string(), left.len().to_string());
    let high_count = high.len().to_string();
    let args = [
        ("removed", removed_count.as_str()),
        ("left", left_count.as_str()),
        ("high", high_count.as_str()),
    ];
    let stem = told(verdict, (why, format), !removed.is_empty());
    let unseen = found.unseen.iter().map(|(stem, count)| {
        let key = format!("gate.unseen.{stem}");
        words::text(lang, &key, &[("count", &count.to_string())])
    });
    Gate {
        verdict,
        message: words::text(lang, &format!("gate.verdict.{stem}"), &args),
        removed,
        left,
        high,
        unseen: unseen.collect(),
    }
}

/// The check counted the original: why the copy has fewer findings of severity high is said, or the two counts look like a
/// contradiction.
fn say_solved(gate: &mut Gate, before: usize, lang: Lang) {
    let solved = before.saturating_sub(gate.high.len());
    if solved == 0 || gate.verdict == Verdict::Refused {
        return;
    }
    let numbers = [before, solved].map(|number| number.to_string());
    let args = [("before", &*numbers[0]), ("solved", &*numbers[1])];
    gate.message += &words::text(lang, "gate.verdict.solved", &args);
}

/// The stem of the verdict's words.
fn told(
    verdict: Verdict,
    (why, format): (Option<&Unstrippable>, Format),
    removed: bool,
) -> &'static str {
    match (verdict, why, format) {
        (Verdict::Refused, Some(Unstrippable::Format), _) => "format",
        (Verdict::Refused, Some(Unstrippable::Encoding), _) => "encoding",
        (Verdict::Refused, Some(Unstrippable::TooLarge), _) => "too_large",
        (Verdict::Refused, Some(Unstrippable::Broken(_)), _) => "broken",
        (Verdict::Refused, None, Format::Pdf) => "pdf",
        (Verdict::NeedsReason, ..) if removed => "needs_reason_after_removal",
        (verdict, ..) => verdict.stem(),
    }
}

/// Doubles are dropped in lists as long as a person reads.
const ITEMS_COMPARED: usize = 2_000;
