//! The style sheet and the icon, compiled in.

use axum::http::header;
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("../../assets/style.css");
const ICON: &str = include_str!("../../assets/favicon.svg");

pub async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE.to_owned())
}

/// The style of documents, as the report has it as a file, with the strip that leads back to the pages.
pub async fn report_style() -> Response {
    let strip = include_str!("../../assets/report.css");
    asset(
        "text/css; charset=utf-8",
        format!("{}\n{strip}", yiju_documents::html::STYLE),
    )
}

/// The style of findings on a report, as the page of `yiju check` has it inside.
pub async fn check_style() -> Response {
    let strip = include_str!("../../assets/report.css");
    asset(
        "text/css; charset=utf-8",
        format!("{}\n{strip}", yiju_evaluation::outputs::STYLE),
    )
}

pub async fn icon() -> Response {
    asset("image/svg+xml", ICON.to_owned())
}

fn asset(kind: &'static str, text: String) -> Response {
    // Short: a new program brings a new style under the same address.
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, text).into_response()
}
