//! A PDF is looked through and never rewritten: what is drawn on a page cannot be taken out of it with certainty.

use lopdf::{Document, LoadOptions, Object, decode_text_string};

use super::Unstrippable;
use super::spot::{Found, Removed, Spot};
use super::unit::{Context, hits};
use crate::personal;

/// What one stream of the container may unpack to.
const STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Objects within objects.
const DEPTH_MAX: usize = 64;

/// Looks at what the reading of the pages does not show: properties, notes, fields of forms, attachments.
pub fn look(bytes: &[u8], found: &mut Found) -> Result<(), Unstrippable> {
    let options = LoadOptions::with_max_decompressed_size(STREAM_BYTES_MAX);
    let broken = |error: lopdf::Error| Unstrippable::Broken(error.to_string());
    let mut pdf = Document::load_mem_with_options(bytes, options).map_err(broken)?;
    if pdf.is_encrypted() {
        pdf.decrypt("").map_err(broken)?;
    }
    for object in pdf.objects.values() {
        look_at(object, 0, found);
    }
    Ok(())
}

fn look_at(object: &Object, depth: usize, found: &mut Found) {
    if depth > DEPTH_MAX {
        return;
    }
    match object {
        Object::Array(items) => items
            .iter()
            .for_each(|item| look_at(item, depth + 1, found)),
        Object::Dictionary(entries) => look_at_entries(entries, depth, found),
        Object::Stream(stream) => {
            look_at_entries(&stream.dict, depth, found);
            let of_type = |name: &[u8]| {
                let kind = stream.dict.get(b"Type").and_then(Object::as_name);
                kind.is_ok_and(|kind| kind == name)
            };
            if of_type(b"EmbeddedFile") {
                found.note_unseen("attached");
            }
            if of_type(b"Metadata") {
                let content = stream.decompressed_content();
                let content = content.unwrap_or_else(|_| stream.content.clone());
                let text = String::from_utf8_lossy(&content).into_owned();
                // As for any other properties, people's names too.
                let spot = Spot::part("properties");
                let mut inner = Found::default();
                super::office_part::changes(&text, &spot, &mut inner);
                found.left.append(&mut inner.removed);
            }
        }
        Object::String(..) => {
            if let Ok(text) = decode_text_string(object) {
                say(&text, found);
            }
        }
        _ => {}
    }
}

fn look_at_entries(entries: &lopdf::Dictionary, depth: usize, found: &mut Found) {
    for (key, value) in entries.iter() {
        look_at(value, depth + 1, found);
        // The author in the properties, and whoever left a note.
        if matches!(key.as_slice(), b"Author" | b"T")
            && let Ok(name) = decode_text_string(value)
            && (key.as_slice() == b"Author" || entries.has(b"Contents"))
            && found.authors.instead(&name).is_some()
        {
            found.left.push(Removed {
                kind: "author",
                spot: Spot::part("properties"),
                masked: personal::mask(name.trim()),
            });
        }
    }
}

fn say(text: &str, found: &mut Found) {
    for hit in hits(text, &Context::default()) {
        found.left.push(Removed {
            kind: hit.kind.stem(),
            spot: Spot::part("properties"),
            masked: personal::mask(&hit.value),
        });
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn properties_and_notes_are_looked_through() {
        let mut pdf = Document::with_version("1.5");
        let mobile = format!("139{:08}", 0);
        let note = dictionary! { "Type" => "Annot", "Contents" => Object::string_literal(mobile) };
        pdf.add_object(note);
        let author = lopdf::text_string("丙丁");
        let info = pdf.add_object(dictionary! { "Author" => author });
        pdf.trailer.set("Info", info);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let mut found = Found::default();
        look(&bytes, &mut found).unwrap();
        let mut kinds: Vec<&str> = found.left.iter().map(|left| left.kind).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["author", "mobile"]);
    }
}
