//! The container of the Office formats: its parts in their order, and a copy in which some of them are written anew.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use yiju_intake::limits::{ENTRIES_MAX, UNPACKED_BYTES_MAX};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Unstrippable;

pub struct Part {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// All parts, within the bounds that hold for reading: whatever sizes the container claims.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Part>, Unstrippable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > ENTRIES_MAX {
        return Err(Unstrippable::TooLarge);
    }
    let mut left = UNPACKED_BYTES_MAX;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        let mut bytes = Vec::new();
        entry
            .take(left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Unstrippable::Broken(error.to_string()))?;
        let taken = bytes.len() as u64;
        if taken > left {
            return Err(Unstrippable::TooLarge);
        }
        left -= taken;
        parts.push(Part { name, bytes });
    }
    Ok(parts)
}

/// The copy: parts without a change go over with their packed bytes; a part changed to nothing is left out.
pub fn repack(
    bytes: &[u8],
    changes: &BTreeMap<String, Option<Vec<u8>>>,
) -> Result<Vec<u8>, Unstrippable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        match changes.get(&name) {
            None => writer.raw_copy_file(entry).map_err(broken)?,
            Some(None) => {}
            Some(Some(content)) => {
                let time = entry.last_modified().unwrap_or_default();
                drop(entry);
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Deflated)
                    .last_modified_time(time);
                writer.start_file(name, options).map_err(broken)?;
                writer
                    .write_all(content)
                    .map_err(|error| Unstrippable::Broken(error.to_string()))?;
            }
        }
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}

fn broken(error: zip::result::ZipError) -> Unstrippable {
    Unstrippable::Broken(error.to_string())
}
