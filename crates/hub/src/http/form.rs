//! Form bodies, urlencoded or multipart; anything else is an empty form, as Home Assistant has it.

use std::collections::HashMap;

use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The fields of a form; the first of a name counts.
#[derive(Default)]
pub(crate) struct Form(HashMap<String, String>);

impl Form {
    /// One field.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn add(&mut self, name: String, value: String) {
        self.0.entry(name).or_insert(value);
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut form = Self::default();
        match kind.as_str() {
            "application/x-www-form-urlencoded" => {
                let body: Bytes = request.extract().await.map_err(IntoResponse::into_response)?;
                for (name, value) in form_urlencoded::parse(&body) {
                    form.add(name.into_owned(), value.into_owned());
                }
            }
            "multipart/form-data" => {
                let mut parts: Multipart = request.extract().await.map_err(IntoResponse::into_response)?;
                while let Some(field) = parts.next_field().await.map_err(IntoResponse::into_response)? {
                    let name = field.name().unwrap_or_default().to_owned();
                    form.add(name, field.text().await.map_err(IntoResponse::into_response)?);
                }
            }
            _ => {}
        }
        Ok(form)
    }
}
