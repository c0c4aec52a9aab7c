//! Whether a folder is what its manifest says: rows, sums and digests of every file.

use std::path::Path;

use yiju_terms::Refusal;

use super::fresh::digest_of;
use super::manifest::Manifest;
use super::people::{Open, damaged};
use super::{FileEntry, fault};
use crate::Stop;

/// Refused: every file that is missing or not what the manifest says. `also_digests` reads all bytes.
pub fn check(folder: &Path, manifest: &Manifest, also_digests: bool) -> Result<(), Stop> {
    let mut refusals: Vec<Refusal> = Vec::new();
    for entry in &manifest.files {
        match check_file(folder, entry, also_digests) {
            Ok(()) => {}
            Err(Stop::Refused(found)) => refusals.extend(found),
            Err(other) => return Err(other),
        }
    }
    match refusals.is_empty() {
        true => Ok(()),
        false => Err(Stop::Refused(refusals)),
    }
}

pub(crate) fn check_file(folder: &Path, entry: &FileEntry, also_digests: bool) -> Result<(), Stop> {
    let open = Open::open(folder, entry)?;
    for (column, sum) in &entry.sums {
        let found = open.sum(column)?;
        if found != *sum {
            return Err(damaged(entry, format!("{column} {found} ≠ {sum}")));
        }
    }
    if also_digests {
        let path = folder.join(&entry.path);
        let (digest, _) = digest_of(&path)
            .map_err(|error| fault(format!("reading {}", path.display()), error))?;
        if digest != entry.digest {
            return Err(damaged(entry, format!("{digest} ≠ {}", entry.digest)));
        }
    }
    Ok(())
}
