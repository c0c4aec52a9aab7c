//! Word documents: paragraphs and tables of the main part with merged cells and automatic numbers, text boxes after
//! the paragraph they hang on, headers and footers at the end.
//!
//! Left out, because a reader of the page does not see them: bookmarks, field codes, deleted and moved-away text,
//! comments, and the fallback copy of a drawing.

use quick_xml::events::{BytesStart, Event};

use super::nested::{RawCell, settled, texts};
use super::numbering::{Counters, Numbering};
use super::unpack::Container;
use super::xml::{Xml, attribute};
use crate::document::{Block, Document, Format, Paragraph, Part};
use crate::limits::{CELLS_MAX, COLUMNS_MAX};
use crate::note::Note;
use crate::problem::Problem;
use crate::sniff::main_part;

const DOCUMENT: &str = "word/document.xml";

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let mut container = Container::open(bytes)?;
    let main = main_name(&mut container)?.ok_or(Problem::NotADocument)?;
    let body = container.text(&main)?.ok_or(Problem::NotADocument)?;
    let mut numbering = match container.text("word/numbering.xml")? {
        Some(xml) => Numbering::read(&xml)?,
        None => Numbering::default(),
    };
    if let Some(styles) = container.text("word/styles.xml")? {
        numbering.read_styles(&styles)?;
    }
    let mut reader = Reader::new(&body, DOCUMENT, &numbering);
    let mut document = Document::new(Format::Docx, reader.body()?);
    if reader.inserted + reader.deleted > 0 {
        document.notes.push(Note::TrackedChanges {
            inserted: reader.inserted,
            deleted: reader.deleted,
        });
    }
    document.blocks.extend(margins(&mut container)?);
    document.unless_blank()
}

/// The main part: the one with the usual name, or the one that the package names.
pub fn main_name(container: &mut Container) -> Result<Option<String>, Problem> {
    if container.has(DOCUMENT) {
        return Ok(Some(DOCUMENT.to_owned()));
    }
    main_part(container)
}

/// Texts of headers and footers, each once, without bare page numbers.
fn margins(container: &mut Container) -> Result<Vec<Block>, Problem> {
    let mut found: Vec<Paragraph> = Vec::new();
    for (start, part) in [("word/header", Part::Header), ("word/footer", Part::Footer)] {
        let mut names = container.names();
        names.retain(|name| name.starts_with(start) && name.ends_with(".xml"));
        names.sort();
        for name in names {
            let xml = container.text(&name)?.unwrap_or_default();
            let numbering = Numbering::default();
            let blocks = Reader::new(&xml, "word/header.xml", &numbering).body()?;
            for text in blocks.into_iter().flat_map(texts) {
                let text = text.trim();
                let is_worded = text.chars().filter(|c| c.is_alphabetic()).count() > 3;
                if is_worded && !found.iter().any(|known| known.text == text) {
                    found.push(Paragraph {
                        part,
                        ..Paragraph::new(text)
                    });
                }
            }
        }
    }
    Ok(found.into_iter().map(Block::Paragraph).collect())
}

/// Elements whose content is not on the page.
const UNSEEN: &[&str] = &[
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "Fallback",
    "sectPr",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
];

struct Reader<'a> {
    xml: Xml<'a>,
    counters: Counters<'a>,
    cells: usize,
    inserted: usize,
    deleted: usize,
    /// The paragraph whose text box is being read: nothing can be pinned inside a box.
    host: Option<usize>,
    /// What hangs on the paragraph being read: its text boxes.
    floating: Vec<Block>,
}

