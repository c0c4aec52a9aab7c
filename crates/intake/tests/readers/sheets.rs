//! Workbooks: what the sheet shows is what is read.

use yiju_intake::{Format, Note, Part, Problem, read};

use crate::common::{cells, office, paragraphs, report_xlsx, tables, zipped};

fn assert_as_shown(bytes: &[u8], format: Format) {
    let document = read(bytes).unwrap();
    assert_eq!(document.format, format);
    assert_eq!(
        paragraphs(&document),
        ["附件2", "附件2", "2023年度基础数据表", "说明：单位为万元"]
    );
    let yiju_intake::Block::Paragraph(name) = &document.blocks[0] else {
        panic!("the sheet's name")
    };
    assert_eq!(name.part, Part::SheetName);
    let tables = tables(&document);
    assert_eq!(tables.len(), 1, "the hidden sheet is not read");
    assert_eq!(
        cells(tables[0]),
        [
            ["项目", "2023年预算数", "2023年决算数", "完成率"],
            ["三公经费", "0.09", "1,234.50", "96.6%"],
            ["", "0.09", "12", "2023年12月31日"],
        ]
    );
    assert!(tables[0].rows[2].cells[0].merged_above);
    assert_eq!(
        tables[0].rows[2].cells[1].line,
        Some(4),
        "the row of the sheet"
    );
    let hidden = Note::HiddenSheets {
        names: vec!["草稿".to_owned()],
    };
    assert_eq!(document.notes, [hidden]);
}

#[test]
fn numbers_are_read_as_shown() {
    assert_as_shown(&report_xlsx(), Format::Xlsx);
}

#[test]
fn an_old_workbook_reads_the_same() {
    let Some(office) = office() else { return };
    let xls = office.convert_to(&report_xlsx(), "xlsx", "xls").unwrap();
    assert_as_shown(&xls, Format::Xls);
}

#[test]
fn a_sheet_wider_than_any_report_is_refused() {
    let cells = "<c><v>1</v></c>".repeat(600);
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
         <row>{cells}</row></sheetData></worksheet>"
    );
    assert_eq!(read(&book(&sheet)), Err(Problem::TooMuchInside));
}

#[test]
fn two_cells_at_the_far_corners_cost_nothing() {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
        <row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"C1048576\"><v>2</v></c></row>\
        </sheetData></worksheet>";
    let document = read(&book(sheet)).unwrap();
    let table = document.tables().next().unwrap();
    assert_eq!(table.rows.len(), 2);
    assert_eq!(table.rows[1].cells[2].text, "2");
}

/// The longer target of `fuzz/` found it: letters that are no cell overflow in the container's crate.
#[test]
fn a_dimension_that_is_a_long_word_is_refused() {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"onships\"/>\
        <sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";
    assert!(read(&book(sheet)).is_err());
}

/// The longer target of `fuzz/` found it: the crate reckons the rows of a merge and falls below nothing.
#[test]
fn a_merge_that_runs_backwards_is_refused() {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
        <sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>\
        <mergeCells count=\"1\"><mergeCell ref=\"A44:E22\"/></mergeCells></worksheet>";
    assert!(read(&book(sheet)).is_err());
}

#[test]
fn a_bomb_in_a_workbook_is_refused() {
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData/>{}</worksheet>",
        " ".repeat(65 * 1024 * 1024)
    );
    let bytes = book(&sheet);
    assert!(bytes.len() < 1024 * 1024);
    assert_eq!(read(&bytes), Err(Problem::TooMuchInside));
}

/// A workbook whose one sheet is the given XML.
fn book(sheet: &str) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let relations = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let workbook = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let sheets = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}
