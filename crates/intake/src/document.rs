//! The neutral document: paragraphs and tables in reading order, with the place of everything kept.

use crate::note::Note;
use crate::problem::Problem;

/// How the bytes were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    #[default]
    Text,
    Docx,
    Html,
    Xlsx,
    /// Excel 97–2003 and what WPS calls `.et`.
    Xls,
    Pdf,
    /// Word 97–2003, WPS, RTF or OpenDocument text, read through a converter.
    OldWord,
    /// OpenDocument or XML spreadsheets, read through a converter.
    OldSheet,
}

impl Format {
    pub fn stem(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Docx => "docx",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Pdf => "pdf",
            Format::OldWord => "doc",
            Format::OldSheet => "ods",
        }
    }
}

#[doc(alias = "文档")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub format: Format,
    pub blocks: Vec<Block>,
    /// What a person should know about the reading: hidden sheets left out, tracked changes, unread pages.
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

/// One paragraph as a reader sees it: automatic numbers rendered, bookmarks and deleted text left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    pub text: String,
    /// The line in a text file and the row in a sheet, from 1.
    pub line: Option<usize>,
    /// The page of a PDF, from 1.
    pub page: Option<usize>,
    pub part: Part,
    /// Where its element begins in the main part of a docx: the byte after the start tag.
    pub source: Option<usize>,
}

/// Where on the page a paragraph stands. Headers and footers come last in a document, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Body,
    Header,
    Footer,
    /// The name of a sheet, in front of its table.
    SheetName,
}

#[doc(alias = "表格")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
}

impl Row {
    /// Columns of the grid that the row takes up.
    pub fn width(&self) -> usize {
        self.cells
            .last()
            .map_or(0, |cell| cell.column + cell.column_span)
    }

    /// The cell that covers a column of the grid.
    pub fn covering(&self, column: usize) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|cell| cell.column <= column && column < cell.column + cell.column_span)
    }
}

/// A cell at its place in the grid. A cell that is merged into the one above stands here too, empty and marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    /// Column of the grid, from 0.
    pub column: usize,
    pub column_span: usize,
    /// Part of a cell that begins in a row above. A flattened text cannot tell: there it is always false.
    pub merged_above: bool,
    /// The line in a text file and the row in a sheet, from 1.
    pub line: Option<usize>,
    /// The page of a PDF, from 1.
    pub page: Option<usize>,
    /// Where its first paragraph begins in the main part of a docx, as in [`Paragraph::source`].
    pub source: Option<usize>,
}

impl Cell {
    pub fn new(text: impl Into<String>, column: usize) -> Cell {
        Cell {
            text: text.into(),
            column,
            column_span: 1,
            merged_above: false,
            line: None,
            page: None,
            source: None,
        }
    }

    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

impl Paragraph {
    pub fn new(text: impl Into<String>) -> Paragraph {
        Paragraph {
            text: text.into(),
            ..Paragraph::default()
        }
    }
}

impl Document {
    pub fn new(format: Format, blocks: Vec<Block>) -> Document {
        Document {
            format,
            blocks,
            notes: Vec::new(),
        }
    }

    /// The document, or the message that there is nothing in it.
    pub fn unless_blank(self) -> Result<Document, Problem> {
        if self.is_blank() {
            return Err(Problem::Empty);
        }
        Ok(self)
    }

    /// Whether there is nothing to read: no letter and no digit.
    pub fn is_blank(&self) -> bool {
        self.blocks.iter().all(|block| match block {
            Block::Paragraph(paragraph) => paragraph.text.chars().all(char::is_whitespace),
            Block::Table(table) => table
                .rows
                .iter()
                .all(|row| row.cells.iter().all(Cell::is_blank)),
        })
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
    }
}
