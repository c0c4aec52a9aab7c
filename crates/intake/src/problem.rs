//! Why a file could not be read, in words that say what to do next.

use yiju_terms::words::{self, Lang};

/// A file that cannot be read. Codes are stable; the words are in the catalogs under `intake.problem`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Empty,
    TooLarge {
        megabytes: u64,
    },
    /// The container unpacks to more than the bounds allow.
    TooMuchInside,
    BrokenZip {
        detail: String,
    },
    /// A zip container without a Word document in it.
    NotADocument,
    BrokenXml {
        part: String,
        detail: String,
    },
    TooDeep,
    /// The old binary Word or Excel format.
    OldOffice,
    Pdf,
    Spreadsheet,
    /// Bytes that are no text in any encoding known here.
    NotText,
}

impl Problem {
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Empty => "empty",
            Problem::TooLarge { .. } => "too_large",
            Problem::TooMuchInside => "too_much_inside",
            Problem::BrokenZip { .. } => "broken_zip",
            Problem::NotADocument => "not_a_document",
            Problem::BrokenXml { .. } => "broken_xml",
            Problem::TooDeep => "too_deep",
            Problem::OldOffice => "old_office",
            Problem::Pdf => "pdf",
            Problem::Spreadsheet => "spreadsheet",
            Problem::NotText => "not_text",
        }
    }

    /// What is wrong with the file and what to do.
    pub fn message(&self, lang: Lang) -> String {
        let key = format!("intake.problem.{}", self.code());
        let limit = (crate::limits::FILE_BYTES_MAX / 1024 / 1024).to_string();
        match self {
            Problem::TooLarge { megabytes } => words::text(
                lang,
                &key,
                &[("megabytes", &megabytes.to_string()), ("limit", &limit)],
            ),
            Problem::BrokenZip { detail } => words::text(lang, &key, &[("detail", detail)]),
            Problem::BrokenXml { part, detail } => {
                words::text(lang, &key, &[("part", part), ("detail", detail)])
            }
            _ => words::word(lang, &key),
        }
    }
}
