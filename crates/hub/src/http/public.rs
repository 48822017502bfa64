//! The hub as the client of a request knows it: through a proxy that may be another name and https.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// By which name and scheme a request has reached the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Public {
    /// Whether the browser speaks https. Only a proxy of the home is believed that it does.
    pub(crate) is_https: bool,
    /// The host with its port, one that the hub answers to.
    pub(crate) host: String,
}

impl Public {
    /// As the address bar has it.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", if self.is_https { "https" } else { "http" }, self.host)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Public {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let passed = parts.extensions.get().cloned();
        Ok(passed.unwrap_or_else(|| Self { is_https: false, host: "localhost".into() }))
    }
}
