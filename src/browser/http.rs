//! Requests to the hub. A status is an answer, not an error.

use doorstep_core::command::{Body, HttpRequest};
use doorstep_core::event::{HttpReply, NetworkError};
use reqwasm::http::{Request, RequestBuilder};
use web_sys::{AbortSignal, RequestCache};

/// How long an answer may take, in milliseconds. A wrong password takes a hub up to about two seconds.
const PATIENCE: u32 = 15_000;

/// Sends a request and reads the whole answer.
pub(super) async fn send(request: HttpRequest) -> Result<HttpReply, NetworkError> {
    let address = &request.address;
    let ready = match &request.body {
        Body::Nothing => prepare(Request::get(address), &request).build(),
        Body::Json(body) => prepare(Request::post(address), &request)
            .header("content-type", "application/json")
            .body(body.expose()),
        Body::Form(body) => prepare(Request::post(address), &request)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.expose()),
    };
    let unreachable = |_| NetworkError::Unreachable;
    let response = ready.map_err(unreachable)?.send().await.map_err(unreachable)?;
    let body = response.text().await.map_err(unreachable)?;
    Ok(HttpReply { status: response.status(), body })
}

fn prepare(builder: RequestBuilder, request: &HttpRequest) -> RequestBuilder {
    let signal = AbortSignal::timeout_with_u32(PATIENCE);
    let builder = builder.cache(RequestCache::NoStore).abort_signal(Some(&signal));
    match &request.token {
        Some(token) => builder.header("authorization", &format!("Bearer {}", token.expose())),
        None => builder,
    }
}
