//! The digest of everything that the results of a check come from: readers, rules, profiles, style and words. A folder run
//! goes on with what an earlier run left only when nothing of this has changed.

use std::path::{Path, PathBuf};

const SOURCES: [&str; 5] = ["src", "profiles", "assets", "../intake/src", "../../words"];

fn main() {
    let mut files: Vec<PathBuf> = Vec::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        walk(Path::new(source), &mut files);
    }
    files.sort();
    let mut digest = Digest::new();
    for file in files {
        digest.add(file.to_string_lossy().as_bytes());
        digest.add(&std::fs::read(&file).expect("a readable source"));
    }
    println!("cargo:rustc-env=YIJU_RULES_DIGEST={:016x}", digest.0);
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// FNV-1a in 64 bits: it tells versions apart and guards nothing.
struct Digest(u64);

impl Digest {
    fn new() -> Digest {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a part and its length, so that parts cannot run into one another.
    fn add(&mut self, bytes: &[u8]) {
        let length = (bytes.len() as u64).to_le_bytes();
        for byte in length.iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
