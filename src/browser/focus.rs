//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::form;

/// Puts the focus on the element of this id once the next picture is drawn, if it is there then.
pub fn on(id: &'static str) {
    go(id.to_owned());
}

/// The same with the input of a field.
pub(super) fn on_field(field: &str) {
    go(form::id(field));
}

fn go(id: String) {
    leptos::prelude::request_animation_frame(move || {
        let document = web_sys::window().and_then(|window| window.document());
        let element = document.and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // An element that cannot have the focus leaves it where it is.
            element.focus().ok();
            // What stands in an input is typed over.
            if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                input.select();
            }
        }
    });
}
