//! How fast and in how much memory a folder of Word reports is checked.
//!
//! `cargo run --release -p yiju-evaluation --example check_speed -- [FILES] [WORKERS]`: makes FILES reports (10,000 when
//! not stated), each with other figures, and checks them as `yiju check FOLDER --out DIR` does. Prints a table: files a
//! second and memory after each tenth.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use yiju_evaluation::folder::{self, Setting};
use yiju_terms::Lang;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual: usize| match arguments.next() {
        None => usual,
        Some(text) => text.parse().expect("FILES and WORKERS are numbers"),
    };
    let (files, workers) = (number(10_000), number(2));
    let place = tempfile::tempdir().expect("a folder");
    let reports = place.path().join("reports");
    let begun = Instant::now();
    let bytes = make(&reports, files);
    println!(
        "{files} reports, {} KiB each, made in {:.1?}",
        bytes / files.max(1) / 1024,
        begun.elapsed()
    );
    run(
        &reports,
        &place.path().join("out"),
        files,
        workers,
        "first run",
    );
    run(
        &reports,
        &place.path().join("out"),
        files,
        workers,
        "second run",
    );
}

/// Checks everything and prints a line for each tenth.
fn run(reports: &Path, out: &Path, files: usize, workers: usize, name: &str) {
    let places = [reports.to_owned()];
    let setting = Setting {
        places: &places,
        out,
        profile: None,
        converter: None,
        annotate: false,
        lang: Lang::Zh,
        workers,
    };
    println!("\n{name}, {workers} workers\n   files   seconds   files/s   memory MiB   peak MiB");
    let begun = Instant::now();
    let mut tick = |done: usize, of: usize| {
        if done.is_multiple_of((of / 10).max(1)) {
            // Whole milliseconds: a rate is files by a thousand over them.
            let millis = begun.elapsed().as_millis().max(1) as usize;
            println!(
                "{done:>8}{:>6}.{:01} s{:>10}{:>13}{:>11}",
                millis / 1000,
                millis % 1000 / 100,
                done * 1000 / millis,
                memory("VmRSS:"),
                memory("VmHWM:")
            );
        }
    };
    let summary = folder::run(&setting, &mut tick).expect("a ranking");
    let millis = begun.elapsed().as_millis().max(1) as usize;
    println!(
        "with the ranking: {}.{:01} s, {} files/s; {summary:?}",
        millis / 1000,
        millis % 1000 / 100,
        files * 1000 / millis
    );
}

/// A line of `/proc/self/status` in MiB; nothing where there is no such file.
fn memory(name: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kib.map_or_else(|| "-".to_owned(), |kib| (kib / 1024).to_string())
}

/// The report of the corpus with every part of the Hunan form, as docx, with figures that differ from file to file.
fn make(folder: &Path, files: usize) -> usize {
    let text = include_str!("../tests/corpus/hunan-library.txt");
    let body = text.split_once("\n----\n").expect("a body").1;
    let mut bytes = 0;
    for number in 0..files {
        // A hundred folders: no file system likes ten thousand files in one.
        let path: PathBuf = folder.join(format!("{:02}", number % 100));
        std::fs::create_dir_all(&path).expect("made");
        let own = body
            .replace("白露县", &format!("第{number}县"))
            .replace("12.36万人次", &format!("{}.36万人次", 12 + number % 7));
        let report = docx(&own);
        bytes += report.len();
        std::fs::write(path.join(format!("自评报告{number}.docx")), report).expect("written");
    }
    bytes
}

fn docx(body: &str) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    let mut in_table = false;
    for line in body.lines() {
        let row = line.trim().strip_prefix('|');
        if in_table && row.is_none() {
            xml.push_str("</w:tbl>");
        }
        if !in_table && row.is_some() {
            xml.push_str("<w:tbl><w:tblPr/>");
        }
        in_table = row.is_some();
        match row {
            Some(row) => xml.push_str(&row_xml(row.trim_end_matches('|'))),
            None if line.trim().is_empty() => {}
            None => xml.push_str(&paragraph(line)),
        }
    }
    if in_table {
        xml.push_str("</w:tbl>");
    }
    xml.push_str("</w:body></w:document>");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file(
            "word/document.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .expect("a part");
    writer.write_all(xml.as_bytes()).expect("written");
    writer.finish().expect("a container").into_inner()
}

/// `<` belongs to the cell at the left, `^` to the cell above, as in the corpus.
fn row_xml(row: &str) -> String {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let mut xml = String::from("<w:tr>");
    for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != "<") {
        let span = 1 + cells[at + 1..]
            .iter()
            .take_while(|cell| **cell == "<")
            .count();
        let (text, merge) = match *cell {
            "^" => ("", "<w:vMerge/>"),
            text if at == 0 && !text.is_empty() => (text, "<w:vMerge w:val=\"restart\"/>"),
            text => (text, ""),
        };
        xml.push_str(&format!(
            "<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/>{merge}</w:tcPr>{}</w:tc>",
            paragraph(text)
        ));
    }
    xml + "</w:tr>"
}

/// In three runs with properties, as Word writes them.
fn paragraph(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let letters: Vec<char> = text.chars().collect();
    let part = letters.len().div_ceil(3).max(1);
    // An entity must stay whole.
    let parts: Vec<String> = if text.contains('&') {
        vec![text]
    } else {
        letters
            .chunks(part)
            .map(|part| part.iter().collect())
            .collect()
    };
    let runs: String = parts
        .iter()
        .map(|part| {
            format!(
                "<w:r><w:rPr><w:rFonts w:eastAsia=\"宋体\" w:hint=\"eastAsia\"/><w:sz w:val=\"24\"/></w:rPr>\
                 <w:t xml:space=\"preserve\">{part}</w:t></w:r>"
            )
        })
        .collect();
    format!("<w:p><w:pPr><w:spacing w:line=\"560\"/></w:pPr>{runs}</w:p>")
}
