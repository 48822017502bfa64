//! Scenes: one word that sets many things.

use serde_json::{Value, json};

use crate::home::demo::service::{self, Data, Field, Service};
use crate::home::demo::thing::{Acted, Face, Thing, Wish, kept};
use crate::iso;

/// A scene. Its state is when it was last activated.
pub(crate) struct Scene {
    wishes: Vec<Wish>,
    last: Option<f64>,
}

/// The end of the year 9999, beyond which no calendar writes.
const LATEST: f64 = 253_402_300_800.0;

impl Scene {
    /// A scene that asks this of the house.
    pub(crate) fn of(wishes: impl IntoIterator<Item = Wish>) -> Self {
        Self { wishes: wishes.into_iter().collect(), last: None }
    }
}

/// A wish: `data` is the object that `json!` makes.
pub(crate) fn wish(entity_id: &'static str, service: &'static str, data: Value) -> Wish {
    Wish { entity_id, service, data: Face::new("", data).attributes }
}

/// What can be asked of a scene.
pub(crate) const SERVICES: &[Service<Scene>] =
    &[Service::<Scene>::new("turn_on", "Activate", "Activates a scene.", |scene, _, now| {
        scene.last = Some(now);
        Ok(())
    })
    .with(&[Field::decimal("transition", 0.0, 6553.0).clamping()])];

impl Thing for Scene {
    fn face(&self) -> Face {
        Face::new(self.last.map_or("unknown".to_owned(), iso::write), json!({}))
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn wishes(&self) -> &[Wish] {
        &self.wishes
    }

    fn keep(&self) -> Value {
        json!(self.last)
    }

    fn restore(&mut self, value: &Value) {
        self.last = kept(value).unwrap_or(self.last).filter(|last| (0.0..LATEST).contains(last));
    }
}
