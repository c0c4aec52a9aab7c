//! The neutral document: what a report says, before anybody decides whether it becomes docx, xlsx, PDF or HTML.
//!
//! A number in a text or a table is a [`Figure`] bound to a key, so that a reader can open its basis. The model
//! holds no fonts, no colours and no file format; the four renderers hold no words of a report.

use serde::Serialize;
use yiju_terms::{Date, Lang};

/// A whole document, in reading order.
#[doc(alias = "文书")]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// May hold a line break, so that a long title turns between words.
    pub title: String,
    pub subtitle: Option<String>,
    /// The body that issues the document; shown under the title and kept as the author in the file's properties.
    pub organization: Option<String>,
    /// The day as the reader sees it, e.g. `2024年4月8日`.
    pub date_line: Option<String>,
    /// The day kept in the file's properties. Passed in, never the clock: the same model gives the same bytes.
    #[serde(serialize_with = "shown")]
    pub date: Date,
    /// A warning printed on every page, e.g. that the data are synthetic.
    pub notice: Option<String>,
    #[serde(serialize_with = "language_stem")]
    pub language: Lang,
    pub opening: Opening,
    pub blocks: Vec<Block>,
    /// The end of a letter, which stays on one page: a signature alone on a sheet proves nothing. Text only, no tables.
    #[doc(alias = "落款")]
    pub closing: Vec<Block>,
}

/// How the title is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// A page of its own with title, body and day.
    Cover,
    /// At the head of the first page, the text follows at once.
    #[default]
    Inline,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Begins a new page: the label (`附件2`) at the left, the title centred below it.
    #[doc(alias = "附件")]
    Attachment {
        label: String,
        title: String,
    },
    Heading {
        level: Level,
        text: Vec<Span>,
    },
    Paragraph {
        text: Vec<Span>,
    },
    Table(Table),
    PageBreak,
    Chart(Chart),
    /// One line by itself without an indent: whom a letter is addressed to, who signs it and when.
    #[doc(alias = "主送机关")]
    #[doc(alias = "落款")]
    Line {
        text: Vec<Span>,
        align: Align,
    },
    /// Smaller text without an indent: remarks under a table, the line with preparer and day.
    Note {
        text: Vec<Span>,
    },
}

/// The four heading levels of official documents: `一、` `（一）` `1．` `（1）`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    One,
    Two,
    Three,
    Four,
}

impl Level {
    /// 0 for the highest.
    pub fn depth(self) -> usize {
        self as usize
    }
}

/// A run of text, or a number bound to its basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Span {
    Text { text: String },
    Figure(Figure),
}

/// A number as shown, bound to the figure it was read from.
#[doc(alias = "指标数")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// As shown, digits included: `82.58`, `1,032`, `97.5%`.
    pub text: String,
    /// The figure's id; the key of the basis in HTML.
    pub key: String,
}

/// A drawing with the same content in words for those who cannot see it (and for files that cannot carry it).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    pub svg: String,
    pub alt: String,
    pub caption: Option<String>,
}

/// A table with merged cells. A cell is listed once, where it starts; the places it covers are left out, as in HTML.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// Names the sheet in xlsx.
    pub name: String,
    pub caption: Option<String>,
    /// Stands at the right above the table, e.g. `单位：万元`.
    pub unit: Option<String>,
    /// Relative widths; they are stretched to the width of the page.
    pub columns: Vec<u16>,
    /// The first rows that repeat at the head of each page.
    pub header_rows: usize,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    pub content: Vec<Span>,
    pub colspan: usize,
    pub rowspan: usize,
    pub align: Align,
    /// A label rather than a value: set bolder, `th` in HTML.
    pub header: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Start,
    #[default]
    Center,
    End,
}

fn language_stem<S: serde::Serializer>(lang: &Lang, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(lang.stem())
}

fn shown<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

impl Document {
    /// An empty document with an inline title.
    pub fn new(title: impl Into<String>, language: Lang, date: Date) -> Document {
        Document {
            title: title.into(),
            subtitle: None,
            organization: None,
            date_line: None,
            date,
            notice: None,
            language,
            opening: Opening::Inline,
            blocks: Vec::new(),
            closing: Vec::new(),
        }
    }

