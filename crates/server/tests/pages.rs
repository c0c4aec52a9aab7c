//! Every page on a small office, without a browser: status, what must be said, and HTML that holds together.

mod common;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

use common::{HOSTILE, ID_NUMBER, INJURED};

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

/// One request; the runtime is made here so that tests stay plain functions.
fn ask(app: &Router, uri: &str) -> Answer {
    ask_with(app, uri, &[])
}

fn ask_with(app: &Router, uri: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
    let mut request = Request::builder().uri(uri);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let response = app.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer {
            status,
            headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    })
}

/// Every page, in both languages, and what each must say in Chinese.
const PAGES: &[(&str, &[&str])] = &[
    (
        "/",
        &[
            "2023年总览",
            "<svg",
            "制造业",
            "48,156.75",
            "/figures/persons_insured?year=2023",
        ],
    ),
    ("/figures", &["/figures/persons_insured"]),
    ("/figures/persons_insured?year=2023", &["id=\"records\""]),
    ("/employers", &["甲机械厂", "E0001", "2"]),
    ("/employers?text=E0001", &["甲机械厂", "第 1–1 条，共 1 条"]),
    ("/employers?text=%E6%9C%BA%E6%A2%B0&class=4", &["甲机械厂"]),
    ("/employers?class=7", &["没有符合条件的记录"]),
    (
        "/employers/E0001",
        &[
            "甲机械厂",
            "2023年1月",
            "0.70%",
            "70.00",
            "基金-1",
            "G2023-001",
            "制造业",
        ],
    ),
    ("/projects", &["新区桥梁工程", "38,650,000.00"]),
    ("/projects/X0001", &["乙建筑公司", "2024-06-30"]),
    (
        "/matters",
        &["职工参保登记", "等待复核", "退回", "不予办理", "即办"],
    ),
    ("/matters?late=1", &["共 1 条", "已超期 42 天"]),
    ("/matters?state=returned", &["共 1 条", "缴费工资申报"]),
    ("/matters?item=opening", &["期初数据导入"]),
    (
        "/matters/1",
        &[
            "赵受理",
            "钱初审",
            "孙复核",
            "李审批",
            "营业执照",
            "sm3:",
            "单位 2",
        ],
    ),
    ("/cases", &["王**", "G2023-001", "已支付", "48,156.75"]),
    ("/cases?severity=fatal", &["没有符合条件的记录"]),
    (
        "/cases/G2023-001",
        &[
            "王**",
            "431123********0019",
            "冲压车间",
            "认字〔2023〕1号",
            "一次性伤残补助金",
            "48,156.75",
            "§ 37",
            "基金-2",
            "尾号 0123",
            "受伤后第 2 天备案",
        ],
    ),
    (
        "/legacy",
        &["已纳入统筹小计", "未纳入统筹小计", "原单位已破产"],
    ),
    ("/legacy?pool=in", &["共 1 条"]),
    ("/legacy/L0001", &["原县农机厂", "纳入工伤保险统筹"]),
    ("/vouchers", &["支付工伤待遇", "48,156.75", "财政专户存款"]),
    ("/vouchers?period=2023-02", &["甲机械厂缴费到账", "共 1 条"]),
    (
        "/vouchers?account=benefit_expenditure",
        &["支付工伤待遇", "共 1 条"],
    ),
    ("/vouchers?ledger=department", &["部门预算账"]),
    (
        "/vouchers/fund/2",
        &[
            "借贷平衡",
            "支出户存款",
            "王**",
            "G2023-001",
            "李审批",
            "sm3:",
        ],
    ),
    (
        "/vouchers/fund/1",
        &["甲机械厂", "2023年1月", "国库存款", "70.00"],
    ),
    (
        "/statements",
        &["勾稽关系", "成立", "更换服务器", "2,980.00"],
    ),
    ("/statements?period=2023-02", &["70.00"]),
    ("/law", &["工伤保险条例", "已核实"]),
    (
        "/law?on=2023-06-01&text=disability_lump_sum",
        &["2023-06-01", "§"],
    ),
];

#[test]
fn every_page_says_what_it_must() {
    let place = common::place();
    let app = common::app(&place);
    for (uri, expected) in PAGES {
        let answer = ask(&app, uri);
        assert_eq!(answer.status, StatusCode::OK, "{uri}");
        for text in *expected {
            assert!(answer.body.contains(text), "{uri} does not say {text:?}");
        }
        for common in ["合成数据，仅供演示", "登录功能尚未启用"] {
            assert!(
                answer.body.contains(common),
                "{uri} does not say {common:?}"
            );
        }
        check_html(uri, &answer.body);
        check_words(uri, &answer.body);
        let sign = if uri.contains('?') { '&' } else { '?' };
        let english = ask(&app, &format!("{uri}{sign}lang=en"));
        assert!(english.body.contains("sign-in is not there yet"), "{uri}");
        check_html(uri, &english.body);
        check_words(uri, &english.body);
    }
}

