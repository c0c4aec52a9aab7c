//! Markup as it stands: tags and the text between them, with their places, for the Office formats and for web pages alike.
//!
//! Nothing is built and nothing is repaired: the published copy is the original but for the masked signs.

/// A piece of markup; bytes `start..end` of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: Kind<'a>,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// The name without its prefix.
    Open(&'a str),
    Close(&'a str),
    /// `<name/>`
    Empty(&'a str),
    Text,
    /// Text in which `&` means itself: the content of CDATA and of comments.
    Raw,
    Other,
}

pub struct Markup<'a> {
    text: &'a str,
    at: usize,
    /// Looking in vain for the end of a tag costs; a page made for it gets no more than this.
    work_left: usize,
}

impl<'a> Markup<'a> {
    pub fn new(text: &'a str) -> Markup<'a> {
        Markup {
            text,
            at: 0,
            work_left: text.len().saturating_mul(4) + (1 << 20),
        }
    }

    /// Passes over everything before the closing tag of an element whose content is no markup.
    pub fn raw_until(&mut self, name: &str) -> Option<Token<'a>> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let closes = |window: &[u8]| {
            window.starts_with(b"</") && window[2..].eq_ignore_ascii_case(name.as_bytes())
        };
        let length = rest
            .windows(name.len() + 2)
            .position(closes)
            .unwrap_or(rest.len());
        self.at = start + length;
        (length > 0).then_some(Token {
            kind: Kind::Raw,
            start,
            end: self.at,
        })
    }

    fn token(&mut self, kind: Kind<'a>, end: usize) -> Token<'a> {
        let start = std::mem::replace(&mut self.at, end);
        Token { kind, start, end }
    }

    /// `<!-- … -->`, `<![CDATA[ … ]]>`: its content alone, the marks passed over.
    fn inner(&mut self, open: &str, close: &str) -> Option<Token<'a>> {
        let rest = self.text[self.at..].strip_prefix(open)?;
        let length = rest.find(close).unwrap_or(rest.len());
        let start = self.at + open.len();
        self.at = (start + length + close.len()).min(self.text.len());
        Some(Token {
            kind: Kind::Raw,
            start,
            end: start + length,
        })
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        let next = *bytes.get(1)?;
        if !next.is_ascii_alphabetic() && !matches!(next, b'/' | b'!' | b'?' | b'_') {
            return None;
        }
        let length = match tag_length(bytes) {
            Ok(length) => length,
            Err(looked_at) => {
                self.work_left = self.work_left.saturating_sub(looked_at);
                return None;
            }
        };
        let inner = &rest[1..length - 1];
        let closing = inner.strip_prefix('/');
        let name = closing.unwrap_or(inner);
        let ends = |c: char| c.is_whitespace() || c == '/';
        let name = name.split(ends).next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        let kind = match (closing, next) {
            (Some(_), _) => Kind::Close(name),
            (None, b'!' | b'?') => Kind::Other,
            (None, _) if inner.ends_with('/') => Kind::Empty(name),
            (None, _) => Kind::Open(name),
        };
        let end = self.at + length;
        Some(self.token(kind, end))
    }
}

impl<'a> Iterator for Markup<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        if rest.starts_with('<') && self.work_left > 0 {
            let comment = self.inner("<!--", "-->");
            if let Some(token) = comment.or_else(|| self.inner("<![CDATA[", "]]>")) {
                return Some(token);
            }
            if let Some(token) = self.tag() {
                return Some(token);
            }
        }
        let from = usize::from(rest.starts_with('<'));
        let next = if self.work_left > 0 {
            rest[from..].find('<')
        } else {
            None
        };
        let end = self.at + next.map_or(rest.len(), |next| next + from);
        Some(self.token(Kind::Text, end))
    }
}

