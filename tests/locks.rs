//! The second lock, tried: clippy.toml must refuse every one of these calls.
//! Clippy reports an expectation that is not met, so a path that no longer bites fails the lint.
#![expect(dead_code, reason = "these calls are here to be refused, not to be made")]

use leptos::prelude::*;

#[expect(clippy::disallowed_methods, reason = "refused: web_sys::window")]
fn window() -> bool {
    web_sys::window().is_some()
}

#[expect(clippy::disallowed_methods, reason = "refused: js_sys::global")]
fn global() -> js_sys::Object {
    js_sys::global()
}

#[expect(clippy::disallowed_methods, reason = "refused: js_sys::Date::now")]
fn date() -> f64 {
    js_sys::Date::now()
}

#[expect(clippy::disallowed_methods, reason = "refused: std::time::Instant::now")]
fn instant() -> std::time::Instant {
    std::time::Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "refused: std::time::SystemTime::now")]
fn system_time() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

#[expect(clippy::disallowed_methods, reason = "refused: leptos::task::spawn_local")]
fn leptos_task() {
    leptos::task::spawn_local(async {});
}

#[expect(clippy::disallowed_methods, reason = "refused: wasm_bindgen_futures::spawn_local")]
fn browser_task() {
    wasm_bindgen_futures::spawn_local(async {});
}

#[expect(clippy::disallowed_methods, reason = "refused: reactive_graph::effect::Effect::new")]
fn effect() {
    Effect::new(|_| ());
}

#[expect(clippy::disallowed_methods, reason = "refused: reactive_graph::owner::provide_context")]
fn context() {
    provide_context(0_u8);
}

#[expect(clippy::disallowed_methods, reason = "refused: tachys::html::InertElement::new")]
fn inert_element() -> leptos::tachys::html::InertElement {
    leptos::tachys::html::InertElement::new("<p>inert</p>")
}
