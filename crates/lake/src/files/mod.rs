//! Folders of the lake: the manifest, files written with their sums and digests, people read back column by column.

pub mod check;
mod content;
pub mod export;
pub mod fresh;
pub mod make;
pub mod manifest;
pub mod people;
mod people_file;
pub mod sheet;
pub(crate) mod tables;

use yiju_store::Fault;

pub use manifest::{FileEntry, Kind, Manifest, RegionEntry, ResultEntry};

/// A fault of the disk or of a file, with what was being done.
pub(crate) fn fault(doing: impl std::fmt::Display, cause: impl std::fmt::Display) -> Fault {
    Fault::new(format!("lake: {doing}"), cause)
}

/// The place of a region's month below a folder.
pub(crate) fn month_folder(region: &str, month: &str) -> String {
    format!("region={region}/month={month}")
}
