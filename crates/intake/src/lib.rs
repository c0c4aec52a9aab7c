//! Readers of files that come from outside: every format becomes the same neutral document of paragraphs and tables.
//!
//! The kind of a file is found by its content, never by its extension. Nothing here writes to a register, and a
//! reader never trusts a size that the file states about itself: what is unpacked is counted as it comes.

pub mod comments;
pub mod confidence;
pub mod converter;
pub mod document;
mod formats;
mod guard;
pub mod limits;
pub mod note;
pub mod problem;
mod sniff;

pub use confidence::Confidence;
pub use converter::Converter;
pub use document::{Block, Cell, Document, Format, Paragraph, Part, Row, Table};
pub use note::Note;
pub use problem::Problem;

use sniff::Kind;

/// Reads a document from bytes. `Problem` says what a person can do about a file that cannot be read.
pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    read_maybe_with(bytes, None)
}

/// Reads a document, and lets the converter turn old formats into ones that can be read.
pub fn read_with(bytes: &[u8], converter: &Converter) -> Result<Document, Problem> {
    read_maybe_with(bytes, Some(converter))
}

fn read_maybe_with(bytes: &[u8], converter: Option<&Converter>) -> Result<Document, Problem> {
    limits::check_size(bytes.len() as u64)?;
    let kind = guard::guarded(|| sniff::sniff(bytes))?;
    let Kind::Foreign(foreign) = kind else {
        return guard::guarded(|| read_kind(kind, bytes));
    };
    let converter = converter.ok_or_else(|| foreign.problem())?;
    let converted = converter.convert(bytes, foreign)?;
    let kind = guard::guarded(|| sniff::sniff(&converted))?;
    let mut document = guard::guarded(|| read_kind(kind, &converted))?;
    document.format = if foreign.sheet {
        Format::OldSheet
    } else {
        Format::OldWord
    };
    document.notes.push(Note::Converted);
    Ok(document)
}

fn read_kind(kind: Kind, bytes: &[u8]) -> Result<Document, Problem> {
    match kind {
        Kind::Text => formats::text::read(bytes),
        Kind::Docx => formats::docx::read(bytes),
        Kind::Html => formats::html::read(bytes),
        Kind::Xlsx => formats::xlsx::read(bytes),
        Kind::Xls => formats::xls::read(bytes),
        Kind::Pdf => formats::pdf::read(bytes),
        // A conversion gives docx or xlsx; anything else is not what was asked for.
        Kind::Foreign(foreign) => Err(foreign.problem()),
    }
}
