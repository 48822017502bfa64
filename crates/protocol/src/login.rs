//! The login flow: providers, steps and the fields that a form is drawn from.
//!
//! Source: `homeassistant/components/auth/login_flow.py` and the wire; fields are in the format of
//! voluptuous-serialize.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::ids::FlowId;
use crate::json::{FromJson, Members, object};

/// `GET /auth/providers`. Up to 2024.1 the answer was the bare list; both are read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Providers {
    /// In the hub's order; the first is the default choice.
    pub providers: Vec<Provider>,
    /// Whether "remember" starts ticked: the hub sees a local address.
    pub preselect_remember_me: bool,
}

/// One way to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// What people call it.
    pub name: String,
    /// Tells two providers of one type apart; usually absent.
    pub id: Option<String>,
    /// `homeassistant`, `trusted_networks`, …
    #[serde(rename = "type")]
    pub kind: String,
}

/// `POST /auth/login_flow`.
#[derive(Clone, Debug)]
pub struct StartFlow {
    /// Who asks: the address of the app.
    pub client_id: String,
    /// Type and id of the provider.
    pub handler: (String, Option<String>),
    /// Where a redirect would go; same origin as `client_id`.
    pub redirect_uri: String,
    /// PKCE (RFC 7636), only where the hub's metadata offers it: older versions refuse unknown keys.
    pub challenge: Option<Challenge>,
}

/// The PKCE half of [`StartFlow`].
#[derive(Clone, Debug)]
pub struct Challenge {
    /// BASE64URL(SHA256(verifier)), 43 characters.
    pub code_challenge: String,
    /// Always `S256`.
    pub code_challenge_method: String,
}

impl StartFlow {
    /// The body of the request.
    pub fn to_json(&self) -> Value {
        let (kind, id) = self.handler.clone();
        let mut body = object([
            ("client_id", self.client_id.clone().into()),
            ("handler", Value::Array(vec![kind.into(), id.into()])),
            ("redirect_uri", self.redirect_uri.clone().into()),
        ]);
        if let Some(challenge) = &self.challenge {
            body.insert("code_challenge".to_owned(), challenge.code_challenge.clone().into());
            body.insert("code_challenge_method".to_owned(), challenge.code_challenge_method.clone().into());
        }
        Value::Object(body)
    }
}

/// `POST /auth/login_flow/{flow_id}`: the client id and whatever the form asked.
#[derive(Clone)]
pub struct SubmitStep {
    /// Must be the one that started the flow.
    pub client_id: String,
    /// The answers by field name.
    pub values: BTreeMap<String, Value>,
}

impl SubmitStep {
    /// The body of the request: all of it side by side.
    pub fn to_json(&self) -> Value {
        let mut body = object([("client_id", self.client_id.clone().into())]);
        for (field, value) in &self.values {
            body.insert(field.clone(), value.clone());
        }
        Value::Object(body)
    }
}

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

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The key of the answer.
    pub name: String,
    /// What is asked.
    #[serde(flatten)]
    pub kind: FieldKind,
    /// Whether it may be left empty. Older versions send only `optional: true`.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// What it starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
}

/// The widget that a field asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// Text; secret by name only (`password`, `code`): the schema has no type for it.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Float,
    /// Yes or no.
    Boolean,
    /// One of these.
    Select {
        /// Value and label.
        options: Vec<(String, String)>,
    },
    /// Not asked, sent as it is.
    Constant {
        /// What is sent.
        value: Value,
    },
    /// A kind that this version does not know; asked as text.
    Unknown,
}

impl FromJson for Providers {
    fn from_json(value: Value) -> Option<Self> {
        if value.is_array() {
            return Some(Self { providers: Vec::from_json(value)?, preselect_remember_me: false });
        }
        let mut found = Members::of(value)?;
        let read = Self {
            providers: found.read("providers")?,
            preselect_remember_me: found.or_default("preselect_remember_me"),
        };
        found.made(read)
    }
}

impl FromJson for Provider {
    fn from_json(value: Value) -> Option<Self> {
        let mut provider = Members::of(value)?;
        let read = Self { name: provider.text("name"), id: provider.read("id"), kind: provider.text("type") };
        provider.made(read)
    }
}

impl FromJson for Step {
    fn from_json(value: Value) -> Option<Self> {
        let mut step = Members::of(value)?;
        let kind = step.text("type");
        let read = match kind.as_str() {
            "form" => Self::Form(Form {
                flow_id: FlowId(step.text("flow_id")),
                step_id: step.text("step_id"),
                data_schema: step.or_default("data_schema"),
                errors: step.read("errors"),
                description_placeholders: step.read("description_placeholders"),
            }),
            "create_entry" => {
                Self::CreateEntry { flow_id: FlowId(step.text("flow_id")), result: step.text("result") }
            }
            "abort" => Self::Abort { flow_id: FlowId(step.text("flow_id")), reason: step.text("reason") },
            _ => Self::Unknown,
        };
        step.made(read)
    }
}

impl FromJson for Field {
    fn from_json(value: Value) -> Option<Self> {
        let mut field = Members::of(value)?;
        let kind = field.text("type");
        let read = Self {
            name: field.text("name"),
            kind: match kind.as_str() {
                "string" => FieldKind::String,
                "integer" => FieldKind::Integer,
                "float" => FieldKind::Float,
                "boolean" => FieldKind::Boolean,
                "select" => FieldKind::Select { options: options(field.read("options")?)? },
                "constant" => FieldKind::Constant { value: field.or_default("value") },
                _ => FieldKind::Unknown,
            },
            required: field.or_default("required"),
            default: field.read("default"),
        };
        field.made(read)
    }
}

/// Pairs of value and label.
fn options(pairs: Vec<Vec<String>>) -> Option<Vec<(String, String)>> {
    let mut options = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let [value, label] = <[String; 2]>::try_from(pair).ok()?;
        options.push((value, label));
    }
    Some(options)
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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn both_forms_of_the_provider_list_are_read() {
        let list = r#"[{"name":"Local","id":null,"type":"homeassistant"}]"#;
        let object = format!(r#"{{"providers":{list},"preselect_remember_me":true}}"#);
        let old: Providers = json::parse(list).unwrap();
        let new: Providers = json::parse(&object).unwrap();
        assert_eq!(old.providers, new.providers);
        assert!(!old.preselect_remember_me && new.preselect_remember_me);
    }

    #[test]
    fn a_field_of_an_unknown_kind_is_kept() {
        let field: Field = json::parse(r#"{"type":"iris_scan","name":"eye"}"#).unwrap();
        assert_eq!((field.name.as_str(), field.kind), ("eye", FieldKind::Unknown));
    }

    #[test]
    fn a_step_of_an_unknown_kind_is_kept() {
        let step: Step = json::parse(r#"{"type":"progress","flow_id":"f"}"#).unwrap();
        assert_eq!(step, Step::Unknown);
    }

    #[test]
    fn a_start_without_pkce_has_no_extra_keys() {
        let start = StartFlow {
            client_id: "http://hub/".into(),
            handler: ("homeassistant".into(), None),
            redirect_uri: "http://hub/".into(),
            challenge: None,
        };
        assert_eq!(
            start.to_json().to_string(),
            r#"{"client_id":"http://hub/","handler":["homeassistant",null],"redirect_uri":"http://hub/"}"#
        );
    }
}
