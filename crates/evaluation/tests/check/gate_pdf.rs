//! The gate before a PDF: a clean one goes out as it is, one with something personal not at all, wherever it stands.

use yiju_evaluation::check_kept;
use yiju_evaluation::gate::{self, Passed, Verdict};
use yiju_intake::Format;
use yiju_terms::{Lang, id_number};

use crate::corpus::pdf_of;

fn pass(bytes: &[u8]) -> Passed {
    let (document, outcome) = check_kept("a.pdf", bytes, None, None, Lang::Zh).expect("a report");
    assert_eq!(document.format, Format::Pdf);
    gate::pass(bytes, &document, &outcome, Lang::Zh)
}

#[test]
fn a_clean_pdf_goes_out_byte_by_byte() {
    let clean = pdf_of("hunan-library", &[]);
    let passed = pass(&clean);
    assert_eq!(passed.gate.verdict, Verdict::Pass, "{:#?}", passed.gate);
    assert_eq!(passed.copy, Some(clean));
}

#[test]
fn a_pdf_with_something_personal_is_refused() {
    let mobile = format!("139{:08}", 0);
    let first = "43112318000101001";
    let id = format!("{first}{}", id_number::check_character(first));
    let spaced = format!("139 0000 {:04}", 0);
    let texts = [
        (format!("联系人手机：{mobile}"), "mobile", &mobile),
        (format!("填表人电话：{spaced}。"), "mobile", &spaced),
        (format!("证件号码：{id}"), "id_number", &id),
        (
            "|姓名|手机|".to_owned() + "\n|甲乙|" + &mobile + "|",
            "mobile",
            &mobile,
        ),
    ];
    for (text, kind, number) in texts {
        let passed = pass(&pdf_of("hunan-library", &[&text]));
        let gate = &passed.gate;
        assert_eq!(gate.verdict, Verdict::Refused, "{text}: {gate:#?}");
        assert!(!gate.verdict.allows(true), "no reason lets a number out");
        assert!(passed.copy.is_none());
        assert!(gate.left.iter().any(|left| left.kind == kind), "{gate:#?}");
        let told = format!("{gate:?}");
        assert!(!told.contains(number.as_str()) && !told.contains(&mobile));
        assert!(gate.message.contains("docx"), "{}", gate.message);
    }
}

#[test]
fn a_pdf_with_a_high_finding_needs_a_reason() {
    let passed = pass(&pdf_of("a02-120-points", &[]));
    let graves: Vec<&str> = passed.gate.high.iter().map(|grave| grave.rule).collect();
    assert_eq!(passed.gate.verdict, Verdict::NeedsReason, "{graves:?}");
    assert!(!graves.is_empty() && passed.copy.is_some());
}
