//! Identifiers as newtypes: parsed once at the border, trusted afterwards.

use std::fmt;
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::FromJson;

/// Names one entity: `light.kitchen_ceiling`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(Arc<str>);

impl EntityId {
    /// Longest id that Home Assistant keeps (`MAX_LENGTH_STATE_ENTITY_ID`), in bytes.
    pub const MAX_LEN: usize = 255;

    /// Reads `domain.object_id`; `None` when either half is missing or the whole is too long.
    /// The characters are not checked further: an id is only ever compared and shown as text.
    pub fn parse(text: &str) -> Option<Self> {
        let (domain, object) = text.split_once('.')?;
        let fits = !domain.is_empty() && !object.is_empty() && text.len() <= Self::MAX_LEN;
        fits.then(|| Self(Arc::from(text)))
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the dot: what kind of entity this is.
    pub fn domain(&self) -> &str {
        self.0.split_once('.').map_or("", |(domain, _)| domain)
    }

    /// The part after the dot.
    pub fn object_id(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, object)| object)
    }
}

impl fmt::Debug for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for EntityId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EntityId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not an entity id"))
    }
}

impl FromJson for EntityId {
    fn from_json(value: Value) -> Option<Self> {
        Self::parse(value.as_str()?)
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromJson for $name {
            fn from_json(value: Value) -> Option<Self> {
                String::from_json(value).map(Self)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

text_id! {
    /// A user of the hub: 32 hexadecimal digits.
    UserId
}
text_id! {
    /// A login flow in progress: 32 hexadecimal digits.
    FlowId
}
text_id! {
    /// A session of a user: 32 hexadecimal digits.
    SessionId
}
text_id! {
    /// An area of the home: `living_room`.
    AreaId
}
text_id! {
    /// A device in the hub's device registry.
    DeviceId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_id_has_two_halves() {
        let id = EntityId::parse("light.kitchen_ceiling").unwrap();
        assert_eq!((id.domain(), id.object_id()), ("light", "kitchen_ceiling"));
    }

    #[test]
    fn half_an_id_is_refused() {
        for text in ["", "light", "light.", ".kitchen", &format!("light.{}", "x".repeat(250))] {
            assert_eq!(EntityId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn ids_are_plain_strings_on_the_wire() {
        let id: EntityId = serde_json::from_str("\"sensor.power\"").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"sensor.power\"");
        assert!(serde_json::from_str::<EntityId>("\"power\"").is_err());
    }
}
