//! The little of Home Assistant's REST API that clients ask for, and whether the hub is well.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::error::Error;
use crate::http::bearer::Bearer;
use crate::hub::Hub;

/// `GET /api/`
pub(crate) async fn root(_: Bearer) -> Json<Value> {
    Json(json!({ "message": "API running." }))
}

/// `GET /healthz`: the hub answers and its database does.
pub(crate) async fn health(State(hub): State<Hub>) -> Result<Json<Value>, Error> {
    hub.store().has_users().await?;
    Ok(Json(json!({ "status": "ok" })))
}
