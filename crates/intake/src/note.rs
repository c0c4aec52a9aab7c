//! What a person should know about a reading that succeeded: what was left out and what is uncertain.

use yiju_terms::words::{self, Lang};

/// A remark on a reading. Codes are stable; the words are in the catalogs under `intake.note`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Sheets that nobody sees in the spreadsheet program.
    HiddenSheets { names: Vec<String> },
    /// Tracked changes: the inserted text was read, the deleted text was not.
    TrackedChanges { inserted: usize, deleted: usize },
    /// Pages that are pictures, within a PDF whose other pages have text.
    ScannedPages { pages: Vec<usize> },
    /// The text lies unseen under a picture: somebody let a machine guess it.
    GuessedText { pages: Vec<usize> },
    /// Characters whose meaning the file does not state.
    UnknownCharacters { count: usize },
    /// Text that was rebuilt into a table without marks of cells.
    RebuiltTable { line: usize },
    /// The file was converted by another program before it was read.
    Converted,
}

impl Note {
    pub fn code(&self) -> &'static str {
        match self {
            Note::HiddenSheets { .. } => "hidden_sheets",
            Note::TrackedChanges { .. } => "tracked_changes",
            Note::ScannedPages { .. } => "scanned_pages",
            Note::GuessedText { .. } => "guessed_text",
            Note::UnknownCharacters { .. } => "unknown_characters",
            Note::RebuiltTable { .. } => "rebuilt_table",
            Note::Converted => "converted",
        }
    }

    /// What was found and what it means for the reader.
    pub fn message(&self, lang: Lang) -> String {
        let key = format!("intake.note.{}", self.code());
        let one = |name: &str, value: String| words::text(lang, &key, &[(name, &value)]);
        match self {
            Note::HiddenSheets { names } => one("names", listed(names)),
            Note::ScannedPages { pages } | Note::GuessedText { pages } => {
                one("pages", listed(pages))
            }
            Note::UnknownCharacters { count } => one("count", count.to_string()),
            Note::RebuiltTable { line } => one("line", line.to_string()),
            Note::TrackedChanges { inserted, deleted } => words::text(
                lang,
                &key,
                &[
                    ("inserted", &inserted.to_string()),
                    ("deleted", &deleted.to_string()),
                ],
            ),
            Note::Converted => words::word(lang, &key),
        }
    }
}

/// Up to twenty of them: a message is no register.
fn listed<T: ToString>(values: &[T]) -> String {
    const SHOWN: usize = 20;
    let mut shown: Vec<String> = values.iter().take(SHOWN).map(T::to_string).collect();
    if values.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
