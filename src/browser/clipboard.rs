//! The clipboard, which browsers give to pages of https and of this machine only.

use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Whether a page may write to it here.
pub fn is_open() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// Puts a text there, and says then whether it is.
pub fn put(text: &str, done: impl FnOnce(bool) + 'static) {
    let Some(window) = web_sys::window().filter(web_sys::Window::is_secure_context) else {
        return done(false);
    };
    let written = window.navigator().clipboard().write_text(text);
    spawn_local(async move { done(JsFuture::from(written).await.is_ok()) });
}
