//! Random and damaged files: never a panic that leaves the reader, never more than some seconds.
//!
//! `PROPTEST_CASES=20000 cargo test -p yiju-intake --test readers fuzzed -- --nocapture` runs longer and prints the
//! slowest inputs; `fuzz/` goes on for as long as one likes.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use yiju_intake::{Problem, read};

use crate::common::{
    document_xml, docx, office, p, pdf_of, report_docx, report_html, report_text, report_xlsx,
    saved, table_page, tbl,
};

/// Debug builds on a busy machine; what is slow is slow by orders of magnitude.
const PATIENCE: Duration = Duration::from_secs(10);

/// One injury to a file.
#[derive(Clone, Debug)]
pub enum Injury {
    Flip(usize, u8),
    Cut(usize, usize),
    Double(usize, usize),
    Swap(usize, usize),
    Insert(usize, Vec<u8>),
}

pub fn injury() -> impl Strategy<Value = Injury> {
    let at = any::<usize>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Injury::Flip(at, byte)),
        1 => (at(), 1..400_usize).prop_map(|(at, length)| Injury::Cut(at, length)),
        1 => (at(), 1..400_usize).prop_map(|(at, length)| Injury::Double(at, length)),
        1 => (at(), at()).prop_map(|(one, other)| Injury::Swap(one, other)),
        1 => (at(), vec(any::<u8>(), 1..16)).prop_map(|(at, bytes)| Injury::Insert(at, bytes)),
    ]
}

pub fn injured(bytes: &[u8], injuries: &[Injury]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for injury in injuries {
        if bytes.is_empty() {
            break;
        }
        let place = |at: &usize| at % bytes.len();
        match injury {
            Injury::Flip(at, byte) => {
                let at = place(at);
                bytes[at] ^= byte;
            }
            Injury::Cut(at, length) => {
                let at = place(at);
                let end = bytes.len().min(at + length);
                bytes.drain(at..end);
            }
            Injury::Double(at, length) => {
                let at = place(at);
                let part = bytes[at..bytes.len().min(at + length)].to_vec();
                bytes.splice(at..at, part);
            }
            Injury::Swap(one, other) => {
                let (one, other) = (place(one), place(other));
                bytes.swap(one, other);
            }
            Injury::Insert(at, more) => {
                let at = place(at);
                bytes.splice(at..at, more.iter().copied());
            }
        }
    }
    bytes
}

/// Reads many inputs and says which took longest. A panic that a wall caught counts as a fault of ours unless the
/// parser behind the wall is somebody else's.
fn try_all(name: &str, inputs: impl Strategy<Value = Vec<u8>>, foreign: bool) {
    let config = Config {
        cases: Config::default()
            .cases
            .min(if std::env::var_os("PROPTEST_CASES").is_some() {
                u32::MAX
            } else {
                64
            }),
        failure_persistence: None,
        ..Config::default()
    };
    let mut slowest: Vec<(Duration, usize)> = Vec::new();
    let mut faults = 0;
    let outcome = TestRunner::new(config).run(&inputs, |bytes| {
        let begun = Instant::now();
        let read = read(&bytes);
        let took = begun.elapsed();
        prop_assert!(took < PATIENCE, "{took:?} for {} bytes", bytes.len());
        if read == Err(Problem::ReaderFault) {
            prop_assert!(foreign, "our own reader panicked");
        }
        Ok(())
    });
    outcome.unwrap();
    // Once more over fresh inputs, to tell which take longest.
    let mut runner = TestRunner::deterministic();
    for _ in 0..64 {
        let Ok(tree) = inputs.new_tree(&mut runner) else {
            continue;
        };
        let bytes = proptest::strategy::ValueTree::current(&tree);
        let begun = Instant::now();
        faults += usize::from(read(&bytes) == Err(Problem::ReaderFault));
        slowest.push((begun.elapsed(), bytes.len()));
    }
    slowest.sort_unstable_by(|a, b| b.cmp(a));
    println!(
        "{name}: slowest {:?}, walls used {faults}",
        &slowest[..3.min(slowest.len())]
    );
}

fn mutants(valid: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    vec(injury(), 1..12).prop_map(move |injuries| injured(&valid, &injuries))
}

