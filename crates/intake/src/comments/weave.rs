//! The marks of comments in the main part: where a range begins, where it ends, and the run that names the comment.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::Comment;
use crate::formats::xml::{Xml, attribute};
use crate::problem::Problem;

const MAIN: &str = "word/document.xml";
const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SPACE_STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// How elements of Word are written in a part: the prefix it declares, or one that each element declares for itself.
pub struct Prefix {
    pub name: String,
    pub declaration: String,
}

/// The main part with its marks, and the number of each comment.
pub struct Woven {
    pub text: String,
    pub ids: Vec<u32>,
}

/// Where the marks of one paragraph go.
struct Paragraph {
    source: usize,
    depth: usize,
    /// Behind the properties of the paragraph, which must stand first.
    open: usize,
    /// `<w:p/>`: it needs a tag to close it.
    closing: Option<String>,
    is_at_its_head: bool,
}

struct Spot {
    source: usize,
    open: usize,
    close: usize,
    closing: Option<String>,
}

impl Woven {
    /// `known` is the list of the comments that are there already.
    pub fn new(body: &str, known: Option<&str>, comments: &[Comment]) -> Result<Woven, Problem> {
        let mut used = BTreeSet::new();
        if let Some(known) = known {
            take_ids(known, "word/comments.xml", &mut used)?;
        }
        take_ids(body, MAIN, &mut used)?;
        let ids = free_ids(&used, comments.len());
        let wanted: BTreeSet<usize> = comments.iter().filter_map(|one| one.at).collect();
        let spots = spots(body, &wanted)?;
        // Without a paragraph there is nothing a comment could hang on.
        let first = spots.first().ok_or(Problem::Empty)?.source;
        let mut here: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (comment, id) in comments.iter().zip(&ids) {
            let known = |at: &usize| spots.binary_search_by_key(at, |spot| spot.source).is_ok();
            let at = comment.at.filter(known);
            here.entry(at.unwrap_or(first)).or_default().push(*id);
        }
        let prefix = prefix(body, MAIN)?;
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for spot in &spots {
            if let Some(ids) = here.get(&spot.source) {
                edits.extend(marks(spot, ids, &prefix));
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        let text = edited(body, &edits);
        Ok(Woven { text, ids })
    }
}

/// The wanted paragraphs and the first of all, in the order of the document.
fn spots(body: &str, wanted: &BTreeSet<usize>) -> Result<Vec<Spot>, Problem> {
    let mut xml = Xml::new(body, MAIN);
    let mut open: Vec<Paragraph> = Vec::new();
    let mut spots: Vec<Spot> = Vec::new();
    let mut is_first = true;
    loop {
        let before = xml.position();
        match xml.next()? {
            Event::Start(start) => {
                let at = xml.position();
                let name = start.local_name();
                if let Some(around) = open.last_mut() {
                    let is_head = std::mem::take(&mut around.is_at_its_head);
                    if is_head && name.as_ref() == "pPr" {
                        xml.skip()?;
                        around.open = xml.position();
                        continue;
                    }
                }
                if name.as_ref() == "p" && (is_first || wanted.contains(&at)) {
                    is_first = false;
                    open.push(begun(body, at, xml.depth(), &start));
                }
            }
            Event::End(_) => {
                let ends = |paragraph: &Paragraph| paragraph.depth == xml.depth() + 1;
                if let Some(paragraph) = open.pop_if(|paragraph| ends(paragraph)) {
                    spots.push(Spot {
                        source: paragraph.source,
                        open: paragraph.open,
                        close: before,
                        closing: paragraph.closing,
                    });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    spots.sort_by_key(|spot| spot.source);
    Ok(spots)
}

fn begun(body: &str, at: usize, depth: usize, start: &BytesStart) -> Paragraph {
    let is_empty = body.get(..at).is_some_and(|text| text.ends_with("/>"));
    Paragraph {
        source: at,
        depth,
        open: at,
        closing: is_empty.then(|| format!("</{}>", start.name().as_ref())),
        is_at_its_head: true,
    }
}

/// What is written at a paragraph: the beginnings in front of its runs, the ends and the references behind them.
fn marks(spot: &Spot, ids: &[u32], prefix: &Prefix) -> Vec<(Range<usize>, String)> {
    let Prefix {
        name: w,
        declaration: xmlns,
    } = prefix;
    let begin: String = ids
        .iter()
        .map(|id| format!("<{w}:commentRangeStart{xmlns} {w}:id=\"{id}\"/>"))
        .collect();
    let end: String = ids
        .iter()
        .map(|id| {
            format!(
                "<{w}:commentRangeEnd{xmlns} {w}:id=\"{id}\"/><{w}:r{xmlns}><{w}:commentReference {w}:id=\"{id}\"/></{w}:r>"
            )
        })
        .collect();
    match &spot.closing {
        Some(closing) => {
            let range = spot.open - "/>".len()..spot.open;
            vec![(range, format!(">{begin}{end}{closing}"))]
        }
        None if spot.open == spot.close => vec![(spot.open..spot.open, begin + &end)],
        None => vec![(spot.open..spot.open, begin), (spot.close..spot.close, end)],
    }
}

/// The text with its edits, which do not overlap and stand in order.
fn edited(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let more: usize = edits.iter().map(|(_, new)| new.len()).sum();
    let mut edited = String::with_capacity(text.len() + more);
    let mut at = 0;
    for (range, new) in edits {
        edited.push_str(text.get(at..range.start).unwrap_or_default());
        edited.push_str(new);
        at = range.end;
    }
    edited.push_str(text.get(at..).unwrap_or_default());
    edited
}

/// A line put in at the end of the outermost element.
pub fn before_the_end(text: &str, part: &'static str, line: &str) -> Result<String, Problem> {
    let mut xml = Xml::new(text, part);
    let mut name = None;
    loop {
        let before = xml.position();
        match xml.next()? {
            Event::Start(start) if name.is_none() => name = Some(start.name().as_ref().to_owned()),
            Event::End(_) if xml.depth() == 0 => {
                let closing = format!("</{}>", name.unwrap_or_default());
                let is_empty = before == xml.position();
                let edit = if is_empty {
                    (before - "/>".len()..before, format!(">{line}{closing}"))
                } else {
                    (before..before, line.to_owned())
                };
                return Ok(edited(text, &[edit]));
            }
            Event::Eof => return Err(Problem::NotADocument),
            _ => {}
        }
    }
}

/// The prefix of Word's elements, as the outermost element declares it.
pub fn prefix(text: &str, part: &'static str) -> Result<Prefix, Problem> {
    let root = root(text, part)?;
    let attributes = root.iter().flat_map(|start| start.attributes().flatten());
    let declared = attributes
        .filter(|one| matches!(one.value.as_ref(), SPACE | SPACE_STRICT))
        .find_map(|one| one.key.as_ref().strip_prefix("xmlns:").map(str::to_owned));
    Ok(match declared {
        Some(name) => Prefix {
            name,
            declaration: String::new(),
        },
        None => Prefix {
            name: "w".to_owned(),
            declaration: format!(" xmlns:w=\"{SPACE}\""),
        },
    })
}

/// Whether a part is written in the strict variant of the format.
pub fn is_strict(text: &str) -> Result<bool, Problem> {
    let root = root(text, MAIN)?;
    let mut attributes = root.iter().flat_map(|start| start.attributes().flatten());
    Ok(attributes.any(|one| one.value.as_ref() == SPACE_STRICT))
}

fn root<'a>(text: &'a str, part: &'static str) -> Result<Option<BytesStart<'a>>, Problem> {
    let mut xml = Xml::new(text, part);
    loop {
        match xml.next()? {
            Event::Start(start) => return Ok(Some(start)),
            Event::Eof => return Ok(None),
            _ => {}
        }
    }
}

/// Every number that some mark of the part has.
fn take_ids(text: &str, part: &'static str, used: &mut BTreeSet<u32>) -> Result<(), Problem> {
    let mut xml = Xml::new(text, part);
    loop {
        match xml.next()? {
            Event::Start(start) => {
                let id: Option<u32> = attribute(&start, "id").and_then(|id| id.parse().ok());
                used.extend(id);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Numbers behind the greatest, or the gaps between them where those would grow too large for Word.
fn free_ids(used: &BTreeSet<u32>, count: usize) -> Vec<u32> {
    const LARGEST: u32 = i32::MAX as u32;
    let next = used.last().map_or(0, |last| last.saturating_add(1));
    let room = LARGEST.saturating_sub(next) as usize;
    let first = if room > count { next } else { 0 };
    (first..=LARGEST)
        .filter(|id| !used.contains(id))
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_greatest_and_fill_gaps_at_the_end() {
        assert_eq!(free_ids(&BTreeSet::new(), 2), [0, 1]);
        assert_eq!(free_ids(&BTreeSet::from([3, 7]), 2), [8, 9]);
        assert_eq!(free_ids(&BTreeSet::from([1, u32::MAX]), 2), [0, 2]);
    }

    #[test]
    fn the_end_of_a_part_is_found_in_both_forms() {
        let put = |text| before_the_end(text, "part", "<b/>");
        assert_eq!(
            put("<?xml?><a x='1'/>"),
            Ok("<?xml?><a x='1'><b/></a>".to_owned())
        );
        assert_eq!(put("<a><c/></a>\n"), Ok("<a><c/><b/></a>\n".to_owned()));
        assert_eq!(put(" "), Err(Problem::NotADocument));
    }
}
