//! A real browser on the real pages: from the dashboard to a figure, to its vouchers, to the matter behind one.
//!
//! Needs `chromedriver` and Chromium (Debian: `chromium-driver`); where they are absent the walk is left out and says so.

#[path = "../../crates/server/tests/site/common/mod.rs"]
mod common;
#[path = "../house/late.rs"]
#[expect(
    dead_code,
    reason = "the acts of the house tests; a walk needs some of them"
)]
mod late;

mod calculators;
mod check;
mod letters;
mod pay_proof;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;

/// The driver's process; ends with the test.
struct Driver {
    child: Child,
    url: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts chromedriver and waits until it listens; none where it is not installed. It chooses its port itself: one that was
/// found free beforehand may be another test's by the time it starts.
fn driver() -> Option<Driver> {
    const LISTENS: &str = "started successfully on port ";
    let child = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut driver = Driver {
        child,
        url: String::new(),
    };
    let said = BufReader::new(driver.child.stdout.take().expect("its output is a pipe"));
    let (port, heard) = std::sync::mpsc::channel();
    // Reads on to the end, so that what it says later finds a reader as well.
    std::thread::spawn(move || {
        for line in said.lines().map_while(Result::ok) {
            if let Some((_, after)) = line.split_once(LISTENS) {
                let _ = port.send(after.trim_end_matches('.').to_owned());
            }
        }
    });
    let port = heard.recv_timeout(Duration::from_secs(30));
    let port = port.expect("chromedriver says its port");
    driver.url = format!("http://127.0.0.1:{port}");
    Some(driver)
}

async fn browser(driver: &Driver, profile: &std::path::Path) -> Client {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1800",
        &format!("--user-data-dir={}", profile.display()),
    ];
    let mut capabilities = fantoccini::wd::Capabilities::new();
    capabilities.insert(
        "goog:chromeOptions".to_owned(),
        serde_json::json!({"args": arguments}),
    );
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&driver.url)
        .await
        .expect("a browser session")
}

/// The pages on a free port, in a thread that ends with the test.
fn pages(place: &common::Place) -> String {
    let setup = common::setup(place);
    let (said, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        yiju_server::serve(setup, "127.0.0.1:0", |address| {
            said.send(address).expect("the test is waiting");
        })
        .expect("the pages are served");
    });
    let address = heard
        .recv_timeout(Duration::from_secs(30))
        .expect("the server listens");
    format!("http://{address}")
}

async fn click(browser: &Client, css: &str) {
    let link = browser.find(Locator::Css(css)).await;
    let link = link.unwrap_or_else(|error| panic!("nothing matches {css}: {error}"));
    link.click().await.expect("a link that can be clicked");
}

async fn heading(browser: &Client) -> String {
    let heading = browser
        .find(Locator::Css("h1"))
        .await
        .expect("every page has a heading");
    heading.text().await.expect("the heading's text")
}

/// The page says a text, at the latest ten seconds after the click that leads to it.
async fn says(browser: &Client, text: &str) {
    let begun = Instant::now();
    loop {
        let body = browser.find(Locator::Css("body")).await;
        // Between two pages there may be no body, or one that is gone by the time it is read.
        let said = match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        };
        if said.contains(text) {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "the page does not say {text:?}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Goes through the tiles of the dashboard until one opens to the voucher of the benefit paid.
async fn open_a_figure_of_money(browser: &Client, url: &str) {
    let tiles = browser
        .find_all(Locator::Css("a.tile[href^='/figures/']"))
        .await
        .expect("tiles");
    for place in 0..tiles.len() {
        browser.goto(url).await.expect("the dashboard opens again");
        let tiles = browser
            .find_all(Locator::Css("a.tile"))
            .await
            .expect("tiles");
        tiles[place]
            .click()
            .await
            .expect("a tile that can be clicked");
        let vouchers = browser
            .find_all(Locator::Css("main table a[href='/vouchers/fund/2']"))
            .await;
        if !vouchers.expect("a page").is_empty() {
            return;
        }
    }
    panic!("none of {} tiles leads to a voucher", tiles.len());
}

/// A walk in a browser of its own on the pages of `place`; left out, with a word, where there is no chromedriver.
fn with_browser(place: &common::Place, walk: impl AsyncFnOnce(&Client, &str)) {
    let Some(driver) = driver() else {
        println!("browser: chromedriver is not installed, the walk is left out");
        return;
    };
    let url = pages(place);
    let profile = tempfile::tempdir().expect("a folder for the browser");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let browser = browser(&driver, profile.path()).await;
        walk(&browser, &url).await;
        browser.close().await.expect("the browser closes");
    });
}

#[test]
fn from_the_dashboard_to_a_voucher() {
    with_browser(&common::place(), async |browser, url| {
        walk(browser, url).await
    });
}

async fn walk(browser: &Client, url: &str) {
    browser.goto(url).await.expect("the dashboard opens");
    assert!(heading(browser).await.contains("2023"));
    browser
        .find(Locator::Css("figure.chart svg"))
        .await
        .expect("a chart is drawn");
    says(browser, "登录功能尚未启用").await;

    open_a_figure_of_money(browser, url).await;
    says(browser, "48,156.75").await;
    click(browser, "main table a[href='/vouchers/fund/2']").await;
    assert!(heading(browser).await.ends_with("基金-2"));
    says(browser, "借贷平衡").await;
    says(browser, "王**").await;

    click(browser, "main a[href^='/matters/']").await;
    says(browser, "李审批").await;
    says(browser, "sm3:").await;

    click(browser, "a.switch").await;
    says(browser, "One person cannot hold two steps").await;
}
