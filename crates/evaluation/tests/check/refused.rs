//! Files that are no report: a clear message, never a panic.

use crate::common::{CLEAN, docx, zipped};
use yiju_evaluation::{Unreadable, check_bytes};
use yiju_intake::Problem;
use yiju_terms::Lang;

fn refused(bytes: &[u8]) -> Unreadable {
    let why = check_bytes("x", bytes, None, Lang::Zh).expect_err("refused");
    for lang in [Lang::Zh, Lang::En] {
        let message = why.message(lang);
        assert!(
            message.chars().count() > 15 && !message.contains(['⟦', '{']),
            "{message}"
        );
    }
    why
}

#[test]
fn each_kind_of_bad_file_has_its_message() {
    assert_eq!(refused(b""), Unreadable::File(Problem::Empty));
    assert_eq!(
        refused("　\n\t\n".as_bytes()),
        Unreadable::File(Problem::Empty)
    );
    assert_eq!(
        refused("今天天气很好。\n\t甲\n\t乙\n".as_bytes()),
        Unreadable::NoReport
    );
    let word = docx(&yiju_intake::read(CLEAN.as_bytes()).unwrap());
    assert!(matches!(
        refused(&word[..word.len() / 2]),
        Unreadable::File(Problem::BrokenZip { .. })
    ));
    let torn = zipped(&[("word/document.xml", "<w:document><w:body><w:p>")]);
    assert!(matches!(
        refused(&torn),
        Unreadable::File(Problem::BrokenXml { .. })
    ));
    let deep = format!("<w:document>{}", "<w:p>".repeat(100_000));
    assert_eq!(
        refused(&zipped(&[("word/document.xml", &deep)])),
        Unreadable::File(Problem::TooDeep)
    );
    assert_eq!(
        refused(&zipped(&[("readme", "x")])),
        Unreadable::File(Problem::NotADocument)
    );
    assert!(matches!(
        refused(b"%PDF-1.7 ..."),
        Unreadable::File(Problem::BrokenPdf { .. })
    ));
    assert!(matches!(
        refused(&vec![b'a'; 51 * 1024 * 1024]),
        Unreadable::File(Problem::TooLarge { megabytes: 51 })
    ));
}

#[test]
fn an_unknown_profile_names_the_known_ones() {
    let why = check_bytes("x", CLEAN.as_bytes(), Some("atlantis"), Lang::Zh).expect_err("refused");
    assert!(why.message(Lang::Zh).contains("hunan-county"));
}

/// Cutting the report anywhere may lose findings; it must never break the reader.
#[test]
fn a_report_cut_anywhere_is_read_or_refused() {
    let letters: Vec<char> = CLEAN.chars().collect();
    for end in (0..letters.len()).step_by(97) {
        let part: String = letters[..end].iter().collect();
        let _ = check_bytes("x", part.as_bytes(), None, Lang::Zh);
    }
}
