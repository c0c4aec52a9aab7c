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
    /// A zip container without a document in it.
    NotADocument,
    BrokenXml {
        part: String,
        detail: String,
    },
    TooDeep,
    /// Word 97–2003, WPS or RTF: a converter can read it.
    OldWord,
    /// OpenDocument or XML of Office 2003: a converter can read it.
    OpenDocument,
    /// A compound file of an unknown program.
    OldOffice,
    /// A workbook that a spreadsheet program may still open.
    BrokenSheet {
        detail: String,
    },
    /// The binary workbook `.xlsb`.
    BinarySheet,
    BrokenPdf {
        detail: String,
    },
    /// A PDF of pictures.
    ScannedPdf {
        pages: usize,
    },
    /// A PDF whose characters do not say which they are.
    NoCharacters,
    Encrypted,
    Picture,
    /// The Chinese standard format of official documents.
    Ofd,
    Slides,
    Archive,
    /// A page saved with its parts (MHTML).
    SavedPage,
    /// The converter ran into its time limit.
    ConverterSlow {
        seconds: u64,
    },
    ConverterFailed {
        detail: String,
    },
    /// A fault inside a reader; the file is untouched.
    ReaderFault,
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
            Problem::OldWord => "old_word",
            Problem::OpenDocument => "open_document",
            Problem::OldOffice => "old_office",
            Problem::BrokenSheet { .. } => "broken_sheet",
            Problem::BinarySheet => "binary_sheet",
            Problem::BrokenPdf { .. } => "broken_pdf",
            Problem::ScannedPdf { .. } => "scanned_pdf",
            Problem::NoCharacters => "no_characters",
            Problem::Encrypted => "encrypted",
            Problem::Picture => "picture",
            Problem::Ofd => "ofd",
            Problem::Slides => "slides",
            Problem::Archive => "archive",
            Problem::SavedPage => "saved_page",
            Problem::ConverterSlow { .. } => "converter_slow",
            Problem::ConverterFailed { .. } => "converter_failed",
            Problem::ReaderFault => "reader_fault",
            Problem::NotText => "not_text",
        }
    }

    /// What is wrong with the file and what to do.
    pub fn message(&self, lang: Lang) -> String {
        let key = format!("intake.problem.{}", self.code());
        let limit = (crate::limits::FILE_BYTES_MAX / 1024 / 1024).to_string();
        let one = |name: &str, value: &str| words::text(lang, &key, &[(name, value)]);
        match self {
            Problem::TooLarge { megabytes } => words::text(
                lang,
                &key,
                &[("megabytes", &megabytes.to_string()), ("limit", &limit)],
            ),
            Problem::BrokenZip { detail }
            | Problem::BrokenSheet { detail }
            | Problem::BrokenPdf { detail }
            | Problem::ConverterFailed { detail } => one("detail", &clipped(detail)),
            Problem::ScannedPdf { pages } => one("pages", &pages.to_string()),
            Problem::ConverterSlow { seconds } => one("seconds", &seconds.to_string()),
            Problem::BrokenXml { part, detail } => {
                words::text(lang, &key, &[("part", part), ("detail", &clipped(detail))])
            }
            _ => words::word(lang, &key),
        }
    }
}

/// Details come from parsers and may quote the file: kept to one short line.
fn clipped(detail: &str) -> String {
    const SHOWN: usize = 160;
    let line = detail.lines().next().unwrap_or_default();
    line.chars()
        .filter(|c| !c.is_control())
        .take(SHOWN)
        .collect()
}
