//! A letter checked in the browser by whoever holds it, and found by staff on the page of the case; on a desk and a telephone.

use fantoccini::{Client, Locator};
use yiju_lawbook::Lawbook;
use yiju_letters::{Desk, Kind, compose};
use yiju_terms::Lang;

use crate::calculators::{fits, picture};
use crate::{click, common, says, with_browser};

#[test]
fn a_letter_is_checked_in_the_browser() {
    let mut place = common::place();
    let region = common::REGION.parse().expect("a region");
    let mut desk = Desk {
        store: &mut place.store,
        book: Lawbook::builtin(),
        region: &region,
        lang: Lang::Zh,
    };
    let letter = compose(&mut desk, Kind::Determination, "1").expect("a letter");
    let code = letter.seal.code().expect("a code").to_string();
    with_browser(&place, async |browser, url| {
        for width in [1280, 390] {
            browser.set_window_size(width, 1800).await.expect("a size");
            walk(browser, url, &code, width).await;
        }
    });
}

async fn walk(browser: &Client, url: &str, code: &str, width: u32) {
    browser
        .goto(&format!("{url}/cases/G2023-001?lang=zh"))
        .await
        .expect("the case opens");
    click(browser, "#determination-1 details:last-of-type summary").await;
    says(browser, "工伤保险待遇核定通知书").await;
    fits(browser, "the case with its letters").await;
    picture(browser, &format!("case-letters-{width}")).await;
    click(browser, "#determination-1 a[href='/verify']").await;
    says(browser, "输入文书末尾的验证码").await;
    fits(browser, "the empty form").await;

    typed(browser, &code.to_lowercase()).await;
    says(browser, "真实").await;
    says(browser, "王**").await;
    says(browser, "48,156.75").await;
    fits(browser, "a genuine letter").await;
    picture(browser, &format!("verify-genuine-{width}")).await;
    click(browser, "a.switch").await;
    says(browser, "Genuine").await;
    fits(browser, "a genuine letter in English").await;
    picture(browser, &format!("verify-genuine-en-{width}")).await;
    click(browser, "a.switch").await;

    typed(browser, "D000-1").await;
    says(browser, "验证码抄错了").await;
    fits(browser, "a mistyped code").await;
    picture(browser, &format!("verify-mistyped-{width}")).await;

    browser
        .goto(&format!("{url}/employers/E0001"))
        .await
        .expect("the employer opens");
    says(browser, "怎样会变").await;
    fits(browser, "the employer with its rate").await;
    picture(browser, &format!("employer-rate-{width}")).await;
}

async fn typed(browser: &Client, code: &str) {
    let field = browser.find(Locator::Css("#code")).await.expect("a field");
    field.clear().await.expect("an empty field");
    field.send_keys(code).await.expect("a typed code");
    click(browser, "form button[type='submit']").await;
}
