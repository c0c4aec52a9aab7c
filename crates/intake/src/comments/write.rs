//! The list of comments: the ones that are there and the new ones behind them.

use super::weave::{Prefix, Woven, before_the_end, prefix};
use super::{Author, Comment};
use crate::problem::Problem;

const PART: &str = "word/comments.xml";
const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments \
    xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"></w:comments>";

pub fn with_comments(
    known: Option<&str>,
    woven: &Woven,
    comments: &[Comment],
    author: Author,
) -> Result<String, Problem> {
    let known = known.unwrap_or(EMPTY);
    let prefix = prefix(known, PART)?;
    let mut list = String::new();
    for (comment, id) in comments.iter().zip(&woven.ids) {
        list.push_str(&written(comment, *id, author, &prefix));
    }
    before_the_end(known, PART, &list)
}

fn written(comment: &Comment, id: u32, author: Author, prefix: &Prefix) -> String {
    let Prefix {
        name: w,
        declaration: xmlns,
    } = prefix;
    let (name, initials) = (escaped(author.name), escaped(author.initials));
    let mut text = format!(
        "<{w}:comment{xmlns} {w}:id=\"{id}\" {w}:author=\"{name}\" {w}:initials=\"{initials}\">"
    );
    // Set apart from the body, whose indents and wide lines would fill the margin.
    let shape = format!(
        "<{w}:pPr><{w}:spacing {w}:before=\"0\" {w}:after=\"0\" {w}:line=\"240\" {w}:lineRule=\"auto\"/>\
         <{w}:ind {w}:left=\"0\" {w}:firstLine=\"0\" {w}:firstLineChars=\"0\"/><{w}:jc {w}:val=\"left\"/></{w}:pPr>"
    );
    for (number, line) in comment.lines.iter().enumerate() {
        let bold = if number == 0 {
            format!("<{w}:b/><{w}:bCs/>")
        } else {
            String::new()
        };
        let size = format!("<{w}:sz {w}:val=\"18\"/><{w}:szCs {w}:val=\"18\"/>");
        let line = escaped(line);
        text.push_str(&format!(
            "<{w}:p>{shape}<{w}:r><{w}:rPr>{bold}{size}</{w}:rPr><{w}:t xml:space=\"preserve\">{line}</{w}:t></{w}:r></{w}:p>"
        ));
    }
    if comment.lines.is_empty() {
        text.push_str(&format!("<{w}:p/>"));
    }
    text + &format!("</{w}:comment>")
}

/// As text of XML; what XML cannot hold at all becomes a blank.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escaped("≥95%<&\"\u{1}\u{ffff}"), "≥95%&lt;&amp;&quot;  ");
    }
}
