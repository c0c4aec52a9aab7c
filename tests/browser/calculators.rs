//! The public calculators as a person uses them: filled in by hand, in both languages, on a desk and on a telephone.

use fantoccini::{Client, Locator};

use crate::{common, heading, says, with_browser};

/// Types a text into the field of that name; days are set as the date picker does.
async fn fill(browser: &Client, name: &str, value: &str) {
    let css = format!("[name='{name}']");
    let field = browser.find(Locator::Css(&css)).await;
    let field = field.unwrap_or_else(|error| panic!("no field {name}: {error}"));
    let kind = field.prop("type").await.expect("its type");
    match kind.as_deref() {
        Some("date" | "month") => {
            let script = "arguments[0].value = arguments[1];";
            let field = serde_json::to_value(field).expect("a reference");
            browser
                .execute(script, vec![field, value.into()])
                .await
                .expect("a day can be picked");
        }
        Some("select-one") => field.select_by_value(value).await.expect("a choice"),
        _ => {
            field.clear().await.expect("an empty field");
            field.send_keys(value).await.expect("a typed text");
        }
    }
}

/// Opens what is folded around a field, as a click on its heading does.
async fn unfold(browser: &Client) {
    let script = "document.querySelectorAll('form details').forEach(d => d.open = true);";
    browser
        .execute(script, Vec::new())
        .await
        .expect("folds open");
}

/// The form's own button; a hidden one before it only answers the Enter key.
async fn submit(browser: &Client) {
    let css = "form button[name='do'][value='calc']:not([hidden]):not([tabindex='-1'])";
    let button = browser
        .find(Locator::Css(css))
        .await
        .expect("the button that works it out");
    button.click().await.expect("a click");
}

/// The page is no wider than the window; otherwise what sticks out is named.
pub async fn fits(browser: &Client, place: &str) {
    let script = "const wide = [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
          .map(e => e.tagName + '.' + e.getAttribute('class'));
        return [document.documentElement.scrollWidth, window.innerWidth, wide.slice(0, 12)];";
    let found = browser.execute(script, Vec::new()).await.expect("widths");
    let (page, window) = (found[0].as_i64(), found[1].as_i64());
    assert!(
        page <= window,
        "{place}: {page:?} in a window of {window:?}: {}",
        found[2]
    );
}

/// Keeps a picture where the environment asks for it.
pub async fn picture(browser: &Client, name: &str) {
    let Ok(folder) = std::env::var("YIJU_SHOTS") else {
        return;
    };
    let bytes = browser.screenshot().await.expect("a picture");
    let path = std::path::Path::new(&folder).join(format!("{name}.png"));
    std::fs::write(path, bytes).expect("a written picture");
}

#[test]
fn a_worker_reckons_benefits() {
    let mut place = common::place();
    common::confirm_average_wage(&mut place.store, "2025", "6787.00");
    with_browser(&place, async |browser, url| {
        for width in [1280, 390] {
            browser.set_window_size(width, 1800).await.expect("a size");
            benefits(browser, url, width).await;
        }
    });
}

