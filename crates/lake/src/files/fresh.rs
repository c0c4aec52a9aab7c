//! A folder being written: nothing is seen of it before its manifest is there.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use sm3::{Digest, Sm3};
use yiju_terms::{Refusal, Region};

use super::fault;
use super::manifest::{FileEntry, Manifest};
use crate::Stop;

/// A folder nobody sees yet. Files may be written from several threads.
pub struct Fresh {
    root: PathBuf,
    /// Goes before every path: an attempt's own folder, or nothing.
    base: String,
    files: Mutex<Vec<FileEntry>>,
}

/// Which file of the folder.
#[derive(Clone, Debug)]
pub struct Place {
    pub path: String,
    pub table: String,
    pub region: Region,
    pub month: Option<String>,
}

impl Fresh {
    /// Begins a new folder. Refused: one that holds anything.
    pub fn begin(root: &Path) -> Result<Fresh, Stop> {
        let making = |error| fault(format!("making {}", root.display()), error);
        std::fs::create_dir_all(root).map_err(making)?;
        if std::fs::read_dir(root).map_err(making)?.next().is_some() {
            return Err(Refusal::new("lake_folder_not_empty")
                .with("folder", root.display())
                .into());
        }
        Ok(Fresh::at(root, String::new()))
    }

    /// The number of the next attempt at a result below `root`. Refused: a root that has a manifest, or holds what no
    /// attempt has left there.
    pub fn may_begin(root: &Path) -> Result<u32, Stop> {
        let making = |error| fault(format!("making {}", root.display()), error);
        std::fs::create_dir_all(root).map_err(making)?;
        let mut last = 0;
        for entry in std::fs::read_dir(root).map_err(making)? {
            let name = entry.map_err(making)?.file_name();
            let name = name.to_string_lossy();
            let number = name.strip_prefix("attempt-");
            match number.and_then(|number| number.parse::<u32>().ok()) {
                Some(number) => last = last.max(number),
                None if name == "job.json" || name.starts_with('.') => {}
                None => {
                    return Err(Refusal::new("lake_folder_not_empty")
                        .with("folder", root.display())
                        .into());
                }
            }
        }
        Ok(last + 1)
    }

    /// Begins an attempt at a result: the next folder `attempt-N` below `root`. Refused as in [`Fresh::may_begin`].
    pub fn attempt(root: &Path) -> Result<(Fresh, u32), Stop> {
        let number = Fresh::may_begin(root)?;
        let fresh = Fresh::at(root, format!("attempt-{number}/"));
        // Made with `create_dir`: of two that take the same number at once, one fails.
        let made = std::fs::create_dir(root.join(fresh.base.trim_end_matches('/')));
        made.map_err(|error| fault(format!("making {}", root.display()), error))?;
        Ok((fresh, number))
    }

    fn at(root: &Path, base: String) -> Fresh {
        Fresh {
            root: root.to_owned(),
            base,
            files: Mutex::new(Vec::new()),
        }
    }

    /// Opens a file that takes its digest as it is written.
    pub fn create(&self, place: &Place) -> Result<Hashed, Stop> {
        let path = self.root.join(&self.base).join(&place.path);
        let making = |error| fault(format!("writing {}", path.display()), error);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(making)?;
        }
        let file = File::create_new(&path).map_err(making)?;
        Ok(Hashed {
            file: BufWriter::with_capacity(1 << 20, file),
            seen: Arc::default(),
        })
    }

    /// Takes a finished file into the list.
    pub fn add(
        &self,
        place: Place,
        (rows, groups): (u64, usize),
        sums: BTreeMap<String, i64>,
        seen: &Seen,
    ) -> Result<(), Stop> {
        let seen = seen.lock().map_err(|error| fault("a digest", error))?;
        let entry = FileEntry {
            path: format!("{}{}", self.base, place.path),
            table: place.table,
            region: place.region,
            month: place.month,
            rows,
            groups,
            bytes: seen.1,
            sums,
            digest: written(&seen.0),
        };
        let mut files = self.files.lock().map_err(|error| fault("a list", error))?;
        files.push(entry);
        Ok(())
    }

    /// Makes the folder visible with what was written.
    pub fn publish(self, mut manifest: Manifest) -> Result<Manifest, Stop> {
        let files = self
            .files
            .into_inner()
            .map_err(|error| fault("a list", error))?;
        manifest.files = files;
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        manifest.publish(&self.root)?;
        Ok(manifest)
    }
}

pub(crate) fn written(digest: &Sm3) -> String {
    let bytes = digest.clone().finalize();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sm3:{hex}")
}

/// The digest and the number of the bytes written so far; outlives the file.
pub type Seen = Arc<Mutex<(Sm3, u64)>>;

/// A file that keeps the digest of what was written.
pub struct Hashed {
    file: BufWriter<File>,
    seen: Seen,
}

impl Hashed {
    pub fn seen(&self) -> Seen {
        self.seen.clone()
    }

    /// Everything is on the disk when this returns.
    pub fn sync(&mut self) -> std::io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        let mut seen = self.seen.lock().map_err(|_| std::io::ErrorKind::Other)?;
        seen.0.update(&bytes[..count]);
        seen.1 += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// The digest of a file as it is on the disk.
pub fn digest_of(path: &Path) -> std::io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut digest = Sm3::new();
    let (mut bytes, mut count) = (vec![0; 1 << 20], 0);
    loop {
        let read = std::io::Read::read(&mut file, &mut bytes)?;
        if read == 0 {
            return Ok((written(&digest), count));
        }
        digest.update(&bytes[..read]);
        count += read as u64;
    }
}
