//! Answers for programs: health, the API's own description, the JSON twins of dashboard and figures.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use yiju_store::journal;

use crate::desk::App;
use crate::error::Trouble;
use crate::visit::Visit;

const OPENAPI: &str = include_str!("../openapi.json");

/// 200 with the journal's head when the store answers.
pub async fn health(State(app): State<App>, visit: Visit) -> Result<Response, Trouble> {
    let head = app
        .read(&visit, |desk| {
            let region = desk.code();
            Ok(journal::head(desk.store, &region)?)
        })
        .await?;
    Ok(
        Json(json!({"status": "ok", "journal": {"seq": head.seq, "digest": head.digest}}))
            .into_response(),
    )
}

/// The description of every answer; a test compares its paths with the router.
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}
