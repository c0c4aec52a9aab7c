//! Helpers of the tests: the two invented reports, and a Word writer with real merged cells.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::io::{Cursor, Write};

use yiju_evaluation::{Outcome, check_bytes};
use yiju_intake::{Block, Document, Table};
use yiju_terms::Lang;

pub const CLEAN: &str = include_str!("../../reports/clean.txt");
pub const FAULTS: &str = include_str!("../../reports/faults.txt");

pub fn check(text: &str) -> Outcome {
    check_bytes("report.txt", text.as_bytes(), None, Lang::Zh).expect("a report")
}

/// Rule, expected, found, difference: what must not depend on the file format.
pub fn figures(outcome: &Outcome) -> Vec<[String; 4]> {
    let mut figures: Vec<[String; 4]> = outcome
        .findings
        .iter()
        .map(|f| {
            let rule = f.rule.to_owned();
            [
                rule,
                f.expected.clone(),
                f.found.clone(),
                f.difference.clone(),
            ]
        })
        .collect();
    figures.sort();
    figures
}

/// The county's real report, when it lies beside the project.
pub fn seed() -> Option<Vec<u8>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/seed/self-evaluation-2023.txt"
    );
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        println!("skipped: the county's report is not here");
    }
    bytes
}

/// Writes a document as docx: rows of unequal length become spanning cells, empty cells at the left become cells
/// merged with the one above.
pub fn docx(document: &Document) -> Vec<u8> {
    let mut body = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => body.push_str(&paragraph_xml(&paragraph.text)),
            Block::Table(table) => body.push_str(&table_xml(table)),
        }
    }
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("word/document.xml", &xml)])
}

pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("a container").into_inner()
}

fn paragraph_xml(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    // A bookmark is an element in Word; only flattening turns it into words.
    let text = match text.split_once("[bookmark: _GoBack]") {
        Some((before, after)) => format!(
            "{before}</w:t></w:r><w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"0\"/>\
             <w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>{after}"
        ),
        None => text,
    };
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn table_xml(table: &Table) -> String {
    let width = table
        .rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(1);
    let mut xml = String::from("<w:tbl><w:tblPr/>");
    for row in &table.rows {
        xml.push_str("<w:tr>");
        let spare = width - row.cells.len();
        // 总分 stretches over the columns before the points; other short rows stretch their last cell.
        let total = row.cells[0].text.contains("总分");
        for (index, cell) in row.cells.iter().enumerate() {
            let stretched = index == if total { 0 } else { row.cells.len() - 1 };
            let span = if stretched { 1 + spare } else { 1 };
            let mut properties = String::new();
            if span > 1 {
                properties.push_str(&format!("<w:gridSpan w:val=\"{span}\"/>"));
            }
            if index == 0 && !total && row.cells.len() > 2 {
                let merge = if cell.is_blank() {
                    "<w:vMerge/>"
                } else {
                    "<w:vMerge w:val=\"restart\"/>"
                };
                properties.push_str(merge);
            }
            let paragraphs: String = cell.text.split('\n').map(paragraph_xml).collect();
            xml.push_str(&format!(
                "<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"
            ));
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}
