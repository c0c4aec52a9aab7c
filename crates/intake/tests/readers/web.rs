//! Web pages and pasted text.

use yiju_intake::{Format, read};

use crate::common::{cells, paragraphs, report_html, report_text, tables};

#[test]
fn a_page_keeps_its_spans() {
    let document = read(&report_html()).unwrap();
    assert_eq!(document.format, Format::Html);
    assert_eq!(paragraphs(&document), ["2023年度自评", "完"]);
    let table = tables(&document)[0];
    assert_eq!(table.rows[0].cells[1].column_span, 2);
    assert_eq!(cells(table)[1], ["", "≥90%", "10"]);
}

#[test]
fn a_page_in_the_old_encoding_reads_the_same() {
    let text = String::from_utf8(report_html()).unwrap();
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    assert_eq!(read(&gbk).unwrap(), read(&report_html()).unwrap());
}

#[test]
fn flattened_and_pasted_tables_stand_in_one_text() {
    let document = read(&report_text()).unwrap();
    let tables = tables(&document);
    assert_eq!(cells(tables[0])[1], ["产出", "50", "50"]);
    assert_eq!(cells(tables[1])[2], ["乙", "3", "4"]);
}

#[test]
fn a_text_in_utf_16_reads_the_same() {
    let text = String::from_utf8(report_text()).unwrap();
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&wide).unwrap(), read(text.as_bytes()).unwrap());
}

/// Unclosed marks over and over must not cost more than their length.
#[test]
fn pages_of_broken_marks_are_read_in_time() {
    for mark in [
        "<",
        "<a ",
        "<!--",
        "<script>",
        "<table>",
        "<td rowspan=512>",
        "&",
        "<div style='display:none'>",
    ] {
        let bytes = format!("<html>甲{}", mark.repeat(400_000 / mark.len()));
        let begun = std::time::Instant::now();
        let _ = read(bytes.as_bytes());
        assert!(
            begun.elapsed().as_secs() < 5,
            "{mark}: {:?}",
            begun.elapsed()
        );
    }
}
