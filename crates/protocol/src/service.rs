//! `call_service`: asking the hub to do something.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ids::EntityId;
use crate::state::Context;

/// A call, as the app makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceCall {
    /// `light`, `cover`, …
    pub domain: String,
    /// `turn_on`, `open_cover`, …
    pub service: String,
    /// What the service needs to know.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub service_data: Map<String, Value>,
    /// Which entities it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

/// Whom a call is for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// These entities. On the wire one id may stand without its list.
    #[serde(deserialize_with = "one_or_many")]
    pub entity_id: Vec<EntityId>,
}

/// The answer to a call that was carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceDone {
    /// The cause that the changes of this call carry.
    pub context: Context,
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<EntityId>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(EntityId),
        Many(Vec<EntityId>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(id) => vec![id],
        OneOrMany::Many(ids) => ids,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_target_may_stand_without_a_list() {
        let one: Target = serde_json::from_str(r#"{"entity_id":"light.a"}"#).unwrap();
        let many: Target = serde_json::from_str(r#"{"entity_id":["light.a"]}"#).unwrap();
        assert_eq!(one, many);
    }
}
