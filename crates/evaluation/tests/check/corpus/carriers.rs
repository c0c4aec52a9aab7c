//! One neutral table in several formats. A further format is one variant, its ending and its writer.

mod print;
mod sheet;

use super::page::{Block, Cell};
use crate::common::zipped;

#[derive(Clone, Copy, PartialEq)]
pub enum Carrier {
    Text,
    Html,
    Docx,
    Xlsx,
    Pdf,
}

impl Carrier {
    pub const ALL: [Carrier; 5] = [
        Carrier::Text,
        Carrier::Html,
        Carrier::Docx,
        Carrier::Xlsx,
        Carrier::Pdf,
    ];

    pub fn find(name: &str) -> Carrier {
        let found = Carrier::ALL.iter().find(|carrier| carrier.ending() == name);
        *found.unwrap_or_else(|| panic!("no format is called {name}"))
    }

    pub fn ending(self) -> &'static str {
        match self {
            Carrier::Text => "txt",
            Carrier::Html => "html",
            Carrier::Docx => "docx",
            Carrier::Xlsx => "xlsx",
            Carrier::Pdf => "pdf",
        }
    }

    pub fn write(self, blocks: &[Block]) -> Vec<u8> {
        match self {
            Carrier::Text => text(blocks).into_bytes(),
            Carrier::Html => html(blocks).into_bytes(),
            Carrier::Docx => docx(blocks),
            Carrier::Xlsx => sheet::write(blocks),
            Carrier::Pdf => print::write(blocks),
        }
    }
}

/// As a word processor flattens it: merged cells at the left vanish, merged cells above are empty.
fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(text) => out.push_str(&format!("{text}\n")),
            Block::Table(rows) => {
                for row in rows {
                    for cell in row {
                        match cell {
                            Cell::Text(text) => out.push_str(&format!("\t{text}\n")),
                            Cell::Above => out.push_str("\t\n"),
                            Cell::Left => {}
                        }
                    }
                    out.push('\n');
                }
                out.push('\n');
            }
        }
    }
    out
}

/// How many columns a cell covers.
fn columns(row: &[Cell], at: usize) -> usize {
    1 + row[at + 1..]
        .iter()
        .take_while(|cell| **cell == Cell::Left)
        .count()
}

/// How many rows a cell covers.
fn rows(table: &[Vec<Cell>], row: usize, at: usize) -> usize {
    let below = table[row + 1..].iter();
    1 + below
        .take_while(|row| row.get(at) == Some(&Cell::Above))
        .count()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn html(blocks: &[Block]) -> String {
    let mut out = String::from("<!doctype html><html><body>\n");
    for block in blocks {
        match block {
            Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", escaped(text))),
            Block::Table(table) => {
                out.push_str("<table>\n");
                for (number, row) in table.iter().enumerate() {
                    out.push_str("<tr>");
                    for (at, cell) in row.iter().enumerate() {
                        if let Cell::Text(text) = cell {
                            let text = escaped(text).replace('\n', "<br>");
                            out.push_str(&format!(
                                "<td colspan=\"{}\" rowspan=\"{}\">{text}</td>",
                                columns(row, at),
                                rows(table, number, at)
                            ));
                        }
                    }
                    out.push_str("</tr>\n");
                }
                out.push_str("</table>\n");
            }
        }
    }
    out + "</body></html>\n"
}

fn docx(blocks: &[Block]) -> Vec<u8> {
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(text) => body.push_str(&paragraph(text)),
            Block::Table(table) => {
                body.push_str("<w:tbl><w:tblPr><w:tblBorders><w:top w:val=\"single\"/><w:left w:val=\"single\"/>\
                     <w:bottom w:val=\"single\"/><w:right w:val=\"single\"/><w:insideH w:val=\"single\"/>\
                     <w:insideV w:val=\"single\"/></w:tblBorders></w:tblPr>",
                );
                let count = table.iter().map(Vec::len).max().unwrap_or(1);
                let grid = format!("<w:gridCol w:w=\"{}\"/>", TABLE_WIDTH / count).repeat(count);
                body.push_str(&format!("<w:tblGrid>{grid}</w:tblGrid>"));
                for (number, row) in table.iter().enumerate() {
                    body.push_str("<w:tr>");
                    for (at, cell) in row.iter().enumerate() {
                        body.push_str(&docx_cell(table, row, cell, (number, at)));
                    }
                    body.push_str("</w:tr>");
                }
                // Word wants a paragraph after a table.
                body.push_str("</w:tbl><w:p/>");
            }
        }
    }
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" \
         w:left=\"1134\"/></w:sectPr></w:body></w:document>"
    );
    // With these two parts a word processor opens it as well.
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &xml),
    ])
}

/// Twentieths of a point between the margins of A4.
const TABLE_WIDTH: usize = 9638;

const TYPES: &str = "<?xml version=\"1.0\"?><Types \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
    ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
    PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\"?><Relationships \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";

fn docx_cell(
    table: &[Vec<Cell>],
    row: &[Cell],
    cell: &Cell,
    (number, at): (usize, usize),
) -> String {
    let (text, merge) = match cell {
        Cell::Left => return String::new(),
        Cell::Above => ("", "<w:vMerge/>"),
        Cell::Text(text) if rows(table, number, at) > 1 => {
            (text.as_str(), "<w:vMerge w:val=\"restart\"/>")
        }
        Cell::Text(text) => (text.as_str(), ""),
    };
    let span = columns(row, at);
    let count = table.iter().map(Vec::len).max().unwrap_or(1);
    let width = TABLE_WIDTH / count * span;
    let paragraphs: String = text.split('\n').map(paragraph).collect();
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:gridSpan w:val=\"{span}\"/>{merge}</w:tcPr>\
         {paragraphs}</w:tc>"
    )
}

fn paragraph(text: &str) -> String {
    let text = escaped(text);
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}
