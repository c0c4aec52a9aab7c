//! A folder at a store looked through file by file: the check of a folder on this machine, on one downloaded file after
//! the other.

use yiju_terms::Refusal;

use super::place::Place;
use super::{Reach, wait};
use crate::Stop;
use crate::files::check::check_file;
use crate::files::{FileEntry, Kind, Manifest, fault};

/// Rows, sums and digests of every file of a source or a result. Refused: every file that is not what the manifest says.
pub fn check(folder: &str, reach: &Reach) -> Result<Manifest, Stop> {
    wait(async {
        let place = Place::find(reach, folder)?;
        let bytes = place.manifest().await?;
        // Either kind; what is wrong with one that is neither is said as for a source.
        let manifest = Manifest::from_bytes(&bytes, folder, Kind::Source).or_else(|why| {
            Manifest::from_bytes(&bytes, folder, Kind::Assessment).map_err(|_| why)
        })?;
        let mut refusals: Vec<Refusal> = Vec::new();
        for entry in &manifest.files {
            match check_one(&place, entry).await {
                Ok(()) => {}
                Err(Stop::Refused(found)) => refusals.extend(found),
                Err(other) => return Err(other),
            }
        }
        match refusals.is_empty() {
            true => Ok(manifest),
            false => Err(Stop::Refused(refusals)),
        }
    })
}

async fn check_one(place: &Place, entry: &FileEntry) -> Result<(), Stop> {
    let wrong = |error| fault(format!("fetching {}", entry.path), error);
    let folder = tempfile::tempdir().map_err(wrong)?;
    place.fetch(entry, folder.path()).await?;
    // The digest was compared as the bytes came.
    check_file(folder.path(), entry, false)
}
