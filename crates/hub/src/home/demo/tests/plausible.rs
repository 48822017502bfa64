//! What a sensor of a family's house may ever show.

use std::collections::BTreeMap;

use super::*;

/// The lowest and the highest that each sensor has shown.
#[derive(Default)]
pub(super) struct Ranges(BTreeMap<EntityId, (f64, f64)>);

impl Ranges {
    /// Takes note of a change; what a sensor shows must be a number.
    pub(super) fn note(&mut self, change: &Change) {
        if change.entity_id.domain() == "sensor" {
            let value: f64 = change.new.as_ref().unwrap().state.parse().unwrap();
            assert!(value.is_finite());
            let range = self.0.entry(change.entity_id.clone()).or_insert((value, value));
            *range = (range.0.min(value), range.1.max(value));
        }
    }

    /// How far a sensor has moved.
    pub(super) fn moved(&self, sensor: &str) -> f64 {
        self.0.get(&id(sensor)).map_or(0.0, |(low, high)| high - low)
    }

    /// Everything that was shown is believable, in November.
    pub(super) fn check(&self, home: &DemoHome) {
        for (id, (low, high)) in &self.0 {
            let class = attribute(home, id.as_str(), "device_class");
            let is_outside = id.object_id().starts_with("outdoor");
            let plausible = match class.as_str().unwrap() {
                "temperature" if is_outside => -15.0..=25.0,
                "temperature" if id.object_id().starts_with("fridge") => 2.0..=8.0,
                "temperature" => 15.0..=30.0,
                "humidity" if is_outside => 20.0..=100.0,
                "humidity" => 20.0..=80.0,
                "carbon_dioxide" => 400.0..=1500.0,
                "illuminance" => 0.0..=80_000.0,
                "power" if id.object_id() == "house_power" => 150.0..=9000.0,
                "power" => 0.0..=6000.0,
                "energy" => 3000.0..=9000.0,
                "signal_strength" => -80.0..=-45.0,
                "battery" | "moisture" => 10.0..=100.0,
                other => panic!("{id} measures {other}"),
            };
            assert!(plausible.contains(low) && plausible.contains(high), "{id}: {low} to {high}");
        }
    }
}
