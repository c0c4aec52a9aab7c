//! Letters from the stored records: the amounts of the decision, and a code that only the office's own letter has.

use serde_json::json;
use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::{ActionError, Office};
use yiju_documents::{Fonts, docx, html};
use yiju_lawbook::Lawbook;
use yiju_letters::{Code, Desk, Kind, Letter, check, compose};
use yiju_terms::{Benefit, Lang};
use yiju_tests::{on_both_stores, region};

use crate::late::{THREE, case, correct, decide, handle, injured, month, pay, publish, settle};

pub fn letter(office: &mut Office<'_>, kind: Kind, reference: &str) -> Letter {
    try_letter(office, kind, reference).unwrap_or_else(|error| panic!("{reference}: {error:?}"))
}

pub fn try_letter(
    office: &mut Office<'_>,
    kind: Kind,
    reference: &str,
) -> Result<Letter, ActionError> {
    let (region, book) = (region(), Lawbook::builtin());
    let mut desk = Desk {
        store: office.store,
        book,
        region: &region,
        lang: Lang::Zh,
    };
    compose(&mut desk, kind, reference)
}

pub fn is_genuine(office: &mut Office<'_>, code: &Code) -> bool {
    let (region, book) = (region(), Lawbook::builtin());
    let mut desk = Desk {
        store: office.store,
        book,
        region: &region,
        lang: Lang::En,
    };
    check(&mut desk, code).expect("the store answers").is_some()
}

/// The letter says each text, becomes a docx, and is found genuine by its code, in either language.
pub fn assert_letter(office: &mut Office<'_>, kind: Kind, reference: &str, texts: &[&str]) -> Code {
    let found = letter(office, kind, reference);
    keep(&found, &docx::render(&found.document, &Fonts::default()));
    let page = html::render(&found.document, &std::collections::BTreeMap::new());
    for text in texts {
        assert!(page.contains(text), "{reference} does not say {text}");
    }
    assert!(
        !page.contains('§') && !page.contains(" @ "),
        "{reference}: a citation as in the law folder"
    );
    assert!(!page.contains('⟦'), "{reference}: a word is missing");
    let file = docx::render(&found.document, &Fonts::default());
    assert!(file.starts_with(b"PK"));
    let again = letter(office, kind, reference);
    assert_eq!(docx::render(&again.document, &Fonts::default()), file);
    let code = found.seal.code().expect("a code");
    assert!(
        page.contains(&code.to_string()),
        "{reference} without its code"
    );
    assert!(is_genuine(office, &code), "{code}");
    code
}

/// Keeps the file of a letter where the environment asks for it, to be looked at.
fn keep(letter: &Letter, docx: &[u8]) {
    if let Ok(folder) = std::env::var("YIJU_LETTERS") {
        let path = std::path::Path::new(&folder).join(format!("{}.docx", letter.file_stem()));
        std::fs::write(path, docx).expect("a written letter");
    }
}

/// By hand: 79,178.40 of a mean raised to the floor of 6,284.00; 2,721.60 more at 6,500.00 (see `settle`).
#[test]
fn a_determination_its_adjustment_and_its_difference() {
    on_both_stores("letters_late", |store| {
        let mut office = injured(store, "6284.00");
        let facts = case(4, "3000.00", json!({"self_care_level": "partial"}));
        decide(&mut office, &facts, THREE);
        let wants = [
            "79,178.40",
            "2,827.80",
            "1,885.20",
            "行政复议",
            "《工伤保险条例》第三十五条",
        ];
        let first = assert_letter(&mut office, Kind::Determination, "1", &wants);
        for of in ["2023-09", "2023-10", "2023-11", "2023-12"] {
            pay(&mut office, of);
        }
        publish(&mut office, "2024-01-05", "6500.00");
        settle(&mut office, "2023-12", "2024-01-10");
        assert_letter(
            &mut office,
            Kind::Adjustment,
            "2",
            &["81,900.00", "79,178.40"],
        );
        // One lump sum, four months of both monthly benefits: 2,721.60 + 4 × 97.20 + 4 × 64.80.
        let wants = ["2,721.60", "97.20", "64.80", "补发合计3,369.60元"];
        assert_letter(&mut office, Kind::Settlement, "1/1", &wants);
        // What was printed first is still found, and no letter passes for another.
        assert!(is_genuine(&mut office, &first));
        let other = letter(&mut office, Kind::Adjustment, "2").seal.code();
        assert_ne!(other.map(|code| code.to_string()), Some(first.to_string()));
        for nothing in ["9", "x", ""] {
            let refused = try_letter(&mut office, Kind::Adjustment, nothing);
            assert!(matches!(refused, Err(ActionError::Refused(_))), "{nothing}");
        }
    });
}

