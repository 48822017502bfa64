//! Sensors: a number with a unit, which moves for a reason.

mod appliance;
mod kinds;
mod nature;

use nature::Nature;
use serde_json::{Map, Value, json};

use super::super::thing::{Around, Face, Thing, kept};

/// A sensor.
pub(crate) struct Sensor {
    kind: Kind,
    nature: Nature,
    /// Unknown until the house opens.
    value: Option<f64>,
    seen: f64,
    next: f64,
}

/// What a sensor measures, in Home Assistant's words.
#[derive(Clone, Copy, Debug)]
struct Kind {
    unit: &'static str,
    /// Empty where Home Assistant has no class for it.
    class: &'static str,
    state_class: &'static str,
    digits: u8,
    low: f64,
    high: f64,
    /// Seconds from one reading to the next.
    rhythm: (f64, f64),
}

impl Sensor {
    fn new(kind: Kind, nature: Nature) -> Self {
        Self { kind, nature, value: None, seen: 0.0, next: f64::INFINITY }
    }

    /// The reading, rounded as it is shown.
    fn reading(&self) -> String {
        let Some(value) = self.value.filter(|value| value.is_finite()) else {
            return "unknown".to_owned();
        };
        let reading = format!("{value:.*}", usize::from(self.kind.digits));
        // No thermometer shows -0.0.
        match reading.strip_prefix('-') {
            Some(rest) if !rest.contains(|digit: char| ('1'..='9').contains(&digit)) => rest.to_owned(),
            Some(_) | None => reading,
        }
    }
}

impl Thing for Sensor {
    fn face(&self) -> Face {
        let mut attributes = Map::new();
        attributes.insert("state_class".to_owned(), json!(self.kind.state_class));
        attributes.insert("unit_of_measurement".to_owned(), json!(self.kind.unit));
        if !self.kind.class.is_empty() {
            attributes.insert("device_class".to_owned(), json!(self.kind.class));
        }
        Face { state: self.reading(), attributes }
    }

    fn due(&self) -> f64 {
        self.next
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        let elapsed = around.now - self.seen;
        let value = self.nature.next(self.value.unwrap_or_default(), elapsed, around);
        self.value = Some(value.clamp(self.kind.low, self.kind.high));
        self.seen = around.now;
        self.next = around.soon(self.kind.rhythm);
    }

    fn begin(&mut self, around: &mut Around<'_>) {
        self.seen = around.now;
        self.value = self.value.or_else(|| Some(self.nature.first(around)));
        self.proceed(around);
    }

    fn keep(&self) -> Value {
        json!(self.value)
    }

    fn restore(&mut self, value: &Value) {
        let value = kept::<Option<f64>>(value).flatten();
        self.value = value.map(|value| value.clamp(self.kind.low, self.kind.high));
    }

    fn precision(&self) -> Option<u8> {
        Some(self.kind.digits)
    }
}
