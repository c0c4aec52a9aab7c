//! Word documents: paragraphs and tables of `word/document.xml`, with merged cells and automatic numbers.
//!
//! Left out, because a reader of the page does not see them: bookmarks, field codes, deleted and moved-away text,
//! comments, and the fallback copy of a drawing.

use quick_xml::events::{BytesStart, Event};

use super::numbering::{Counters, Numbering};
use super::unpack::Container;
use crate::document::{Block, Cell, Document, Format, Paragraph, Row, Table};
use crate::limits::{CELLS_MAX, COLUMNS_MAX, XML_DEPTH_MAX};
use crate::problem::Problem;

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let mut container = Container::open(bytes)?;
    let Some(body) = container.text(DOCUMENT)? else {
        return Err(if container.has("xl/workbook.xml") {
            Problem::Spreadsheet
        } else {
            Problem::NotADocument
        });
    };
    let numbering = match container.text("word/numbering.xml")? {
        Some(xml) => Numbering::read(&xml)?,
        None => Numbering::default(),
    };
    let mut reader = Reader {
        xml: Xml::new(&body, DOCUMENT),
        counters: Counters::new(&numbering),
        cells: 0,
    };
    let document = Document {
        format: Format::Docx,
        blocks: reader.body()?,
    };
    if document.is_blank() {
        return Err(Problem::Empty);
    }
    Ok(document)
}

const DOCUMENT: &str = "word/document.xml";
/// Elements whose content is not on the page.
const UNSEEN: &[&str] = &[
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "Fallback",
    "sectPr",
];

/// Pulls events and keeps the depth within its bound.
pub struct Xml<'a> {
    reader: quick_xml::Reader<&'a [u8]>,
    depth: usize,
    part: &'static str,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str, part: &'static str) -> Xml<'a> {
        let mut reader = quick_xml::Reader::from_str(text);
        // `<w:tab/>` then arrives as a start and an end, so that every element has one shape.
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            depth: 0,
            part,
        }
    }

    pub fn next(&mut self) -> Result<Event<'a>, Problem> {
        let event = self
            .reader
            .read_event()
            .map_err(|error| self.broken(&error.to_string()))?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => {
                return Err(self.broken("the text ends inside an element"));
            }
            _ => {}
        }
        if self.depth > XML_DEPTH_MAX {
            return Err(Problem::TooDeep);
        }
        Ok(event)
    }

    /// Passes over the element whose start was just read.
    pub fn skip(&mut self) -> Result<(), Problem> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    fn broken(&self, detail: &str) -> Problem {
        Problem::BrokenXml {
            part: self.part.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

/// The value of an attribute by its local name.
pub fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .ok()
        })
        .map(|value| value.into_owned())
}

struct Reader<'a> {
    xml: Xml<'a>,
    counters: Counters<'a>,
    cells: usize,
}

impl Reader<'_> {
    fn body(&mut self) -> Result<Vec<Block>, Problem> {
        let mut blocks = Vec::new();
        loop {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "p" => {
                        let text = self.paragraph()?;
                        if !text.trim().is_empty() {
                            blocks.push(Block::Paragraph(Paragraph {
                                text: text.trim().to_owned(),
                                line: None,
                            }));
                        }
                    }
                    "tbl" => blocks.push(Block::Table(self.table()?)),
                    name if UNSEEN.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Event::Eof => return Ok(blocks),
                _ => {}
            }
        }
    }

    /// The text of a paragraph whose start was just read, with its automatic number in front.
    fn paragraph(&mut self) -> Result<String, Problem> {
        let outside = self.xml.depth - 1;
        let mut text = String::new();
        let mut number: Option<(String, usize)> = None;
        let mut level = 0;
        while self.xml.depth > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    name if UNSEEN.contains(&name) => self.xml.skip()?,
                    "ilvl" => {
                        level = attribute(&start, "val")
                            .and_then(|value| value.parse().ok())
                            .unwrap_or(0);
                    }
                    "numId" => number = attribute(&start, "val").map(|id| (id, level)),
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
        if let Some((id, level)) = number
            && !text.trim().is_empty()
        {
            text.insert_str(0, &self.counters.next(&id, level));
        }
        Ok(text)
    }

    fn run_text(&mut self, text: &mut String) -> Result<(), Problem> {
        let outside = self.xml.depth - 1;
        while self.xml.depth > outside {
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

    fn table(&mut self) -> Result<Table, Problem> {
        let outside = self.xml.depth - 1;
        let mut table = Table::default();
        while self.xml.depth > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "tr" => table.rows.push(self.row()?),
                    name if UNSEEN.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(table)
    }

    fn row(&mut self) -> Result<Row, Problem> {
        let outside = self.xml.depth - 1;
        let mut row = Row::default();
        let mut column = 0;
        while self.xml.depth > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "gridBefore" => {
                        column += span_of(&start);
                    }
                    "tc" => {
                        let cell = self.cell(column)?;
                        column += cell.column_span;
                        self.cells += 1;
                        if column > COLUMNS_MAX || self.cells > CELLS_MAX {
                            return Err(Problem::TooMuchInside);
                        }
                        row.cells.push(cell);
                    }
                    name if UNSEEN.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(row)
    }

    fn cell(&mut self, column: usize) -> Result<Cell, Problem> {
        let outside = self.xml.depth - 1;
        let mut cell = Cell::new("", column);
        let mut lines: Vec<String> = Vec::new();
        while self.xml.depth > outside {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "gridSpan" => cell.column_span = span_of(&start),
                    "vMerge" => {
                        cell.merged_above = attribute(&start, "val").as_deref() != Some("restart");
                    }
                    "p" => lines.push(self.paragraph()?),
                    // A table inside a cell: its words belong to the cell.
                    "tbl" => {
                        let inner = self.table()?;
                        let cells = inner.rows.into_iter().flat_map(|row| row.cells);
                        lines.extend(cells.map(|cell| cell.text));
                    }
                    name if UNSEEN.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        if !cell.merged_above {
            cell.text = lines.join("\n");
        }
        Ok(cell)
    }
}

fn span_of(start: &BytesStart) -> usize {
    attribute(start, "val")
        .and_then(|value| value.parse::<usize>().ok())
        .unwrap_or(1)
        .clamp(1, COLUMNS_MAX + 1)
}
