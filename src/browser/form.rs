//! Forms: reads them when they are sent, the only moment at which what was typed leaves its inputs, and asks a key
//! press about the lock for capitals.

use doorstep_core::event::Answers;
use doorstep_core::login::answer;
use doorstep_protocol::login::Field;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, KeyboardEvent, SubmitEvent};

/// The name of the box that asks whether to remember the device. No provider has a field of this name.
pub const REMEMBER: &str = "doorstep_remember";

/// The answers to these fields, and whether to remember the device.
pub fn read(event: &SubmitEvent, fields: &[Field]) -> Option<(Answers, bool)> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let typed = FormData::new_with_form(&form).ok()?;
    let inputs = |name: &str| typed.get_all(name).iter().filter_map(|value| value.as_string()).collect();
    Some((answer::answers(fields, &inputs), typed.has(REMEMBER)))
}

/// What was typed into the field of this name.
pub fn text(event: &SubmitEvent, name: &str) -> Option<String> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    FormData::new_with_form(&form).ok()?.get(name).as_string()
}

/// The id of the input that asks for a field.
pub fn id(field: &str) -> String {
    format!("field-{field}")
}

/// Whether the lock for capitals is on.
pub fn has_caps_lock(event: &KeyboardEvent) -> bool {
    event.get_modifier_state("CapsLock")
}
