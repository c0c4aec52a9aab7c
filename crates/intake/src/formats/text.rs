//! Flattened Word text: a tab begins a cell, a blank line ends a row, everything else is a paragraph.
//!
//! Cells may hold blank lines of their own, and the text does not say so. Two repairs undo that, and both ask the
//! widths of the neighbouring rows for proof: see [`join_torn_rows`] and [`Reader::continues_cell`].

use encoding_rs::{GB18030, UTF_8};

use crate::document::{Block, Cell, Document, Format, Paragraph, Row, Table};
use crate::limits::{CELLS_MAX, COLUMNS_MAX};
use crate::note::Note;
use crate::problem::Problem;

use super::{pasted, run};

pub fn read(bytes: &[u8]) -> Result<Document, Problem> {
    let text = decode(bytes)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        lines: &lines,
        at: 0,
        notes: Vec::new(),
        cells: 0,
        work_left: pasted::WORK_MAX,
    };
    let mut document = Document::new(Format::Text, reader.blocks()?);
    document.notes = reader.notes;
    document.unless_blank()
}

/// UTF-8 when it is UTF-8 (with or without a mark), else GB18030, which includes GBK and GB2312.
pub fn decode(bytes: &[u8]) -> Result<String, Problem> {
    // A mark at the beginning says UTF-8 or UTF-16, as some editors write it.
    let (text, _, broken) = UTF_8.decode(bytes);
    let text = if broken {
        let (text, _, broken) = GB18030.decode(bytes);
        if broken {
            return Err(Problem::NotText);
        }
        text
    } else {
        text
    };
    // A binary file can be valid in either encoding by chance; control characters give it away.
    let control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
    if text.chars().filter(control).count() * 50 > text.chars().count() {
        return Err(Problem::NotText);
    }
    Ok(text.into_owned())
}

struct Reader<'a> {
    lines: &'a [&'a str],
    at: usize,
    notes: Vec<Note>,
    cells: usize,
    work_left: usize,
}

fn is_blank(line: &str) -> bool {
    line.is_empty()
}

impl Reader<'_> {
    fn blocks(&mut self) -> Result<Vec<Block>, Problem> {
        let mut blocks = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            if line.starts_with('\t') {
                let table = self.table()?;
                blocks.push(Block::Table(table));
                continue;
            }
            if let Some(pasted) = pasted::table(self.lines, self.at, &mut self.work_left)? {
                if pasted.is_counted {
                    self.notes.push(Note::RebuiltTable { line: self.at + 1 });
                }
                for row in &pasted.table.rows {
                    self.charge(row.cells.len())?;
                }
                blocks.push(Block::Table(pasted.table));
                self.at += pasted.lines;
                continue;
            }
            if let Some((before, table)) = run::table(line, Some(self.at + 1)) {
                self.notes.push(Note::RebuiltTable { line: self.at + 1 });
                if !before.is_empty() {
                    blocks.push(Block::Paragraph(Paragraph {
                        line: Some(self.at + 1),
                        ..Paragraph::new(before)
                    }));
                }
                blocks.push(Block::Table(table));
            } else if !line.trim().is_empty() {
                blocks.push(Block::Paragraph(Paragraph {
                    line: Some(self.at + 1),
                    ..Paragraph::new(line.trim())
                }));
            }
            self.at += 1;
        }
        Ok(blocks)
    }

    fn charge(&mut self, cells: usize) -> Result<(), Problem> {
        self.cells += cells;
        if self.cells > CELLS_MAX {
            return Err(Problem::TooMuchInside);
        }
        Ok(())
    }

    fn table(&mut self) -> Result<Table, Problem> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        loop {
            let row = self.row(rows.last().map(Vec::len));
            if row.len() > COLUMNS_MAX {
                return Err(Problem::TooMuchInside);
            }
            self.charge(row.len())?;
            rows.push(row);
            let next = (self.at..self.lines.len()).find(|at| !is_blank(self.lines[*at]));
            match next {
                Some(next) if self.lines[next].starts_with('\t') => self.at = next,
                _ => break,
            }
        }
        let rows = join_torn_rows(rows);
        Ok(Table {
            rows: rows.into_iter().map(placed).collect(),
        })
    }

    /// Reads the cells up to the blank line that ends the row.
    fn row(&mut self, width_above: Option<usize>) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            if is_blank(line) && !self.continues_cell(cells.len(), width_above) {
                break;
            }
            self.take_line(line, &mut cells);
            self.at += 1;
        }
        cells
    }

    fn take_line(&self, line: &str, cells: &mut Vec<Cell>) {
        if let Some(rest) = line.strip_prefix('\t') {
            // A line may hold several cells when the flattening kept them together.
            for part in rest.split('\t') {
                let mut cell = Cell::new(part, cells.len());
                cell.line = Some(self.at + 1);
                cells.push(cell);
            }
        } else if let Some(cell) = cells.last_mut() {
            cell.text.push('\n');
            cell.text.push_str(line);
        }
    }

    /// A single blank line inside a cell: text follows it, then at once further cells, and with them the row is as
    /// wide as the row above.
    fn continues_cell(&self, cells: usize, width_above: Option<usize>) -> bool {
        let mut at = self.at + 1;
        let text_begins = at;
        while self
            .lines
            .get(at)
            .is_some_and(|line| !line.starts_with('\t') && !is_blank(line))
        {
            at += 1;
        }
        if at == text_begins {
            return false;
        }
        let cells_begin = at;
        while self.lines.get(at).is_some_and(|line| !is_blank(line)) {
            at += 1;
        }
        let more = self.lines[cells_begin..at]
            .iter()
            .filter(|line| line.starts_with('\t'))
            .count();
        more > 0 && Some(cells + more) == width_above
    }
}

