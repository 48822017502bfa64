//! Whom a call is for: entities, areas and devices, from the call's target or its data.

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::service::Target;
use serde_json::{Map, Value};

/// Whom a call is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Aim {
    /// Everything that the service knows.
    pub(crate) is_all: bool,
    /// Entities by name.
    pub(crate) entities: Vec<EntityId>,
    /// Everything in these areas.
    pub(crate) areas: Vec<String>,
    /// Everything of these devices.
    pub(crate) devices: Vec<String>,
}

/// The keys of a target. Floors and labels are understood, and there are none.
const KEYS: [&str; 5] = ["entity_id", "device_id", "area_id", "floor_id", "label_id"];

impl Aim {
    /// Takes the target out of a call's data and adds the call's own; `None` where there is neither.
    pub(super) fn take(
        data: &mut Map<String, Value>,
        target: Option<&Target>,
    ) -> Result<Option<Self>, String> {
        let mut aim = Self::default();
        let mut is_given = false;
        for key in KEYS {
            let Some(value) = data.remove(key) else { continue };
            is_given = true;
            match key {
                "entity_id" => aim.add_entities(&value)?,
                "area_id" => aim.areas = words(&value),
                "device_id" => aim.devices = words(&value),
                _ => {}
            }
        }
        if let Some(target) = target.filter(|target| !target.entity_id.is_empty()) {
            is_given = true;
            aim.entities.extend(target.entity_id.iter().cloned());
        }
        Ok(is_given.then_some(aim))
    }

    fn add_entities(&mut self, value: &Value) -> Result<(), String> {
        const BAD: &str = "not a valid value for dictionary value @ data['entity_id']";
        match value {
            Value::Null => {}
            Value::String(text) if text.eq_ignore_ascii_case("all") => self.is_all = true,
            Value::String(text) if text.eq_ignore_ascii_case("none") => {}
            Value::String(text) => {
                for id in text.split(',') {
                    self.entities.push(EntityId::parse(id.trim()).ok_or(BAD)?);
                }
            }
            // As in Home Assistant, what stands in a list is not looked at closely.
            Value::Array(_) => self.entities.extend(words(value).iter().filter_map(|id| EntityId::parse(id))),
            Value::Bool(_) | Value::Number(_) | Value::Object(_) => return Err(BAD.to_owned()),
        }
        Ok(())
    }
}

/// What Home Assistant says where nobody is named.
pub(super) fn nobody() -> String {
    format!("must contain at least one of {}.", KEYS.join(", "))
}

fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(word) => vec![word.clone()],
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}
