//! The login flow: providers, how a flow is begun and answered, its steps and their fields.
//!
//! Source: `homeassistant/components/auth/login_flow.py` and the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::json::{FromJson, Members, object};

mod field;
mod step;

pub use field::{Field, FieldKind, Limits};
pub use step::{Form, Step};

/// `GET /auth/providers`. Up to 2024.1 the answer was the bare list; both are read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Providers {
    /// In the hub's order; the first is the default choice.
    pub providers: Vec<Provider>,
    /// Whether "remember" starts ticked: the hub sees a local address.
    pub preselect_remember_me: bool,
    /// Why these and no others. Only our hub says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// What the hub made of the address that asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The address that it sees; `None` when it cannot tell.
    pub address: Option<String>,
    /// The proxy between, if any.
    pub proxy: Option<String>,
    /// The name of the rule that matched.
    pub rule: Option<String>,
    /// A key: `rule_matched`, `no_rules`, `no_match`, `address_unknown`, `not_a_home_address`, `users_not_shown`.
    pub why: String,
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
    /// Never let anybody in unasked; only where the hub has the feature `pick_user`.
    pub pick: bool,
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
        if self.pick {
            body.insert("pick".to_owned(), true.into());
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

impl FromJson for Providers {
    fn from_json(value: Value) -> Option<Self> {
        if value.is_array() {
            let providers = Vec::from_json(value)?;
            return Some(Self { providers, preselect_remember_me: false, explanation: None });
        }
        let mut found = Members::of(value)?;
        let read = Self {
            providers: found.read("providers")?,
            preselect_remember_me: found.or_default("preselect_remember_me"),
            explanation: found.read("explanation"),
        };
        found.made(read)
    }
}

impl FromJson for Explanation {
    fn from_json(value: Value) -> Option<Self> {
        let mut said = Members::of(value)?;
        let read = Self {
            address: said.read("address"),
            proxy: said.read("proxy"),
            rule: said.read("rule"),
            why: said.text("why"),
        };
        said.made(read)
    }
}

impl FromJson for Provider {
    fn from_json(value: Value) -> Option<Self> {
        let mut provider = Members::of(value)?;
        let read = Self { name: provider.text("name"), id: provider.read("id"), kind: provider.text("type") };
        provider.made(read)
    }
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
    fn a_start_without_pkce_has_no_extra_keys() {
        let start = StartFlow {
            client_id: "http://hub/".into(),
            handler: ("homeassistant".into(), None),
            redirect_uri: "http://hub/".into(),
            challenge: None,
            pick: false,
        };
        assert_eq!(
            start.to_json().to_string(),
            r#"{"client_id":"http://hub/","handler":["homeassistant",null],"redirect_uri":"http://hub/"}"#
        );
    }
}
