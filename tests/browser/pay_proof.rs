//! The proof of a pay run in the browser: what stops it, and who signed for what; on a desk and a telephone.

use std::collections::BTreeMap;

use fantoccini::Client;
use yiju_actions::pay_run::proof;
use yiju_actions::pay_signature::Signature;
use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_tests::{day, region};

use crate::calculators::{fits, picture};
use crate::late::{cannot_be_worked_out, handle, month};
use crate::{click, says, with_browser};

/// An injury that turns out to be of a year whose average wage nobody brought; October was paid with a signature.
fn signed_for(store: &mut Store) {
    let mut office = cannot_be_worked_out(store);
    let signed = vec![Signature {
        determination_id: 1,
        benefit: "disability_allowance".to_owned(),
        reason: "上年平均工资文件未到，先按原核定发放".to_owned(),
        by: "inspector".to_owned(),
        of: Vec::new(),
    }];
    let of = month("2023-10");
    let found = proof(office.store, &region(), Lawbook::builtin(), of, &signed).expect("a proof");
    let run = found.run(day("2023-10-31"), signed, &BTreeMap::new());
    handle(&mut office, "signed", "2023-10-31", run.expect("a run"));
}

#[test]
fn who_signed_for_what_is_seen() {
    let mut place = yiju_tests::sqlite();
    signed_for(&mut place.store);
    with_browser(&place, async |browser, url| {
        for width in [1280, 390] {
            browser.set_window_size(width, 1800).await.expect("a size");
            walk(browser, url, width).await;
        }
    });
}

async fn walk(browser: &Client, url: &str, width: u32) {
    let page = format!("{url}/pay-proof?lang=zh");
    browser.goto(&page).await.expect("the proof opens");
    // November: the wage is still missing, and the signature of October does not hold for it.
    says(browser, "2023年11月").await;
    says(browser, "1 项不能重算的没有处理，不能审批").await;
    says(browser, "签字记录").await;
    says(browser, "上年平均工资文件未到，先按原核定发放").await;
    says(browser, "伤残津贴 在 2023-10 不能重算").await;
    says(browser, "2023-10-31").await;
    fits(browser, "the proof with its signatures").await;
    picture(browser, &format!("pay-proof-{width}")).await;
    click(browser, "a.switch").await;
    says(browser, "1 lines cannot be worked out again").await;
    says(browser, "Signatures").await;
    fits(browser, "the proof in English").await;
    picture(browser, &format!("pay-proof-en-{width}")).await;
    click(browser, "a.switch").await;
    click(browser, "main a[href^='/matters/']").await;
    says(browser, "测试director").await;
}
