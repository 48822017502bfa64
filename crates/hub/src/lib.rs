//! The hub: accounts, sessions and a live home, spoken in Home Assistant's words.

mod api;
mod arguments;
mod assets;
mod auth;
pub mod clock;
pub mod config;
mod error;
pub mod home;
mod http;
mod hub;
mod iso;
mod networks;
mod permissions;
mod random;
pub mod serve;
mod setup;
pub mod socket;
mod store;

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, delete, get, post};
use axum::{Router, response::IntoResponse};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

pub use auth::factors::seal::NoKey;
pub use clock::Clock;
pub use config::Config;
pub use hub::{Hub, OpenError};
pub use permissions::Level;
pub use store::{Place, StoreError, Unusable};

use auth::{login_flow, metadata, token};
use http::{csp, guard, headers};
use setup::views as set_up;

/// Everything that the hub answers to, apart from the app's own files.
fn routes() -> Vec<(&'static str, MethodRouter<Hub>)> {
    vec![
        ("/auth/providers", get(login_flow::providers)),
        ("/auth/login_flow", post(login_flow::begin)),
        ("/auth/login_flow/{flow_id}", post(login_flow::answer).merge(delete(login_flow::abort))),
        ("/auth/token", post(token::token)),
        ("/auth/revoke", post(token::revoke)),
        ("/.well-known/oauth-authorization-server", get(metadata::authorization_server)),
        ("/api/", get(api::root)),
        ("/api/states", get(api::states)),
        ("/api/onboarding", get(set_up::steps)),
        ("/api/onboarding/users", post(set_up::owner)),
        ("/api/onboarding/core_config", post(set_up::finish)),
        ("/api/onboarding/network", get(set_up::network).merge(post(set_up::trust))),
        ("/api/websocket", get(socket::upgrade)),
        ("/api/csp", get(csp::count).merge(post(csp::report))),
        ("/healthz", get(api::health)),
    ]
}

/// The hub as a service: its API, the app, and what every request passes through.
pub fn app(hub: Hub) -> Router {
    routes()
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| router.route(path, methods))
        .fallback(assets::serve)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST_REQUEST))
        .layer(CatchPanicLayer::custom(|_| error::Error::Internal.into_response()))
        .layer(from_fn_with_state(hub.clone(), guard::check))
        .layer(from_fn(headers::add))
        .with_state(hub)
}

/// The paths of [`app`], for tests that must see every one of them.
pub fn paths() -> Vec<&'static str> {
    routes().into_iter().map(|(path, _)| path).collect()
}

/// A password and a few addresses: what people send before they are known.
const LARGEST_BODY: usize = 64 * 1024;
/// A body that comes in byte by byte holds a place no longer than this.
const LONGEST_REQUEST: Duration = Duration::from_secs(30);
