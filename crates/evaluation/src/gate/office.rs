//! The Office formats: every part of the container that holds text, and what is embedded in it.

use std::collections::BTreeMap;

use super::package::{Part, repack, unpack};
use super::spot::{Found, Spot};
use super::{Unstrippable, book, office_part};

/// Documents within documents.
const DEPTH_MAX: usize = 3;

/// The copy of a docx or xlsx; the same bytes where nothing is personal.
pub fn strip(bytes: &[u8], found: &mut Found) -> Result<Vec<u8>, Unstrippable> {
    strip_at(bytes, 0, found)
}

fn strip_at(bytes: &[u8], depth: usize, found: &mut Found) -> Result<Vec<u8>, Unstrippable> {
    let parts = unpack(bytes)?;
    let mut changes: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    for part in &parts {
        if let Some(new) = part_without(part, depth, found)? {
            changes.insert(part.name.clone(), Some(new));
        }
    }
    changes.extend(book::strip(&parts, found));
    if changes.is_empty() {
        return Ok(bytes.to_vec());
    }
    repack(bytes, &changes)
}

fn part_without(
    part: &Part,
    depth: usize,
    found: &mut Found,
) -> Result<Option<Vec<u8>>, Unstrippable> {
    let name = part.name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if book::is_own(&part.name) || name.ends_with('/') {
        return Ok(None);
    }
    if ends(&[".xml", ".rels", ".vml"]) {
        let Ok(text) = std::str::from_utf8(&part.bytes) else {
            found.note_unseen("part");
            return Ok(None);
        };
        let new = office_part::strip(text, &spot_of(&part.name), found);
        return Ok(new.map(String::into_bytes));
    }
    if ends(&[".docx", ".xlsx", ".docm", ".xlsm", ".pptx"]) {
        if depth >= DEPTH_MAX {
            return Err(Unstrippable::TooLarge);
        }
        let new = strip_at(&part.bytes, depth + 1, found)?;
        return Ok((new != part.bytes).then_some(new));
    }
    if ends(&[
        ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tif", ".tiff", ".svg",
    ]) {
        found.note_unseen("picture");
    } else if !ends(&[".odttf", ".ttf", ".fntdata"]) {
        found.note_unseen("embedded");
    }
    Ok(None)
}

fn spot_of(name: &str) -> Spot {
    let file = name.rsplit('/').next().unwrap_or(name);
    let known = [
        ("document", "body"),
        ("header", "header"),
        ("footer", "footer"),
        ("comments", "comments"),
        ("threadedComment", "comments"),
        ("person", "comments"),
        ("people", "comments"),
        ("footnotes", "notes"),
        ("endnotes", "notes"),
    ];
    if name.starts_with("docProps/") {
        return Spot::part("properties");
    }
    let part = known.iter().find(|(begins, _)| file.starts_with(begins));
    match part {
        Some((_, part)) if !name.ends_with(".rels") => Spot::part(part),
        _ => Spot {
            name: name.to_owned(),
            ..Spot::part("other")
        },
    }
}
