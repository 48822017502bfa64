//! Reads a form when it is sent: the only moment at which what was typed leaves its inputs.

use std::collections::BTreeMap;

use doorstep_core::event::Answers;
use doorstep_protocol::json;
use doorstep_protocol::login::{Field, FieldKind};
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, SubmitEvent};

/// The name of the box that asks whether to remember the device. No provider has a field of this name.
pub const REMEMBER: &str = "doorstep_remember";

/// The answers to these fields, and whether to remember the device.
pub fn read(event: &SubmitEvent, fields: &[Field]) -> Option<(Answers, bool)> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let typed = FormData::new_with_form(&form).ok()?;
    let mut answers = BTreeMap::new();
    for field in fields {
        if let Some(answer) = answer(&field.kind, typed.get(&field.name).as_string()) {
            answers.insert(field.name.clone(), answer);
        }
    }
    Some((Answers(answers), typed.has(REMEMBER)))
}

/// What was typed into the field of this name.
pub fn text(event: &SubmitEvent, name: &str) -> Option<String> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    FormData::new_with_form(&form).ok()?.get(name).as_string()
}

fn answer(kind: &FieldKind, text: Option<String>) -> Option<Value> {
    match kind {
        FieldKind::Boolean => Some(Value::from(text.is_some())),
        FieldKind::Constant { value } => Some(value.clone()),
        FieldKind::Integer => text?.parse::<i64>().ok().map(Value::from),
        FieldKind::Float => json::number(&text?).map(Value::from),
        FieldKind::String
        | FieldKind::Select { .. }
        | FieldKind::MultiSelect { .. }
        | FieldKind::Expandable { .. }
        | FieldKind::Unknown => text.map(Value::from),
    }
}
