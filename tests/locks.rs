//! The second lock, tried: clippy.toml must refuse every one of these calls.
//! Clippy reports an expectation that is not met, so a path that no longer bites fails the lint.
#![expect(dead_code, reason = "these calls are here to be refused, not to be made")]

use leptos::prelude::*;

#[expect(clippy::disallowed_methods, reason = "refused: the browser from anywhere")]
fn window() -> bool {
    web_sys::window().is_some()
}

#[expect(clippy::disallowed_methods, reason = "refused: the browser by its other name")]
fn global() -> js_sys::Object {
    js_sys::global()
}

#[expect(clippy::disallowed_methods, reason = "refused: the browser's clock")]
fn date() -> f64 {
    js_sys::Date::now()
}

#[expect(clippy::disallowed_methods, reason = "refused: a clock that panics in a browser")]
fn instant() -> std::time::Instant {
    std::time::Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "refused: a clock that panics in a browser")]
fn system_time() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

#[expect(clippy::disallowed_methods, reason = "refused: work that the core does not know of")]
fn leptos_task() {
    leptos::task::spawn_local(async {});
}

#[expect(clippy::disallowed_methods, reason = "refused: work that the core does not know of")]
fn browser_task() {
    wasm_bindgen_futures::spawn_local(async {});
}

#[expect(clippy::disallowed_methods, reason = "refused: a decision outside the core")]
fn effect() {
    Effect::new(|_| ());
}

#[expect(clippy::disallowed_methods, reason = "refused: a second way in for views")]
fn context() {
    provide_context(0_u8);
}

#[expect(clippy::disallowed_methods, reason = "refused: innerHTML by another name")]
fn inert_element() -> leptos::tachys::html::InertElement {
    leptos::tachys::html::InertElement::new("<p>inert</p>")
}
