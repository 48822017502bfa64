//! Lights, from the plain bulb to the coloured one.
//!
//! Source: `homeassistant/components/light/__init__.py` (attributes, order of parameters).

mod colour;
mod services;
mod temper;

use std::time::Duration;

use colour::Colour;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
pub(crate) use services::SERVICES;
pub(crate) use temper::Temper;

use super::super::service::{self, Data};
use super::super::thing::{Acted, Around, Face, Thing, kept};

/// Kelvin that a white lamp can be.
const WARMEST: f64 = 2202.0;
const COLDEST: f64 = 6535.0;

/// What a light can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ability {
    OnOff,
    Dimmable,
    Tunable,
    Coloured,
}

/// How it shines when it is on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Glow {
    brightness: u8,
    colour: Colour,
}

/// What is kept of a light.
#[derive(Serialize, Deserialize)]
struct Kept {
    is_on: bool,
    glow: Glow,
}

/// A light.
pub(crate) struct Light {
    ability: Ability,
    is_on: bool,
    glow: Glow,
    temper: Temper,
}

impl Light {
    fn new(ability: Ability) -> Self {
        let glow = Glow { brightness: 255, colour: Colour::White { kelvin: 2700.0 } };
        Self { ability, is_on: false, glow, temper: Temper::Willing }
    }

    /// On or off.
    pub(crate) fn plain() -> Self {
        Self::new(Ability::OnOff)
    }

    /// With a dimmer.
    pub(crate) fn dimmable() -> Self {
        Self::new(Ability::Dimmable)
    }

    /// With a dimmer, from warm to cold white.
    pub(crate) fn tunable() -> Self {
        Self::new(Ability::Tunable)
    }

    /// With a dimmer, any white and any colour.
    pub(crate) fn coloured() -> Self {
        Self::new(Ability::Coloured)
    }

    /// On in a fresh house.
    pub(crate) fn on(mut self, brightness: u8) -> Self {
        self.is_on = true;
        self.glow.brightness = brightness;
        self
    }

    /// In this white.
    pub(crate) fn white(mut self, kelvin: f64) -> Self {
        self.glow.colour = Colour::White { kelvin };
        self
    }

    /// In this hue (degrees) and saturation (percent).
    pub(crate) fn hue(mut self, hue: f64, saturation: f64) -> Self {
        self.glow.colour = Colour::Hue { hue, saturation };
        self
    }

    /// With a temper of its own.
    pub(crate) fn with_temper(mut self, temper: Temper) -> Self {
        self.temper = temper;
        self
    }

    fn color_modes(&self) -> &'static [&'static str] {
        match self.ability {
            Ability::OnOff => &["onoff"],
            Ability::Dimmable => &["brightness"],
            Ability::Tunable => &["color_temp"],
            Ability::Coloured => &["color_temp", "hs"],
        }
    }

    fn color_mode(&self) -> &'static str {
        match (self.ability, self.glow.colour) {
            (Ability::OnOff, _) => "onoff",
            (Ability::Dimmable, _) => "brightness",
            (Ability::Coloured, Colour::Hue { .. }) => "hs",
            (Ability::Tunable, _) | (Ability::Coloured, Colour::White { .. }) => "color_temp",
        }
    }

    fn can_dim(&self) -> bool {
        self.ability != Ability::OnOff
    }

    fn has_whites(&self) -> bool {
        matches!(self.ability, Ability::Tunable | Ability::Coloured)
    }

    /// What it could do, which it shows even when it cannot be reached.
    fn capabilities(&self) -> Map<String, Value> {
        let mut shown = Map::new();
        if self.has_whites() {
            shown.insert("min_color_temp_kelvin".to_owned(), json!(WARMEST as i64));
            shown.insert("max_color_temp_kelvin".to_owned(), json!(COLDEST as i64));
        }
        shown.insert("supported_color_modes".to_owned(), json!(self.color_modes()));
        shown
    }

    /// How it shines; every member is there when it is off, and null.
    fn shine(&self) -> Map<String, Value> {
        let mut shown = Map::new();
        let mut show = |key: &str, value: Value| {
            shown.insert(key.to_owned(), if self.is_on { value } else { Value::Null });
        };
        show("color_mode", json!(self.color_mode()));
        if self.can_dim() {
            show("brightness", json!(self.glow.brightness));
        }
        if self.has_whites() {
            let colour = self.glow.colour;
            show("color_temp_kelvin", colour.kelvin().map_or(Value::Null, |kelvin| json!(kelvin as i64)));
            show("hs_color", json!(colour.hs()));
            show("rgb_color", json!(colour.rgb()));
            show("xy_color", json!(colour.xy()));
        }
        shown
    }
}

impl Thing for Light {
    fn face(&self) -> Face {
        let mut attributes = self.capabilities();
        if !self.is_available() {
            return Face { state: "unavailable".to_owned(), attributes };
        }
        attributes.extend(self.shine());
        Face { state: if self.is_on { "on" } else { "off" }.to_owned(), attributes }
    }

    fn features(&self) -> Option<u32> {
        const TRANSITION: u32 = 32;
        Some(if self.can_dim() { TRANSITION } else { 0 })
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        self.temper.consents()?;
        service::act(SERVICES, self, service, data, now)?;
        self.temper.notices(self.is_on, now);
        Ok(())
    }

    fn delay(&self) -> Duration {
        self.temper.delay()
    }

    fn is_available(&self) -> bool {
        self.temper.is_reachable()
    }

    fn due(&self) -> f64 {
        self.temper.due()
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        self.temper.proceed(around.now);
        if !self.is_available() {
            self.is_on = false;
        }
    }

    fn keep(&self) -> Value {
        json!(Kept { is_on: self.is_on, glow: self.glow })
    }

    fn restore(&mut self, value: &Value) {
        if let Some(Kept { is_on, glow }) = kept(value) {
            self.is_on = is_on;
            self.glow = Glow { brightness: glow.brightness.max(1), colour: glow.colour.sane() };
        }
    }
}
