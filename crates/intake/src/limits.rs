//! Bounds of what a reader takes in, so that a hostile or mistaken file costs a message and not the machine.

use crate::problem::Problem;

/// Files above this are refused by size, before they are read.
pub const FILE_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// The sum of everything a zip container unpacks to.
pub const UNPACKED_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// The sum of the XML of a workbook: a sheet of half a million cells stays below.
pub const SHEET_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// What the drawing of all pages of a PDF unpacks to.
pub const DRAWING_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Entries in a zip container; an ordinary docx has about twenty.
pub const ENTRIES_MAX: usize = 2_000;
/// Nesting of XML elements; Word itself stays far below.
pub const XML_DEPTH_MAX: usize = 256;
/// Cells of a table row and rows of a table; a spreadsheet with more is no report.
pub const COLUMNS_MAX: usize = 512;
pub const CELLS_MAX: usize = 500_000;

/// Refuses a file by its size alone; callers ask this before they read the file.
pub fn check_size(bytes: u64) -> Result<(), Problem> {
    if bytes > FILE_BYTES_MAX {
        return Err(Problem::TooLarge {
            megabytes: bytes.div_ceil(1024 * 1024),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_by_size_alone() {
        assert_eq!(check_size(FILE_BYTES_MAX), Ok(()));
        assert_eq!(
            check_size(200 * 1024 * 1024),
            Err(Problem::TooLarge { megabytes: 200 })
        );
    }
}