/// A word that the catalogs lack shows itself in these brackets.
fn check_words(uri: &str, body: &str) {
    if let Some(at) = body.find('⟦') {
        let missing: String = body[at..].chars().take(60).collect();
        panic!("{uri}: no word for {missing}");
    }
}

/// Every element that is opened is closed, in order.
fn check_html(uri: &str, body: &str) {
    const VOID: &[&str] = &["meta", "link", "br", "hr", "input", "img", "col"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest
            .find('>')
            .unwrap_or_else(|| panic!("{uri}: an unfinished tag"));
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop();
            assert_eq!(
                expected,
                Some(name),
                "{uri}: </{name}> closes the wrong element"
            );
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{uri}: never closed: {open:?}");
}

#[test]
fn people_are_masked_everywhere() {
    let place = common::place();
    let app = common::app(&place);
    for (uri, _) in PAGES {
        let body = ask(&app, uri).body;
        assert!(!body.contains(INJURED), "{uri} names an injured person");
        assert!(!body.contains(ID_NUMBER), "{uri} shows an ID number");
        assert!(!body.contains("1980-05-06"), "{uri} shows a birth date");
    }
}

#[test]
fn data_never_becomes_markup() {
    let place = common::place();
    let app = common::app(&place);
    for uri in [
        "/employers",
        "/employers/E0002",
        "/employers?text=%3Cscript%3E%22",
        "/law?text=%3Cscript%3E",
    ] {
        let answer = ask(&app, uri);
        assert_eq!(answer.status, StatusCode::OK, "{uri}");
        assert!(!answer.body.contains("<script"), "{uri}");
        check_html(uri, &answer.body);
    }
    let escaped = HOSTILE
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let shown = ask(&app, "/employers/E0002").body;
    assert!(
        shown.contains(&escaped.replace('"', "&quot;")),
        "the name is shown as it is written"
    );
}

#[test]
fn what_is_not_there_is_404_in_the_same_style() {
    let place = common::place();
    let app = common::app(&place);
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
    let place = common::place();
    let app = common::app(&place);
    for uri in [
        "/employers?page=0",
        "/employers?page=x",
        "/employers?class=x",
        "/matters?state=none",
        "/statements?period=2023-13",
        "/statements?period=x",
        "/law?on=2023-02-30",
        "/vouchers?ledger=x",
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
    let place = common::place();
    let app = common::app(&place);
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
    let place = common::place();
    let app = common::app(&place);
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
    let place = common::place();
    let app = common::app(&place);
    let answer = ask(&app, "/employers?lang=en");
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("yiju_lang=en; Path=/"), "{cookie}");
    let later = ask_with(&app, "/employers", &[(header::COOKIE, "yiju_lang=en")]);
    assert!(later.body.contains("lang=\"en\"") && later.body.contains("Employers"));
    assert!(ask(&app, "/employers").body.contains("lang=\"zh-CN\""));
}

#[test]
fn other_names_of_the_machine_are_refused() {
    let place = common::place();
    let app = common::app(&place);
    let answer = ask_with(&app, "/employers", &[(header::HOST, "evil.example")]);
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(!answer.body.contains("甲机械厂"));
    let own = ask_with(&app, "/employers", &[(header::HOST, "127.0.0.1:8080")]);
    assert_eq!(own.status, StatusCode::OK);
}

#[test]
fn pages_cannot_write() {
    let place = common::place();
    let app = common::app(&place);
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
    let place = common::place();
    let app = common::app(&place);
    let answer = ask(&app, "/healthz");
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.body.contains("\"status\":\"ok\"") && answer.body.contains("sm3:"),
        "{}",
        answer.body
    );
}

#[test]
fn balanced_books_pass_their_checks() {
    let place = common::place();
    let app = common::app(&place);
    for uri in [
        "/statements",
        "/statements?period=2023-02",
        "/statements?period=2023-09",
    ] {
        let body = ask(&app, uri).body;
        assert!(body.contains("成立") && !body.contains("不成立"), "{uri}");
    }
}

#[test]
fn the_description_names_every_answer() {
    let described: serde_json::Value =
        serde_json::from_str(include_str!("../openapi.json")).unwrap();
    let paths: Vec<&String> = described["paths"].as_object().unwrap().keys().collect();
    let router = include_str!("../src/router.rs");
    let mut routes: Vec<&str> = router
        .lines()
        .filter_map(|line| line.trim().strip_prefix(".route(\"")?.split('"').next())
        .filter(|path| path.starts_with("/api/") || *path == "/healthz")
        .collect();
    routes.sort_unstable();
    assert_eq!(paths, routes);
    let place = common::place();
    assert!(
        ask(&common::app(&place), "/api/openapi.json")
            .body
            .contains("3.1.0")
    );
}

#[test]
fn answers_say_what_the_pages_say() {
    let place = common::place();
    let app = common::app(&place);
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
