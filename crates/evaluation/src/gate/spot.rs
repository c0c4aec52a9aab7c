//! Where something personal stood, in words a clerk can follow, and the list of what was found.

use yiju_terms::words::{self, Lang};

use super::names::Authors;

/// A place in a file; numbers from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The stem of the part's word: `body`, `header`, `comments`, `properties` …
    pub part: &'static str,
    /// The name of a sheet, or of a part that has no word of its own.
    pub name: String,
    pub table: Option<usize>,
    pub row: Option<usize>,
    pub column: Option<usize>,
    pub paragraph: Option<usize>,
    pub line: Option<usize>,
    pub page: Option<usize>,
}

impl Spot {
    pub fn part(part: &'static str) -> Spot {
        Spot {
            part,
            ..Spot::default()
        }
    }

    pub fn message(&self, lang: Lang) -> String {
        let part = match self.part {
            "sheet" | "other" => words::text(
                lang,
                &format!("gate.part.{}", self.part),
                &[("name", &self.name)],
            ),
            part => words::word(lang, &format!("gate.part.{part}")),
        };
        let numbers = [
            ("table", self.table),
            ("page", self.page),
            ("paragraph", self.paragraph),
            ("line", self.line),
            ("row", self.row),
            ("column", self.column),
        ];
        let mut message = part;
        for (stem, number) in numbers {
            if let Some(number) = number {
                let number = number.to_string();
                let key = format!("gate.at.{stem}");
                message.push_str(&words::text(lang, &key, &[("number", &number)]));
            }
        }
        message
    }
}

/// One thing found: what it is, where, and what of it may still be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The stem of a [`crate::personal::Kind`], or `author`.
    pub kind: &'static str,
    pub spot: Spot,
    pub masked: String,
}

/// What a file was found to hold.
#[derive(Debug, Default)]
pub struct Found {
    pub removed: Vec<Removed>,
    /// Found and still there: the format cannot be rewritten, or not at this place.
    pub left: Vec<Removed>,
    /// What nobody looked into: the stem of a note and how many.
    pub unseen: Vec<(&'static str, usize)>,
    pub authors: Authors,
}

impl Found {
    pub fn note_unseen(&mut self, stem: &'static str) {
        match self.unseen.iter_mut().find(|(known, _)| *known == stem) {
            Some((_, count)) => *count += 1,
            None => self.unseen.push((stem, 1)),
        }
    }
}
