//! The markup of a Word file, in a container that is whole: a caught panic is a fault here, for no foreign parser stands
//! between. What can be read also takes comments, and reads the same with them.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use yiju_intake::comments::{Author, Comment, annotated};
use yiju_intake::{Block, Problem, read};

const AUTHOR: Author = Author {
    name: "a",
    initials: "a",
};

fuzz_target!(|markup: &[u8]| {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("word/document.xml", options).expect("a part");
    writer.write_all(markup).expect("written");
    let bytes = writer.finish().expect("a container").into_inner();
    let before = read(&bytes);
    assert_ne!(before, Err(Problem::ReaderFault));
    let Ok(before) = before else { return };
    let places = before.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.source,
        Block::Table(table) => table.rows.first()?.cells.first()?.source,
    });
    let comment = |at| Comment {
        at: Some(at),
        lines: vec!["1".to_owned()],
    };
    let comments: Vec<Comment> = places.map(comment).collect();
    let copy = annotated(&bytes, &comments, AUTHOR);
    assert_ne!(copy, Err(Problem::ReaderFault));
    let Ok(copy) = copy else { return };
    let after = read(&copy).expect("the copy reads as the original did");
    assert_eq!(after.blocks.len(), before.blocks.len());
    assert_eq!(after.notes, before.notes);
});
