//! Copies with comments: nothing else changes, other programs find the comments, and no markup makes the writer stumble.

use std::io::{Cursor, Read};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use yiju_intake::comments::{Author, Comment, annotated};
use yiju_intake::{Block, Document, Problem, read};
use zip::ZipArchive;

use crate::common::{
    document_xml, docx, docx_with, office, p, report_docx, report_text, tbl, zipped,
};
use crate::fuzzed::{injured, injury};

const AUTHOR: Author = Author {
    name: "依据 yiju",
    initials: "依据",
};

fn comment(at: Option<usize>, line: &str) -> Comment {
    Comment {
        at,
        lines: vec![line.to_owned(), "怎么改：≥95%，\"甲\" <乙> & 丙".to_owned()],
    }
}

/// The places of all paragraphs and of the cells that are seen, in the order of the document.
fn places(document: &Document) -> Vec<usize> {
    let of_block = |block: &Block| match block {
        Block::Paragraph(paragraph) => vec![paragraph.source],
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let seen = cells.filter(|cell| !cell.merged_above);
            seen.map(|cell| cell.source).collect()
        }
    };
    let all = document.blocks.iter().flat_map(of_block);
    all.flatten().collect()
}

/// What a reader sees, without the places in the file.
fn seen(document: &Document) -> Vec<Block> {
    let mut blocks = document.blocks.clone();
    for block in &mut blocks {
        match block {
            Block::Paragraph(paragraph) => paragraph.source = None,
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| cell.source = None);
            }
        }
    }
    blocks
}

/// Comments on every place of a file and on the file as a whole, checked against what was there before.
fn commented(bytes: &[u8]) -> Vec<u8> {
    let before = read(bytes).unwrap();
    let mut comments = vec![comment(None, "总的说明")];
    let places = places(&before);
    let on_places = places.iter().enumerate();
    comments.extend(on_places.map(|(number, at)| comment(Some(*at), &format!("第{number}处"))));
    let copy = annotated(bytes, &comments, AUTHOR).unwrap();
    assert_eq!(
        copy,
        annotated(bytes, &comments, AUTHOR).unwrap(),
        "the same bytes again"
    );
    let after = read(&copy).unwrap();
    assert_eq!(seen(&after), seen(&before));
    assert_eq!(after.notes, before.notes);
    let body = part(&copy, "word/document.xml");
    for mark in ["commentRangeStart", "commentRangeEnd", "commentReference"] {
        let count = body.matches(&format!(":{mark}")).count();
        assert!(count >= comments.len(), "{mark}: {count}");
    }
    copy
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

/// Names of the parts in their order, with what they hold while still packed.
fn packed(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index_raw(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().to_string(), content)
        })
        .collect()
}

#[test]
fn every_other_part_stays_as_it_is() {
    let picture: String = (0..2000_u32)
        .map(|n| char::from(32 + (n * 7919 % 90) as u8))
        .collect();
    let settings = "<w:settings xmlns:w=\"w\"/>";
    let before = docx_with(
        &(p("一、概况") + &tbl(&[&["v甲", "乙"], &["^", "2"]])),
        &[
            ("word/media/image1.png", &picture),
            ("word/settings.xml", settings),
        ],
    );
    let (before, after) = (packed(&before), packed(&commented(&before)));
    let written = ["[Content_Types].xml", "word/document.xml"];
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(old.0, new.0, "the order of the parts");
        assert_eq!(
            old.1 == new.1,
            !written.contains(&old.0.as_str()),
            "{}",
            old.0
        );
    }
    let added: Vec<&str> = after[before.len()..]
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(added, ["word/_rels/document.xml.rels", "word/comments.xml"]);
}

