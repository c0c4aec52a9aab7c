//! Answers for programs: health, the API's own description, the JSON twins of dashboard and figures.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use yiju_store::journal;

use crate::desk::App;
use crate::error::Trouble;
use crate::pages::dashboard::TILES;
use crate::pages::figures::{Asked, compute, name};
use crate::pages::shared::optional;
use crate::visit::Visit;

const OPENAPI: &str = include_str!("../openapi.json");

/// Rows of a kind that an answer carries at most; their totals are exact.
const RECORDS: usize = 1_000;

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

/// The key figures of the year, as the tiles show them, each with its target.
pub async fn dashboard(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let answer = app
        .read(&visit, move |desk| {
            let year = desk.year(optional(&asked.year)?)?;
            let mut figures = Vec::new();
            for stem in TILES {
                let value = compute(desk, year, stem)?;
                let target = yiju_figures::target(desk.store, desk.region, value.year, stem)?;
                let target = target.map(|target| {
                    json!({"operator": target.operator, "value": target.value, "document": target.document})
                });
                figures.push(json!({"name": name(desk, stem), "figure": value, "target": target}));
            }
            Ok(json!({"year": year, "on": desk.day(), "figures": figures}))
        })
        .await?;
    Ok(Json(answer).into_response())
}

/// One figure with its definition, records, vouchers, matters and articles.
pub async fn figure(
    State(app): State<App>,
    visit: Visit,
    Path(stem): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let basis = app
        .read(&visit, move |desk| {
            let year = desk.year(optional(&asked.year)?)?;
            crate::pages::figure::basis(desk, &stem, year, RECORDS)
        })
        .await?;
    Ok(Json(basis).into_response())
}
