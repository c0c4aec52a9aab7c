//! How a package names its parts: where the comments lie, and what has to be said of them when they are new.

use quick_xml::events::Event;

use super::weave::before_the_end;
use crate::formats::unpack::Container;
use crate::formats::xml::{Xml, attribute};
use crate::problem::Problem;

pub const CONTENT_TYPES: &str = "[Content_Types].xml";
/// How the relations of the main part are called in messages.
const RELATIONS: &str = "word/_rels/document.xml.rels";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const TYPES_SPACE: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS_SPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const KIND_STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// Where the comments are to lie.
pub struct CommentsPart {
    pub part: String,
    pub relations_part: String,
    /// The relations with the comments in them, when they were not there.
    pub relations: Option<String>,
}

/// The part that the main part names as its comments, or a new one.
pub fn comments_part(
    container: &mut Container,
    main: &str,
    is_strict: bool,
) -> Result<CommentsPart, Problem> {
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let relations_part = joined(folder, &format!("_rels/{name}.rels"));
    let known = container.text(&relations_part)?;
    let mut ids: Vec<String> = Vec::new();
    if let Some(known) = &known {
        let mut xml = Xml::new(known, RELATIONS);
        loop {
            match xml.next()? {
                Event::Start(start) if start.local_name().as_ref() == "Relationship" => {
                    ids.extend(attribute(&start, "Id"));
                    let kind = attribute(&start, "Type").unwrap_or_default();
                    let part = joined(folder, &attribute(&start, "Target").unwrap_or_default());
                    let is_part = part.ends_with(".xml") && part != main && part != CONTENT_TYPES;
                    if kind.ends_with("/relationships/comments") && is_part {
                        return Ok(CommentsPart {
                            part,
                            relations_part,
                            relations: None,
                        });
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    // A part of this name that nothing refers to is left alone.
    let free = |name: &String| !container.has(&joined(folder, name));
    let names = std::iter::once("comments.xml".to_owned());
    let target = names
        .chain((2..).map(|number| format!("comments{number}.xml")))
        .find(free)
        .unwrap_or_default();
    let id = (1..)
        .map(|number| format!("rIdComments{number}"))
        .find(|id| !ids.contains(id))
        .unwrap_or_default();
    let kind = if is_strict { KIND_STRICT } else { KIND };
    let line = format!(
        "<Relationship xmlns=\"{RELATIONS_SPACE}\" Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>"
    );
    let known = known.unwrap_or_else(|| {
        format!("{DECLARATION}<Relationships xmlns=\"{RELATIONS_SPACE}\"></Relationships>")
    });
    Ok(CommentsPart {
        part: joined(folder, &target),
        relations_part,
        relations: Some(before_the_end(&known, RELATIONS, &line)?),
    })
}

/// The list of content types with the comments in it, when they were not there.
pub fn with_content_type(container: &mut Container, part: &str) -> Result<Option<String>, Problem> {
    let known = match container.text(CONTENT_TYPES)? {
        Some(known) => known,
        None => format!(
            "{DECLARATION}<Types xmlns=\"{TYPES_SPACE}\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
        ),
    };
    let mut xml = Xml::new(&known, CONTENT_TYPES);
    loop {
        match xml.next()? {
            Event::Start(start) if start.local_name().as_ref() == "Override" => {
                let name = attribute(&start, "PartName").unwrap_or_default();
                if name.trim_start_matches('/').eq_ignore_ascii_case(part) {
                    return Ok(None);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let line = format!(
        "<Override xmlns=\"{TYPES_SPACE}\" PartName=\"/{part}\" ContentType=\"{CONTENT}\"/>"
    );
    before_the_end(&known, CONTENT_TYPES, &line).map(Some)
}

/// A target as the parts of a folder name it: relative to the folder, or from the root.
fn joined(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    let path = match target.strip_prefix('/') {
        Some(path) => path,
        None => {
            steps.extend(folder.split('/').filter(|step| !step.is_empty()));
            target
        }
    };
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_the_folder_and_from_the_root() {
        assert_eq!(joined("word", "comments.xml"), "word/comments.xml");
        assert_eq!(joined("word", "/word/c.xml"), "word/c.xml");
        assert_eq!(joined("word", "../x/./c.xml"), "x/c.xml");
        assert_eq!(joined("", "c.xml"), "c.xml");
    }
}
