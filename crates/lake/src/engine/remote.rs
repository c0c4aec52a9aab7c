//! A folder at a store looked through file by file: the check of a folder on this machine, on one downloaded file after
//! the other.

use futures::{StreamExt, TryStreamExt};
use yiju_terms::Refusal;

use super::place::{AT_ONCE, Place};
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
        let checking = manifest.files.iter().map(|entry| check_one(&place, entry));
        let found = futures::stream::iter(checking).buffered(AT_ONCE);
        let refusals: Vec<Refusal> = found.try_concat().await?;
        match refusals.is_empty() {
            true => Ok(manifest),
            false => Err(Stop::Refused(refusals)),
        }
    })
}

/// What is wrong with one file.
async fn check_one(place: &Place, entry: &FileEntry) -> Result<Vec<Refusal>, Stop> {
    let wrong = |error| fault(format!("fetching {}", entry.path), error);
    let folder = tempfile::tempdir().map_err(wrong)?;
    // The digest is compared as the bytes come.
    let checked = match place.fetch(entry, folder.path()).await {
        Ok(()) => check_file(folder.path(), entry, false),
        stop => stop,
    };
    match checked {
        Err(Stop::Refused(refusals)) => Ok(refusals),
        checked => checked.map(|()| Vec::new()),
    }
}
