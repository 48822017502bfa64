//! Before the next picture.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::runtime::Runtime;

/// Draws the tiles before the next picture. In a hidden tab there is none until it is looked at again, and what
/// has changed meanwhile is drawn at once then.
pub(super) fn request(runtime: Runtime) {
    let draw = Closure::once_into_js(move || runtime.draw_tiles());
    let asked = web_sys::window().map(|window| window.request_animation_frame(draw.unchecked_ref()));
    if !matches!(asked, Some(Ok(_))) {
        runtime.draw_tiles();
    }
}
