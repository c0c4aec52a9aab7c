//! Readers of files that come from outside: every format becomes the same neutral document of paragraphs and tables.
//!
//! The kind of a file is found by its content, never by its extension. Nothing here writes to a register, and a
//! reader never trusts a size that the file states about itself: what is unpacked is counted as it comes.

pub mod document;
mod formats;
pub mod limits;
pub mod problem;
mod sniff;

pub use document::{Block, Cell, Document, Format, Paragraph, Row, Table};
pub use problem::Problem;

/// Reads a document from bytes. `Problem` says what a person can do about a file that cannot be read.
pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    limits::check_size(bytes.len() as u64)?;
    match sniff::sniff(bytes)? {
        Format::Text => formats::text::read(bytes),
        Format::Docx => formats::docx::read(bytes),
        Format::Html => formats::html::read(bytes),
    }
}
