//! The little of Home Assistant's REST API that clients ask for, and whether the hub is well.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::error::Error;
use crate::http::bearer::Bearer;
use crate::hub::Hub;
use crate::socket::snapshot;

/// `GET /api/`
pub(crate) async fn root(_: Bearer) -> Json<Value> {
    Json(json!({ "message": "API running." }))
}

/// `GET /api/states`
pub(crate) async fn states(Bearer(access): Bearer, State(hub): State<Hub>) -> Response {
    let mut states = hub.home().states();
    states.retain(|state| access.may_read(&state.entity_id));
    Json(states.iter().map(|state| snapshot::full(state)).collect::<Vec<_>>()).into_response()
}

/// `GET /healthz`: the hub answers and its database does.
pub(crate) async fn health(State(hub): State<Hub>) -> Result<Json<Value>, Error> {
    hub.store().has_users().await?;
    Ok(Json(json!({ "status": "ok" })))
}