/// Joins a row that an empty last paragraph in one of its cells has torn in two: a short piece and a long piece that
/// together are exactly as wide as the row above or below. Narrow tables are left alone: there the sum proves nothing.
fn join_torn_rows(rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    const NARROWEST: usize = 6;
    const LONGEST_HEAD: usize = 3;
    let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    let mut joined: Vec<Vec<Cell>> = Vec::new();
    let mut rows = rows.into_iter().enumerate();
    while let Some((index, mut row)) = rows.next() {
        let tail = widths.get(index + 1).copied().unwrap_or(0);
        let sum = row.len() + tail;
        let above = joined.last().map(Vec::len);
        let below = widths.get(index + 2).copied();
        let proven = above == Some(sum) || below == Some(sum);
        let torn = proven && sum >= NARROWEST && row.len() <= LONGEST_HEAD && tail > row.len();
        if torn && let Some((_, tail)) = rows.next() {
            row.extend(tail);
        }
        joined.push(row);
    }
    joined
}

fn placed(mut cells: Vec<Cell>) -> Row {
    for (column, cell) in cells.iter_mut().enumerate() {
        cell.column = column;
    }
    Row { cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
        let document = read(text.as_bytes()).unwrap();
        document
            .tables()
            .map(|table| {
                table
                    .rows
                    .iter()
                    .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn a_tab_begins_a_cell_and_a_blank_line_ends_a_row() {
        let tables = tables("标题\n\t甲\n\t乙\n\n\t1\n\t\n\n\n说明\n");
        assert_eq!(tables, [[["甲", "乙"], ["1", ""]]]);
    }

    #[test]
    fn a_blank_line_inside_a_cell_does_not_end_the_row() {
        let text = "\ta\n\tb\n\tc\n\n\tname\n\t\n\n60\n\t10\n\n\n说明";
        assert_eq!(tables(text), [[["a", "b", "c"], ["name", "\n\n60", "10"]]]);
    }

    #[test]
    fn a_row_torn_by_an_empty_paragraph_is_joined() {
        let row = "\t1\n\t2\n\t3\n\t4\n\t5\n\t6\n\n";
        let text = format!("{row}\t效益\n\n\t2\n\t3\n\t4\n\t5\n\t6\n\n{row}");
        let tables = tables(&text);
        assert_eq!(tables[0].len(), 3);
        assert_eq!(tables[0][1].len(), 6);
    }

    #[test]
    fn paragraphs_keep_their_line() {
        let document = read("\n\n一、基本情况\n".as_bytes()).unwrap();
        let Block::Paragraph(paragraph) = &document.blocks[0] else {
            panic!("a paragraph")
        };
        assert_eq!(paragraph.line, Some(3));
    }

    #[test]
    fn an_office_file_in_gbk_reads_the_same() {
        let (gbk, _, _) = encoding_rs::GBK.encode("附件2\n\t编制数\n\t8\n");
        assert_eq!(
            read(&gbk).unwrap(),
            read("附件2\n\t编制数\n\t8\n".as_bytes()).unwrap()
        );
    }

    #[test]
    fn random_bytes_are_no_text() {
        let bytes: Vec<u8> = (0..4096u32).map(|n| (n * 7919 % 251) as u8).collect();
        assert_eq!(read(&bytes), Err(Problem::NotText));
    }
}
