//! Shows a file as this room reads it, or measures how fast: `cargo run -p yiju-intake --example show -- FILE [TIMES]`.

use std::time::Instant;

use yiju_intake::{Block, Converter, Row};
use yiju_terms::Lang;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = arguments.first() else {
        println!("show FILE [TIMES]");
        return;
    };
    let bytes = std::fs::read(path).expect("a readable file");
    if let Some(times) = arguments.get(1).and_then(|times| times.parse::<u32>().ok()) {
        let begun = Instant::now();
        for _ in 0..times {
            let _ = yiju_intake::read(&bytes);
        }
        println!("{:?} each over {times}", begun.elapsed() / times);
        return;
    }
    let read = match Converter::find() {
        Some(converter) => yiju_intake::read_with(&bytes, &converter),
        None => yiju_intake::read(&bytes),
    };
    match read {
        Err(problem) => println!("{}", problem.message(Lang::Zh)),
        Ok(document) => {
            for block in &document.blocks {
                show(block);
            }
            for note in &document.notes {
                println!("! {}", note.message(Lang::Zh));
            }
        }
    }
}

fn show(block: &Block) {
    match block {
        Block::Paragraph(paragraph) => println!("¶{:?} {}", paragraph.part, paragraph.text),
        Block::Table(table) => {
            println!("+ {} rows", table.rows.len());
            table.rows.iter().for_each(show_row);
        }
    }
}

fn show_row(row: &Row) {
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|cell| {
            let mark = if cell.merged_above { "^" } else { "" };
            let span = "»".repeat(cell.column_span - 1);
            format!("{mark}{}{span}", cell.text.replace('\n', "⏎"))
        })
        .collect();
    println!("| {}", cells.join(" | "));
}
