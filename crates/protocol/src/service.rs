//! `call_service`: asking the hub to do something.

use serde_json::{Map, Value};

use crate::ids::EntityId;
use crate::json::object;

/// A call, as the app makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceCall {
    /// `light`, `cover`, …
    pub domain: String,
    /// `turn_on`, `open_cover`, …
    pub service: String,
    /// What the service needs to know.
    pub service_data: Map<String, Value>,
    /// Which entities it is for.
    pub target: Option<Target>,
}

/// Whom a call is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// These entities.
    pub entity_id: Vec<EntityId>,
}

impl ServiceCall {
    /// The members of the command; what is empty is left out.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut call =
            object([("domain", self.domain.clone().into()), ("service", self.service.clone().into())]);
        if !self.service_data.is_empty() {
            call.insert("service_data".to_owned(), Value::Object(self.service_data.clone()));
        }
        if let Some(target) = &self.target {
            let ids = target.entity_id.iter().map(|id| Value::from(id.as_str())).collect();
            call.insert("target".to_owned(), Value::Object(object([("entity_id", Value::Array(ids))])));
        }
        call
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_left_out() {
        let mut call = ServiceCall {
            domain: "light".to_owned(),
            service: "turn_on".to_owned(),
            service_data: Map::new(),
            target: None,
        };
        assert_eq!(Value::Object(call.to_json()).to_string(), r#"{"domain":"light","service":"turn_on"}"#);
        call.target = Some(Target { entity_id: EntityId::parse("light.a").into_iter().collect() });
        call.service_data = object([("brightness_pct", 5.into())]);
        assert_eq!(
            Value::Object(call.to_json()).to_string(),
            r#"{"domain":"light","service":"turn_on","service_data":{"brightness_pct":5},"target":{"entity_id":["light.a"]}}"#
        );
    }
}
