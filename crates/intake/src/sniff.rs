//! Finds what a file is by its content. The extension is what somebody typed; it proves nothing.

use std::io::{Cursor, Read};

use crate::formats::unpack::Container;
use crate::problem::Problem;

/// What a readable file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Html,
    Docx,
    Xlsx,
    Xls,
    Pdf,
    /// Readable once another program has converted it.
    Foreign(Foreign),
}

/// A format that LibreOffice reads and this room does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The extension the converter goes by.
    pub extension: &'static str,
    pub sheet: bool,
    pub old_word: bool,
}

impl Foreign {
    const fn word(extension: &'static str) -> Kind {
        Kind::Foreign(Foreign {
            extension,
            sheet: false,
            old_word: true,
        })
    }

    const fn open(extension: &'static str, sheet: bool) -> Kind {
        Kind::Foreign(Foreign {
            extension,
            sheet,
            old_word: false,
        })
    }

    /// The message when there is no converter.
    pub fn problem(self) -> Problem {
        if self.old_word {
            Problem::OldWord
        } else {
            Problem::OpenDocument
        }
    }
}

/// The compound file of Word 97–2003, Excel 97–2003 and WPS; also the wrapper of an encrypted docx or xlsx.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// First bytes of kinds that hold no readable report.
const UNREADABLE: &[(&[u8], Problem)] = &[
    (b"\x89PNG", Problem::Picture),
    (b"\xFF\xD8\xFF", Problem::Picture),
    (b"GIF8", Problem::Picture),
    (b"II*\0", Problem::Picture),
    (b"MM\0*", Problem::Picture),
    (b"Rar!\x1A\x07", Problem::Archive),
    (b"7z\xBC\xAF\x27\x1C", Problem::Archive),
    (b"\x1F\x8B", Problem::Archive),
    (b"MIME-Version:", Problem::SavedPage),
];

pub fn sniff(bytes: &[u8]) -> Result<Kind, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_kind(bytes);
    }
    if bytes.starts_with(OLE) {
        return ole_kind(bytes);
    }
    // Some programs write a line of their own before the mark.
    if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Ok(Kind::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Foreign::word("rtf"));
    }
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    if webp || bitmap {
        return Err(Problem::Picture);
    }
    if let Some((_, problem)) = UNREADABLE.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(problem.clone());
    }
    Ok(markup_kind(bytes))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Text: a web page, the XML of Office 2003, or plain.
fn markup_kind(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if head.starts_with("<?xml") {
        if head.contains("progid=\"word.document\"") {
            return Foreign::open("xml", false);
        }
        if head.contains("progid=\"excel.sheet\"") {
            return Foreign::open("xml", true);
        }
        if head.contains("<html") || head.contains("<!doctype html") {
            return Kind::Html;
        }
    }
    const STARTS: &[&str] = &[
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<table",
        "<div",
        "<p>",
        "<p ",
        "<style",
        "<!--",
    ];
    if STARTS.iter().any(|start| head.starts_with(start)) {
        Kind::Html
    } else {
        Kind::Text
    }
}

