//! Files that are there whole or not at all: written under another name, then renamed.

use std::io::Write;
use std::path::Path;

use super::Stopped;

/// Results of each file lie here.
pub const REPORTS: &str = "reports";
const PART: &str = ".part";

/// Makes the folders and takes away what an interrupted run left.
pub fn prepare(out: &Path) -> Result<(), Stopped> {
    let reports = out.join(REPORTS);
    let stopped = |error| Stopped::Disk(reports.clone(), error);
    std::fs::create_dir_all(&reports).map_err(stopped)?;
    for folder in [out, reports.as_path()] {
        for entry in std::fs::read_dir(folder).map_err(stopped)?.flatten() {
            if entry.file_name().to_string_lossy().ends_with(PART) {
                // What cannot be taken away does no harm.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
    Ok(())
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Stopped> {
    let mut part = path.as_os_str().to_owned();
    part.push(PART);
    let written = std::fs::File::create(&part)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| std::fs::rename(&part, path));
    written.map_err(|error| Stopped::Disk(path.to_owned(), error))
}
