//! `/api/csp`: browsers tell here what the policy has stopped. Counted, and logged without addresses.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::hub::Hub;

/// How many reports have come in.
#[derive(Default)]
pub(crate) struct Reports(AtomicU64);

/// What `GET /api/csp` answers.
#[derive(Serialize)]
pub(crate) struct Count {
    reports: u64,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "csp-report")]
    report: Report,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Report {
    effective_directive: String,
    violated_directive: String,
    blocked_uri: String,
}

/// `POST /api/csp`
pub(crate) async fn report(State(hub): State<Hub>, body: Bytes) -> StatusCode {
    let Ok(Envelope { report }) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST };
    let earlier = hub.reports().0.fetch_add(1, Ordering::Relaxed);
    if earlier < MOST_LOGGED {
        let named = [&report.effective_directive, &report.violated_directive];
        let directive = named.into_iter().find(|name| !name.is_empty()).map_or("", String::as_str);
        let directive: String =
            directive.chars().filter(|c| c.is_ascii_lowercase() || *c == '-').take(40).collect();
        let blocked = Url::parse(&report.blocked_uri).ok();
        let blocked = blocked.as_ref().and_then(Url::host_str).unwrap_or("the page itself");
        tracing::warn!(directive, blocked, "a browser has stopped something");
    }
    StatusCode::NO_CONTENT
}

/// `GET /api/csp`
pub(crate) async fn count(State(hub): State<Hub>) -> Json<Count> {
    Json(Count { reports: hub.reports().0.load(Ordering::Relaxed) })
}

/// A page that loops must not fill the log.
const MOST_LOGGED: u64 = 100;
