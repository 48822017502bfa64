//! The names and origins that somebody has allowed, checked before the hub starts.

use super::ConfigError;
use crate::http::guard::{Authority, Origin};

/// Every name, or the first that is none.
pub(crate) fn names(names: &[String]) -> Result<Vec<Authority>, ConfigError> {
    let name = |text: &String| Authority::configured(text).ok_or_else(|| ConfigError::Name(text.clone()));
    names.iter().map(name).collect()
}

/// Every origin, or the first that is none.
pub(crate) fn origins(origins: &[String]) -> Result<Vec<Origin>, ConfigError> {
    let origin = |text: &String| {
        let tidy = text.trim_end_matches('/').to_ascii_lowercase();
        Origin::parse(&tidy).ok_or_else(|| ConfigError::Origin(text.clone()))
    };
    origins.iter().map(origin).collect()
}
