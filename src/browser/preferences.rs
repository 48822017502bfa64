//! What is not secret and may be lost: kept in local storage.

use doorstep_core::event::Theme;
use gloo_storage::{LocalStorage, Storage};
use serde_json::Value;

const THEME: &str = "doorstep.theme";

/// The colours chosen on this device.
pub(super) fn theme() -> Theme {
    LocalStorage::get::<Value>(THEME).ok().and_then(|key| key.as_str().map(Theme::of_key)).unwrap_or_default()
}

/// Keeps the choice, where the browser lets it.
pub(super) fn keep_theme(theme: Theme) {
    LocalStorage::set(THEME, Value::from(theme.key())).ok();
}
