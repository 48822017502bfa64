//! What the hub wants next. Besides what its own page handles, the steps of other providers.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::field::Field;
use crate::ids::FlowId;
use crate::json::{FromJson, Members};

/// What the hub wants next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask the person these fields.
    Form(Form),
    /// The way in is open: `result` is the code for `/auth/token`.
    CreateEntry {
        /// The flow that ended.
        flow_id: FlowId,
        /// One-time authorization code.
        result: String,
    },
    /// The hub will not go on.
    Abort {
        /// The flow that ended.
        flow_id: FlowId,
        /// A key such as `not_allowed`.
        reason: String,
    },
    /// The person must do something on another page.
    External {
        /// The flow that waits.
        flow_id: FlowId,
        /// Where; from outside, so to be checked before anybody goes there.
        url: String,
    },
    /// The hub is doing something that takes a while.
    Progress {
        /// The flow that waits.
        flow_id: FlowId,
        /// What it does: a key such as `wait_for_phone`, or empty.
        action: String,
    },
    /// The person chooses how to go on.
    Menu {
        /// The flow that waits.
        flow_id: FlowId,
        /// Key of the next step, and what it is called; the key again where it has no name.
        options: Vec<(String, String)>,
    },
    /// What the flow waited for is done: ask again.
    Done {
        /// The flow that goes on.
        flow_id: FlowId,
    },
    /// A step of a kind that this version does not know.
    Unknown,
}

/// A step that asks something.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The flow to answer.
    pub flow_id: FlowId,
    /// Tells a redrawn form from a new one.
    pub step_id: String,
    /// The fields, in order.
    pub data_schema: Vec<Field>,
    /// Error keys by field name; `base` is the form itself. Home Assistant sends `{}` or `null`.
    pub errors: Option<BTreeMap<String, String>>,
    /// Values for the step's text.
    pub description_placeholders: Option<Map<String, Value>>,
}

impl FromJson for Step {
    fn from_json(value: Value) -> Option<Self> {
        let mut step = Members::of(value)?;
        let kind = step.text("type");
        let flow_id = FlowId(step.or_default("flow_id"));
        let read = match kind.as_str() {
            "form" => Self::Form(Form {
                flow_id,
                step_id: step.text("step_id"),
                data_schema: step.or_default("data_schema"),
                errors: step.read("errors"),
                description_placeholders: step.read("description_placeholders"),
            }),
            "create_entry" => Self::CreateEntry { flow_id, result: step.text("result") },
            "abort" => Self::Abort { flow_id, reason: step.text("reason") },
            "external" => Self::External { flow_id, url: step.text("url") },
            "progress" => Self::Progress { flow_id, action: step.or_default("progress_action") },
            "menu" => Self::Menu { flow_id, options: options(step.or_default("menu_options")) },
            "external_done" | "progress_done" => Self::Done { flow_id },
            _ => Self::Unknown,
        };
        step.made(read)
    }
}

/// A list of keys, or an object from key to name.
fn options(listed: Value) -> Vec<(String, String)> {
    let named = |(key, name): (String, Value)| {
        let name = name.as_str().unwrap_or(&key).to_owned();
        (key, name)
    };
    match listed {
        Value::Object(listed) => listed.into_iter().map(named).collect(),
        Value::Array(listed) => {
            let key = |option: &Value| option.as_str().map(|key| (key.to_owned(), key.to_owned()));
            listed.iter().filter_map(key).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

impl FromJson for BTreeMap<String, String> {
    fn from_json(value: Value) -> Option<Self> {
        let mut texts = Self::new();
        for (key, value) in Map::from_json(value)? {
            texts.insert(key, String::from_json(value)?);
        }
        Some(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn step(text: &str) -> Step {
        json::parse(text).unwrap()
    }

    #[test]
    fn every_kind_of_step_is_read() {
        let flow_id = FlowId("f".to_owned());
        assert_eq!(
            step(r#"{"type":"external","flow_id":"f","step_id":"a","url":"https://id.example/"}"#),
            Step::External { flow_id: flow_id.clone(), url: "https://id.example/".to_owned() }
        );
        assert_eq!(
            step(r#"{"type":"progress","flow_id":"f","step_id":"a","progress_action":"ask_phone"}"#),
            Step::Progress { flow_id: flow_id.clone(), action: "ask_phone".to_owned() }
        );
        for done in ["external_done", "progress_done"] {
            let text = format!(r#"{{"type":"{done}","flow_id":"f","step_id":"a"}}"#);
            assert_eq!(step(&text), Step::Done { flow_id: flow_id.clone() });
        }
        assert_eq!(step(r#"{"type":"teleport","flow_id":"f"}"#), Step::Unknown);
    }

    #[test]
    fn a_menu_lists_keys_or_names_them() {
        let options = |listed: &str| {
            let text = format!(r#"{{"type":"menu","flow_id":"f","menu_options":{listed}}}"#);
            let Step::Menu { options, .. } = step(&text) else { panic!("{text} is no menu") };
            options
        };
        let pair = |key: &str, name: &str| (key.to_owned(), name.to_owned());
        assert_eq!(options(r#"["by_phone",7]"#), [pair("by_phone", "by_phone")]);
        assert_eq!(options(r#"{"by_phone":"By phone"}"#), [pair("by_phone", "By phone")]);
        assert_eq!(options("null"), []);
    }
}
