//! How sure it is that a text stands where it is said to stand, and says what it is said to say.

use crate::document::{Block, Document, Format, Table};
use crate::note::Note;

/// From the surest down.
#[doc(alias = "可信度")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The file itself says that this cell or paragraph holds this text.
    #[default]
    AsWritten,
    /// Another program turned the file into one that could be read.
    Converted,
    /// Put together from places on a page, or from lines that lost their cells.
    Rebuilt,
    /// A machine read it off a picture.
    Guessed,
}

impl Confidence {
    pub fn stem(self) -> &'static str {
        match self {
            Confidence::AsWritten => "as_written",
            Confidence::Converted => "converted",
            Confidence::Rebuilt => "rebuilt",
            Confidence::Guessed => "guessed",
        }
    }
}

impl Document {
    /// For what stands on a page of a PDF or in a line of a text; both from 1.
    pub fn confidence(&self, page: Option<usize>, line: Option<usize>) -> Confidence {
        let guessed = self.notes.iter().any(|note| match note {
            Note::GuessedText { pages } => page.is_some_and(|page| pages.contains(&page)),
            _ => false,
        });
        match self.format {
            _ if guessed => Confidence::Guessed,
            Format::Pdf => Confidence::Rebuilt,
            Format::OldWord | Format::OldSheet => Confidence::Converted,
            // A page tells no lines: where one table was put together, all of it is looked at twice.
            Format::Html if self.has_rebuilt() => Confidence::Rebuilt,
            Format::Text if line.is_some_and(|line| self.is_rebuilt(line)) => Confidence::Rebuilt,
            _ => Confidence::AsWritten,
        }
    }

    fn has_rebuilt(&self) -> bool {
        let mut notes = self.notes.iter();
        notes.any(|note| matches!(note, Note::RebuiltTable { .. }))
    }

    /// Whether a line of a text lies in a table that was put together from lines.
    fn is_rebuilt(&self, line: usize) -> bool {
        self.notes.iter().any(|note| {
            let Note::RebuiltTable { line: first } = note else {
                return false;
            };
            let mut tables = self.blocks.iter().filter_map(|block| match block {
                Block::Table(table) => lines(table),
                Block::Paragraph(_) => None,
            });
            tables.any(|(from, to)| (from..=to).contains(first) && (from..=to).contains(&line))
        })
    }
}

/// The first and the last line of a table.
fn lines(table: &Table) -> Option<(usize, usize)> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let lines = cells.filter_map(|cell| cell.line);
    Some((lines.clone().min()?, lines.max()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, Row};

    #[test]
    fn only_what_was_put_together_is_doubted() {
        let row = |line| Row {
            cells: vec![Cell {
                line: Some(line),
                ..Cell::new("1", 0)
            }],
        };
        let table = |from: usize| {
            Block::Table(Table {
                rows: vec![row(from), row(from + 1)],
            })
        };
        let mut text = Document::new(Format::Text, vec![table(3), table(9)]);
        assert_eq!(text.confidence(None, Some(9)), Confidence::AsWritten);
        text.notes = vec![Note::RebuiltTable { line: 9 }];
        assert_eq!(text.confidence(None, Some(10)), Confidence::Rebuilt);
        assert_eq!(text.confidence(None, Some(4)), Confidence::AsWritten);
        let mut pdf = Document::new(Format::Pdf, Vec::new());
        pdf.notes = vec![Note::GuessedText { pages: vec![2] }];
        assert_eq!(pdf.confidence(Some(1), None), Confidence::Rebuilt);
        assert_eq!(pdf.confidence(Some(2), None), Confidence::Guessed);
        assert!(Confidence::Guessed > Confidence::AsWritten);
    }
}
