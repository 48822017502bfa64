//! Fans.
//!
//! Source: `homeassistant/components/fan/__init__.py`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::home::demo::service::{self, Data, Field, Service};
use crate::home::demo::thing::{Acted, Face, Thing, kept};

/// A fan with some speeds.
pub(crate) struct Fan {
    speeds: u8,
    setting: Setting,
}

/// How fast it turns, and how fast it did when it last turned.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Setting {
    percentage: u8,
    last: u8,
}

const SET_SPEED: u32 = 1;
const TURN_OFF: u32 = 16;
const TURN_ON: u32 = 32;

impl Fan {
    /// A fan that stands still.
    pub(crate) fn of_speeds(speeds: u8) -> Self {
        Self { speeds, setting: Setting { percentage: 0, last: 100 } }
    }

    /// Turning in a fresh house.
    pub(crate) fn on(mut self, percentage: u8) -> Self {
        self.setting = Setting { percentage, last: percentage };
        self
    }

    fn set(&mut self, percentage: f64) -> Acted {
        let percentage = percentage.clamp(0.0, 100.0).round() as u8;
        let last = if percentage == 0 { self.setting.last } else { percentage };
        self.setting = Setting { percentage, last };
        Ok(())
    }

    fn turn_on(&mut self, data: &Data) -> Acted {
        self.set(data.number("percentage").unwrap_or(f64::from(self.setting.last)))
    }

    fn toggle(&mut self, data: &Data) -> Acted {
        if self.setting.percentage > 0 { self.set(0.0) } else { self.turn_on(data) }
    }

    fn step(&mut self, data: &Data, direction: f64) -> Acted {
        let step = data.number("percentage_step").unwrap_or(self.percentage_step());
        self.set(f64::from(self.setting.percentage) + direction * step)
    }

    fn percentage_step(&self) -> f64 {
        100.0 / f64::from(self.speeds.max(1))
    }
}

const PERCENTAGE: Field = Field::whole("percentage", 0.0, 100.0);
const STEP: &[Field] = &[Field::whole("percentage_step", 0.0, 100.0)];

/// What can be asked of a fan.
pub(crate) const SERVICES: &[Service<Fan>] = &[
    Service::<Fan>::new("turn_on", "Turn on", "Turns fan on.", |fan, data, _| fan.turn_on(data))
        .with(&[PERCENTAGE, Field::text("preset_mode")]),
    Service::<Fan>::new("turn_off", "Turn off", "Turns fan off.", |fan, _, _| fan.set(0.0)),
    Service::<Fan>::new("toggle", "Toggle", "Toggles a fan on/off.", |fan, data, _| fan.toggle(data)),
    Service::<Fan>::new("set_percentage", "Set speed", "Sets the speed of a fan.", |fan, data, _| {
        fan.turn_on(data)
    })
    .with(&[PERCENTAGE.needed()])
    .for_features(SET_SPEED),
    Service::<Fan>::new(
        "increase_speed",
        "Increase speed",
        "Increases the speed of a fan.",
        |fan, data, _| fan.step(data, 1.0),
    )
    .with(STEP)
    .for_features(SET_SPEED),
    Service::<Fan>::new(
        "decrease_speed",
        "Decrease speed",
        "Decreases the speed of a fan.",
        |fan, data, _| fan.step(data, -1.0),
    )
    .with(STEP)
    .for_features(SET_SPEED),
];

impl Thing for Fan {
    fn face(&self) -> Face {
        let Setting { percentage, .. } = self.setting;
        let attributes = json!({
            "percentage": percentage,
            "percentage_step": self.percentage_step(),
            "preset_mode": null,
        });
        Face::new(if percentage > 0 { "on" } else { "off" }, attributes)
    }

    fn features(&self) -> Option<u32> {
        Some(SET_SPEED | TURN_OFF | TURN_ON)
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn keep(&self) -> Value {
        json!(self.setting)
    }

    fn restore(&mut self, value: &Value) {
        if let Some(Setting { percentage, last }) = kept(value) {
            self.setting = Setting { percentage: percentage.min(100), last: last.clamp(1, 100) };
        }
    }
}