fn zip_kind(bytes: &[u8]) -> Result<Kind, Problem> {
    let mut container = Container::open(bytes)?;
    if container.has("OFD.xml") {
        return Err(Problem::Ofd);
    }
    if container.has("xl/workbook.bin") {
        return Err(Problem::BinarySheet);
    }
    if container.has("word/document.xml") {
        return Ok(Kind::Docx);
    }
    if container.has("xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    }
    if container.has("ppt/presentation.xml") {
        return Err(Problem::Slides);
    }
    if container.has("mimetype") && container.has("content.xml") {
        let kind = container.text("mimetype")?.unwrap_or_default();
        return match kind.trim() {
            "application/vnd.oasis.opendocument.text" => Ok(Foreign::open("odt", false)),
            "application/vnd.oasis.opendocument.spreadsheet" => Ok(Foreign::open("ods", true)),
            "application/vnd.oasis.opendocument.presentation" => Err(Problem::Slides),
            _ => Err(Problem::NotADocument),
        };
    }
    // Some programs name the main part differently; the package says which it is.
    match main_part(&mut container)? {
        Some(part) if part.starts_with("word/") => Ok(Kind::Docx),
        Some(part) if part.starts_with("xl/") => Ok(Kind::Xlsx),
        _ => Err(Problem::NotADocument),
    }
}

/// The main part of an Office package, as its relationships name it.
pub fn main_part(container: &mut Container) -> Result<Option<String>, Problem> {
    let Some(rels) = container.text("_rels/.rels")? else {
        return Ok(None);
    };
    let target = rels
        .split("<Relationship ")
        .find(|part| part.contains("/officeDocument\""))
        .and_then(|part| part.split_once("Target=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(target, _)| target.trim_start_matches('/').to_owned());
    Ok(target.filter(|part| container.has(part)))
}

fn ole_kind(bytes: &[u8]) -> Result<Kind, Problem> {
    let names = ole_names(bytes);
    let has = |name: &str| names.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    if has("EncryptedPackage") {
        return Err(Problem::Encrypted);
    }
    if has("WordDocument") {
        return if word_is_encrypted(bytes) {
            Err(Problem::Encrypted)
        } else {
            Ok(Foreign::word("doc"))
        };
    }
    if has("Workbook") || has("Book") {
        return Ok(Kind::Xls);
    }
    if has("PowerPoint Document") {
        return Err(Problem::Slides);
    }
    // Microsoft Works and others: no Word file, but the converter knows some of them.
    if has("CONTENTS") {
        return Ok(Foreign::word("wps"));
    }
    Err(Problem::OldOffice)
}

/// Names at the root of a compound file. One too damaged to open is searched for the names themselves.
fn ole_names(bytes: &[u8]) -> Vec<String> {
    let opened = crate::guard::guarded(|| {
        let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Problem::OldOffice)?;
        Ok(file
            .read_root_storage()
            .map(|entry| entry.name().to_owned())
            .collect::<Vec<String>>())
    });
    match opened {
        Ok(names) if !names.is_empty() => names,
        _ => scattered_names(bytes),
    }
}

/// Directory entries have 128 bytes and begin with their name in UTF-16.
fn scattered_names(bytes: &[u8]) -> Vec<String> {
    const KNOWN: &[&str] = &[
        "EncryptedPackage",
        "WordDocument",
        "Workbook",
        "Book",
        "PowerPoint Document",
    ];
    let is = |entry: &[u8], name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.starts_with(&wide) && entry.get(wide.len()..wide.len() + 2) == Some(&[0, 0])
    };
    let found = |name: &&&str| bytes.chunks(128).any(|entry| is(entry, name));
    KNOWN
        .iter()
        .filter(found)
        .map(|name| (*name).to_owned())
        .collect()
}

/// Bit 8 of the flags at byte 10 of the Word stream.
fn word_is_encrypted(bytes: &[u8]) -> bool {
    let head = crate::guard::guarded(|| {
        let broken = |_| Problem::OldOffice;
        let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
        let mut stream = file.open_stream("/WordDocument").map_err(broken)?;
        let mut head = [0; 12];
        stream.read_exact(&mut head).map_err(broken)?;
        Ok(head)
    });
    head.is_ok_and(|head| head[11] & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(sniff(b"  \n\t"), Err(Problem::Empty));
        assert_eq!(sniff(b"%PDF-1.7"), Ok(Kind::Pdf));
        assert_eq!(sniff(b"\r\n%PDF-1.4"), Ok(Kind::Pdf));
        assert_eq!(sniff(b"\n<!DOCTYPE html><p>"), Ok(Kind::Html));
        assert_eq!(sniff(b"<table><tr><td>1"), Ok(Kind::Html));
        assert_eq!(sniff("附件2".as_bytes()), Ok(Kind::Text));
        assert_eq!(sniff(b"{\\rtf1\\ansi"), Ok(Foreign::word("rtf")));
        assert_eq!(sniff(b"\x89PNG\r\n"), Err(Problem::Picture));
        assert_eq!(sniff(b"\xFF\xD8\xFF\xE0"), Err(Problem::Picture));
        assert_eq!(sniff(b"Rar!\x1A\x07\x01"), Err(Problem::Archive));
        assert_eq!(sniff(b"MIME-Version: 1.0\r\n"), Err(Problem::SavedPage));
        assert!(matches!(
            sniff(b"PK\x03\x04rest"),
            Err(Problem::BrokenZip { .. })
        ));
    }

    #[test]
    fn compound_files_by_their_streams() {
        let made = |names: &[&str]| {
            let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
            for name in names {
                file.create_stream(format!("/{name}")).unwrap();
            }
            file.flush().unwrap();
            file.into_inner().into_inner()
        };
        assert_eq!(sniff(&made(&["WordDocument"])), Ok(Foreign::word("doc")));
        assert_eq!(sniff(&made(&["Workbook"])), Ok(Kind::Xls));
        assert_eq!(
            sniff(&made(&["EncryptionInfo", "EncryptedPackage"])),
            Err(Problem::Encrypted)
        );
        assert_eq!(sniff(&made(&["PowerPoint Document"])), Err(Problem::Slides));
        assert_eq!(sniff(OLE), Err(Problem::OldOffice));
        // A directory that cannot be followed still tells its names.
        let mut torn = made(&["WordDocument"]);
        torn[44..48].fill(0xFF);
        assert_eq!(sniff(&torn), Ok(Foreign::word("doc")));
    }

    #[test]
    fn office_2003_markup() {
        let word =
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument>";
        assert_eq!(sniff(word), Ok(Foreign::open("xml", false)));
        let page = b"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC><html>";
        assert_eq!(sniff(page), Ok(Kind::Html));
    }
}
