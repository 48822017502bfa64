//! Home Assistant's permission policies, as typed data.
//!
//! Source: `homeassistant/auth/permissions/` (`types.py`, `entities.py`, `merge.py`). A policy can only allow,
//! so that several of them, and the parts of one, are joined by "any": the order in which Home Assistant
//! asks (entity, device, area, domain, all) comes to the same.

use std::collections::HashMap;

use doorstep_protocol::ids::EntityId;
use serde::Deserialize;
use serde::de::{self, Deserializer};
use serde_json::Value;

use super::places::Place;

/// What is to be done with an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Read,
    Control,
}

/// What a group may do.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(default)]
    entities: Option<Entities>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Entities {
    Every(True),
    Some(Box<Parts>),
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Parts {
    entity_ids: Option<Part>,
    device_ids: Option<Part>,
    area_ids: Option<Part>,
    domains: Option<Part>,
    all: Option<Allowed>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Part {
    Every(True),
    Of(HashMap<String, Allowed>),
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Allowed {
    All(True),
    These(Verbs),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Verbs {
    read: Option<True>,
    control: Option<True>,
    /// Home Assistant's third; nothing here can be edited.
    edit: Option<True>,
}

/// `true`: there is no `false` in a policy, since what is absent is denied.
#[derive(Clone, Copy, Debug, PartialEq)]
struct True;

impl Policy {
    /// Reads a policy; what it does not know, it refuses, and says what that is.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        // Serde would take the members of a list for those of an object, in order.
        if has_list(&value) {
            return Err("a policy has no lists".to_owned());
        }
        Self::deserialize(value).map_err(|error| error.to_string())
    }

    /// Of administrators and users.
    pub(crate) fn everything() -> Self {
        Self { entities: Some(Entities::Every(True)) }
    }

    /// Of those who may only look.
    pub(crate) fn look_only() -> Self {
        let read = Verbs { read: Some(True), ..Verbs::default() };
        let parts = Parts { all: Some(Allowed::These(read)), ..Parts::default() };
        Self { entities: Some(Entities::Some(Box::new(parts))) }
    }

    /// Whether something may be done with an entity that stands at `place`.
    pub(super) fn allows(&self, id: &EntityId, place: Option<&Place>, verb: Verb) -> bool {
        let parts = match &self.entities {
            None => return false,
            Some(Entities::Every(True)) => return true,
            Some(Entities::Some(parts)) => parts,
        };
        let device = place.and_then(|place| place.device.as_ref()).map(|id| id.as_str());
        let area = place.and_then(|place| place.area.as_ref()).map(|id| id.as_str());
        let keys = [Some(id.as_str()), device, area, Some(id.domain())];
        let by_key = parts.keyed().into_iter().zip(keys);
        parts.all.is_some_and(|all| all.allows(verb))
            || by_key.into_iter().any(|(part, key)| part.is_some_and(|part| part.allows(key, verb)))
    }

    /// Whether it may be done with every entity there is or will be.
    pub(super) fn is_for_all(&self, verb: Verb) -> bool {
        match &self.entities {
            None => false,
            Some(Entities::Every(True)) => true,
            Some(Entities::Some(parts)) => parts.all.is_some_and(|all| all.allows(verb)),
        }
    }

    /// Whether there can be an entity with which it may be done.
    pub(super) fn names_something(&self, verb: Verb) -> bool {
        let of_part = |part: &Part| match part {
            Part::Every(True) => true,
            Part::Of(keys) => keys.values().any(|allowed| allowed.allows(verb)),
        };
        self.is_for_all(verb)
            || match &self.entities {
                None => false,
                Some(Entities::Every(True)) => true,
                Some(Entities::Some(parts)) => parts.keyed().into_iter().flatten().any(of_part),
            }
    }
}

fn has_list(value: &Value) -> bool {
    match value {
        Value::Array(_) => true,
        Value::Object(members) => members.values().any(has_list),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

impl Parts {
    fn keyed(&self) -> [Option<&Part>; 4] {
        [&self.entity_ids, &self.device_ids, &self.area_ids, &self.domains].map(Option::as_ref)
    }
}

impl Part {
    fn allows(&self, key: Option<&str>, verb: Verb) -> bool {
        match self {
            Self::Every(True) => key.is_some(),
            Self::Of(keys) => key.and_then(|key| keys.get(key)).is_some_and(|allowed| allowed.allows(verb)),
        }
    }
}

impl Allowed {
    fn allows(self, verb: Verb) -> bool {
        match (self, verb) {
            (Self::All(True), Verb::Read | Verb::Control) => true,
            (Self::These(verbs), Verb::Read) => verbs.read.is_some(),
            (Self::These(verbs), Verb::Control) => verbs.control.is_some(),
        }
    }
}

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if bool::deserialize(deserializer)? {
            Ok(Self)
        } else {
            Err(de::Error::custom("a policy has no `false`: leave out what is not allowed"))
        }
    }
}
