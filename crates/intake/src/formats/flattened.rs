//! Pages whose tables were flattened: one cell a paragraph under known labels, or a whole table in one paragraph.

use crate::document::{Block, Document, Paragraph, Table};
use crate::note::Note;
use crate::problem::Problem;

use super::{pasted, run};

/// Tables found again among the paragraphs of a page; each is noted as put together.
pub fn rebuild(document: &mut Document) -> Result<(), Problem> {
    let mut work_left = pasted::WORK_MAX;
    let blocks = std::mem::take(&mut document.blocks);
    let mut open: Vec<Paragraph> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => open.push(paragraph),
            table => {
                settle(document, std::mem::take(&mut open), &mut work_left)?;
                document.blocks.push(table);
            }
        }
    }
    settle(document, open, &mut work_left)
}

/// Paragraphs that no table interrupts.
fn settle(
    document: &mut Document,
    paragraphs: Vec<Paragraph>,
    work_left: &mut usize,
) -> Result<(), Problem> {
    let lines: Vec<&str> = paragraphs.iter().map(|p| p.text.as_str()).collect();
    let mut at = 0;
    while let Some(paragraph) = paragraphs.get(at) {
        let counted = pasted::table(&lines, at, work_left)?.filter(|pasted| pasted.is_counted);
        // Pages have no lines that a person could count: the paragraphs before are counted instead.
        let number = 1 + document
            .blocks
            .iter()
            .filter(|block| matches!(block, Block::Paragraph(_)))
            .count();
        if let Some(pasted) = counted {
            document.notes.push(Note::RebuiltTable { line: number });
            document.blocks.push(Block::Table(lineless(pasted.table)));
            at += pasted.lines;
            continue;
        }
        match run::table(&paragraph.text, paragraph.line) {
            Some((before, table)) => {
                document.notes.push(Note::RebuiltTable { line: number });
                if !before.is_empty() {
                    let before = Paragraph {
                        text: before,
                        ..paragraph.clone()
                    };
                    document.blocks.push(Block::Paragraph(before));
                }
                document.blocks.push(Block::Table(table));
            }
            None => document.blocks.push(Block::Paragraph(paragraph.clone())),
        }
        at += 1;
    }
    Ok(())
}

fn lineless(mut table: Table) -> Table {
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.line = None;
    }
    table
}
