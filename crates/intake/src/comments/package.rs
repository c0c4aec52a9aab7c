//! The container again: parts that did not change keep their packed bytes, their order and their time.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::problem::Problem;

/// New texts by the name of their part.
#[derive(Default)]
pub struct Changes {
    parts: BTreeMap<String, String>,
}

impl Changes {
    pub fn put(&mut self, name: &str, text: String) {
        self.parts.insert(name.to_owned(), text);
    }
}

pub fn copy(bytes: &[u8], mut changes: Changes) -> Result<Vec<u8>, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(broken)?;
        let name = entry.name().map(|name| name.into_owned());
        let change = name.ok().and_then(|name| changes.parts.remove_entry(&name));
        match change {
            Some((name, text)) => {
                let time = entry.last_modified().unwrap_or_default();
                drop(entry);
                write(&mut writer, &name, &text, time)?;
            }
            None => writer.raw_copy_file(entry).map_err(broken)?,
        }
    }
    for (name, text) in changes.parts {
        write(&mut writer, &name, &text, DateTime::default())?;
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}

fn write(
    writer: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    time: DateTime,
) -> Result<(), Problem> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time);
    writer.start_file(name, options).map_err(broken)?;
    writer
        .write_all(text.as_bytes())
        .map_err(|error| broken(ZipError::Io(error)))
}

fn broken(error: ZipError) -> Problem {
    Problem::BrokenZip {
        detail: error.to_string(),
    }
}
