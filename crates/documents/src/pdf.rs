//! The document as PDF (PDF/A-2b where the text allows it), set by typst from one fixed template.
//!
//! The text goes to the template as data, so nothing in it can act as markup. Without a Chinese font there is no PDF
//! and only this file is left out of a package.

use yiju_terms::Lang;
use yiju_terms::words::{text, word};

use crate::fonts::Fonts;
use crate::model::Document;

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// The machine has no Chinese font: install one and run again.
    NoFont,
    /// This program was built without the feature `pdf`.
    NotBuilt,
    /// The typesetter refused: a bug of the template or a broken font file.
    Typesetting(String),
}

impl PdfError {
    /// One line for the person who waits for the file, with what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            PdfError::NoFont => word(lang, "documents.pdf.no_font"),
            PdfError::NotBuilt => word(lang, "documents.pdf.not_built"),
            PdfError::Typesetting(why) => text(lang, "documents.pdf.typesetting", &[("why", why)]),
        }
    }
}

impl std::fmt::Display for PdfError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for PdfError {}

/// The PDF file.
///
/// # Errors
/// [`PdfError::NoFont`] when `fonts` is empty; the others should not happen to an office.
pub fn render(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    if fonts.is_empty() {
        return Err(PdfError::NoFont);
    }
    #[cfg(feature = "pdf")]
    return crate::typesetter::pdf(document, fonts);
    #[cfg(not(feature = "pdf"))]
    {
        let _ = document;
        Err(PdfError::NotBuilt)
    }
}