/// The mean was 5,000.00, not 3,000.00: lump sum and allowance differ, the attendance allowance hangs on another wage. By hand:
/// 21 × 5,000.00 = 105,000.00 for 79,178.40; 75 % = 3,750.00 for 2,827.80.
#[test]
fn a_settlement_shows_the_arithmetic_of_what_differs() {
    on_both_stores("letters_differ", |store| {
        let mut office = injured(store, "6284.00");
        let facts = |mean: &str| case(4, mean, json!({"self_care_level": "partial"}));
        decide(&mut office, &facts("3000.00"), THREE);
        for of in ["2023-09", "2023-10"] {
            pay(&mut office, of);
        }
        correct(&mut office, "2023-11-02", &facts("5000.00"));
        settle(&mut office, "2023-10", "2023-11-10");
        // 25,821.60 and twice 922.20.
        let wants = [
            "25,821.60",
            "922.20",
            "补发合计27,666.00元",
            "本人工资的计算如下",
            "生活护理费没有变动，仍按原核定执行，计算过程不再列出",
        ];
        assert_letter(&mut office, Kind::Settlement, "1/1", &wants);
        let document = letter(&mut office, Kind::Settlement, "1/1").document;
        let page = html::render(&document, &std::collections::BTreeMap::new());
        assert!(!page.contains("1,885.20"), "the attendance allowance again");
    });
}

/// Grade 4 was a slip of the pen for grade 5: 11,311.20 are asked back.
#[test]
fn a_recovery_and_a_rate() {
    on_both_stores("letters_back", |store| {
        let mut office = injured(store, "6284.00");
        let assessment = ContributionAssessment {
            month: month("2023-02"),
        };
        handle(&mut office, "assess", "2023-04-20", assessment);
        decide(
            &mut office,
            &case(4, "3000.00", json!({})),
            &[Benefit::DisabilityLumpSum],
        );
        pay(&mut office, "2023-09");
        correct(&mut office, "2023-10-10", &case(5, "3000.00", json!({})));
        settle(&mut office, "2023-10", "2023-10-20");
        assert_letter(&mut office, Kind::Recovery, "1/1", &["11,311.20"]);
        // One person at the floor of 60 % of 6,000.00.
        assert_letter(&mut office, Kind::Rate, "E0001/2023-02", &["3,600.00"]);
    });
}

/// One fen changed by hand in the store: the printed letter is no longer found genuine.
#[test]
fn a_changed_amount_is_not_genuine() {
    let mut place = yiju_tests::sqlite();
    let mut office = injured(&mut place.store, "6284.00");
    decide(&mut office, &case(4, "3000.00", json!({})), THREE);
    let code = letter(&mut office, Kind::Determination, "1")
        .seal
        .code()
        .unwrap();
    assert!(is_genuine(&mut office, &code));
    office
        .store
        .script("DROP TRIGGER benefit_line_no_update; UPDATE benefit_line SET amount_fen = amount_fen + 1 WHERE line = 1")
        .unwrap();
    assert!(!is_genuine(&mut office, &code));
}
