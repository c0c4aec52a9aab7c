//! The frame around every answer: who may ask at all, troubles in the reader's language, security headers, the cookie.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use yiju_terms::words::{has, word};

use crate::desk::App;
use crate::error::Trouble;
use crate::layout;
use crate::visit::Visit;

/// No script at all; styles only from this server. The report sets column widths on its tables, so style attributes
/// (not style sheets) are allowed.
const POLICY: &str = "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Runs around every route.
pub(crate) async fn frame(State(app): State<App>, request: Request, next: Next) -> Response {
    let visit = Visit::of(request.uri(), request.headers(), app.lang());
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = if names_this_machine(request.headers()) {
        next.run(request).await
    } else {
        (
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers on loopback only\n",
        )
            .into_response()
    };
    let trouble = response.extensions().get::<Trouble>().cloned().or_else(|| {
        // What the router itself refuses: a path that cannot be read, a method that is not there.
        let bare = !response.headers().contains_key(header::CONTENT_TYPE)
            || response.status() == StatusCode::BAD_REQUEST;
        match response.status() {
            StatusCode::BAD_REQUEST if bare => Some(Trouble::Unreadable),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Trouble::TooLarge),
            _ => None,
        }
    });
    if let Some(trouble) = trouble {
        response = if is_api {
            api_trouble(&visit, &trouble)
        } else {
            layout::trouble(app.office(), &visit, &trouble)
        };
    }
    finish(&visit, &mut response);
    response
}

fn api_trouble(visit: &Visit, trouble: &Trouble) -> Response {
    let message = trouble.say("lead", visit.lang);
    let reasons: Vec<_> = match trouble {
        Trouble::Refused(refusals) => refusals.iter().map(|r| r.message(visit.lang)).collect(),
        _ => Vec::new(),
    };
    let body = json!({"error": {"code": trouble.stem(), "message": message, "reasons": reasons}});
    (trouble.status(), Json(body)).into_response()
}

fn finish(visit: &Visit, response: &mut Response) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Personal data do not stay in a shared browser's cache; the style sheet says otherwise for itself.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Some(cookie) = visit
        .cookie()
        .and_then(|text| HeaderValue::from_str(&text).ok())
    {
        headers.insert(header::SET_COOKIE, cookie);
    }
}

/// Whether the request was sent to this machine by a name of its own. A page elsewhere that points its own name at
/// 127.0.0.1 (DNS rebinding) would otherwise read the registers through the visitor's browser.
fn names_this_machine(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST) else {
        return true;
    };
    let Ok(host) = host.to_str() else {
        return false;
    };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// The word under `key`, or the code itself where the catalog does not know it (a later import may bring new codes).
pub(crate) fn known_word(lang: yiju_terms::Lang, key: &str, code: &str) -> String {
    if has(lang, key) {
        word(lang, key)
    } else {
        code.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine() {
        let ask = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            names_this_machine(&headers)
        };
        for host in ["localhost:8080", "127.0.0.1:1", "[::1]:8080", "127.0.0.1"] {
            assert!(ask(host), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:8080",
            "192.168.1.2:8080",
            "localhost.evil.example",
        ] {
            assert!(!ask(host), "{host}");
        }
    }
}
