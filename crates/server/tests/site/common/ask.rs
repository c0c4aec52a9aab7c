//! Requests without a network, and what every page must keep.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    /// The bytes as text, as far as they are any.
    pub body: String,
    pub bytes: Vec<u8>,
}

/// One request; the runtime is made here so that tests stay plain functions.
pub fn ask(app: &Router, uri: &str) -> Answer {
    ask_with(app, uri, &[])
}

pub fn ask_with(app: &Router, uri: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
    let mut request = Request::builder().uri(uri);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    send(app, request.body(Body::empty()).expect("a request"))
}

/// Posts a text.
pub fn post(app: &Router, uri: &str, body: &str) -> Answer {
    let request = Request::post(uri).body(Body::from(body.to_owned()));
    send(app, request.expect("a request"))
}

pub fn send(app: &Router, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let response = app.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX)
            .await
            .expect("its bytes");
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    })
}

/// A word that the catalogs lack shows itself in these brackets.
pub fn check_words(uri: &str, body: &str) {
    if let Some(at) = body.find('⟦') {
        let missing: String = body[at..].chars().take(60).collect();
        panic!("{uri}: no word for {missing}");
    }
}

/// A citation is written as in a decision; the form of the law folder (`@ 2011 § 35`) is for programs.
pub fn check_citations(uri: &str, body: &str) {
    if let Some(at) = body.find(" § ") {
        let before: String = body[..at].chars().rev().take(40).collect();
        let before: String = before.chars().rev().collect();
        panic!("{uri}: the form of programs: {before} § …");
    }
}

/// Every element that is opened is closed, in order.
pub fn check_html(uri: &str, body: &str) {
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
