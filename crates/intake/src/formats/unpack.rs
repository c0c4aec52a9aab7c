//! Opens a zip container with a bound on what comes out, whatever its headers claim.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::{ENTRIES_MAX, UNPACKED_BYTES_MAX};
use crate::problem::Problem;

pub struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    budget_bytes: u64,
}

impl<'a> Container<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Container<'a>, Problem> {
        Container::open_within(bytes, UNPACKED_BYTES_MAX)
    }

    fn open_within(bytes: &'a [u8], budget_bytes: u64) -> Result<Container<'a>, Problem> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Problem::BrokenZip {
            detail: error.to_string(),
        })?;
        if archive.len() > ENTRIES_MAX {
            return Err(Problem::TooMuchInside);
        }
        Ok(Container {
            archive,
            budget_bytes,
        })
    }

    /// Unpacks everything into nothing, to know that it stays within the bounds: all parts, and the XML among them.
    pub fn measure(&mut self, xml_budget_bytes: u64) -> Result<(), Problem> {
        let (mut left, mut xml_left) = (self.budget_bytes, xml_budget_bytes);
        for index in 0..self.archive.len() {
            let broken = |error: String| Problem::BrokenZip { detail: error };
            let entry = self
                .archive
                .by_index(index)
                .map_err(|error| broken(error.to_string()))?;
            let is_xml = entry.name().is_ok_and(|name| name.ends_with(".xml"));
            let limit = if is_xml { left.min(xml_left) } else { left };
            let taken = std::io::copy(&mut entry.take(limit + 1), &mut std::io::sink())
                .map_err(|error| broken(error.to_string()))?;
            if taken > limit {
                return Err(Problem::TooMuchInside);
            }
            left -= taken;
            if is_xml {
                xml_left -= taken;
            }
        }
        Ok(())
    }

    /// The names of the parts, in the order of the container.
    pub fn names(&self) -> Vec<String> {
        self.archive
            .file_names()
            .flatten()
            .map(|name| name.to_string())
            .collect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive
            .file_names()
            .any(|entry| entry.is_ok_and(|entry| entry == name))
    }

    /// The text of one part, or `None` when the container has no such part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        if !self.has(name) {
            return Ok(None);
        }
        let broken = |detail: String| Problem::BrokenZip { detail };
        let entry = self.archive.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Problem::Encrypted,
            other => broken(other.to_string()),
        })?;
        let mut bytes = Vec::new();
        // One byte more than the budget is asked for: reaching it proves that the part is too large.
        entry
            .take(self.budget_bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(error.to_string()))?;
        let taken = bytes.len() as u64;
        if taken > self.budget_bytes {
            return Err(Problem::TooMuchInside);
        }
        self.budget_bytes -= taken;
        let text = String::from_utf8(bytes).map_err(|error| Problem::BrokenXml {
            part: name.to_owned(),
            detail: error.to_string(),
        })?;
        Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(name, options).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_bomb_stops_at_the_budget() {
        let bomb = zipped("word/document.xml", &vec![b' '; 1_000_000]);
        assert!(bomb.len() < 10_000);
        let mut container = Container::open_within(&bomb, 500_000).unwrap();
        assert_eq!(
            container.text("word/document.xml"),
            Err(Problem::TooMuchInside)
        );
    }

    #[test]
    fn a_cut_container_is_broken() {
        let whole = zipped("a", b"content");
        assert!(matches!(
            Container::open(&whole[..whole.len() / 2]),
            Err(Problem::BrokenZip { .. })
        ));
    }
}