    pub fn push(&mut self, block: impl Into<Block>) -> &mut Document {
        self.blocks.push(block.into());
        self
    }

    /// Every table, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Every bound number, in reading order, repeats included.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures = Vec::new();
        for block in self.blocks.iter().chain(&self.closing) {
            match block {
                Block::Heading { text, .. }
                | Block::Paragraph { text }
                | Block::Line { text, .. }
                | Block::Note { text } => {
                    collect_figures(text, &mut figures);
                }
                Block::Table(table) => table
                    .rows
                    .iter()
                    .flatten()
                    .for_each(|cell| collect_figures(&cell.content, &mut figures)),
                Block::Attachment { .. } | Block::PageBreak | Block::Chart(_) => {}
            }
        }
        figures
    }
}

fn collect_figures<'a>(spans: &'a [Span], figures: &mut Vec<&'a Figure>) {
    figures.extend(spans.iter().filter_map(|span| match span {
        Span::Figure(figure) => Some(figure),
        Span::Text { .. } => None,
    }));
}

impl Block {
    pub fn paragraph(text: impl Into<Spans>) -> Block {
        Block::Paragraph {
            text: text.into().0,
        }
    }

    pub fn note(text: impl Into<Spans>) -> Block {
        Block::Note {
            text: text.into().0,
        }
    }

    pub fn line(text: impl Into<Spans>, align: Align) -> Block {
        Block::Line {
            text: text.into().0,
            align,
        }
    }

    pub fn heading(level: Level, text: impl Into<Spans>) -> Block {
        Block::Heading {
            level,
            text: text.into().0,
        }
    }

    pub fn attachment(label: impl Into<String>, title: impl Into<String>) -> Block {
        Block::Attachment {
            label: label.into(),
            title: title.into(),
        }
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Block {
        Block::Table(table)
    }
}

impl From<Chart> for Block {
    fn from(chart: Chart) -> Block {
        Block::Chart(chart)
    }
}

impl Span {
    pub fn text(text: impl Into<String>) -> Span {
        Span::Text { text: text.into() }
    }

    pub fn figure(text: impl Into<String>, key: impl Into<String>) -> Span {
        Span::Figure(Figure {
            text: text.into(),
            key: key.into(),
        })
    }

    /// What the reader sees.
    pub fn shown(&self) -> &str {
        match self {
            Span::Text { text } => text,
            Span::Figure(figure) => &figure.text,
        }
    }
}

/// Lets a plain string, one span or many stand where text is wanted.
pub struct Spans(pub Vec<Span>);

impl From<&str> for Spans {
    fn from(text: &str) -> Spans {
        Spans(vec![Span::text(text)])
    }
}

impl From<String> for Spans {
    fn from(text: String) -> Spans {
        Spans(vec![Span::text(text)])
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Spans {
        Spans(vec![span])
    }
}

impl From<Vec<Span>> for Spans {
    fn from(spans: Vec<Span>) -> Spans {
        Spans(spans)
    }
}

/// The text of spans put together.
pub fn plain(spans: &[Span]) -> String {
    spans.iter().map(Span::shown).collect()
}

impl Cell {
    /// A centred value.
    pub fn new(content: impl Into<Spans>) -> Cell {
        Cell {
            content: content.into().0,
            colspan: 1,
            rowspan: 1,
            align: Align::Center,
            header: false,
        }
    }

    /// A centred label.
    pub fn label(content: impl Into<Spans>) -> Cell {
        Cell {
            header: true,
            ..Cell::new(content)
        }
    }

    pub fn empty() -> Cell {
        Cell::new(Vec::new())
    }

    pub fn span(mut self, columns: usize, rows: usize) -> Cell {
        self.colspan = columns;
        self.rowspan = rows;
        self
    }

    /// Text that reads better from the left edge.
    pub fn start(mut self) -> Cell {
        self.align = Align::Start;
        self
    }

    /// Numbers that are compared down a column.
    pub fn end(mut self) -> Cell {
        self.align = Align::End;
        self
    }
}
