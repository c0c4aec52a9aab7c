//! Fonts of a PDF, as far as reading needs them: which character a code is and how wide it stands.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// Room for one table of characters.
const TABLE_BYTES_MAX: usize = 8 * 1024 * 1024;
const WIDTHS_MAX: usize = 200_000;

type Lookup = Box<dyn Fn(u32, u8) -> Option<String>>;

/// How many bytes make a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codes {
    One,
    Two,
    /// One byte for ASCII, two for Chinese.
    Gbk,
}

pub struct Font {
    codes: Codes,
    lookup: Lookup,
    widths: HashMap<u32, f64>,
    width_default: f64,
    /// Of a width, in text space.
    unit: f64,
    pub vertical: bool,
}

/// One code of a text: the character it is, its width in ems, and whether it is a one-byte blank.
pub struct Code {
    pub text: Option<String>,
    pub width: f64,
    pub is_blank: bool,
}

impl Font {
    pub fn read(dictionary: &Dictionary, document: &Document) -> Font {
        if is_named(dictionary, b"Subtype", b"Type0") {
            composite(dictionary, document)
        } else {
            simple(dictionary, document)
        }
    }

    pub fn codes(&self, bytes: &[u8]) -> Vec<Code> {
        let mut codes = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let length = match self.codes {
                Codes::One => 1,
                Codes::Two => 2,
                Codes::Gbk if bytes[at] < 0x80 => 1,
                Codes::Gbk => 2,
            };
            let part = &bytes[at..bytes.len().min(at + length)];
            at += length;
            let code = part
                .iter()
                .fold(0, |code, byte| code << 8 | u32::from(*byte));
            let width = self.widths.get(&code).copied();
            codes.push(Code {
                text: (self.lookup)(code, u8::try_from(part.len()).unwrap_or(1))
                    .filter(|text| !text.is_empty() && !text.contains(['\u{fffd}', '\0'])),
                width: width.unwrap_or(self.width_default) * self.unit,
                is_blank: part == b" ",
            });
        }
        codes
    }
}

fn is_named(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary
        .get(key)
        .and_then(Object::as_name)
        .is_ok_and(|value| value == name)
}

fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from)
}

/// The table that names characters, when the font has one.
fn to_unicode(dictionary: &Dictionary, document: &Document) -> Option<Lookup> {
    // The library prefers other sources of names; a font of this form leaves it only this one.
    let mut asked = Dictionary::new();
    asked.set("Type", Object::Name(b"Font".to_vec()));
    asked.set("Encoding", Object::Name(b"Identity-H".to_vec()));
    asked.set("ToUnicode", dictionary.get(b"ToUnicode").ok()?.clone());
    match asked.get_font_encoding_with_limit(document, TABLE_BYTES_MAX) {
        Ok(Encoding::UnicodeMapEncoding(table)) => Some(Box::new(move |code, length| {
            // Tables of simple fonts are sometimes written with two-byte codes.
            let units = table
                .get(code, length)
                .or_else(|| table.get(code, 3 - length.min(2)))?;
            String::from_utf16(&units).ok()
        })),
        _ => None,
    }
}

fn simple(dictionary: &Dictionary, document: &Document) -> Font {
    let table = to_unicode(dictionary, document);
    let mut named = dictionary.clone();
    named.set("Type", Object::Name(b"Font".to_vec()));
    let encoding = named.get_font_encoding_with_limit(document, TABLE_BYTES_MAX);
    let text = |code: u8| -> Option<String> {
        let by_table = table.as_ref().and_then(|table| table(code.into(), 1));
        by_table.or_else(|| match &encoding {
            Ok(Encoding::UnicodeMapEncoding(_)) | Err(_) => None,
            Ok(encoding) => encoding.bytes_to_string(&[code]).ok(),
        })
    };
    let texts: Vec<Option<String>> = (0..=255).map(text).collect();
    let first = dictionary
        .get_deref(b"FirstChar", document)
        .and_then(Object::as_i64)
        .unwrap_or(0);
    let mut widths = HashMap::new();
    if let Ok(array) = dictionary
        .get_deref(b"Widths", document)
        .and_then(Object::as_array)
    {
        for (index, width) in array.iter().enumerate().take(256) {
            let code = u32::try_from(first).unwrap_or(0) + u32::try_from(index).unwrap_or(0);
            let width = document
                .dereference(width)
                .ok()
                .and_then(|(_, object)| number(object));
            widths.insert(code, width.unwrap_or(0.0));
        }
    }
    let unit = if is_named(dictionary, b"Subtype", b"Type3") {
        dictionary
            .get_deref(b"FontMatrix", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|matrix| number(matrix.first()?))
            .unwrap_or(0.001)
    } else {
        0.001
    };
    Font {
        codes: Codes::One,
        lookup: Box::new(move |code, _| texts.get(code as usize).cloned().flatten()),
        // The fourteen standard fonts state no widths; half an em is near enough to keep words together.
        width_default: if widths.is_empty() { 500.0 } else { 0.0 },
        widths,
        unit,
        vertical: false,
    }
}

