//! A copy of a Word file with comments in it: anchored at the places that the reader gave, everything else left as it is.
//!
//! Only the main part, the list of comments and the two lists that name it are written anew; every other part goes over
//! with its packed bytes. There is no clock: the same file and the same comments give the same bytes.

mod package;
mod relations;
mod weave;
mod write;

use crate::formats::docx::main_name;
use crate::formats::unpack::Container;
use crate::problem::Problem;
use crate::{guard, limits, sniff};

use package::Changes;
use relations::{comments_part, with_content_type};
use weave::Woven;
use write::with_comments;

/// One comment on a paragraph.
#[doc(alias = "批注")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// The paragraph, by [`crate::Paragraph::source`] or [`crate::Cell::source`]; `None` is the first of the document.
    pub at: Option<usize>,
    /// One paragraph a line; the first is set bold.
    pub lines: Vec<String>,
}

/// Who speaks in the comments.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    pub name: &'a str,
    pub initials: &'a str,
}

/// The copy. Comments of other people stay, and no number is given twice. A comment whose place is not the beginning of
/// a paragraph goes to the first paragraph.
pub fn annotated(bytes: &[u8], comments: &[Comment], author: Author) -> Result<Vec<u8>, Problem> {
    limits::check_size(bytes.len() as u64)?;
    guard::guarded(|| match sniff::sniff(bytes)? {
        sniff::Kind::Docx => copy(bytes, comments, author),
        _ => Err(Problem::NotADocument),
    })
}

fn copy(bytes: &[u8], comments: &[Comment], author: Author) -> Result<Vec<u8>, Problem> {
    let mut container = Container::open(bytes)?;
    let main = main_name(&mut container)?.ok_or(Problem::NotADocument)?;
    let body = container.text(&main)?.ok_or(Problem::NotADocument)?;
    let mut changes = Changes::default();
    let place = comments_part(&mut container, &main, weave::is_strict(&body)?)?;
    let known = container.text(&place.part)?;
    let woven = Woven::new(&body, known.as_deref(), comments)?;
    let list = with_comments(known.as_deref(), &woven, comments, author)?;
    changes.put(&place.part, list);
    changes.put(&main, woven.text);
    if let Some(list) = place.relations {
        changes.put(&place.relations_part, list);
    }
    if let Some(list) = with_content_type(&mut container, &place.part)? {
        changes.put(relations::CONTENT_TYPES, list);
    }
    package::copy(bytes, changes)
}
