//! The markup of a Word file, in a container that is whole: a caught panic is a fault here, for no foreign parser stands
//! between.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;

fuzz_target!(|markup: &[u8]| {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("word/document.xml", options).expect("a part");
    writer.write_all(markup).expect("written");
    let bytes = writer.finish().expect("a container").into_inner();
    assert_ne!(yiju_intake::read(&bytes), Err(yiju_intake::Problem::ReaderFault));
});