#[test]
fn random_bytes_behind_every_mark() {
    let marks: Vec<&[u8]> = vec![
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7\n",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"<html>",
        b"<?xml version=\"1.0\"?>",
        b"{\\rtf1",
        b"\xFF\xFE",
        b"\t",
    ];
    let inputs =
        (proptest::sample::select(marks), vec(any::<u8>(), 0..4096)).prop_map(|(mark, tail)| {
            let mut bytes = mark.to_vec();
            bytes.extend(tail);
            bytes
        });
    try_all("random", inputs, true);
}

#[test]
fn damaged_word_files() {
    try_all("docx", mutants(report_docx()), true);
}

/// The container stays whole, so that the damage reaches our own reader.
#[test]
fn damaged_markup_in_word_files() {
    let body = p("一、概况") + &tbl(&[&["v甲", "乙", "丙"], &["^", "»1", "2"]]);
    let whole = document_xml(&body).into_bytes();
    let inputs = vec(injury(), 1..12).prop_map(move |injuries| {
        let xml = injured(&whole, &injuries);
        docx_of(&xml)
    });
    try_all("docx markup", inputs, false);
}

fn docx_of(xml: &[u8]) -> Vec<u8> {
    crate::common::zipped(&[("word/document.xml", xml)])
}

#[test]
fn damaged_workbooks() {
    try_all("xlsx", mutants(report_xlsx()), true);
}

/// Each part of a workbook damaged in turn, in a container that stays whole.
#[test]
fn damaged_parts_of_workbooks() {
    let whole = report_xlsx();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(whole)).unwrap();
    let parts: Vec<(String, Vec<u8>)> = (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            std::io::copy(&mut part, &mut content).unwrap();
            (part.name().unwrap().to_string(), content)
        })
        .collect();
    let inputs = (any::<usize>(), vec(injury(), 1..8)).prop_map(move |(which, injuries)| {
        let which = which % parts.len();
        let damaged: Vec<(&str, Vec<u8>)> = parts
            .iter()
            .enumerate()
            .map(|(index, (name, content))| {
                let content = if index == which {
                    injured(content, &injuries)
                } else {
                    content.clone()
                };
                (name.as_str(), content)
            })
            .collect();
        let borrowed: Vec<(&str, &[u8])> = damaged
            .iter()
            .map(|(name, content)| (*name, content.as_slice()))
            .collect();
        crate::common::zipped(&borrowed)
    });
    try_all("xlsx parts", inputs, true);
}

#[test]
fn damaged_old_workbooks() {
    let Some(office) = office() else { return };
    let xls = office.convert_to(&report_xlsx(), "xlsx", "xls").unwrap();
    try_all("xls", mutants(xls), true);
}

#[test]
fn damaged_pdfs() {
    let rows = [["指标", "目标值", "得分"], ["人数", "100", "50"]];
    let made = pdf_of(&[table_page("附件3", &rows, "完"), table_page("", &rows, "")]);
    try_all("pdf", mutants(saved(made.clone())), true);
    // Uncompressed, so that the damage reaches the drawing.
    let mut plain = Vec::new();
    made.clone().save_to(&mut plain).unwrap();
    try_all("pdf drawing", mutants(plain), true);
}

#[test]
fn damaged_pdfs_of_an_office() {
    let Some(office) = office() else { return };
    let pdf = office
        .convert_to(
            &docx(&(p("附件3") + &tbl(&[&["甲", "乙"], &["1", "2"]]))),
            "docx",
            "pdf",
        )
        .unwrap();
    try_all("pdf of an office", mutants(pdf), true);
}

#[test]
fn damaged_pages_and_texts() {
    try_all("html", mutants(report_html()), false);
    try_all("text", mutants(report_text()), false);
    let signs = proptest::sample::select(vec![
        "\t",
        "\n",
        "\n\n",
        "甲",
        "1",
        "分值",
        "三级指标\n",
        "年度指标值\n",
        "实际完成值\n",
        "得分\n",
        "\"",
        "附件3",
    ]);
    let texts = vec(signs, 0..400).prop_map(|signs| signs.concat().into_bytes());
    try_all("text of signs", texts, false);
    let tags = proptest::sample::select(vec![
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "<td rowspan=3>",
        "<td colspan=9>",
        "</td>",
        "<p>",
        "甲",
        "<caption>",
        "</caption>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "&nbsp;",
        "&",
        "<",
        ">",
        "<br>",
        "<div style='display:none'>",
        "</div>",
    ]);
    let pages = vec(tags, 0..400).prop_map(|tags| format!("<html>{}", tags.concat()).into_bytes());
    try_all("html of tags", pages, false);
}