fn composite(dictionary: &Dictionary, document: &Document) -> Font {
    let name = dictionary
        .get_deref(b"Encoding", document)
        .and_then(Object::as_name)
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .unwrap_or_default();
    let is_gbk = name.starts_with("GB");
    let descendant = dictionary
        .get_deref(b"DescendantFonts", document)
        .and_then(Object::as_array)
        .ok()
        .and_then(|fonts| document.dereference(fonts.first()?).ok())
        .and_then(|(_, font)| font.as_dict().ok());
    let mut widths = HashMap::new();
    let mut width_default = 1000.0;
    if let Some(font) = descendant {
        width_default = font
            .get_deref(b"DW", document)
            .ok()
            .and_then(number)
            .unwrap_or(1000.0);
        // Widths go by glyph. Only where codes are glyphs do they fit the codes.
        if name.starts_with("Identity") || name.is_empty() {
            if let Ok(array) = font.get_deref(b"W", document).and_then(Object::as_array) {
                take_widths(array, document, &mut widths);
            }
        } else {
            widths.extend((0..0x80).map(|code| (code, 500.0)));
        }
    }
    let is_unicode = name.contains("UCS2") || name.contains("UTF16");
    let table = to_unicode(dictionary, document);
    let lookup: Lookup = Box::new(move |code, length| {
        if let Some(text) = table.as_ref().and_then(|table| table(code, length)) {
            return Some(text);
        }
        if is_unicode {
            return char::from_u32(code).map(String::from);
        }
        if is_gbk {
            let bytes = code.to_be_bytes();
            let (text, broken) =
                encoding_rs::GBK.decode_without_bom_handling(&bytes[4 - usize::from(length)..]);
            return (!broken).then(|| text.into_owned());
        }
        None
    });
    Font {
        codes: if is_gbk { Codes::Gbk } else { Codes::Two },
        lookup,
        widths,
        width_default,
        unit: 0.001,
        vertical: name.ends_with("-V"),
    }
}

/// `first [w w w]` and `first last w`, one after the other.
fn take_widths(array: &[Object], document: &Document, widths: &mut HashMap<u32, f64>) {
    let resolved = |object| document.dereference(object).ok().map(|(_, object)| object);
    let code = |object: &Object| u32::try_from(object.as_i64().ok()?).ok();
    let mut rest = array;
    while let [first, second, ..] = rest {
        let (Some(first), Some(second)) = (resolved(first).and_then(code), resolved(second)) else {
            return;
        };
        if let Ok(list) = second.as_array() {
            for (index, width) in list.iter().enumerate() {
                let code = first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
                widths.insert(code, number(width).unwrap_or(0.0));
            }
            rest = &rest[2..];
        } else {
            let (Some(last), Some(width)) = (code(second), rest.get(2).and_then(number)) else {
                return;
            };
            for code in first..=last.min(first.saturating_add(0xFFFF)) {
                widths.insert(code, width);
            }
            rest = &rest[3..];
        }
        if widths.len() > WIDTHS_MAX {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_of_both_shapes() {
        let array: Vec<Object> = vec![
            3.into(),
            Object::Array(vec![500.into(), 600.into()]),
            10.into(),
            12.into(),
            250.into(),
        ];
        let mut widths = HashMap::new();
        take_widths(&array, &Document::new(), &mut widths);
        assert_eq!(widths[&4], 600.0);
        assert_eq!(widths[&12], 250.0);
        assert_eq!(widths.len(), 5);
    }

    #[test]
    fn an_old_chinese_font_without_a_table_reads_by_its_encoding() {
        let mut font = Dictionary::new();
        font.set("Type", Object::Name(b"Font".to_vec()));
        font.set("Subtype", Object::Name(b"Type0".to_vec()));
        font.set("Encoding", Object::Name(b"GBK-EUC-H".to_vec()));
        let font = Font::read(&font, &Document::new());
        let (bytes, _, _) = encoding_rs::GBK.encode("满意度90%");
        let texts: String = font
            .codes(&bytes)
            .into_iter()
            .filter_map(|code| code.text)
            .collect();
        assert_eq!(texts, "满意度90%");
    }
}
