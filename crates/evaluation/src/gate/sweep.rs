//! The last look: a document as its reader sees it, searched once more after everything was masked.

use std::collections::BTreeMap;
use std::rc::Rc;

use yiju_intake::{Block, Document, Part};

use super::number::{is_head, takes_amounts};
use super::office_part::ROW_MAX;
use super::spot::{Found, Removed, Spot};
use super::unit::{Context, hits};
use crate::personal;

/// Everything personal that a reader of the document still meets.
pub fn sweep(document: &Document, found: &mut Found) {
    let (mut table_number, mut paragraph_number) = (0, 0);
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                paragraph_number += 1;
                let part = match paragraph.part {
                    Part::Body | Part::SheetName => "body",
                    Part::Header => "header",
                    Part::Footer => "footer",
                };
                let spot = Spot {
                    paragraph: Some(paragraph_number),
                    page: paragraph.page,
                    ..Spot::part(part)
                };
                say(&paragraph.text, &Context::default(), &spot, found);
            }
            Block::Table(table) => {
                table_number += 1;
                let mut heads: BTreeMap<usize, &str> = BTreeMap::new();
                for (index, row) in table.rows.iter().enumerate() {
                    let texts = row.cells.iter().map(|cell| cell.text.as_str());
                    let whole = texts.collect::<Vec<&str>>().join(" ");
                    let whole: String = whole.chars().take(ROW_MAX).collect();
                    let whole: Rc<str> = whole.into();
                    let mut before = "";
                    for cell in &row.cells {
                        let context = Context {
                            before: before.to_owned(),
                            row: Rc::clone(&whole),
                            amounts: heads
                                .get(&cell.column)
                                .is_some_and(|head| takes_amounts(head)),
                        };
                        let spot = Spot {
                            table: Some(table_number),
                            row: Some(index + 1),
                            column: Some(cell.column + 1),
                            page: cell.page,
                            ..Spot::part("body")
                        };
                        say(&cell.text, &context, &spot, found);
                        if is_head(&cell.text) {
                            heads.insert(cell.column, &cell.text);
                        }
                        before = &cell.text;
                    }
                }
            }
        }
    }
}

fn say(text: &str, context: &Context, spot: &Spot, found: &mut Found) {
    for hit in hits(text, context) {
        found.left.push(Removed {
            kind: hit.kind.stem(),
            spot: spot.clone(),
            masked: personal::mask(&hit.value),
        });
    }
}
