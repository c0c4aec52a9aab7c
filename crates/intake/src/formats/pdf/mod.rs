//! PDFs with text: characters and ruled lines with their places, rebuilt into paragraphs and tables.
//!
//! The library `lopdf` opens the container and bounds what it unpacks and how deep it nests; where a character stands
//! and which it is, is followed here. Pictures are never looked at: figures guessed from a scan are no evidence.

mod columns;
mod content;
mod flow;
mod font;
mod furniture;
mod grid;
mod lines;
mod marks;
mod operands;
mod overleaf;
mod path;
mod rulings;
mod state;

use lopdf::{Dictionary, Document as Pdf, Error, LoadOptions, Object, ObjectId};

use self::content::Interpreter;
use self::marks::{Matrix, Page};
use crate::document::{Document, Format};
use crate::note::Note;
use crate::problem::Problem;

/// Pages of a file; a report with attachments stays far below.
const PAGES_MAX: usize = 2_000;
/// What one stream of the container may unpack to.
const STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let options = LoadOptions::with_max_decompressed_size(STREAM_BYTES_MAX);
    let mut pdf = Pdf::load_mem_with_options(bytes, options).map_err(|error| problem(&error))?;
    if pdf.is_encrypted() {
        // Many files are locked against changes only and open without a password.
        pdf.decrypt("").map_err(|_| Problem::Encrypted)?;
    }
    let ids: Vec<ObjectId> = pdf.page_iter().take(PAGES_MAX + 1).collect();
    if ids.len() > PAGES_MAX {
        return Err(Problem::TooMuchInside);
    }
    let mut interpreter = Interpreter::new(&pdf);
    let mut pages = Vec::new();
    for (index, id) in ids.into_iter().enumerate() {
        pages.push(page(&pdf, &mut interpreter, id, index + 1)?);
    }
    let notes = notes(&pages)?;
    let mut work_left = grid::WORK_MAX;
    let mut document = Document::new(Format::Pdf, flow::blocks(pages, &mut work_left));
    document.notes = notes;
    document.unless_blank()
}

fn problem(error: &Error) -> Problem {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            Problem::Encrypted
        }
        Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
            Problem::TooMuchInside
        }
        other => Problem::BrokenPdf {
            detail: other.to_string(),
        },
    }
}

fn page<'a>(
    pdf: &'a Pdf,
    interpreter: &mut Interpreter<'a>,
    id: ObjectId,
    number: usize,
) -> Result<Page, Problem> {
    let Ok(dictionary) = pdf.get_dictionary(id) else {
        return Ok(Page {
            number,
            ..Page::default()
        });
    };
    let limit = interpreter.bytes_left();
    let content = pdf
        .get_page_content_with_limit(id, limit)
        .map_err(|error| problem(&error))?;
    let (place, width, height) = placement(pdf, dictionary);
    let page = Page {
        number,
        width,
        height,
        ..Page::default()
    };
    static NONE: std::sync::LazyLock<Dictionary> = std::sync::LazyLock::new(Dictionary::new);
    let resources = inherited(pdf, dictionary, b"Resources")
        .and_then(|resources| resources.as_dict().ok())
        .unwrap_or(&NONE);
    interpreter.page(page, place, &content, resources)
}

/// A value of the page or of the nearest of its ancestors. A loop of ancestors ends the search.
fn inherited<'a>(pdf: &'a Pdf, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    const DEPTH_MAX: usize = 64;
    let mut node = page;
    for _ in 0..DEPTH_MAX {
        if let Ok(value) = node.get_deref(key, pdf) {
            return Some(value);
        }
        node = node.get_deref(b"Parent", pdf).ok()?.as_dict().ok()?;
    }
    None
}

/// The map from the coordinates of the page to points from the top left, and the size as it is looked at.
fn placement(pdf: &Pdf, page: &Dictionary) -> (Matrix, f64, f64) {
    let corners = |key: &[u8]| -> Option<[f64; 4]> {
        let array = inherited(pdf, page, key)?.as_array().ok()?;
        let values: Vec<f64> = array
            .iter()
            .filter_map(|value| pdf.dereference(value).ok()?.1.as_float().ok())
            .map(f64::from)
            .collect();
        values.try_into().ok()
    };
    let [x0, y0, x1, y1] = corners(b"CropBox")
        .or_else(|| corners(b"MediaBox"))
        .unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let (left, right) = (x0.min(x1), x0.max(x1));
    let (bottom, top) = (y0.min(y1), y0.max(y1));
    let (width, height) = (right - left, top - bottom);
    let turn = inherited(pdf, page, b"Rotate")
        .and_then(|turn| turn.as_i64().ok())
        .unwrap_or(0)
        .rem_euclid(360);
    match turn {
        90 => (Matrix([0.0, 1.0, 1.0, 0.0, -bottom, -left]), height, width),
        180 => (Matrix([-1.0, 0.0, 0.0, 1.0, right, -bottom]), width, height),
        270 => (Matrix([0.0, -1.0, -1.0, 0.0, top, right]), height, width),
        _ => (Matrix([1.0, 0.0, 0.0, -1.0, -left, top]), width, height),
    }
}

/// What the pages say about scans and unnamed characters; a file of nothing else is refused.
fn notes(pages: &[Page]) -> Result<Vec<Note>, Problem> {
    let known: usize = pages.iter().map(|page| visible(page)).sum();
    let unknown: usize = pages.iter().map(|page| page.unknown).sum();
    let numbers = |choose: &dyn Fn(&&Page) -> bool| -> Vec<usize> {
        pages
            .iter()
            .filter(choose)
            .map(|page| page.number)
            .collect()
    };
    let scanned = numbers(&|page| page.is_picture && visible(page) == 0 && page.unknown == 0);
    if known == 0 && unknown == 0 && !scanned.is_empty() {
        return Err(Problem::ScannedPdf { pages: pages.len() });
    }
    if unknown > known {
        return Err(Problem::NoCharacters);
    }
    let guessed = numbers(&|page| page.is_picture && page.unseen * 2 > visible(page));
    let mut notes = Vec::new();
    if !scanned.is_empty() {
        notes.push(Note::ScannedPages { pages: scanned });
    }
    if !guessed.is_empty() {
        notes.push(Note::GuessedText { pages: guessed });
    }
    if unknown > 0 {
        notes.push(Note::UnknownCharacters { count: unknown });
    }
    Ok(notes)
}

fn visible(page: &Page) -> usize {
    page.glyphs.iter().filter(|glyph| !glyph.is_blank()).count()
}
