//! What leaves the checker besides text and JSON: a page with the document redrawn, an annotated Word file, and the gate
//! before publishing.

mod docx;
mod html;
mod html_document;
mod html_findings;
mod html_picture;
mod marks;
mod sign;

pub use docx::{NotAnnotated, docx, takes_comments};
pub use html::{STYLE, fragment, html};
