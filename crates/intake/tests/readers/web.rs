//! Web pages and pasted text.

use yiju_intake::{Confidence, Format, Note, read};

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

/// A page of an office whose system wrote every cell as a paragraph.
#[test]
fn a_page_with_one_cell_a_paragraph_gives_its_table() {
    let cells = "三级指标,年度指标值,实际完成值,分值,得分,参保人数,≥100人,120人,50,50,认定准确率,≥95%,96%,50,50";
    let body: String = cells
        .split(',')
        .map(|cell| format!("<p>{cell}</p>"))
        .collect();
    let document = read(format!("<html><h1>自评表</h1>{body}</html>").as_bytes()).unwrap();
    let table = tables(&document)[0];
    assert_eq!(
        cells_of(table, 2),
        ["认定准确率", "≥95%", "96%", "50", "50"]
    );
    assert_eq!(paragraphs(&document), ["自评表"]);
    assert_eq!(document.notes, [Note::RebuiltTable { line: 2 }]);
    assert_eq!(document.confidence(None, None), Confidence::Rebuilt);
}

fn cells_of(table: &yiju_intake::Table, row: usize) -> Vec<&str> {
    cells(table)[row].clone()
}

#[test]
fn several_tables_of_a_page_stay_apart() {
    let table = |text: &str| {
        format!("<table><tr><td>{text}</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>")
    };
    let page = format!(
        "<html><p>附件2</p>{}<p>附件3</p>{}{}</html>",
        table("甲"),
        table("丙"),
        table("丁")
    );
    let document = read(page.as_bytes()).unwrap();
    let first: Vec<&str> = tables(&document)
        .iter()
        .map(|t| t.rows[0].cells[0].text.as_str())
        .collect();
    assert_eq!(first, ["甲", "丙", "丁"]);
    assert_eq!(paragraphs(&document), ["附件2", "附件3"]);
    assert_eq!(document.confidence(None, None), Confidence::AsWritten);
}

/// As it comes out of the clipboard where a page has no marks at all.
#[test]
fn a_table_run_into_one_line_is_parted_by_its_labels() {
    let run = "一级指标二级指标三级指标年度指标值实际完成值分值得分产出指标数量指标参保人数≥100人120人5050\
               满意度指标服务对象满意度指标群众满意度≥90%81%5045总分10095";
    for bytes in [
        format!("2023年度自评表\n{run}\n说明"),
        format!("<html><p>2023年度自评表</p><p>{run}</p><p>说明</p></html>"),
    ] {
        let document = read(bytes.as_bytes()).unwrap();
        assert_eq!(paragraphs(&document), ["2023年度自评表", "说明"]);
        let table = tables(&document)[0];
        assert_eq!(
            cells_of(table, 2)[2..],
            ["群众满意度", "≥90%", "81%", "50", "45"]
        );
        assert_eq!(document.notes, [Note::RebuiltTable { line: 2 }]);
    }
}
