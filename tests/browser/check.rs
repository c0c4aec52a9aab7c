//! A report handed in on the page: its findings on its cells, from cell to finding and back, on a desk and on a telephone.

use fantoccini::{Client, Locator};

use crate::calculators::{fits, picture};
use crate::{click, common, says, with_browser};

#[test]
fn a_report_is_checked_in_the_browser() {
    let report = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../evaluation/tests/reports/faults.txt"
    );
    let report = std::fs::canonicalize(report).expect("the report is there");
    let report = report.to_str().expect("a path in UTF-8");
    with_browser(&common::place(), async |browser, url| {
        for width in [1280, 390] {
            browser.set_window_size(width, 1800).await.expect("a size");
            check(browser, url, report, width).await;
        }
    });
}

async fn check(browser: &Client, url: &str, report: &str, width: u32) {
    browser
        .goto(&format!("{url}/check?lang=zh"))
        .await
        .expect("the page opens");
    says(browser, "不保存、不外传").await;
    fits(browser, "the empty form").await;
    picture(browser, &format!("check-form-{width}")).await;
    let file = browser
        .find(Locator::Css("#report"))
        .await
        .expect("a field");
    file.send_keys(report).await.expect("a chosen file");
    click(browser, "button[value='page']").await;
    says(browser, "没有保存任何内容").await;
    // The verdict of the gate stands before the findings: this report may not go out without somebody's reason.
    let verdict = Locator::Css("#gate p.verdict[data-verdict='needs_reason']");
    let verdict = browser.find(verdict).await.expect("the gate's verdict");
    let text = verdict.text().await.expect("its words");
    assert!(text.contains("写明理由"), "{text}");
    // The downloads of this page: a text takes no comments, and the page says why.
    for format in ["html", "json"] {
        let button = format!("#downloads button[value='{format}']");
        let found = browser.find(Locator::Css(&button)).await;
        found.unwrap_or_else(|_| panic!("no download as {format}"));
    }
    let word = Locator::Css("#downloads button[value='docx']");
    assert!(browser.find(word).await.is_err(), "no comments in a text");
    says(browser, "批注本只能从 docx 做出来").await;
    fits(browser, "the findings").await;
    picture(browser, &format!("check-findings-{width}")).await;
    // From a cell to its finding: the mark leads to an anchor of the same page.
    click(browser, "div.redrawn a[href^='#f']").await;
    let place = browser.current_url().await.expect("an address");
    assert!(
        place.fragment().is_some_and(|f| f.starts_with('f')),
        "{place}"
    );
    picture(browser, &format!("check-cell-{width}")).await;
    click(browser, "nav.strip a[href='/check']").await;
    says(browser, "不保存、不外传").await;
}
