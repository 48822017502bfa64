//! Switches: on or off, and nothing in between.

use serde_json::{Value, json};

use crate::home::demo::service::{self, Data, Service};
use crate::home::demo::thing::{Acted, Face, Thing, kept};

/// A switch.
pub(crate) struct Switch {
    is_on: bool,
    class: &'static str,
}

impl Switch {
    /// An outlet with something plugged in.
    pub(crate) fn outlet() -> Self {
        Self { is_on: false, class: "outlet" }
    }

    /// Any other.
    pub(crate) fn plain() -> Self {
        Self { is_on: false, class: "switch" }
    }

    /// On in a fresh house.
    pub(crate) fn on(mut self) -> Self {
        self.is_on = true;
        self
    }

    fn set(&mut self, is_on: bool) -> Acted {
        self.is_on = is_on;
        Ok(())
    }
}

/// What can be asked of a switch.
pub(crate) const SERVICES: &[Service<Switch>] = &[
    Service::<Switch>::new("turn_on", "Turn on", "Turns a switch on.", |switch, _, _| switch.set(true)),
    Service::<Switch>::new("turn_off", "Turn off", "Turns a switch off.", |switch, _, _| switch.set(false)),
    Service::<Switch>::new("toggle", "Toggle", "Toggles a switch on or off.", |switch, _, _| {
        switch.set(!switch.is_on)
    }),
];

impl Thing for Switch {
    fn face(&self) -> Face {
        Face::new(if self.is_on { "on" } else { "off" }, json!({"device_class": self.class}))
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn keep(&self) -> Value {
        json!(self.is_on)
    }

    fn restore(&mut self, value: &Value) {
        self.is_on = kept(value).unwrap_or(self.is_on);
    }
}
