//! The login flow: providers, steps and the fields that a form is drawn from.
//!
//! Source: `homeassistant/components/auth/login_flow.py` and the wire; fields are in the format of
//! voluptuous-serialize.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::FlowId;

/// `GET /auth/providers`. Up to 2024.1 the answer was the bare list; both are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "ProvidersWire")]
pub struct Providers {
    /// In the hub's order; the first is the default choice.
    pub providers: Vec<Provider>,
    /// Whether "remember" starts ticked: the hub sees a local address.
    pub preselect_remember_me: bool,
}

/// One way to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StartFlow {
    /// Who asks: the address of the app.
    pub client_id: String,
    /// Type and id of the provider.
    pub handler: (String, Option<String>),
    /// Where a redirect would go; same origin as `client_id`.
    pub redirect_uri: String,
    /// PKCE (RFC 7636), only where the hub's metadata offers it: older versions refuse unknown keys.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
}

/// The PKCE half of [`StartFlow`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Challenge {
    /// BASE64URL(SHA256(verifier)), 43 characters.
    pub code_challenge: String,
    /// Always `S256`.
    pub code_challenge_method: String,
}

/// `POST /auth/login_flow/{flow_id}`: the client id and whatever the form asked.
#[derive(Clone, Serialize)]
pub struct SubmitStep {
    /// Must be the one that started the flow.
    pub client_id: String,
    /// The answers by field name.
    #[serde(flatten)]
    pub values: BTreeMap<String, Value>,
}

/// What the hub wants next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
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
    #[serde(other)]
    Unknown,
}

/// A step that asks something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// The flow to answer.
    pub flow_id: FlowId,
    /// Tells a redrawn form from a new one.
    pub step_id: String,
    /// The fields, in order.
    #[serde(default)]
    pub data_schema: Vec<Field>,
    /// Error keys by field name; `base` is the form itself. Home Assistant sends `{}` or `null`.
    #[serde(default)]
    pub errors: Option<BTreeMap<String, String>>,
    /// Values for the step's text.
    #[serde(default)]
    pub description_placeholders: Option<BTreeMap<String, Value>>,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The key of the answer.
    pub name: String,
    /// What is asked.
    #[serde(flatten)]
    pub kind: FieldKind,
    /// Whether it may be left empty. Older versions send only `optional: true`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// What it starts with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
}

/// The widget that a field asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ProvidersWire {
    Object {
        providers: Vec<Provider>,
        #[serde(default)]
        preselect_remember_me: bool,
    },
    List(Vec<Provider>),
}

impl From<ProvidersWire> for Providers {
    fn from(wire: ProvidersWire) -> Self {
        match wire {
            ProvidersWire::Object { providers, preselect_remember_me } => {
                Self { providers, preselect_remember_me }
            }
            ProvidersWire::List(providers) => Self { providers, preselect_remember_me: false },
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_the_provider_list_are_read() {
        let list = r#"[{"name":"Local","id":null,"type":"homeassistant"}]"#;
        let object = format!(r#"{{"providers":{list},"preselect_remember_me":true}}"#);
        let old: Providers = serde_json::from_str(list).unwrap();
        let new: Providers = serde_json::from_str(&object).unwrap();
        assert_eq!(old.providers, new.providers);
        assert!(!old.preselect_remember_me && new.preselect_remember_me);
    }

    #[test]
    fn a_field_of_an_unknown_kind_is_kept() {
        let field: Field = serde_json::from_str(r#"{"type":"iris_scan","name":"eye"}"#).unwrap();
        assert_eq!((field.name.as_str(), field.kind), ("eye", FieldKind::Unknown));
    }

    #[test]
    fn a_step_of_an_unknown_kind_is_kept() {
        let step: Step = serde_json::from_str(r#"{"type":"progress","flow_id":"f"}"#).unwrap();
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
            serde_json::to_string(&start).unwrap(),
            r#"{"client_id":"http://hub/","handler":["homeassistant",null],"redirect_uri":"http://hub/"}"#
        );
    }
}
