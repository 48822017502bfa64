//! What every thing of the house has in common, a lamp as well as a thermometer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::state::{Attributes, State};
use serde_json::Value;

use super::chance::Chance;
use super::service::Data;

/// The states of the house, by id.
pub(crate) type States = BTreeMap<EntityId, Arc<State>>;

/// What an order ends in.
pub(crate) type Acted = Result<(), Refusal>;

/// A thing that can be seen, that may take orders, and that may move by itself.
pub(crate) trait Thing: Send {
    /// What is seen of it now, as Home Assistant writes it.
    fn face(&self) -> Face;

    /// Home Assistant's bit mask of what it can do, where its domain has one.
    fn features(&self) -> Option<u32> {
        None
    }

    /// Carries out a service of its domain, which exists and whose data fits.
    fn act(&mut self, _service: &str, _data: &Data, _now: f64) -> Acted {
        Ok(())
    }

    /// How long it takes to answer.
    fn delay(&self) -> Duration {
        Duration::ZERO
    }

    /// Whether it can be reached.
    fn is_available(&self) -> bool {
        true
    }

    /// What it asks of other things when it has acted: a scene lives on this.
    fn wishes(&self) -> &[Wish] {
        &[]
    }

    /// When it moves next by itself; infinity is never.
    fn due(&self) -> f64 {
        f64::INFINITY
    }

    /// Moves by itself. Afterwards it must not be due at the same moment.
    fn proceed(&mut self, _around: &mut Around<'_>) {}

    /// Whether what it does next still follows from the last order, like a blind on its way.
    fn is_under_way(&self) -> bool {
        false
    }

    /// Shows this reading, where it is a sensor that is told what to show.
    fn read(&mut self, _value: f64) {}

    /// Finds its place in the house when the house opens.
    fn begin(&mut self, _around: &mut Around<'_>) {}

    /// What must be kept over a restart; `null` for nothing.
    fn keep(&self) -> Value;

    /// Takes up what was kept. What does not fit is ignored.
    fn restore(&mut self, kept: &Value);

    /// Digits after the point to show.
    fn precision(&self) -> Option<u8> {
        None
    }
}

/// A state and its attributes, without what every entity has (name, icon, features).
#[derive(Debug, PartialEq)]
pub(crate) struct Face {
    /// The state.
    pub(crate) state: String,
    /// What belongs to it.
    pub(crate) attributes: Attributes,
}

impl Face {
    /// A face; `attributes` is the object that `json!` makes.
    pub(crate) fn new(state: impl Into<String>, attributes: Value) -> Self {
        let attributes = match attributes {
            Value::Object(attributes) => attributes,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Attributes::new()
            }
        };
        Self { state: state.into(), attributes }
    }
}

/// Why a thing did not do what it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Its kind of thing could, but not this one.
    Unsupported,
    /// Not with these values.
    NotValid(String),
    /// It tried and failed.
    Failed(String),
}

/// What one thing asks of another.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// Of which.
    pub(crate) entity_id: &'static str,
    /// A service of its domain.
    pub(crate) service: &'static str,
    /// With what.
    pub(crate) data: Attributes,
}

/// What a thing that moves can see.
pub(crate) struct Around<'a> {
    /// The time, in Unix seconds.
    pub(crate) now: f64,
    /// Its luck.
    pub(crate) chance: &'a mut Chance,
    /// The rest of the house.
    pub(crate) states: &'a States,
}

impl Around<'_> {
    /// The state of another entity.
    pub(crate) fn state(&self, id: &str) -> Option<&State> {
        self.states.get(&EntityId::parse(id)?).map(AsRef::as_ref)
    }

    /// Whether another entity is in this state.
    pub(crate) fn is(&self, id: &str, state: &str) -> bool {
        self.state(id).is_some_and(|found| found.state == state)
    }

    /// The state of another entity as a number.
    pub(crate) fn number(&self, id: &str) -> Option<f64> {
        self.state(id)?.state.parse().ok()
    }

    /// An attribute of another entity as text.
    pub(crate) fn attribute(&self, id: &str, key: &str) -> Option<&str> {
        self.state(id)?.attributes.get(key)?.as_str()
    }

    /// How many of the family are at home.
    pub(crate) fn people_at_home(&self) -> u32 {
        let is_home = |id: &&str| self.is(id, "home");
        ["person.anna", "person.ben", "person.clara"].iter().filter(|id| is_home(id)).map(|_| 1).sum()
    }

    /// Some time from now.
    pub(crate) fn soon(&mut self, (low, high): (f64, f64)) -> f64 {
        self.now + self.chance.between(low, high)
    }
}

/// What was kept, where it still has the shape.
pub(crate) fn kept<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}
