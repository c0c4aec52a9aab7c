//! The HTML page: what it links, what it escapes, what it never loads.

mod common;

use yiju_documents::html;

#[test]
fn the_model_closes() {
    for table in common::document().tables() {
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
    let page = html::render(&common::document(), &common::bases());
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
    let mut document = common::document();
    document.title = "</title><script>1</script>".to_owned();
    document.notice = Some("\"}</style><b>".to_owned());
    let page = html::render(&document, &common::bases());
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;A&amp;B&gt;"));
    assert_eq!(page.matches("</style>").count(), 1);
    for outside in ["http://", "https://", "@import", "src=", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn a_number_without_a_basis_is_named() {
    let mut bases = common::bases();
    bases.remove("points");
    assert_eq!(html::unbound(&common::document(), &bases), ["points"]);
    assert!(
        html::render(&common::document(), &bases).contains(r#"<span class="unbound">100</span>"#)
    );
}

#[test]
fn the_same_model_gives_the_same_page() {
    let (document, bases) = (common::document(), common::bases());
    assert_eq!(
        html::render(&document, &bases),
        html::render(&document, &bases)
    );
}

/// Keeps the page for a person to look at, when a folder is named.
fn keep(page: &str) {
    if let Ok(folder) = std::env::var("YIJU_LOOK") {
        std::fs::write(format!("{folder}/report.html"), page).expect("the named folder exists");
    }
}
