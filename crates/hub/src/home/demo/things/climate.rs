//! Thermostats: they heat towards a target, and read a thermometer of the room.
//!
//! Source: `homeassistant/components/climate/__init__.py`.

mod services;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
pub(crate) use services::SERVICES;

use super::super::service::{self, Data};
use super::super::thing::{Acted, Around, Face, Thing, kept};

/// Degrees that can be asked for.
const COLDEST: f64 = 7.0;
const WARMEST: f64 = 30.0;

/// A thermostat.
pub(crate) struct Climate {
    thermometer: &'static str,
    current: f64,
    setting: Setting,
    is_heating: bool,
    next: f64,
}

/// What a person has set.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Setting {
    mode: Mode,
    target: f64,
    preset: Preset,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Off,
    Heat,
    Auto,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Preset {
    None,
    Comfort,
    Eco,
    Away,
}

impl Mode {
    const ALL: [Self; 3] = [Self::Off, Self::Heat, Self::Auto];

    fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Heat => "heat",
            Self::Auto => "auto",
        }
    }
}

impl Preset {
    const ALL: [Self; 4] = [Self::None, Self::Comfort, Self::Eco, Self::Away];

    fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Comfort => "comfort",
            Self::Eco => "eco",
            Self::Away => "away",
        }
    }

    /// The target that comes with it.
    fn target(self) -> Option<f64> {
        match self {
            Self::None => None,
            Self::Comfort => Some(21.5),
            Self::Eco => Some(19.0),
            Self::Away => Some(16.0),
        }
    }
}

impl Climate {
    /// A thermostat that reads this sensor.
    pub(crate) fn reading(thermometer: &'static str, target: f64) -> Self {
        let setting = Setting { mode: Mode::Heat, target, preset: Preset::None };
        Self { thermometer, current: target, setting, is_heating: false, next: f64::INFINITY }
    }

    /// Heats from a little below the target to a little above it.
    fn decide(&mut self) {
        let missing = self.setting.target - self.current;
        self.is_heating = match self.setting.mode {
            Mode::Off => false,
            Mode::Heat | Mode::Auto if self.is_heating => missing > -0.1,
            Mode::Heat | Mode::Auto => missing > 0.2,
        };
    }

    fn action(&self) -> &'static str {
        match self.setting.mode {
            Mode::Off => "off",
            Mode::Heat | Mode::Auto if self.is_heating => "heating",
            Mode::Heat | Mode::Auto => "idle",
        }
    }
}

impl Thing for Climate {
    fn face(&self) -> Face {
        let Setting { mode, target, preset } = self.setting;
        let attributes = json!({
            "hvac_modes": Mode::ALL.map(Mode::name),
            "min_temp": COLDEST,
            "max_temp": WARMEST,
            "target_temp_step": 0.5,
            "preset_modes": Preset::ALL.map(Preset::name),
            "current_temperature": self.current,
            "temperature": target,
            "hvac_action": self.action(),
            "preset_mode": preset.name(),
        });
        Face::new(mode.name(), attributes)
    }

    fn features(&self) -> Option<u32> {
        Some(services::FEATURES)
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)?;
        self.decide();
        Ok(())
    }

    fn due(&self) -> f64 {
        self.next
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        self.current = around.number(self.thermometer).unwrap_or(self.current);
        self.decide();
        self.next = around.soon((15.0, 40.0));
    }

    fn begin(&mut self, around: &mut Around<'_>) {
        self.proceed(around);
    }

    fn keep(&self) -> Value {
        json!(self.setting)
    }

    fn restore(&mut self, value: &Value) {
        if let Some(setting) = kept::<Setting>(value) {
            self.setting = Setting { target: setting.target.clamp(COLDEST, WARMEST), ..setting };
        }
    }
}
