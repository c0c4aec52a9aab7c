//! The corpus as an office program writes it: old Word files, old workbooks and printed PDFs, by LibreOffice. A part of
//! the corpus only: each file costs a second or so.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use yiju_evaluation::{Converter, check_bytes};
use yiju_terms::Lang;

use super::carriers::Carrier;
use super::page::Page;
use super::{Result, judge, judged, line, read};

pub fn converter() -> Option<&'static Converter> {
    static FOUND: OnceLock<Option<Converter>> = OnceLock::new();
    FOUND.get_or_init(Converter::find).as_ref()
}

/// The held-out reports and every fifteenth of the corpus.
fn part() -> Vec<Page> {
    let corpus = read("tests/corpus").into_iter().step_by(15);
    read("tests/held_out").into_iter().chain(corpus).collect()
}

/// Writes the pages in one format and lets LibreOffice turn all of them into another in one go.
fn turned(pages: &[Page], carrier: Carrier, to: &str) -> Option<Vec<Vec<u8>>> {
    if converter().is_none() {
        println!("skipped: LibreOffice is not here");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let mut command = Command::new("soffice");
    command
        .arg(format!(
            "-env:UserInstallation=file://{}",
            at("profile").display()
        ))
        .args(["--headless", "--norestore", "--convert-to", to, "--outdir"])
        .arg(at("out"));
    for (number, page) in pages.iter().enumerate() {
        let path = at(&format!("{number}.{}", carrier.ending()));
        std::fs::write(&path, carrier.write(&page.blocks)).expect("written");
        command.arg(path);
    }
    let output = command.output().expect("LibreOffice runs");
    assert!(output.status.success());
    let bytes = |number: usize| {
        let path = at("out").join(format!("{number}.{to}"));
        std::fs::read(Path::new(&path)).unwrap_or_else(|_| panic!("{}", pages[number].name))
    };
    Some((0..pages.len()).map(bytes).collect())
}

fn tried(carrier: Carrier, to: &str) {
    let pages = part();
    let Some(files) = turned(&pages, carrier, to) else {
        return;
    };
    let results: Vec<Result> = pages
        .iter()
        .zip(&files)
        .map(|(page, bytes)| judged(page, carrier, to, bytes))
        .collect();
    let planted: usize = results.iter().map(|result| result.planted).sum();
    let missed: usize = results.iter().map(|result| result.missed.len()).sum();
    for result in &results {
        println!("{}", line(result));
    }
    println!(
        "{to} by LibreOffice: {} files, recall {}/{planted}",
        results.len(),
        planted - missed
    );
    judge(&pages, &results);
}

#[test]
fn printed_by_an_office_program() {
    tried(Carrier::Docx, "pdf");
}

#[test]
fn old_workbooks() {
    tried(Carrier::Xlsx, "xls");
}

/// Old Word files go through LibreOffice twice, here and in the checker: three of them, and what is said without it.
#[test]
fn old_word_files() {
    let pages: Vec<Page> = part().into_iter().step_by(10).collect();
    let Some(files) = turned(&pages, Carrier::Docx, "doc") else {
        return;
    };
    for (page, bytes) in pages.iter().zip(&files) {
        assert!(bytes.starts_with(b"\xD0\xCF\x11\xE0"), "a real .doc");
        let old = judged(page, Carrier::Docx, "doc", bytes);
        let new = judged(
            page,
            Carrier::Docx,
            "docx",
            &Carrier::Docx.write(&page.blocks),
        );
        let said = |result: &Result| (result.missed.len(), result.alarms.len());
        assert_eq!(said(&old), said(&new), "{}", page.name);
        let alone = check_bytes("x.doc", bytes, None, Lang::Zh).expect_err("no converter");
        assert!(alone.message(Lang::Zh).contains("LibreOffice"));
    }
}
