//! Tags of web pages, read tolerantly and in time that grows with the length only.

use crate::limits::COLUMNS_MAX;

pub struct Tag {
    pub name: String,
    pub closing: bool,
    attributes: String,
    pub length: usize,
}

impl Tag {
    /// The tag that begins here, or nothing when this is a bare `<`. The caller knows that a `>` follows somewhere.
    pub fn read(text: &str) -> Option<Tag> {
        if text.starts_with("<!--") {
            let length = text.find("-->").map_or(text.len(), |end| end + 3);
            return Some(Tag {
                name: "!--".to_owned(),
                closing: false,
                attributes: String::new(),
                length,
            });
        }
        let begins = text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let end = if begins { text.find('>')? } else { return None };
        let inner = text[1..end].trim_end_matches('/');
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let name_end = inner
            .find(|c: char| !c.is_ascii_alphanumeric() && !"!?:".contains(c))
            .unwrap_or(inner.len());
        let name = inner[..name_end].to_ascii_lowercase();
        if name.is_empty() {
            return None;
        }
        Some(Tag {
            name,
            closing,
            attributes: inner[name_end..].to_ascii_lowercase(),
            length: end + 1,
        })
    }

    /// A span in rows or columns: at least one.
    pub fn span(&self, name: &str) -> usize {
        self.value(name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(1)
            .clamp(1, COLUMNS_MAX)
    }

    /// The digits of an attribute, wherever blanks and quotes stand.
    fn value(&self, name: &str) -> Option<String> {
        let at = self.attributes.find(name)? + name.len();
        let rest = self.attributes[at..].trim_start().strip_prefix('=')?;
        let digits = rest
            .trim_start()
            .trim_start_matches(['"', '\''])
            .trim_start();
        Some(digits.chars().take_while(char::is_ascii_digit).collect())
    }

    /// Whether the page hides the element.
    pub fn is_hidden(&self) -> bool {
        let squeezed: String = self.attributes.split_whitespace().collect();
        !VOID.contains(&self.name.as_str()) && squeezed.contains("display:none")
    }
}

/// Elements without an end.
const VOID: &[&str] = &[
    "br", "hr", "img", "input", "meta", "link", "col", "base", "wbr", "source",
];

/// What follows the end of an element, elements of its own name inside it counted. Nothing follows one never closed.
pub fn after_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let mut depth = 1;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let (closing, tail) = match rest.strip_prefix('/') {
            Some(tail) => (true, tail),
            None => (false, rest),
        };
        let is_it = tail
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
            && !tail[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if !is_it {
            continue;
        }
        // Scripts and styles hold no elements, only text that may look like one.
        if closing || matches!(name, "script" | "style") {
            depth -= usize::from(closing);
        } else {
            depth += 1;
        }
        if depth == 0 {
            return rest.find('>').map_or("", |end| &rest[end + 1..]);
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_in_any_dress() {
        for text in [
            "<td rowspan=2>",
            "<TD ROWSPAN = \"2\" >",
            "<td class='a' rowspan='2'/>",
        ] {
            let tag = Tag::read(text).unwrap();
            assert_eq!(
                (tag.name.as_str(), tag.span("rowspan")),
                ("td", 2),
                "{text}"
            );
            assert_eq!(tag.span("colspan"), 1);
        }
        assert!(
            Tag::read("<p style=\"display : none\">")
                .unwrap()
                .is_hidden()
        );
        assert!(Tag::read("< 5 and > 3").is_none());
    }

    #[test]
    fn the_end_of_an_element_is_that_of_its_own() {
        assert_eq!(after_closing("a<div>b</div>c</DIV >d", "div"), "d");
        assert_eq!(after_closing("1<2</script>x", "script"), "x");
        assert_eq!(after_closing("never closed", "div"), "");
    }
}
