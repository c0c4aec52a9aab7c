//! Where the texts of the law folder come from: compiled in, a folder on disk, or given.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use yiju_terms::disk;

use super::is_ours;
use crate::problem::Problem;

/// Path below the law folder → text, in the order of paths.
pub(crate) type Sources = BTreeMap<Arc<str>, Arc<str>>;

static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../law");

pub(crate) fn builtin_sources() -> Sources {
    let mut sources = Sources::new();
    collect_builtin(&BUILTIN, &mut sources);
    sources
}

fn collect_builtin(dir: &Dir<'_>, sources: &mut Sources) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let (true, Some(text)) = (is_ours(&path), file.contents_utf8()) {
            sources.insert(path.into(), text.into());
        }
    }
    for folder in dir.dirs() {
        collect_builtin(folder, sources);
    }
}

/// The texts of a folder on disk; files that cannot be read are problems.
pub(crate) fn sources_of(dir: &Path) -> (Sources, Vec<Problem>) {
    let mut sources = Sources::new();
    let mut problems = Vec::new();
    if let Err(error) = std::fs::read_dir(dir) {
        let folder = dir.display().to_string();
        problems.push(Problem::new(&folder, 0, "unreadable").with("detail", disk::word_of(&error)));
        return (sources, problems);
    }
    collect_folder(dir, "", &mut sources, &mut problems);
    if sources.is_empty() && problems.is_empty() {
        let folder = dir.display().to_string();
        problems.push(Problem::new("", 0, "empty_folder").with("folder", folder));
    }
    (sources, problems)
}

fn collect_folder(dir: &Path, prefix: &str, sources: &mut Sources, problems: &mut Vec<Problem>) {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            problems
                .push(Problem::new(prefix, 0, "unreadable").with("detail", disk::word_of(&error)));
            return;
        }
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(
                    Problem::new(prefix, 0, "unreadable").with("detail", disk::word_of(&error)),
                );
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}/{name}")
        };
        if entry.path().is_dir() {
            collect_folder(&entry.path(), &path, sources, problems);
        } else if is_ours(&path) {
            match std::fs::read_to_string(entry.path()) {
                Ok(text) => {
                    sources.insert(path.into(), text.into());
                }
                Err(error) => {
                    problems.push(
                        Problem::new(&path, 1, "unreadable").with("detail", disk::word_of(&error)),
                    );
                }
            }
        }
    }
}

/// The digest of the data (not of the pages for clerks): sorted paths and bytes, each with its length before it,
/// so that no two different folders run together into the same bytes.
pub(crate) fn data_digest(sources: &Sources) -> String {
    let mut bytes = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| !path.ends_with(".md")) {
        for part in [path, text] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
    }
    yiju_terms::digest::sm3_of(&bytes)
}
