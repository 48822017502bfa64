//! What is not secret and may be lost: kept in local storage.

use doorstep_core::event::Theme;
use gloo_storage::{LocalStorage, Storage};

const THEME: &str = "doorstep.theme";

/// The colours chosen on this device.
pub(super) fn theme() -> Theme {
    LocalStorage::get(THEME).unwrap_or_default()
}

/// Keeps the choice, where the browser lets it.
pub(super) fn keep_theme(theme: Theme) {
    LocalStorage::set(THEME, theme).ok();
}
