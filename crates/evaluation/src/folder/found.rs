//! Which files: everything in the folders that a person would see, in one order.

use std::path::{Path, PathBuf};

use super::Stopped;

/// A file and how it is called in the ranking.
pub struct Found {
    pub path: PathBuf,
    pub name: String,
    /// Why a folder could not be looked into; its line stands in the place of the files nobody saw.
    pub fault: Option<String>,
}

/// Files below the places, without the results of an earlier run.
pub fn find(places: &[PathBuf], out: &Path) -> Result<Vec<Found>, Stopped> {
    let out = std::fs::canonicalize(out).ok();
    let mut found = Vec::new();
    for place in places {
        let facts = std::fs::metadata(place);
        let facts = facts.map_err(|_| Stopped::NoSuchPlace(place.clone()))?;
        if facts.is_dir() {
            walk(place, out.as_deref(), &mut found);
        } else {
            found.push(file(place.clone(), None));
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.dedup_by(|a, b| a.name == b.name);
    Ok(found)
}

fn file(path: PathBuf, fault: Option<String>) -> Found {
    let name = path.display().to_string();
    Found { path, name, fault }
}

/// A folder that is a link is not followed: links can lead in a circle.
fn walk(folder: &Path, out: Option<&Path>, found: &mut Vec<Found>) {
    if out.is_some_and(|out| std::fs::canonicalize(folder).is_ok_and(|here| here == out)) {
        return;
    }
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found.push(file(folder.to_owned(), Some(error.to_string())));
            return;
        }
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        // Hidden files, and the locks that Word and LibreOffice leave beside an open file.
        if name.to_string_lossy().starts_with(['.', '~']) {
            continue;
        }
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&path, out, found),
            Ok(kind) if kind.is_symlink() && path.is_dir() => {}
            _ => found.push(file(path, None)),
        }
    }
}