/// Grade 7 on a mean of 5,350.75: 13 months, 69,559.75 by hand.
async fn benefits(browser: &Client, url: &str, width: u32) {
    browser
        .goto(&format!("{url}/calc/benefits?lang=zh"))
        .await
        .expect("the calculator opens");
    fits(browser, "the empty form").await;
    says(browser, "可不填").await;
    picture(browser, &format!("calc-empty-{width}")).await;
    unfold(browser).await;
    fits(browser, "the unfolded form").await;

    // Everything wrong at once: each problem is named, and leads to its field.
    fill(browser, "injured_on", "2025-03-10").await;
    fill(browser, "own_wage_mean", "-1").await;
    fill(browser, "grade", "7").await;
    fill(browser, "appraised_on", "2024-08-01").await;
    submit(browser).await;
    says(browser, "处要改").await;
    let problems = browser
        .find_all(Locator::Css("section.problems li"))
        .await
        .expect("problems");
    assert!(problems.len() >= 2, "{} problems", problems.len());
    fits(browser, "the problems").await;
    picture(browser, &format!("calc-problems-{width}")).await;

    fill(browser, "own_wage_mean", "5,350.75").await;
    fill(browser, "appraised_on", "2025-08-01").await;
    submit(browser).await;
    says(browser, "69,559.75").await;
    for text in ["一次性伤残补助金", "工伤保险条例", "测试文件"] {
        shows(browser, text).await;
    }
    fits(browser, "the result").await;
    picture(browser, &format!("calc-benefits-{width}")).await;
    let links = browser
        .find_all(Locator::Css("a[type='application/json']"))
        .await
        .expect("links");
    assert_eq!(links.len(), 1);

    let switch = browser
        .find(Locator::Css("a.switch"))
        .await
        .expect("a switch");
    switch.click().await.expect("English");
    says(browser, "The same as JSON").await;
    says(browser, "69,559.75").await;
    assert!(heading(browser).await.is_ascii());
    fits(browser, "the result in English").await;
    picture(browser, &format!("calc-benefits-en-{width}")).await;
}

/// The source of the page holds a text, folded or not.
async fn shows(browser: &Client, text: &str) {
    let source = browser.source().await.expect("the page");
    assert!(source.contains(text), "the page does not hold {text:?}");
}

/// What is missing is named with the paper to bring, and the link leads to the row that takes its figure.
#[test]
fn a_missing_paper_leads_to_its_field() {
    let place = common::place();
    with_browser(&place, async |browser, url| {
        let case = "region=431123&injured_on=2025-03-10&own_wage_mean=5350.75&grade=4&appraised_on=2025-08-01&self_care_level=partial";
        browser
            .goto(&format!("{url}/calc/benefits?lang=zh&{case}"))
            .await
            .expect("a result");
        picture(browser, "calc-missing").await;
        says(browser, "还缺").await;
        let way = browser
            .find(Locator::Css("#missing a[href*='confirmed']"))
            .await
            .expect("the way to the field");
        way.click().await.expect("the form");
        let row = Locator::Css("[name='confirmed[0].value']");
        browser.wait().for_element(row).await.expect("the row");
        unfold(browser).await;
        fill(browser, "confirmed[0].value", "6787.00").await;
        fill(browser, "confirmed[0].document", "测试文件").await;
        submit(browser).await;
        // 6,787.00 × 30 % by hand.
        says(browser, "2,036.10").await;
        picture(browser, "calc-paper").await;
    });
}

#[test]
fn a_clerk_reckons_a_contribution() {
    let place = common::place();
    with_browser(&place, async |browser, url| {
        for width in [1280, 390] {
            browser.set_window_size(width, 1800).await.expect("a size");
            contribution(browser, url, width).await;
        }
    });
}

/// The contract's case: class 4 at 120 % of 1.12 % on 512,340.00 gives 6,885.85.
async fn contribution(browser: &Client, url: &str, width: u32) {
    browser
        .goto(&format!("{url}/calc/contribution?lang=zh"))
        .await
        .expect("the calculator opens");
    fits(browser, "the empty form").await;
    fill(browser, "month", "2023-06").await;
    fill(browser, "risk_class", "4").await;
    fill(browser, "total_wages", "512,340.00").await;
    fill(browser, "experience_tier", "120").await;
    submit(browser).await;
    for text in ["6,885.85", "1.344%", "1,721.46"] {
        says(browser, text).await;
    }
    fits(browser, "the result").await;
    picture(browser, &format!("calc-contribution-{width}")).await;
    let switch = browser
        .find(Locator::Css("a.switch"))
        .await
        .expect("a switch");
    switch.click().await.expect("English");
    says(browser, "The same as JSON").await;
    says(browser, "6,885.85").await;
    fits(browser, "the result in English").await;
}
