//! The annotated copy of a Word file: every finding is a comment at its cell, and checking the copy finds the same.

use std::io::{Cursor, Read};

use yiju_evaluation::outputs::{NotAnnotated, docx as annotate};
use yiju_evaluation::{Outcome, check_kept};
use yiju_intake::Format;
use yiju_terms::Lang;

use crate::common::{CLEAN, FAULTS, docx, zipped};
use crate::corpus::office::converter;

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
    Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default \
    Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";

/// A Word file that other programs open as well.
fn word(text: &str) -> Vec<u8> {
    let bare = docx(&yiju_intake::read(text.as_bytes()).expect("text"));
    let body = part(&bare, "word/document.xml");
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &body),
    ])
}

fn annotated(bytes: &[u8], lang: Lang) -> (Outcome, Vec<u8>) {
    let (document, outcome) = check_kept("report.docx", bytes, None, None, lang).expect("a report");
    let copy = annotate(bytes, &document, &outcome, lang).expect("a copy");
    (outcome, copy)
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("a part");
    part.read_to_string(&mut text).expect("text");
    text
}

/// The texts of the comments, by their numbers.
fn comments(bytes: &[u8]) -> Vec<(String, String)> {
    let list = part(bytes, "word/comments.xml");
    let text = |comment: &str| -> String {
        let lines = comment.split("<w:t xml:space=\"preserve\">").skip(1);
        let lines = lines.map(|rest| rest.split("</w:t>").next().expect("closed"));
        lines.collect::<Vec<&str>>().join("\n")
    };
    let of = |comment: &str| {
        let id = comment
            .split("w:id=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        (id.expect("a number").to_owned(), text(comment))
    };
    list.split("<w:comment ").skip(1).map(of).collect()
}

#[test]
fn every_finding_is_a_comment_on_its_own_cell() {
    for lang in [Lang::Zh, Lang::En] {
        let (outcome, copy) = annotated(&word(FAULTS), lang);
        let comments = comments(&copy);
        let body = part(&copy, "word/document.xml");
        assert!(outcome.findings.len() > 20);
        for (index, finding) in outcome.findings.iter().enumerate() {
            let number = format!("{} ", index + 1);
            let is_it = |text: &String| {
                let head = text.lines().next().unwrap_or_default();
                head.trim_start_matches(['▲', '◆', '●'])
                    .starts_with(&number)
                    && head.contains(finding.rule)
            };
            let mut own = comments.iter().filter(|(_, text)| is_it(text));
            let Some((id, text)) = own.next() else {
                // What stands nowhere is told in the first.
                assert!(
                    finding.place.table.is_empty(),
                    "{}: {:?}",
                    finding.rule,
                    finding.place
                );
                assert!(comments[0].1.contains(finding.rule));
                continue;
            };
            for said in [&finding.remedy, &finding.basis, &finding.found] {
                let said = said
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
                    .replace('"', "&quot;");
                let is_said = comments
                    .iter()
                    .any(|(_, text)| is_it(text) && text.contains(&said));
                assert!(is_said, "{}: {said} not in {text}", finding.rule);
            }
            if let (Some(_), true) = (
                finding.place.column,
                finding.place.text.chars().count() < 20,
            ) {
                let paragraph = paragraph_of(&body, id);
                let text = finding.place.text.replace('>', "&gt;");
                // A number of a person is masked in the words and whole in the file.
                let first = text.split([' ', '*']).next().unwrap_or_default();
                assert!(
                    paragraph.contains(first),
                    "{}: {first} not in {paragraph}",
                    finding.rule
                );
            }
        }
        assert!(
            !comments.iter().any(|(_, text)| text.contains('⟦')),
            "a word is missing"
        );
    }
}

/// The markup between the two marks of a comment.
fn paragraph_of<'a>(body: &'a str, id: &str) -> &'a str {
    let start = body
        .split(&format!("<w:commentRangeStart w:id=\"{id}\"/>"))
        .nth(1)
        .expect("a beginning");
    start
        .split(&format!("<w:commentRangeEnd w:id=\"{id}\"/>"))
        .next()
        .expect("an end")
}

#[test]
fn checking_the_copy_finds_the_same() {
    for text in [FAULTS, CLEAN] {
        let before = word(text);
        let (outcome, copy) = annotated(&before, Lang::Zh);
        let (again, twice) = annotated(&copy, Lang::Zh);
        assert_eq!(again, outcome);
        assert!(comments(&twice).len() == 2 * comments(&copy).len());
        assert_eq!(annotated(&before, Lang::Zh).1, copy, "the same bytes again");
    }
}

#[test]
fn a_report_without_faults_carries_the_verdict() {
    let (outcome, copy) = annotated(&word(CLEAN), Lang::Zh);
    let comments = comments(&copy);
    assert_eq!(comments.len(), 1 + outcome.findings.len());
    assert!(
        comments[0]
            .1
            .contains(&format!("核对无误{}项", outcome.held.len())),
        "{}",
        comments[0].1
    );
}

#[test]
fn a_file_that_is_not_docx_is_told_what_to_do() {
    let (document, outcome) =
        check_kept("a.docx", CLEAN.as_bytes(), None, None, Lang::Zh).expect("a report");
    let why = annotate(CLEAN.as_bytes(), &document, &outcome, Lang::Zh).expect_err("no Word file");
    assert_eq!(why, NotAnnotated::NotWord(Format::Text));
    let message = why.message(Lang::Zh);
    assert!(
        message.contains("txt") && message.contains("另存为 docx"),
        "{message}"
    );
}

/// LibreOffice reads the copy, writes it again as its own and as docx, and keeps every comment; the findings stay.
#[test]
fn an_office_program_opens_the_copy() {
    let Some(office) = converter() else {
        println!("skipped: LibreOffice is not here");
        return;
    };
    let (outcome, copy) = annotated(&word(FAULTS), Lang::Zh);
    let turned = |bytes: &[u8], from, to| office.convert_to(bytes, from, to).expect("converted");
    assert!(turned(&copy, "docx", "pdf").starts_with(b"%PDF"));
    let back = turned(&copy, "docx", "docx");
    let kept = part(&back, "word/comments.xml");
    assert_eq!(kept.matches("<w:comment ").count(), comments(&copy).len());
    // LibreOffice writes the tables in its own way, with comments or without.
    let plain = turned(&word(FAULTS), "docx", "docx");
    let counts = |bytes: &[u8]| {
        let checked = check_kept("report.docx", bytes, None, None, Lang::Zh);
        checked.expect("a report").1.counts
    };
    assert_eq!(counts(&back), counts(&plain));
    assert_eq!(counts(&copy), outcome.counts);
}
