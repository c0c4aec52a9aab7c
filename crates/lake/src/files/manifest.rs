//! The manifest: what a folder holds. A folder without one is not a folder of ours, or not finished, and is refused.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use yiju_lawbook::Confirmed;
use yiju_terms::{Refusal, Region};

use super::fault;
use crate::{Stop, Totals};

pub const NAME: &str = "manifest.json";
/// Version 1 had no sums of class and tier; it is read as before.
pub const VERSION: u32 = 2;
pub const PEOPLE: &str = "people";
pub const EMPLOYERS: &str = "employers";
pub const ASSESSMENT: &str = "assessment";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// People, employers and tables to work from.
    #[serde(rename = "yiju-lake")]
    Source,
    /// A month's assessment made from a source.
    #[serde(rename = "yiju-lake-assessment")]
    Assessment,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub kind: Kind,
    pub version: u32,
    pub synthetic: bool,
    /// Digest of the law folder the folder was made under.
    pub law: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultEntry>,
    pub regions: Vec<RegionEntry>,
    pub files: Vec<FileEntry>,
}

/// A region as it was at the moment of the export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionEntry {
    pub region: Region,
    /// The last entry of its journal.
    pub seq: i64,
    pub head: String,
    /// Digest of the law with the local files the office confirmed.
    pub law: String,
    pub confirmed: Confirmed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Below the folder, parted by `/`.
    pub path: String,
    pub table: String,
    pub region: Region,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    pub rows: u64,
    /// Row groups: the pieces that may be read apart.
    pub groups: usize,
    pub bytes: u64,
    /// Sums of the columns that hold fen.
    pub sums: BTreeMap<String, i64>,
    /// SM3 of the file's bytes.
    pub digest: String,
}

/// What an assessment was made from, and what it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultEntry {
    pub month: String,
    pub engine: String,
    pub attempt: u32,
    /// SM3 of the source's manifest.
    pub source: String,
    pub totals: Totals,
}

impl Manifest {
    /// Reads the manifest of a folder. Refused: a folder without one, or one of another kind or version.
    pub fn read(folder: &Path, kind: Kind) -> Result<Manifest, Stop> {
        Ok(Manifest::read_with_bytes(folder, kind)?.0)
    }

    /// The manifest and the bytes it was read from.
    pub fn read_with_bytes(folder: &Path, kind: Kind) -> Result<(Manifest, Vec<u8>), Stop> {
        let path = folder.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Refusal::new("lake_without_manifest")
                    .with("folder", folder.display())
                    .into());
            }
            Err(error) => {
                return Err(fault(format!("reading {}", path.display()), error).into());
            }
        };
        let manifest = Manifest::from_bytes(&bytes, &folder.display().to_string(), kind)?;
        Ok((manifest, bytes))
    }

    /// The manifest from its bytes; `folder` is for the words of a refusal.
    pub fn from_bytes(bytes: &[u8], folder: &str, kind: Kind) -> Result<Manifest, Stop> {
        let refused = |error: String| {
            Refusal::new("lake_manifest_unreadable")
                .with("folder", folder)
                .with("error", error)
        };
        let manifest: Manifest =
            serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
        if manifest.kind != kind || !(1..=VERSION).contains(&manifest.version) {
            let found = format!("{:?} {}", manifest.kind, manifest.version);
            return Err(refused(format!("{found}, {kind:?} {VERSION}")).into());
        }
        let outside = |file: &&FileEntry| {
            let inside = |part: &str| !matches!(part, "" | "." | "..");
            !file.path.split('/').all(inside)
        };
        if let Some(file) = manifest.files.iter().find(outside) {
            return Err(refused(format!("path {}", file.path)).into());
        }
        Ok(manifest)
    }

    /// Writes the manifest under another name, makes it last, and renames it: from then on the folder is there.
    pub fn publish(&self, folder: &Path) -> Result<(), Stop> {
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| fault("writing the manifest", error))?;
        let (hidden, shown) = (folder.join(".manifest.json.new"), folder.join(NAME));
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(&hidden)?;
            file.write_all(text.as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&hidden, &shown)?;
            std::fs::File::open(folder)?.sync_all()
        };
        write().map_err(|error| fault("writing the manifest", error).into())
    }

    pub fn region(&self, code: &str) -> Option<&RegionEntry> {
        self.regions
            .iter()
            .find(|entry| entry.region.code() == code)
    }

    /// The months of which there are people, in order.
    pub fn months(&self) -> Vec<&str> {
        let people = self.files.iter().filter(|file| file.table == PEOPLE);
        let mut months: Vec<&str> = people.filter_map(|file| file.month.as_deref()).collect();
        months.sort_unstable();
        months.dedup();
        months
    }

    /// The files of a table for a month (of an export's tables: `None`), by region.
    pub fn files_of<'m>(
        &'m self,
        table: &'m str,
        month: Option<&'m str>,
    ) -> impl Iterator<Item = &'m FileEntry> {
        self.files
            .iter()
            .filter(move |file| file.table == table && file.month.as_deref() == month)
    }
}