impl<'a> Reader<'a> {
    fn new(xml: &'a str, part: &'static str, numbering: &'a Numbering) -> Reader<'a> {
        Reader {
            xml: Xml::new(xml, part),
            counters: Counters::new(numbering),
            cells: 0,
            inserted: 0,
            deleted: 0,
            host: None,
            floating: Vec::new(),
        }
    }

    /// Passes over an element that is not on the page, counting the tracked changes.
    fn skip(&mut self, name: &str) -> Result<(), Problem> {
        if matches!(name, "del" | "moveFrom") {
            self.deleted += 1;
        }
        self.xml.skip()
    }

    fn body(&mut self) -> Result<Vec<Block>, Problem> {
        let mut blocks = Vec::new();
        loop {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "p" => {
                        let paragraph = self.paragraph()?;
                        push_paragraph(&mut blocks, paragraph);
                        blocks.append(&mut self.floating);
                    }
                    "tbl" => blocks.extend(self.table()?),
                    name if UNSEEN.contains(&name) => self.skip(name)?,
                    "ins" | "moveTo" => self.inserted += 1,
                    _ => {}
                },
                Event::Eof => return Ok(blocks),
                _ => {}
            }
        }
    }

    /// The text of a paragraph whose start was just read, with its automatic number in front.
    fn paragraph(&mut self) -> Result<Paragraph, Problem> {
        let outside = self.xml.depth() - 1;
        let source = self.host.unwrap_or(self.xml.position());
        let mut text = String::new();
        let (mut style, mut number, mut level) = (None, None, None);
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    name if UNSEEN.contains(&name) => self.skip(name)?,
                    "ins" | "moveTo" => self.inserted += 1,
                    "pStyle" => style = attribute(&start, "val"),
                    "ilvl" => level = attribute(&start, "val").and_then(|value| value.parse().ok()),
                    "numId" => number = attribute(&start, "val"),
                    "txbxContent" => {
                        let around = self.host.replace(source);
                        self.text_box()?;
                        self.host = around;
                    }
                    "tab" if !text.is_empty() => text.push(' '),
                    "br" | "cr" => text.push('\n'),
                    "noBreakHyphen" => text.push('-'),
                    "t" => self.run_text(&mut text)?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        if !text.trim().is_empty() {
            let number = self.counters.of_paragraph(style.as_deref(), number, level);
            text.insert_str(0, &number);
        }
        Ok(Paragraph {
            source: Some(source),
            ..Paragraph::new(text)
        })
    }

    /// A text box is a little body of its own; it stands after the paragraph it hangs on.
    fn text_box(&mut self) -> Result<(), Problem> {
        let outside = self.xml.depth() - 1;
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "p" => {
                        let paragraph = self.paragraph()?;
                        push_paragraph(&mut self.floating, paragraph);
                    }
                    "tbl" => {
                        let blocks = self.table()?;
                        self.floating.extend(blocks);
                    }
                    name if UNSEEN.contains(&name) => self.skip(name)?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn run_text(&mut self, text: &mut String) -> Result<(), Problem> {
        let outside = self.xml.depth() - 1;
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::CData(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) => {
                    if let Ok(Some(character)) = reference.resolve_char_ref() {
                        text.push(character);
                    } else {
                        text.push(match reference.xml10_content().as_ref() {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "apos" => '\'',
                            _ => '\u{fffd}',
                        });
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// A table; or, where it only lays out others, what stands in its cells.
    fn table(&mut self) -> Result<Vec<Block>, Problem> {
        let outside = self.xml.depth() - 1;
        let mut rows: Vec<Vec<RawCell>> = Vec::new();
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "tr" => rows.extend(self.row()?),
                    name if UNSEEN.contains(&name) => self.skip(name)?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(settled(rows))
    }

    /// A row, or nothing when it was deleted with its changes tracked.
    fn row(&mut self) -> Result<Option<Vec<RawCell>>, Problem> {
        let outside = self.xml.depth() - 1;
        let mut row = Vec::new();
        let mut column = 0;
        let mut is_deleted = false;
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "gridBefore" => column += span_of(&start),
                    "tc" => {
                        let raw = self.cell(column)?;
                        column += raw.cell.column_span;
                        self.cells += 1;
                        if column > COLUMNS_MAX || self.cells > CELLS_MAX {
                            return Err(Problem::TooMuchInside);
                        }
                        row.push(raw);
                    }
                    // Between the cells these mark the row itself.
                    "del" => {
                        is_deleted = true;
                        self.skip("del")?;
                    }
                    "ins" => self.inserted += 1,
                    name if UNSEEN.contains(&name) => self.skip(name)?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        Ok((!is_deleted).then_some(row))
    }

    fn cell(&mut self, column: usize) -> Result<RawCell, Problem> {
        let outside = self.xml.depth() - 1;
        let mut raw = RawCell::new(column);
        // Text boxes of this cell stay in it; those of the paragraph around the table wait.
        let waiting = std::mem::take(&mut self.floating);
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "gridSpan" => raw.cell.column_span = span_of(&start),
                    "vMerge" => {
                        raw.cell.merged_above =
                            attribute(&start, "val").as_deref() != Some("restart");
                    }
                    "p" => {
                        let paragraph = self.paragraph()?;
                        raw.blocks.push(Block::Paragraph(paragraph));
                        raw.blocks.append(&mut self.floating);
                    }
                    "tbl" => {
                        let inner = self.table()?;
                        raw.blocks.extend(inner);
                    }
                    name if UNSEEN.contains(&name) => self.skip(name)?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        self.floating = waiting;
        Ok(raw)
    }
}

fn push_paragraph(blocks: &mut Vec<Block>, mut paragraph: Paragraph) {
    let text = paragraph.text.trim();
    if !text.is_empty() {
        paragraph.text = text.to_owned();
        blocks.push(Block::Paragraph(paragraph));
    }
}

fn span_of(start: &BytesStart) -> usize {
    attribute(start, "val")
        .and_then(|value| value.parse::<usize>().ok())
        .unwrap_or(1)
        .clamp(1, COLUMNS_MAX + 1)
}
