//! One entity: a thing, and what people have written on it.

use doorstep_protocol::state::{Attributes, Context};
use serde_json::json;

use super::thing::Thing;

/// An entity.
pub(crate) struct Entity {
    /// What people call it.
    pub(crate) name: String,
    /// `mdi:…`, where somebody chose one.
    pub(crate) icon: Option<&'static str>,
    /// The thing itself.
    pub(crate) thing: Box<dyn Thing>,
    /// What caused the last movement.
    pub(crate) cause: Context,
    /// Where it stands on the agenda.
    pub(crate) planned: Option<i64>,
}

impl Entity {
    /// An entity that nothing has happened to.
    pub(crate) fn new(name: impl Into<String>, icon: Option<&'static str>, thing: Box<dyn Thing>) -> Self {
        Self { name: name.into(), icon, thing, cause: Context::default(), planned: None }
    }

    /// State and attributes as Home Assistant shows them.
    pub(crate) fn face(&self) -> (String, Attributes) {
        let face = self.thing.face();
        let mut attributes = face.attributes;
        if let Some(icon) = self.icon {
            attributes.insert("icon".to_owned(), json!(icon));
        }
        attributes.insert("friendly_name".to_owned(), json!(self.name));
        if let Some(features) = self.thing.features() {
            attributes.insert("supported_features".to_owned(), json!(features));
        }
        (face.state, attributes)
    }
}
