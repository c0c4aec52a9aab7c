//! Finds what a file is by its first bytes. The extension is what somebody typed; it proves nothing.

use crate::document::Format;
use crate::problem::Problem;

/// The compound file of Word 97–2003, Excel 97–2003 and WPS.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

pub fn sniff(bytes: &[u8]) -> Result<Format, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Format::Docx);
    }
    if bytes.starts_with(OLE) {
        return Err(Problem::OldOffice);
    }
    if bytes.starts_with(b"%PDF") {
        return Err(Problem::Pdf);
    }
    if looks_like_html(bytes) {
        return Ok(Format::Html);
    }
    Ok(Format::Text)
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(sniff(b"  \n\t"), Err(Problem::Empty));
        assert_eq!(sniff(b"%PDF-1.7"), Err(Problem::Pdf));
        assert_eq!(sniff(b"PK\x03\x04rest"), Ok(Format::Docx));
        assert_eq!(sniff(b"\n<!DOCTYPE html><p>"), Ok(Format::Html));
        assert_eq!(sniff("附件2".as_bytes()), Ok(Format::Text));
        assert_eq!(sniff(OLE), Err(Problem::OldOffice));
    }
}
