//! Old formats, by way of LibreOffice where it is installed.

use std::net::TcpListener;

use yiju_intake::{Format, Note, Problem, read, read_with};
use yiju_terms::Lang;

use crate::common::{cells, office, paragraphs, report_docx, report_xlsx, tables};

#[test]
fn an_old_word_file_reads_like_the_new_one() {
    let Some(office) = office() else { return };
    let new = read(&report_docx()).unwrap();
    for format in ["doc", "rtf", "odt"] {
        let old = office.convert_to(&report_docx(), "docx", format).unwrap();
        let expected = if format == "odt" {
            Problem::OpenDocument
        } else {
            Problem::OldWord
        };
        assert_eq!(read(&old), Err(expected), "{format} alone is not read");
        let read = read_with(&old, office).unwrap();
        assert_eq!(read.format, Format::OldWord);
        assert_eq!(read.notes, [Note::Converted]);
        assert_eq!(paragraphs(&read), paragraphs(&new), "{format}");
        assert_eq!(cells(tables(&read)[0]), cells(tables(&new)[0]), "{format}");
    }
}

#[test]
fn an_open_sheet_reads_like_the_workbook() {
    let Some(office) = office() else { return };
    let new = read(&report_xlsx()).unwrap();
    let old = office.convert_to(&report_xlsx(), "xlsx", "ods").unwrap();
    let read = read_with(&old, office).unwrap();
    assert_eq!(read.format, Format::OldSheet);
    assert_eq!(cells(tables(&read)[0]), cells(tables(&new)[0]));
}

#[test]
fn without_a_converter_the_message_says_what_to_do() {
    let problem = read(b"{\\rtf1\\ansi hello}").unwrap_err();
    assert_eq!(problem, Problem::OldWord);
    assert!(problem.message(Lang::Zh).contains("docx"));
    assert!(problem.message(Lang::En).contains("LibreOffice"));
}

/// A picture of a document may lie on a server of somebody who would like to know who reads it.
#[test]
fn a_conversion_fetches_nothing() {
    let Some(office) = office() else { return };
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    server.set_nonblocking(true).unwrap();
    let place = server.local_addr().unwrap();
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.2\" \
         office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>自评<draw:frame>\
         <draw:image xlink:href=\"http://{place}/picture.png\" xlink:type=\"simple\"/></draw:frame></text:p>\
         </office:text></office:body></office:document>"
    );
    let word = office.convert_to(page.as_bytes(), "fodt", "docx").unwrap();
    assert_eq!(paragraphs(&read(&word).unwrap()), ["自评"]);
    let called = server.accept();
    assert!(called.is_err(), "the picture was asked for: {called:?}");
}

/// Kinds are told by their bytes: an old Word file whose name ends in `.docx` goes the same way.
#[test]
fn a_wrong_ending_changes_nothing() {
    let Some(office) = office() else { return };
    let old = office.convert_to(&report_docx(), "docx", "doc").unwrap();
    assert!(old.starts_with(b"\xD0\xCF\x11\xE0"));
    assert_eq!(read_with(&old, office).unwrap().format, Format::OldWord);
}
