//! The keys of the picker: finds the faces on the screen and moves the focus among them.

use doorstep_core::picker::{Search, arrow};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Moves the focus to where this key leads. Keys with a modifier are the browser's.
pub fn follow(event: &KeyboardEvent, search: &mut Search) {
    let list = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(list) = list.filter(|_| !(event.ctrl_key() || event.meta_key() || event.alt_key())) else {
        return;
    };
    let buttons = list.query_selector_all("button").ok();
    let faces: Vec<HtmlElement> = buttons
        .iter()
        .flat_map(|buttons| (0..buttons.length()).filter_map(|place| buttons.get(place)?.dyn_into().ok()))
        .collect();
    let active = web_sys::window().and_then(|window| window.document()?.active_element());
    let current = faces.iter().position(|face| Some(face.as_ref()) == active.as_ref());
    let places: Vec<_> = faces
        .iter()
        .map(|face| {
            let bounds = face.get_bounding_client_rect();
            (bounds.left().round(), bounds.top().round())
        })
        .collect();
    let names: Vec<_> = faces.iter().map(|face| face.inner_text()).collect();
    let key = event.key();
    let next =
        arrow(&key, &places, current).or_else(|| search.press(&key, event.time_stamp(), &names, current));
    if let Some(face) = next.and_then(|next| faces.get(next)) {
        event.prevent_default();
        // A face takes the focus as long as it is on the screen.
        face.focus().ok();
    }
}
