//! Modal dialogs, by the id of their element. The browser keeps the focus in an open one and gives it back.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Opens it.
pub fn open(id: &str) {
    if let Some(dialog) = find(id).filter(|dialog| !dialog.open()) {
        // It can only fail where it is open already.
        dialog.show_modal().ok();
    }
}

/// Closes it.
pub fn close(id: &str) {
    if let Some(dialog) = find(id) {
        dialog.close();
    }
}

fn find(id: &str) -> Option<HtmlDialogElement> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)?.dyn_into().ok()
}