/// The text of the main part is the old one with marks put in.
#[test]
fn the_main_part_only_grows() {
    let body = "<w:p/><w:p w:rsidR=\"1\" /><w:p></w:p><w:p><w:pPr/></w:p><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>\
        <w:r><w:t>甲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let bytes = docx(body);
    let text = part(&commented(&bytes), "word/document.xml");
    // Marks out again, tag by tag.
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest
        .find("<w:comment")
        .or_else(|| rest.find("<w:r><w:commentR"))
    {
        let run = rest.find("<w:r><w:commentR").filter(|run| *run < at);
        let (start, end) = match run {
            Some(run) => (
                run,
                run + rest[run..].find("</w:r>").unwrap() + "</w:r>".len(),
            ),
            None => (at, at + rest[at..].find("/>").unwrap() + "/>".len()),
        };
        bare.push_str(&rest[..start]);
        rest = &rest[end..];
    }
    bare.push_str(rest);
    let opened = |text: &str| {
        text.replace("<w:p></w:p>", "<w:p/>")
            .replace("<w:p w:rsidR=\"1\" ></w:p>", "<w:p w:rsidR=\"1\" />")
    };
    assert_eq!(opened(&bare), opened(&document_xml(body)));
    assert!(
        text.contains("</w:pPr><w:commentRangeStart"),
        "properties stand first"
    );
    assert!(!text.contains("/><w:pPr"));
}

