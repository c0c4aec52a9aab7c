//! docx and PDF of one model: same bytes, readable by other programs, with the layout that was asked for.

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use yiju_documents::pdf::PdfError;
use yiju_documents::{Fonts, docx, fonts, pdf, xlsx};
use yiju_terms::Lang;

fn part(file: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("a readable zip");
    let mut text = String::new();
    archive
        .by_name(path)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .read_to_string(&mut text)
        .expect("XML is text");
    text
}

/// Keeps a file for a person to look at, when a folder is named.
fn keep(name: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("YIJU_LOOK") {
        std::fs::write(format!("{folder}/{name}"), bytes).expect("the named folder exists");
    }
}

/// The output of a program, or None with a printed line when the machine does not have it.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{program}: {output:?}");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            println!("skipped: {program} is not installed");
            None
        }
    }
}

/// Text without the white space that line breaking brings.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn docx_has_merged_cells_and_repeated_headers() {
    let file = docx::render(&crate::common::document(), &Fonts::default());
    keep(
        "report.docx",
        &docx::render(&crate::common::document(), &fonts::find_system(&[])),
    );
    let body = part(&file, "word/document.xml");
    assert_eq!(body.matches(r#"<w:vMerge w:val="restart" />"#).count(), 4);
    assert!(body.contains(r#"<w:gridSpan w:val="6" />"#));
    assert_eq!(body.matches("<w:tblHeader />").count(), 1);
    assert!(!body.contains("w:gridAfter"));
    assert!(body.contains("&lt;A&amp;B&gt;"));
    assert!(body.contains("17,320"));
    assert!(part(&file, "word/header1.xml").contains("合成数据，仅供演示"));
    assert!(part(&file, "docProps/core.xml").contains("2024-04-08T00:00:00Z"));
    assert!(part(&file, "word/settings.xml").contains("evenAndOddHeaders"));
}

#[test]
fn a_chart_is_a_picture_with_fonts_and_words_without() {
    let words = crate::common::chart().alt;
    let bare = docx::render(&crate::common::document(), &Fonts::default());
    assert!(part(&bare, "word/document.xml").contains(&words));
    let fonts = fonts::find_system(&[]);
    if fonts.is_empty() {
        println!("skipped: no Chinese font on this machine");
        return;
    }
    let drawn = docx::render(&crate::common::document(), &fonts);
    assert_eq!(drawn, docx::render(&crate::common::document(), &fonts));
    assert!(!part(&drawn, "word/document.xml").contains(&words));
    let archive = zip::ZipArchive::new(Cursor::new(&drawn)).expect("a readable zip");
    let pictures: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .filter(|name| name.starts_with("word/media/") && name.ends_with(".png"))
        .collect();
    assert_eq!(pictures.len(), 1, "{pictures:?}");
}

#[test]
fn docx_is_the_same_twice_and_on_another_thread() {
    let first = docx::render(&crate::common::document(), &Fonts::default());
    let again = docx::render(&crate::common::document(), &Fonts::default());
    let other = std::thread::spawn(|| docx::render(&crate::common::document(), &Fonts::default()));
    assert_eq!(first, again);
    assert_eq!(first, other.join().expect("the thread ends well"));
}

#[test]
fn a_forbidden_character_does_not_break_the_file() {
    let mut document = crate::common::document();
    document.title = "标题\u{0}\u{b}\u{ffff}尾".to_owned();
    let body = part(
        &docx::render(&document, &Fonts::default()),
        "word/document.xml",
    );
    assert!(body.contains("标题尾"));
}

#[test]
fn an_office_program_opens_the_docx() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.docx");
    std::fs::write(
        &path,
        docx::render(&crate::common::document(), &Fonts::default()),
    )
    .expect("written");
    let Some(pdf) = converted(&path, folder.path()) else {
        return;
    };
    let Some(text) = run("pdftotext", &["-layout", &pdf, "-"]) else {
        return;
    };
    let text = squeezed(&text);
    for wanted in [
        "（二）目标完成情况",
        "17,320人",
        "附件3",
        "≥95%",
        "合成数据，仅供演示",
        "—2—",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
}

fn converted(path: &Path, folder: &Path) -> Option<String> {
    let home = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let folder_name = folder.display().to_string();
    let file = path.display().to_string();
    run(
        "soffice",
        &[
            &home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            &folder_name,
            &file,
        ],
    )?;
    Some(path.with_extension("pdf").display().to_string())
}

#[test]
fn pdf_without_fonts_says_how_to_get_one() {
    let error = pdf::render(&crate::common::document(), &Fonts::default()).expect_err("no fonts");
    assert_eq!(error, PdfError::NoFont);
    assert!(error.message(Lang::Zh).contains("fonts-noto-cjk"));
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_holds_the_text_and_is_the_same_twice() {
    let fonts = fonts::find_system(&[]);
    if fonts.is_empty() {
        println!("skipped: no Chinese font on this machine");
        return;
    }
    let first = pdf::render(&crate::common::document(), &fonts).expect("a PDF");
    assert_eq!(
        first,
        pdf::render(&crate::common::document(), &fonts).expect("a PDF")
    );
    keep("report.pdf", &first);
    assert!(
        String::from_utf8_lossy(&first).contains("pdfaid:part"),
        "PDF/A"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, &first).expect("written");
    let Some(text) = run("pdftotext", &["-layout", &path.display().to_string(), "-"]) else {
        return;
    };
    let text = squeezed(&text);
    for wanted in [
        "（二）目标完成情况",
        "17,320人",
        "<A&B>",
        "{=SUM(1)}#[x]$y$*z*_w_@k",
        "服务对象",
        "——22.98",
        "合成数据，仅供演示",
        "—2—",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
}

#[test]
fn xlsx_holds_numbers_merged_cells_and_no_clock() {
    let file = xlsx::render(&crate::common::document());
    keep("report.xlsx", &file);
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>80.75</v>"), "a number, not a text");
    assert!(sheet.contains("mergeCell ref="));
    assert!(sheet.contains(r#"paperSize="9""#));
    assert!(part(&file, "xl/styles.xml").contains(r##"formatCode="0.0%""##));
    let workbook = part(&file, "xl/workbook.xml");
    assert!(workbook.contains("基础数据表") && workbook.contains("自评表"));
    assert!(part(&file, "docProps/core.xml").contains("2024-04-08T00:00:00Z"));
    assert_eq!(file, xlsx::render(&crate::common::document()));
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).expect("a readable zip");
    for index in 0..archive.len() {
        let entry = archive.by_index(index).expect("an entry");
        let year = entry.last_modified().map(|time| time.year());
        assert_eq!(year, Some(1980), "{:?} carries a clock", entry.name());
    }
}
