//! The folder of publications: what may go out, the originals apart from it, and records that only grow.
//!
//! Every file is written under another name and then linked to its own, which fails where the name is taken: nothing is
//! half there, and nothing is ever written over.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use yiju_evaluation::gate::{self, Entry, File, Gate, Signed};
use yiju_terms::Lang;
use yiju_terms::digest::sm3_of;

pub const PUBLISHED: &str = "published";
pub const KEPT: &str = "kept-apart";
pub const RECORDS: &str = "records";

/// A report that may be published.
pub struct Pending<'a> {
    pub name: String,
    pub original: &'a [u8],
    pub copy: &'a [u8],
    pub gate: &'a Gate,
    pub profile: &'a str,
}

/// Where its three files lie, within the folder.
pub struct Placed {
    pub published: String,
    pub kept: String,
    pub record: String,
}

pub struct Folder<'a> {
    out: &'a Path,
    /// What this run wrote, to be taken back when it cannot go on.
    written: Vec<PathBuf>,
}

impl<'a> Folder<'a> {
    pub fn new(out: &'a Path) -> Folder<'a> {
        Folder {
            out,
            written: Vec::new(),
        }
    }

    pub fn publish(
        &mut self,
        pending: &[Pending],
        signed: Option<&Signed>,
        at: &str,
        lang: Lang,
    ) -> io::Result<Vec<Placed>> {
        for (folder, mode) in [(PUBLISHED, None), (KEPT, Some(0o700)), (RECORDS, None)] {
            let path = self.out.join(folder);
            fs::create_dir_all(&path)?;
            mode.map_or(Ok(()), |mode| restrict(&path, mode))?;
        }
        let mut placed = Vec::new();
        for one in pending {
            let kept = self.place(KEPT, &one.name, one.original, Some(0o600))?;
            let published = self.place(PUBLISHED, &one.name, one.copy, None)?;
            let record = self.record(one, (&kept, &published), (signed, Vec::new()), at, lang)?;
            placed.push(Placed {
                published,
                kept,
                record,
            });
        }
        Ok(placed)
    }

    /// The record of a package whose files lie in the folder itself.
    pub fn record_package(
        &mut self,
        one: &Pending,
        parts: &[(String, Vec<u8>)],
        signed: Option<&Signed>,
        at: &str,
        lang: Lang,
    ) -> io::Result<String> {
        fs::create_dir_all(self.out.join(RECORDS))?;
        let others = parts.iter().filter(|(name, _)| *name != one.name);
        let others = others.map(|(name, bytes)| file(name, bytes)).collect();
        self.record(one, (&one.name, &one.name), (signed, others), at, lang)
    }

    /// Takes back what this run wrote.
    pub fn undo(&mut self) {
        for path in self.written.drain(..).rev() {
            // What cannot be taken away was said to have failed.
            let _ = fs::remove_file(path);
        }
    }

    /// Writes a file under its name, or under `name-2` where another one has it; the same bytes are there already.
    fn place(
        &mut self,
        folder: &str,
        name: &str,
        bytes: &[u8],
        mode: Option<u32>,
    ) -> io::Result<String> {
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
            _ => (name, String::new()),
        };
        for number in 1.. {
            let name = match number {
                1 => name.to_owned(),
                number => format!("{stem}-{number}{ending}"),
            };
            let path = self.out.join(folder).join(&name);
            if self.write_new(&path, bytes, mode)? || fs::read(&path)? == bytes {
                return Ok(format!("{folder}/{name}"));
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// The next record, as JSON and as text; two runs at once never take one number.
    fn record(
        &mut self,
        one: &Pending,
        (kept, published): (&str, &str),
        (signed, others): (Option<&Signed>, Vec<File>),
        at: &str,
        lang: Lang,
    ) -> io::Result<String> {
        let folder = self.out.join(RECORDS);
        loop {
            let last = last_record(&folder)?;
            let previous = match &last {
                Some((_, path)) => Some(sm3_of(&fs::read(path)?)),
                None => None,
            };
            let needs = one.gate.verdict == gate::Verdict::NeedsReason;
            let entry = Entry {
                number: last.map_or(0, |(number, _)| number) + 1,
                previous,
                at: at.to_owned(),
                program: format!("yiju {}", env!("CARGO_PKG_VERSION")),
                profile: one.profile.to_owned(),
                original: file(kept, one.original),
                published: file(published, one.copy),
                others: others.clone(),
                gate: one.gate,
                signed: signed.filter(|_| needs).cloned(),
            };
            let name = format!("{:06}.json", entry.number);
            let json = gate::record(&entry);
            if !self.write_new(&folder.join(&name), json.as_bytes(), None)? {
                continue;
            }
            let text = gate::record_text(&entry, lang);
            let path = folder.join(format!("{:06}.txt", entry.number));
            self.write_new(&path, text.as_bytes(), None)?;
            return Ok(format!("{RECORDS}/{name}"));
        }
    }

    /// Whether the file was written; `false` where the name is taken.
    fn write_new(&mut self, path: &Path, bytes: &[u8], mode: Option<u32>) -> io::Result<bool> {
        let mut part = path.as_os_str().to_owned();
        part.push(format!(".{}.part", std::process::id()));
        let part = PathBuf::from(part);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if let Some(mode) = mode {
            with_mode(&mut options, mode);
        }
        let made = options
            .open(&part)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::hard_link(&part, path));
        let removed = fs::remove_file(&part);
        match made {
            Ok(()) => {
                self.written.push(path.to_owned());
                removed.map(|()| true)
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.exists() => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn file(path: &str, bytes: &[u8]) -> File {
    File {
        path: path.to_owned(),
        bytes: bytes.len(),
        digest: sm3_of(bytes),
    }
}

/// The record with the highest number.
fn last_record(folder: &Path) -> io::Result<Option<(usize, PathBuf)>> {
    let mut last: Option<(usize, PathBuf)> = None;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|ending| ending == "json");
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let number = stem.and_then(|stem| stem.parse().ok()).filter(|_| is_json);
        if let Some(number) = number
            && last.as_ref().is_none_or(|(known, _)| *known < number)
        {
            last = Some((number, path));
        }
    }
    Ok(last)
}

#[cfg(unix)]
fn with_mode(options: &mut OpenOptions, mode: u32) {
    std::os::unix::fs::OpenOptionsExt::mode(options, mode);
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(path, permissions)
}

#[cfg(not(unix))]
fn with_mode(_: &mut OpenOptions, _: u32) {}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}
