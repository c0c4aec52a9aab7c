//! Character references of web pages.

/// Names that reports use; others stay as they are written.
const NAMES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("ensp", " "),
    ("emsp", "　"),
    ("thinsp", " "),
    ("ge", "≥"),
    ("le", "≤"),
    ("ne", "≠"),
    ("times", "×"),
    ("divide", "÷"),
    ("plusmn", "±"),
    ("permil", "‰"),
    ("yen", "¥"),
    ("middot", "·"),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
];

/// The text with its references replaced.
pub fn unescape(text: &str) -> String {
    /// No name is longer.
    const LONGEST: usize = 10;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, character(&rest[1..end])?))) {
            Some((end, text)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    let known = NAMES.iter().find(|(known, _)| *known == name)?;
    Some(known.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_and_numbers_are_replaced() {
        assert_eq!(
            unescape("a&lt;b &amp; &ge;90&#37; &#x6EE1;意 &unknown; AT&T & "),
            "a<b & ≥90% 满意 &unknown; AT&T & "
        );
    }
}