/// Bytes up to and with the `>` outside quotation marks; else how far was looked.
fn tag_length(bytes: &[u8]) -> Result<usize, usize> {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Ok(at + 1),
            (None, b'<') if at > 0 => return Err(at),
            // A mark opens a value only behind `=`; elsewhere it is a slip of the page's author.
            (None, b'"' | b'\'') if bytes[..at].trim_ascii_end().ends_with(b"=") => {
                quote = Some(*byte);
            }
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    Err(bytes.len())
}

/// Attributes of a tag: name without prefix, and the bytes of the value within the tag's text.
pub fn attributes(tag: &str) -> Vec<(&str, usize, usize)> {
    let bytes = tag.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(equals) = tag[at..].find('=').map(|next| at + next) {
        let name = tag[at..equals].trim_end();
        let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        let blanks = tag[equals + 1..].len() - tag[equals + 1..].trim_start().len();
        let from = equals + 1 + blanks;
        let (start, end) = match bytes.get(from) {
            Some(quote @ (b'"' | b'\'')) => {
                let length = tag[from + 1..].find(char::from(*quote));
                (from + 1, length.map_or(tag.len(), |n| from + 1 + n))
            }
            _ => {
                let stops = |c: char| c.is_whitespace() || c == '>';
                let length = tag[from..].find(stops);
                (from, length.map_or(tag.len(), |n| from + n))
            }
        };
        found.push((name, start, end));
        at = (end + 1).min(tag.len());
        while !tag.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

/// The character that begins at a byte, and where it ends; references count as what they stand for.
pub fn character(text: &str, at: usize, raw: bool) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let plain = Some((first, at + first.len_utf8()));
    if raw || first != '&' {
        return plain;
    }
    let head = rest.as_bytes();
    let Some(close) = head.iter().take(LONGEST).position(|byte| *byte == b';') else {
        return plain;
    };
    let name = &rest[1..close];
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok();
    let found = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" | "ensp" | "emsp" | "thinsp" => Some(' '),
        "shy" | "zwnj" | "zwj" => Some('\u{200b}'),
        "ndash" => Some('-'),
        _ => match name.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix(['x', 'X']) {
                Some(hex) => number(hex, 16).and_then(char::from_u32),
                None => number(digits, 10).and_then(char::from_u32),
            },
            None => None,
        },
    };
    found.map_or(plain, |c| Some((c, at + close + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind<'_>, &str)> {
        let tokens = Markup::new(text);
        tokens
            .map(|token| (token.kind, &text[token.start..token.end]))
            .collect()
    }

    #[test]
    fn tags_and_text_with_their_places() {
        assert_eq!(
            kinds("<w:t a=\"1>2\">x &lt;</w:t><b/><!--c-->3 < 4"),
            [
                (Kind::Open("t"), "<w:t a=\"1>2\">"),
                (Kind::Text, "x &lt;"),
                (Kind::Close("t"), "</w:t>"),
                (Kind::Empty("b"), "<b/>"),
                (Kind::Raw, "c"),
                (Kind::Text, "3 "),
                (Kind::Text, "< 4"),
            ]
        );
    }

    #[test]
    fn attributes_with_their_values() {
        let tag = "<a w:href='x y' b = \"1\" c=2 d>";
        let values: Vec<(&str, &str)> = attributes(tag)
            .into_iter()
            .map(|(name, start, end)| (name, &tag[start..end]))
            .collect();
        assert_eq!(values, [("href", "x y"), ("b", "1"), ("c", "2")]);
    }

    #[test]
    fn references_are_characters() {
        assert_eq!(character("&#x31;9", 0, false), Some(('1', 6)));
        assert_eq!(character("&#x31;9", 0, true), Some(('&', 1)));
        assert_eq!(character("&unknown;", 0, false), Some(('&', 1)));
    }

    #[test]
    fn unclosed_tags_cost_little() {
        let text = "<a b=\"".repeat(200_000);
        let whole: usize = Markup::new(&text).map(|t| t.end - t.start).sum();
        assert_eq!(whole, text.len());
    }
}