#[test]
fn comments_of_others_stay_and_no_number_comes_twice() {
    let theirs = "<w:p><w:commentRangeStart w:id=\"7\"/><w:r><w:t>他人批过</w:t></w:r><w:commentRangeEnd w:id=\"7\"/>\
        <w:r><w:commentReference w:id=\"7\"/></w:r></w:p><w:p><w:ins w:id=\"12\" w:author=\"张某\"><w:r><w:t>加的</w:t></w:r></w:ins></w:p>";
    let list = "<x:comments xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><x:comment x:id=\"7\" \
        x:author=\"审计员\"><x:p><x:r><x:t>原来的批注</x:t></x:r></x:p></x:comment></x:comments>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
        Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" \
        Target=\"/word/remarks.xml\"/></Relationships>";
    let bytes = docx_with(
        theirs,
        &[
            ("word/_rels/document.xml.rels", relations),
            ("word/remarks.xml", list),
        ],
    );
    let copy = commented(&bytes);
    assert_eq!(part(&copy, "word/_rels/document.xml.rels"), relations);
    let after = part(&copy, "word/remarks.xml");
    assert!(
        after.starts_with(list.trim_end_matches("</x:comments>")),
        "{after}"
    );
    let ids: Vec<&str> = after
        .split("x:id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(ids, ["7", "13", "14", "15"]);
    assert!(part(&copy, "[Content_Types].xml").contains("PartName=\"/word/remarks.xml\""));
    // Once more over the copy: its own comments are now somebody else's.
    commented(&copy);
}

#[test]
fn other_ways_to_write_the_same_markup() {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let plain = "<document xmlns=\"SPACE\"><body><p><r><t>甲</t></r></p><p/></body></document>"
        .replace("SPACE", space);
    let copy = commented(&zipped(&[("word/document.xml", plain.as_bytes())]));
    let body = part(&copy, "word/document.xml");
    assert!(
        body.contains(&format!(
            "<w:commentRangeStart xmlns:w=\"{space}\" w:id=\"0\"/>"
        )),
        "{body}"
    );
    assert!(part(&copy, "[Content_Types].xml").contains("/word/comments.xml"));
    let strict = "<ns0:document xmlns:ns0=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><ns0:body><ns0:p><ns0:r>\
        <ns0:t>甲</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>";
    let copy = commented(&zipped(&[("word/document.xml", strict.as_bytes())]));
    assert!(
        part(&copy, "word/document.xml").contains("<ns0:p><ns0:commentRangeStart ns0:id=\"0\"/>")
    );
    assert!(
        part(&copy, "word/_rels/document.xml.rels")
            .contains("purl.oclc.org/ooxml/officeDocument/relationships/comments")
    );
    let marked = format!("\u{feff}{}", document_xml(&p("甲")));
    commented(&zipped(&[("word/document.xml", marked.as_bytes())]));
}

#[test]
fn what_is_no_word_file_of_today_is_refused() {
    assert_eq!(
        annotated(&report_text(), &[], AUTHOR),
        Err(Problem::NotADocument)
    );
    let empty = docx("");
    assert_eq!(
        annotated(&empty, &[comment(None, "x")], AUTHOR),
        Err(Problem::Empty)
    );
    let torn = docx_with(
        &p("甲"),
        &[("word/_rels/document.xml.rels", "<Relationships><a>")],
    );
    assert!(matches!(
        annotated(&torn, &[], AUTHOR),
        Err(Problem::BrokenXml { .. })
    ));
    // A list of relations that calls the text itself its comments does not get the text overwritten.
    let circle = "<Relationships><Relationship Id=\"a\" Type=\"x/relationships/comments\" Target=\"document.xml\"/></Relationships>";
    commented(&docx_with(
        &p("甲"),
        &[("word/_rels/document.xml.rels", circle)],
    ));
}

/// Through LibreOffice and back: the comments are where they were put.
#[test]
fn an_office_program_finds_the_comments() {
    let Some(office) = office() else { return };
    let tracked = "<w:p><w:r><w:t>参保</w:t></w:r><w:ins w:id=\"1\" w:author=\"张某\"><w:r><w:t>120</w:t></w:r></w:ins>\
        <w:del w:id=\"2\" w:author=\"张某\"><w:r><w:delText>100</w:delText></w:r></w:del><w:r><w:t>人</w:t></w:r></w:p>";
    let header = "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r><w:t>某县服务中心</w:t></w:r></w:p></w:hdr>";
    let table = tbl(&[&["v指标", "»目标"], &["^", "甲", "乙"]]);
    let bytes = docx_with(
        &(tracked.to_owned() + &table + &p("")),
        &[("word/header1.xml", header)],
    );
    let copy = commented(&bytes);
    let back = office.convert_to(&copy, "docx", "odt").unwrap();
    let back = office.convert_to(&back, "odt", "docx").unwrap();
    let list = part(&back, "word/comments.xml");
    let count = places(&read(&bytes).unwrap()).len() + 1;
    assert_eq!(list.matches("<w:comment ").count(), count, "{list}");
    assert!(list.contains("依据 yiju") && list.contains("总的说明"));
    let body = part(&back, "word/document.xml");
    let cell = body
        .split("<w:tc>")
        .find(|cell| cell.contains(">乙<"))
        .unwrap();
    assert!(cell.contains("commentReference"), "{cell}");
    assert!(
        office
            .convert_to(&copy, "docx", "pdf")
            .unwrap()
            .starts_with(b"%PDF")
    );
}

/// Whatever markup comes in: a message or a copy that reads like the original.
#[test]
fn no_markup_makes_the_writer_stumble() {
    let body = "<w:p/>".to_owned()
        + &p("一、概况")
        + &tbl(&[&["v甲", "乙", "丙"], &["^", "»1", "2"]])
        + "<w:p><w:pPr><w:jc/></w:pPr><w:r><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:r></w:p>";
    let whole = document_xml(&body).into_bytes();
    let list = format!(
        "<w:comments xmlns:w=\"w\"><w:comment w:id=\"3\">{}</w:comment></w:comments>",
        p("旧")
    );
    let relations = "<Relationships><Relationship Id=\"a\" Type=\"x/relationships/comments\" Target=\"comments.xml\"/></Relationships>";
    let inputs = (
        vec(injury(), 0..10),
        vec(injury(), 0..2),
        vec(any::<usize>(), 0..4),
    );
    let config = Config {
        cases: Config::default().cases.clamp(64, 100_000),
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&inputs, |(body_injuries, list_injuries, more)| {
        let body = injured(&whole, &body_injuries);
        let list = injured(list.as_bytes(), &list_injuries);
        let bytes = zipped(&[
            ("word/document.xml", &body),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
            ("word/comments.xml", &list),
        ]);
        let before = read(&bytes);
        let mut at = before.as_ref().map(places).unwrap_or_default();
        at.extend(more.iter().map(|place| place % (body.len() + 9)));
        let comments: Vec<Comment> = at.iter().map(|at| comment(Some(*at), "批")).collect();
        let copy = annotated(&bytes, &comments, AUTHOR);
        prop_assert_ne!(&copy, &Err(Problem::ReaderFault));
        if let (Ok(before), Ok(copy)) = (before, copy) {
            let after = read(&copy);
            prop_assert!(after.is_ok(), "{after:?}");
            prop_assert_eq!(seen(&after.unwrap()), seen(&before));
        }
        Ok(())
    });
    outcome.unwrap();
    commented(&report_docx());
}
