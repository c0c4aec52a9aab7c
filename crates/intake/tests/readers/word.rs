//! Word files: tracked changes, headers, text boxes, nested tables, numbers of styles.

use yiju_intake::{Block, Note, Part, Problem, read};

use crate::common::{cells, docx, docx_with, p, paragraphs, report_docx, tables, tbl, zipped};

#[test]
fn merged_cells_keep_the_grid() {
    let document = read(&report_docx()).unwrap();
    let table = tables(&document)[0];
    assert!(table.rows[2].cells[0].merged_above);
    assert_eq!(table.rows[4].cells[0].column_span, 2);
    assert_eq!(table.rows[4].width(), 7);
}

#[test]
fn tracked_changes_are_read_as_they_will_be_and_said() {
    let body = "<w:p><w:r><w:t>参保</w:t></w:r><w:ins w:id=\"1\"><w:r><w:t>120</w:t></w:r></w:ins>\
        <w:del w:id=\"2\"><w:r><w:delText>100</w:delText></w:r></w:del><w:r><w:t>人</w:t></w:r></w:p>";
    let deleted_row = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:trPr><w:del w:id=\"3\"/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let document = read(&docx(&format!("{body}{deleted_row}"))).unwrap();
    assert_eq!(paragraphs(&document), ["参保120人"]);
    assert_eq!(cells(tables(&document)[0]), [["留"]]);
    let note = Note::TrackedChanges {
        inserted: 1,
        deleted: 2,
    };
    assert_eq!(document.notes, [note]);
}

#[test]
fn headers_and_footers_stand_last_and_are_marked() {
    let header = |text: &str| {
        format!("<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>")
    };
    let bytes = docx_with(
        &p("正文"),
        &[
            ("word/header1.xml", &header("某县工伤保险服务中心")),
            ("word/header2.xml", &header("某县工伤保险服务中心")),
            ("word/footer1.xml", &header("- 1 -")),
            ("word/footer2.xml", &header("内部资料请勿外传")),
        ],
    );
    let document = read(&bytes).unwrap();
    let parts: Vec<(Part, &str)> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some((paragraph.part, paragraph.text.as_str())),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(
        parts,
        [
            (Part::Body, "正文"),
            (Part::Header, "某县工伤保险服务中心"),
            (Part::Footer, "内部资料请勿外传"),
        ]
    );
}

#[test]
fn a_text_box_stands_after_its_paragraph_and_once() {
    let shape = format!(
        "<wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx>",
        p("框里")
    );
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{shape}</mc:Choice>\
         <mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"
    );
    assert_eq!(paragraphs(&read(&docx(&body)).unwrap()), ["前后", "框里"]);
}

#[test]
fn a_table_around_the_whole_page_is_taken_away() {
    let inner = tbl(&[&["甲", "乙"], &["1", "2"]]);
    let outer = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}{}</w:tc></w:tr></w:tbl>",
        p("题"),
        p("注")
    );
    let document = read(&docx(&outer)).unwrap();
    assert_eq!(paragraphs(&document), ["题", "注"]);
    assert_eq!(cells(tables(&document)[0]), [["甲", "乙"], ["1", "2"]]);
}

#[test]
fn a_small_table_in_a_cell_becomes_lines_of_it() {
    let inner = tbl(&[&["一", "二"]]);
    let outer = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}{inner}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("目标"),
        p("其中"),
        p("分")
    );
    let document = read(&docx(&outer)).unwrap();
    assert_eq!(cells(tables(&document)[0]), [["目标", "其中\n一 二", "分"]]);
}

#[test]
fn headings_keep_the_numbers_of_their_style() {
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\">\
        <w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"5\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr>\
        </w:pPr></w:style></w:styles>";
    let heading = |text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let bytes = docx_with(
        &(heading("基本情况") + &heading("实施情况")),
        &[
            ("word/numbering.xml", numbering),
            ("word/styles.xml", styles),
        ],
    );
    assert_eq!(
        paragraphs(&read(&bytes).unwrap()),
        ["一、基本情况", "二、实施情况"]
    );
}

#[test]
fn the_main_part_may_have_another_name() {
    let document = crate::common::document_xml(&p("正文"));
    let relations = "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"/word/document2.xml\"/></Relationships>";
    let bytes = zipped(&[
        ("_rels/.rels", relations.as_bytes()),
        ("word/document2.xml", document.as_bytes()),
    ]);
    assert_eq!(paragraphs(&read(&bytes).unwrap()), ["正文"]);
    assert_eq!(
        read(&zipped(&[("readme.txt", b"x")])),
        Err(Problem::NotADocument)
    );
}
