//! The app itself: the built files, from inside the hub or from a folder.

mod encoding;

use std::borrow::Cow;
use std::path::PathBuf;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use encoding::Encoding;
use rust_embed::RustEmbed;

use crate::hub::Hub;

#[derive(RustEmbed)]
#[folder = "../../dist/"]
#[allow_missing = true]
struct Embedded;

/// Where the app's files are.
pub(crate) enum App {
    /// In the hub.
    Embedded,
    /// In this folder.
    Folder(PathBuf),
}

/// Whatever no view answers to: a file of the app, or the app's page where somebody navigates.
pub(crate) async fn serve(State(hub): State<Hub>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let is_api = ["api", "auth", ".well-known"].contains(&path.split('/').next().unwrap_or_default());
    let wanted = if path.is_empty() { INDEX } else { path };
    if let Some(found) = hub.app().respond(wanted, request.headers()).await {
        return found;
    }
    if path.is_empty() || navigates(request.headers()) && !is_api {
        return match hub.app().respond(INDEX, request.headers()).await {
            Some(page) => page,
            None => (StatusCode::NOT_FOUND, NOT_BUILT).into_response(),
        };
    }
    (StatusCode::NOT_FOUND, "404: Not Found").into_response()
}

impl App {
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        folder.map_or(Self::Embedded, Self::Folder)
    }

    async fn respond(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        if !is_plain(path) {
            return None;
        }
        let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
        for encoding in encoding::accepted(accepted) {
            if let Some(bytes) = self.file(&format!("{path}{}", encoding.suffix())).await {
                return Some(answer(path, encoding, bytes));
            }
        }
        None
    }

    async fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Embedded => Embedded::get(path).map(|file| file.data),
            Self::Folder(folder) => {
                let file = folder.join(path);
                tokio::task::spawn_blocking(move || std::fs::read(file)).await.ok()?.ok().map(Cow::Owned)
            }
        }
    }
}

fn answer(path: &str, encoding: Encoding, bytes: Cow<'static, [u8]>) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(name) = encoding.name() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    // A name with a hash in it never means other bytes.
    if path.starts_with("assets/") {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    }
    (headers, Body::from(bytes)).into_response()
}

/// Only names that a build makes; `..`, hidden files and escapes are none.
fn is_plain(path: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    };
    path.split('/').all(is_name)
}

fn navigates(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|kinds| kinds.contains("text/html"))
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

const INDEX: &str = "index.html";
const NOT_BUILT: &str = "The app is not built in. Run `cargo xtask build`, or start the hub with --app and the \
                         folder of a built app.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_a_build_are_looked_for() {
        for good in ["index.html", "assets/doorstep-1a2b_bg.wasm", "assets/x.js.br"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in
            ["", "..", "../x", "a/../b", "a//b", ".git/config", "a/.env", "%2e%2e/x", "a\\b", "/etc/passwd"]
        {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}
