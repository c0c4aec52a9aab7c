//! The page of findings: complete, self-contained, and every link leads somewhere.

use std::collections::BTreeSet;

use yiju_evaluation::{check_bytes, check_kept, outputs};
use yiju_terms::Lang;

use crate::common::{CLEAN, FAULTS, docx};

fn page(name: &str, bytes: &[u8], lang: Lang) -> String {
    let (document, outcome) = check_kept(name, bytes, None, None, lang).expect("a report");
    outputs::html(&document, &outcome, lang)
}

/// What stands between `before` and the next quotation mark, each time.
fn quoted<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_link_leads_to_a_place_and_every_finding_is_marked() {
    for lang in [Lang::Zh, Lang::En] {
        let page = page("faults.txt", FAULTS.as_bytes(), lang);
        let ids = quoted(&page, " id=\"");
        let unique: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "an anchor is given twice");
        for href in quoted(&page, "href=\"") {
            let anchor = href.strip_prefix('#').expect("only links within the page");
            assert!(ids.contains(&anchor), "#{anchor} leads nowhere");
        }
        let outcome = check_bytes("faults.txt", FAULTS.as_bytes(), None, lang).expect("a report");
        for (index, finding) in outcome.findings.iter().enumerate() {
            assert!(ids.contains(&format!("f{}", index + 1).as_str()));
            let badge = format!("href=\"#f{}\"", index + 1);
            let stands = !finding.place.table.is_empty();
            assert_eq!(
                page.contains(&badge),
                stands,
                "{}: {:?}",
                finding.rule,
                finding.place
            );
        }
        assert!(!page.contains('⟦'), "a word is missing");
    }
}

#[test]
fn a_mark_stands_on_its_own_cell() {
    for (name, bytes) in [
        ("faults.txt", FAULTS.as_bytes().to_vec()),
        (
            "faults.docx",
            docx(&yiju_intake::read(FAULTS.as_bytes()).expect("text")),
        ),
    ] {
        let (document, outcome) = check_kept(name, &bytes, None, None, Lang::Zh).expect("a report");
        let page = outputs::html(&document, &outcome, Lang::Zh);
        let (index, finding) = outcome
            .findings
            .iter()
            .enumerate()
            .find(|(_, finding)| finding.rule == "A01")
            .expect("the planted total");
        let before = page.split(&format!("href=\"#f{}\"", index + 1)).next();
        let cell = before
            .and_then(|text| text.rsplit("<td").next())
            .expect("a cell");
        assert!(cell.contains(&finding.place.text), "{name}: {cell}");
        assert!(cell.contains("marked high"), "{name}: {cell}");
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_nothing_runs() {
    let page = page("faults.txt", FAULTS.as_bytes(), Lang::Zh);
    for sign in [
        "http://", "https://", "<script", "src=", "@import", "url(", "<link",
    ] {
        assert!(!page.contains(sign), "{sign}");
    }
}

#[test]
fn merged_cells_are_drawn_merged() {
    let bytes = docx(&yiju_intake::read(FAULTS.as_bytes()).expect("text"));
    let page = page("faults.docx", &bytes, Lang::Zh);
    assert!(page.contains("rowspan=\"") && page.contains("colspan=\""));
}

#[test]
fn what_the_document_brings_is_text_and_personal_data_are_masked() {
    let mobile = format!("138{:08}", 0);
    let text = CLEAN.replacen(
        "一、基本情况",
        &format!("一、基本情况\n<script>alert(1)</script>联系电话{mobile}"),
        1,
    );
    let page = page("<b>.txt", text.as_bytes(), Lang::Zh);
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    assert!(!page.contains("<b>") && page.contains("&lt;b&gt;"));
    assert!(!page.contains(&mobile) && page.contains("138******00"));
}

#[test]
fn a_report_without_faults_says_so() {
    let page = page("clean.txt", CLEAN.as_bytes(), Lang::Zh);
    assert!(page.contains("verdict clean") || page.contains("verdict low"));
    assert!(!page.contains("verdict high"));
}
