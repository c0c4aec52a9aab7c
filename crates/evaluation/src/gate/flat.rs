//! Plain text and the encodings of text: what is not masked keeps its bytes.

use encoding_rs::{GB18030, UTF_8};

use super::Unstrippable;
use super::spot::{Found, Spot};
use super::unit::{Context, Edits, Unit, Version, edited};

/// How the bytes of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Gb18030,
    Utf16 { big: bool },
}

/// The text (its mark of the encoding included) and how to write it again.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), Unstrippable> {
    let (text, encoding) = match bytes {
        [0xFF, 0xFE, ..] => (
            utf16(bytes, u16::from_le_bytes),
            Encoding::Utf16 { big: false },
        ),
        [0xFE, 0xFF, ..] => (
            utf16(bytes, u16::from_be_bytes),
            Encoding::Utf16 { big: true },
        ),
        _ => match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => (Some(text.into_owned()), Encoding::Utf8),
            None => (
                GB18030
                    .decode_without_bom_handling_and_without_replacement(bytes)
                    .map(|text| text.into_owned()),
                Encoding::Gb18030,
            ),
        },
    };
    let text = text.ok_or(Unstrippable::Encoding)?;
    // A text that would not come back byte by byte is not touched.
    if encode(&text, encoding).as_deref() != Some(bytes) {
        return Err(Unstrippable::Encoding);
    }
    Ok((text, encoding))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let pairs = bytes.chunks(2).map(|pair| match pair {
        [first, second] => Some(unit([*first, *second])),
        _ => None,
    });
    String::from_utf16(&pairs.collect::<Option<Vec<u16>>>()?).ok()
}

pub fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Gb18030 => {
            let (bytes, _, unmappable) = GB18030.encode(text);
            (!unmappable).then(|| bytes.into_owned())
        }
        Encoding::Utf16 { big } => {
            let write = |unit: u16| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            };
            Some(text.encode_utf16().flat_map(write).collect())
        }
    }
}

/// Plain text: a line is a row, a tab parts its cells; a short line before explains the next.
pub fn strip(text: &str, found: &mut Found) -> String {
    const LABEL_MAX: usize = 20;
    let mut edits = Edits::new();
    let mut before = String::new();
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let mut at = start;
        for field in line.split_inclusive('\t') {
            let mut unit = Unit::at(Spot {
                line: Some(index + 1),
                ..Spot::part("body")
            });
            unit.take(text, at, at + field.len(), true, Version::Both);
            at += field.len();
            if unit.is_blank() {
                continue;
            }
            unit.context = Context {
                before: std::mem::take(&mut before),
                row: line
                    .chars()
                    .take(super::office_part::ROW_MAX)
                    .collect::<String>()
                    .into(),
                amounts: false,
            };
            unit.strip(found, &mut edits);
            if field.chars().count() <= LABEL_MAX {
                before = field.trim().to_owned();
            }
        }
        start += line.len();
    }
    edited(text, &edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_masked_keeps_its_bytes() {
        let mobile = format!("139{:08}", 0);
        let text = format!("联系电话：{mobile}\r\n金额\t12345678901.50\r\n");
        let wide: Vec<u8> = format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let (gbk, _, _) = encoding_rs::GB18030.encode(&text);
        for bytes in [text.as_bytes().to_vec(), gbk.into_owned(), wide] {
            let (decoded, encoding) = decode(&bytes).unwrap();
            let mut found = Found::default();
            let new = strip(&decoded, &mut found);
            assert_eq!(found.removed.len(), 1);
            assert_eq!(new, decoded.replace(&mobile, "139******00"));
            assert_eq!(encode(&new, encoding).unwrap().len(), bytes.len());
        }
    }
}
