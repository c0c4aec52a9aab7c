//! Old formats, by way of LibreOffice where it is installed.

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
