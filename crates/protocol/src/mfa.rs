//! Second factors: turning one on and off, and which of them a user has.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::ids::FlowId;
use crate::json::{FromJson, Members, object};
use crate::secret::Secret;

/// What is asked of the hub about a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Begins to turn a factor on.
    Begin(String),
    /// Proves that the person's app shows the right codes.
    Prove(FlowId, Secret),
    /// Turns a factor off.
    Remove(String),
}

impl Ask {
    /// Type and arguments, as they stand on the wire.
    pub fn to_json(&self) -> (&'static str, Map<String, Value>) {
        match self {
            Self::Begin(module) => ("auth/setup_mfa", object([("mfa_module_id", module.as_str().into())])),
            Self::Prove(flow, code) => (
                "auth/setup_mfa",
                object([
                    ("flow_id", flow.as_str().into()),
                    ("user_input", Value::Object(object([("code", code.expose().into())]))),
                ]),
            ),
            Self::Remove(module) => ("auth/depose_mfa", object([("mfa_module_id", module.as_str().into())])),
        }
    }
}

/// A step on the way to a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The hub wants to see a code.
    Form(Form),
    /// The factor is on.
    Done {
        /// For the day when the phone is gone; none on Home Assistant.
        recovery_codes: Vec<Secret>,
    },
    /// The hub gave up.
    Abort {
        /// Why.
        reason: String,
    },
}

/// What a person needs to set their app up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Names this try.
    pub flow_id: FlowId,
    /// The secret in letters, for typing.
    pub secret: Secret,
    /// The same as a picture: the text of an SVG document.
    pub picture: Secret,
    /// What was wrong with the last code, by field.
    pub errors: BTreeMap<String, String>,
}

impl FromJson for Step {
    fn from_json(value: Value) -> Option<Self> {
        let mut step = Members::of(value)?;
        let read = match step.text("type").as_str() {
            "form" => {
                let mut hints = Members::of(step.or_default("description_placeholders"))?;
                let errors: Map<String, Value> = step.or_default("errors");
                Self::Form(Form {
                    flow_id: FlowId(step.text("flow_id")),
                    secret: hints.or_default("code"),
                    picture: hints.or_default("qr_code"),
                    errors: errors
                        .into_iter()
                        .filter_map(|(field, key)| Some((field, String::from_json(key)?)))
                        .collect(),
                })
            }
            "create_entry" => Self::Done { recovery_codes: recovery_codes(&mut step) },
            "abort" => Self::Abort { reason: step.or_default("reason") },
            _ => return None,
        };
        step.made(read)
    }
}

/// Home Assistant's `result` is nothing to show; ours holds the codes.
fn recovery_codes(step: &mut Members) -> Vec<Secret> {
    let places = [step.or_default::<Value>("result"), step.or_default::<Value>("data")];
    let found = places.into_iter().find_map(|place| {
        let mut place = Members::of(place)?;
        let inner = Members::of(place.or_default("result"));
        [inner, Some(place)].into_iter().flatten().find_map(|mut members| members.read("recovery_codes"))
    });
    found.unwrap_or_default()
}

/// What `auth/current_user` says of the ways in that a user has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaysIn {
    /// The providers that know this user: `homeassistant` is the password.
    pub providers: Vec<String>,
    /// The second factors that the hub offers: id, name, and whether it is on.
    pub factors: Vec<(String, String, bool)>,
}

impl FromJson for WaysIn {
    fn from_json(value: Value) -> Option<Self> {
        let mut user = Members::of(value)?;
        let credentials: Vec<Value> = user.or_default("credentials");
        let modules: Vec<Value> = user.or_default("mfa_modules");
        let provider = |value| Some(Members::of(value)?.text("auth_provider_type"));
        let factor = |value| {
            let mut module = Members::of(value)?;
            let read = (module.text("id"), module.or_default("name"), module.or_default("enabled"));
            module.made(read)
        };
        let read = Self {
            providers: credentials.into_iter().filter_map(provider).collect(),
            factors: modules.into_iter().filter_map(factor).collect(),
        };
        user.made(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn our_recovery_codes_are_found_and_home_assistants_secret_is_not_one() {
        let ours = r#"{"type":"create_entry","result":{"recovery_codes":["aaaaa-bbbbb","ccccc-ddddd"]}}"#;
        let Some(Step::Done { recovery_codes }) = parse(ours) else { panic!("not done") };
        assert_eq!(recovery_codes.len(), 2);
        let theirs = r#"{"type":"create_entry","data":{"result":"RCADRHT2IALFGOEN"}}"#;
        assert_eq!(parse(theirs), Some(Step::Done { recovery_codes: Vec::new() }));
    }
}
