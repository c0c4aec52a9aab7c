//! Files made to harm: a message, and a bounded cost.

use std::io::Cursor;
use std::time::{Duration, Instant};

use lopdf::{Dictionary, Object, Stream, dictionary};
use yiju_intake::{Problem, read};
use yiju_terms::Lang;

use crate::common::{Placed, content, docx, p, pdf_of, pdf_with, saved, zipped};

/// Debug builds are slow; a hostile file still must not take longer.
const PATIENCE: Duration = Duration::from_secs(20);

fn refused(bytes: &[u8]) -> Problem {
    let begun = Instant::now();
    let Err(problem) = read(bytes) else {
        panic!("{} bytes were read", bytes.len())
    };
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    for lang in [Lang::Zh, Lang::En] {
        let message = problem.message(lang);
        assert!(
            message.chars().count() > 10 && !message.contains(['⟦', '{']),
            "{message}"
        );
    }
    problem
}

#[test]
fn a_zip_bomb_is_refused() {
    let spaces = " ".repeat(201 * 1024 * 1024);
    let bytes = zipped(&[("word/document.xml", spaces.as_bytes())]);
    assert!(bytes.len() < 2 * 1024 * 1024);
    assert_eq!(refused(&bytes), Problem::TooMuchInside);
}

#[test]
fn deep_markup_is_refused() {
    let deep = "<w:p>".repeat(100_000);
    assert_eq!(refused(&docx(&deep)), Problem::TooDeep);
    let tables = "<w:tbl><w:tr><w:tc>".repeat(1_000);
    assert_eq!(refused(&docx(&tables)), Problem::TooDeep);
    let page = format!("<html>{}", "<table><tr><td>甲".repeat(100_000));
    assert_eq!(refused(page.as_bytes()), Problem::TooDeep);
}

#[test]
fn a_huge_table_is_refused() {
    let row = format!(
        "<w:tr>{}</w:tr>",
        format!("<w:tc>{}</w:tc>", p("1")).repeat(600)
    );
    assert_eq!(
        refused(&docx(&format!("<w:tbl>{row}</w:tbl>"))),
        Problem::TooMuchInside
    );
    // Few tags, but each band of them covers two hundred thousand places.
    let band =
        "<tr><td rowspan=512>1".to_owned() + &"<td rowspan=512>".repeat(400) + &"<tr>".repeat(511);
    let page = format!("<html><table>{}", band.repeat(3));
    assert_eq!(refused(page.as_bytes()), Problem::TooMuchInside);
}

#[test]
fn an_encrypted_office_file_is_said() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptionInfo").unwrap();
    file.create_stream("/EncryptedPackage").unwrap();
    file.flush().unwrap();
    assert_eq!(refused(&file.into_inner().into_inner()), Problem::Encrypted);
}

#[test]
fn each_unreadable_kind_has_its_message() {
    let ofd = zipped(&[("OFD.xml", b"<ofd/>")]);
    let slides = zipped(&[("ppt/presentation.xml", b"<p/>")]);
    let binary = zipped(&[("xl/workbook.bin", b"\0")]);
    let cases: [(&[u8], Problem); 8] = [
        (&ofd, Problem::Ofd),
        (&slides, Problem::Slides),
        (&binary, Problem::BinarySheet),
        (b"\x89PNG\r\n\x1a\n", Problem::Picture),
        (b"Rar!\x1A\x07\x00", Problem::Archive),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Problem::OldOffice),
        (b"MIME-Version: 1.0", Problem::SavedPage),
        (b"{\\rtf1}", Problem::OldWord),
    ];
    for (bytes, problem) in cases {
        assert_eq!(refused(bytes), problem);
    }
    assert!(matches!(
        refused(b"%PDF-1.7 ..."),
        Problem::BrokenPdf { .. }
    ));
}

/// A page tree whose branch is its own child, a form that draws itself, and forms that each draw ten others.
#[test]
fn loops_in_a_pdf_end() {
    let page = content(&[Placed(60.0, 700.0, "甲")], &[]);
    let mut pdf = pdf_of(std::slice::from_ref(&page));
    for object in pdf.objects.clone().into_iter().filter(|(_, object)| {
        object
            .as_dict()
            .is_ok_and(|dictionary| dictionary.has_type(b"Pages"))
    }) {
        let tree = pdf.get_dictionary_mut(object.0).unwrap();
        tree.set("Parent", Object::Reference(object.0));
        if let Ok(Object::Array(kids)) = tree.get_mut(b"Kids") {
            kids.push(Object::Reference(object.0));
        }
    }
    let begun = Instant::now();
    let _ = read(&saved(pdf));
    assert!(begun.elapsed() < PATIENCE);

    let forms = |pdf: &mut lopdf::Document, mut resources: Dictionary| {
        let ids: Vec<_> = (0..12).map(|_| pdf.new_object_id()).collect();
        let names: Dictionary = ids
            .iter()
            .enumerate()
            .map(|(number, id)| (format!("X{number}").into_bytes(), Object::Reference(*id)))
            .fold(Dictionary::new(), |mut all, (name, id)| {
                all.set(name, id);
                all
            });
        for (number, id) in ids.iter().enumerate() {
            let next = (number + 1) % 12;
            let form = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Resources" => dictionary! { "XObject" => names.clone() },
            };
            let draws = format!("/X{next} Do ").repeat(10);
            pdf.objects
                .insert(*id, Object::Stream(Stream::new(form, draws.into_bytes())));
        }
        resources.set("XObject", names);
        resources
    };
    let bytes = saved(pdf_with(&[format!("{page} /X0 Do")], forms));
    assert_eq!(refused(&bytes), Problem::TooMuchInside);
}

#[test]
fn a_bomb_in_a_pdf_is_refused() {
    let page = format!(
        "{}{}",
        content(&[Placed(60.0, 700.0, "甲")], &[]),
        " ".repeat(65 * 1024 * 1024)
    );
    assert_eq!(refused(&saved(pdf_of(&[page]))), Problem::TooMuchInside);
}

#[test]
fn a_page_of_a_hundred_thousand_lines_is_read_in_time() {
    let lines: Vec<[f64; 4]> = (0..50_000)
        .map(|n| {
            let at = f64::from(n) * 0.011;
            if n % 2 == 0 {
                [0.0, at, 500.0, at]
            } else {
                [at, 0.0, at, 500.0]
            }
        })
        .collect();
    let bytes = saved(pdf_of(&[content(&[Placed(60.0, 700.0, "甲")], &lines)]));
    let begun = Instant::now();
    let document = read(&bytes).unwrap();
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    assert!(!document.is_blank());
}
