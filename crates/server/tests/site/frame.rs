//! What holds around every page: troubles in the same style, headers, language, who may ask; and the answers for programs.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

use crate::common::ask::{ask, ask_with, check_html};

#[test]
fn what_is_not_there_is_404_in_the_same_style() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    for uri in [
        "/nowhere",
        "/employers/E9999",
        "/matters/999",
        "/matters/x",
        "/cases/none",
        "/vouchers/fund/99",
        "/vouchers/other/1",
        "/legacy/none",
        "/projects/none",
        "/figures/none",
        "/figures/none?year=2023",
    ] {
        let answer = ask(&app, uri);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{uri}");
        assert!(answer.body.contains("没有这一页"), "{uri}");
        check_html(uri, &answer.body);
    }
    let api = ask(&app, "/api/nothing");
    assert_eq!(api.status, StatusCode::NOT_FOUND);
    assert!(api.body.contains("\"not_found\""), "{}", api.body);
}

#[test]
fn what_cannot_be_read_is_400() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    for uri in [
        "/employers?page=0",
        "/employers?page=x",
        "/employers?class=x",
        "/matters?state=none",
        "/statements?period=2023-13",
        "/statements?period=x",
        "/law?on=2023-02-30",
        "/vouchers?ledger=x",
        "/vouchers/fund/1?page=0",
        "/balances?ledger=x",
        "/balances?period=2023-13",
        "/balances.xlsx?period=x",
        "/legacy?pool=x",
        "/employers/%FF",
    ] {
        let answer = ask(&app, uri);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{uri}");
        assert!(answer.body.contains("地址无法理解"), "{uri}");
    }
}

#[test]
fn a_fault_is_500_and_never_shown_raw() {
    let mut place = crate::common::place();
    // Closed before the server opens it: what is still in its log would hide that the file is broken.
    place.store = yiju_store::Store::open("sqlite::memory:").unwrap();
    let app = crate::common::app(&place);
    let path = place.url.strip_prefix("sqlite:").unwrap();
    std::fs::write(path, "no database any more, and secrets").unwrap();
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{path}{suffix}"));
    }
    let answer = ask(&app, "/employers");
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.body.contains("页面没有生成"));
    assert!(!answer.body.contains("SELECT") && !answer.body.contains("sqlite"));
    assert_eq!(
        ask(&app, "/healthz").status,
        StatusCode::INTERNAL_SERVER_ERROR
    );
}

#[test]
fn headers_forbid_scripts_and_keep_no_copies() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    for uri in ["/employers", "/nowhere", "/healthz"] {
        let answer = ask(&app, uri);
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    let style = ask(&app, "/style.css");
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
    assert_eq!(
        ask(&app, "/favicon.svg").headers["content-type"],
        "image/svg+xml"
    );
}

#[test]
fn the_language_is_remembered() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    let answer = ask(&app, "/employers?lang=en");
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("yiju_lang=en; Path=/"), "{cookie}");
    let later = ask_with(&app, "/employers", &[(header::COOKIE, "yiju_lang=en")]);
    assert!(later.body.contains("lang=\"en\"") && later.body.contains("Employers"));
    assert!(ask(&app, "/employers").body.contains("lang=\"zh-CN\""));
}

#[test]
fn other_names_of_the_machine_are_refused() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    let answer = ask_with(&app, "/employers", &[(header::HOST, "evil.example")]);
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(!answer.body.contains("甲机械厂"));
    let own = ask_with(&app, "/employers", &[(header::HOST, "127.0.0.1:8080")]);
    assert_eq!(own.status, StatusCode::OK);
}

#[test]
fn pages_cannot_write() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    let request = Request::builder()
        .method("POST")
        .uri("/employers")
        .body(Body::empty())
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let status = runtime.block_on(async { app.oneshot(request).await.unwrap().status() });
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn health_names_the_head_of_the_journal() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    let answer = ask(&app, "/healthz");
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.body.contains("\"status\":\"ok\"") && answer.body.contains("sm3:"),
        "{}",
        answer.body
    );
}

#[test]
fn the_description_names_every_answer() {
    let described: serde_json::Value =
        serde_json::from_str(include_str!("../../openapi.json")).unwrap();
    let paths: Vec<&String> = described["paths"].as_object().unwrap().keys().collect();
    let router = include_str!("../../src/router.rs");
    let mut routes: Vec<&str> = router
        .split(".route(")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|path| path.starts_with("/api/") || *path == "/healthz")
        .collect();
    routes.sort_unstable();
    assert_eq!(paths, routes);
    let place = crate::common::place();
    assert!(
        ask(&crate::common::app(&place), "/api/openapi.json")
            .body
            .contains("3.1.0")
    );
}

#[test]
fn answers_say_what_the_pages_say() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    let dashboard: serde_json::Value =
        serde_json::from_str(&ask(&app, "/api/dashboard").body).unwrap();
    assert_eq!(dashboard["year"], 2023);
    let insured = dashboard["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["figure"]["stem"] == "persons_insured");
    // Two people are covered at E0001; nobody stands on the project's roster.
    assert_eq!(insured.unwrap()["figure"]["value"], 2);
    let basis: serde_json::Value =
        serde_json::from_str(&ask(&app, "/api/figures/persons_insured?year=2023").body).unwrap();
    assert_eq!(basis["records"]["total"], 2);
    assert_eq!(ask(&app, "/api/figures/none").status, StatusCode::NOT_FOUND);
    assert_eq!(
        ask(&app, "/api/dashboard?year=x").status,
        StatusCode::BAD_REQUEST
    );
}
