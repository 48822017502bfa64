//! What is not secret and may be lost: kept in local storage.

use doorstep_core::event::Theme;
use gloo_storage::{LocalStorage, Storage};
use serde_json::Value;

const THEME: &str = "doorstep.theme";

/// The colours chosen on this device.
pub(super) fn theme() -> Theme {
    if !is_allowed() {
        return Theme::default();
    }
    LocalStorage::get::<Value>(THEME).ok().and_then(|key| key.as_str().map(Theme::of_key)).unwrap_or_default()
}

/// Keeps the choice, where the browser lets it.
pub(super) fn keep_theme(theme: Theme) {
    if is_allowed() {
        LocalStorage::set(THEME, Value::from(theme.key())).ok();
    }
}

/// Whether there is a local storage to ask. Where cookies are blocked there is none, and `gloo-storage` would bring
/// the page down.
fn is_allowed() -> bool {
    matches!(web_sys::window().map(|window| window.local_storage()), Some(Ok(Some(_))))
}
