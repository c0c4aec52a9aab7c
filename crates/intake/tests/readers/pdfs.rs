//! PDFs: what stands where is what counts, not the order in which it was written.

use lopdf::{Dictionary, Object, Stream, dictionary};
use yiju_intake::{Block, Format, Note, Part, Problem, read};

use crate::common::{
    Placed, cells, content, office, paragraphs, pdf_of, pdf_with, report_docx, saved, table_page,
    tables,
};

#[test]
fn the_place_gives_the_order() {
    // The tail of the second line first, the first line last.
    let page = content(
        &[
            Placed(100.0, 700.0, "占预算数的96.5%"),
            Placed(60.0, 700.0, "项目支出"),
            Placed(60.0, 730.0, "一、基本情况"),
        ],
        &[],
    );
    let document = read(&saved(pdf_of(&[page]))).unwrap();
    assert_eq!(document.format, Format::Pdf);
    assert_eq!(
        paragraphs(&document),
        ["一、基本情况", "项目支出占预算数的96.5%"]
    );
}

#[test]
fn a_table_over_two_pages_is_one_without_its_second_head() {
    let head = ["指标", "目标值", "得分"];
    let first = table_page(
        "附件3",
        &[head, ["参保人数", "100人", "50"], ["准确率", "95%", "30"]],
        "",
    );
    let second = table_page("", &[head, ["满意度", "90%", "20"]], "说明");
    let document = read(&saved(pdf_of(&[first, second]))).unwrap();
    assert_eq!(paragraphs(&document), ["附件3", "说明"]);
    let tables = tables(&document);
    assert_eq!(tables.len(), 1);
    assert_eq!(
        cells(tables[0]),
        [
            head,
            ["参保人数", "100人", "50"],
            ["准确率", "95%", "30"],
            ["满意度", "90%", "20"]
        ]
    );
    let pages: Vec<Option<usize>> = tables[0].rows.iter().map(|row| row.cells[0].page).collect();
    assert_eq!(pages, [Some(1), Some(1), Some(1), Some(2)]);
}

#[test]
fn what_stands_on_every_page_comes_last_and_once() {
    let page = |number: usize| {
        let text = ["甲正文在此", "乙正文在此", "丙正文在此", "丁正文在此"][number];
        content(
            &[
                Placed(60.0, 800.0, "某县工伤保险服务中心"),
                Placed(60.0, 500.0, text),
                Placed(290.0, 40.0, &format!("- {} -", number + 1)),
            ],
            &[],
        )
    };
    let document = read(&saved(pdf_of(&[page(0), page(1), page(2), page(3)]))).unwrap();
    let texts = paragraphs(&document);
    assert_eq!(texts.len(), 5, "{texts:?}");
    let Some(Block::Paragraph(last)) = document.blocks.last() else {
        panic!("a header")
    };
    assert_eq!(
        (last.part, last.text.as_str()),
        (Part::Header, "某县工伤保险服务中心")
    );
}

fn with_picture(pages: &[String]) -> Vec<u8> {
    let dress = |pdf: &mut lopdf::Document, mut resources: Dictionary| {
        let image = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        };
        let image = pdf.add_object(Stream::new(image, vec![0]));
        resources.set("XObject", dictionary! { "Im" => image });
        resources
    };
    saved(pdf_with(pages, dress))
}

const PICTURE: &str = "q 595 0 0 842 0 0 cm /Im Do Q\n";

#[test]
fn a_scan_is_recognised() {
    let scan = PICTURE.to_owned();
    assert_eq!(
        read(&with_picture(&[scan.clone(), scan.clone()])),
        Err(Problem::ScannedPdf { pages: 2 })
    );
    // One page of text among scans is read, and the others are said.
    let text = content(&[Placed(60.0, 700.0, "自评报告")], &[]);
    let document = read(&with_picture(&[text, scan])).unwrap();
    assert_eq!(document.notes, [Note::ScannedPages { pages: vec![2] }]);
}

#[test]
fn text_guessed_under_a_scan_is_said() {
    let guessed = content(&[Placed(60.0, 700.0, "自评报告")], &[]);
    let page = format!("{PICTURE}{}", guessed.replace("BT", "BT 3 Tr"));
    let document = read(&with_picture(&[page])).unwrap();
    assert_eq!(document.notes, [Note::GuessedText { pages: vec![1] }]);
}

#[test]
fn a_font_that_names_no_characters_is_refused() {
    let mut pdf = pdf_of(&[content(&[Placed(60.0, 700.0, "自评报告")], &[])]);
    for object in pdf.objects.values_mut() {
        if let Ok(font) = object.as_dict_mut()
            && font.has(b"Encoding")
        {
            font.set("Encoding", "Identity-H");
        }
    }
    assert_eq!(read(&saved(pdf)), Err(Problem::NoCharacters));
}

#[test]
fn a_locked_file_opens_without_a_password_and_a_secret_one_does_not() {
    let secret = |password: &str| {
        let mut pdf = pdf_of(&[content(&[Placed(60.0, 700.0, "自评报告")], &[])]);
        let id = Object::string_literal("0123456789abcdef");
        pdf.trailer.set("ID", vec![id.clone(), id]);
        let version = lopdf::EncryptionVersion::V2 {
            document: &pdf,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        pdf.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(paragraphs(&read(&secret("")).unwrap()), ["自评报告"]);
    assert_eq!(read(&secret("geheim")), Err(Problem::Encrypted));
}

#[test]
fn the_same_report_as_word_and_as_pdf_gives_the_same_table() {
    let Some(office) = office() else { return };
    let word = report_docx();
    let pdf = office.convert_to(&word, "docx", "pdf").unwrap();
    let (word, pdf) = (read(&word).unwrap(), read(&pdf).unwrap());
    assert_eq!(paragraphs(&pdf), paragraphs(&word));
    assert_eq!(tables(&pdf).len(), 1);
    for (printed, written) in tables(&pdf)[0].rows.iter().zip(&tables(&word)[0].rows) {
        assert_eq!(printed.cells.len(), written.cells.len());
        for (printed, written) in printed.cells.iter().zip(&written.cells) {
            assert_eq!(printed.text, written.text);
            assert_eq!(
                (printed.column, printed.column_span, printed.merged_above),
                (written.column, written.column_span, written.merged_above)
            );
        }
    }
}
