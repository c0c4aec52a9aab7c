//! The HTML page: what it links, what it escapes, what it never loads.

use yiju_documents::charts::{self, Bar, Progress, Series};
use yiju_documents::html;

#[test]
fn the_model_closes() {
    for table in crate::common::document().tables() {
        assert_eq!(
            table.grid().problems,
            Vec::<String>::new(),
            "{}",
            table.name
        );
    }
}

#[test]
fn numbers_open_their_basis() {
    let page = html::render(&crate::common::document(), &crate::common::bases());
    assert!(page.contains(r##"href="#basis-insured_people""##));
    assert!(page.contains(r#"id="basis-insured_people""#));
    assert_eq!(
        page.matches(r#"id="number-outturn""#).count(),
        1,
        "an id stands once"
    );
    assert!(page.contains("记录（共 533 条，列出前 2 条）"));
    assert!(page.contains("工伤保险条例 @ 2011 § 10"));
    keep(&page);
}

#[test]
fn every_text_is_escaped_and_nothing_is_loaded() {
    let mut document = crate::common::document();
    document.title = "</title><script>1</script>".to_owned();
    document.notice = Some("\"}</style><b>".to_owned());
    let page = html::render(&document, &crate::common::bases());
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;A&amp;B&gt;"));
    assert_eq!(page.matches("</style>").count(), 1);
    let page = page.replace(r#"xmlns="http://www.w3.org/2000/svg""#, "");
    for outside in ["http://", "https://", "@import", "src=", "url(h", "url(/"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn a_number_without_a_basis_is_named() {
    let mut bases = crate::common::bases();
    bases.remove("points");
    assert_eq!(
        html::unbound(&crate::common::document(), &bases),
        ["points"]
    );
    assert!(
        html::render(&crate::common::document(), &bases)
            .contains(r#"<span class="unbound">100</span>"#)
    );
}

#[test]
fn the_same_model_gives_the_same_page() {
    let (document, bases) = (crate::common::document(), crate::common::bases());
    assert_eq!(
        html::render(&document, &bases),
        html::render(&document, &bases)
    );
}

fn keep_as(name: &str, page: &str) {
    if let Ok(folder) = std::env::var("YIJU_LOOK") {
        std::fs::write(format!("{folder}/{name}"), page).expect("the named folder exists");
    }
}

/// Keeps the page for a person to look at, when a folder is named.
fn keep(page: &str) {
    keep_as("report.html", page);
}

#[test]
fn every_chart_can_be_looked_at() {
    let bars = charts::bars(
        "工伤事故按行业",
        &[
            Bar {
                label: "房屋建筑业",
                value: 23.0,
                shown: "23 起",
            },
            Bar {
                label: "木材加工和木竹藤棕草制品业",
                value: 17.0,
                shown: "17 起",
            },
            Bar {
                label: "非金属矿采选业",
                value: 11.0,
                shown: "11 起",
            },
            Bar {
                label: "批发",
                value: 3.0,
                shown: "3 起",
            },
        ],
    );
    let bullet = charts::bullet(
        "目标完成情况",
        &[
            Progress {
                label: "参保人数",
                value: 17_320.0,
                target: 16_700.0,
                shown: "17,320 / 16,700 人",
            },
            Progress {
                label: "征缴收入",
                value: 361.0,
                target: 380.0,
                shown: "361 / 380 万元",
            },
            Progress {
                label: "基本支出",
                value: 80.59,
                target: 80.59,
                shown: "80.59 / 80.59 万元",
            },
        ],
    );
    let line = charts::line(
        "待遇享受人次",
        "人次",
        &["1月", "2月", "3月", "4月", "5月", "6月"],
        &[
            Series {
                name: "2023年",
                values: &[12.0, 9.0, 17.0, 15.0, 18.0, 21.0],
            },
            Series {
                name: "2022年",
                values: &[10.0, 11.0, 12.0, 13.0, 15.0, 14.0],
            },
        ],
    );
    let chart = crate::common::chart().svg;
    for svg in [&bars, &bullet, &line, &chart] {
        assert_eq!(svg.matches("<svg ").count(), 1);
        assert!(svg.ends_with("</svg>"));
    }
    let page = format!(
        "<body style='background:#fff;width:680px'>{chart}<hr>{bars}<hr>{bullet}<hr>{line}"
    );
    keep_as("charts.html", &page);
}
