//! The robot that cleans the floor. Its battery is a sensor of its own.
//!
//! Source: `homeassistant/components/vacuum/__init__.py`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::home::demo::service::{self, Data, Field, Service};
use crate::home::demo::thing::{Acted, Around, Face, Refusal, Thing, kept};

/// A robot.
pub(crate) struct Vacuum(Setting);

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Setting {
    doing: Doing,
    fan_speed: usize,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Doing {
    Docked,
    Cleaning { until: f64 },
    Paused { left: f64 },
    Idle,
    Returning { until: f64 },
}

const FAN_SPEEDS: [&str; 3] = ["quiet", "balanced", "turbo"];

/// Seconds of a whole cleaning, and of the way home.
const CLEANING: f64 = 1800.0;
const WAY_HOME: f64 = 20.0;

const PAUSE: u32 = 4;
const STOP: u32 = 8;
const RETURN_HOME: u32 = 16;
const FAN_SPEED: u32 = 32;
const STATE: u32 = 4096;
const START: u32 = 8192;

impl Vacuum {
    /// On its dock.
    pub(crate) fn docked() -> Self {
        Self(Setting { doing: Doing::Docked, fan_speed: 1 })
    }

    fn start(&mut self, now: f64) -> Acted {
        self.0.doing = match self.0.doing {
            Doing::Cleaning { until } => Doing::Cleaning { until },
            Doing::Paused { left } => Doing::Cleaning { until: now + left },
            Doing::Docked | Doing::Idle | Doing::Returning { .. } => {
                Doing::Cleaning { until: now + CLEANING }
            }
        };
        Ok(())
    }

    fn pause(&mut self, now: f64) -> Acted {
        self.0.doing = match self.0.doing {
            Doing::Cleaning { until } => Doing::Paused { left: until - now },
            Doing::Returning { .. } => Doing::Idle,
            still @ (Doing::Docked | Doing::Paused { .. } | Doing::Idle) => still,
        };
        Ok(())
    }

    fn stop(&mut self) -> Acted {
        if !matches!(self.0.doing, Doing::Docked) {
            self.0.doing = Doing::Idle;
        }
        Ok(())
    }

    fn return_home(&mut self, now: f64) -> Acted {
        if !matches!(self.0.doing, Doing::Docked | Doing::Returning { .. }) {
            self.0.doing = Doing::Returning { until: now + WAY_HOME };
        }
        Ok(())
    }

    fn set_fan_speed(&mut self, data: &Data) -> Acted {
        let asked = data.text("fan_speed").unwrap_or_default();
        let speeds = FAN_SPEEDS.join(", ");
        let no_such = || Refusal::NotValid(format!("There is no fan speed {asked}. They are: {speeds}."));
        self.0.fan_speed = FAN_SPEEDS.iter().position(|speed| *speed == asked).ok_or_else(no_such)?;
        Ok(())
    }
}

/// What can be asked of the robot.
pub(crate) const SERVICES: &[Service<Vacuum>] = &[
    Service::<Vacuum>::new("start", "Start", "Starts or resumes the cleaning task.", |robot, _, now| {
        robot.start(now)
    })
    .for_features(START),
    Service::<Vacuum>::new("pause", "Pause", "Pauses the cleaning task.", |robot, _, now| robot.pause(now))
        .for_features(PAUSE),
    Service::<Vacuum>::new("stop", "Stop", "Stops the current cleaning task.", |robot, _, _| robot.stop())
        .for_features(STOP),
    Service::<Vacuum>::new(
        "return_to_base",
        "Return to base",
        "Tells the vacuum cleaner to return to its dock.",
        |robot, _, now| robot.return_home(now),
    )
    .for_features(RETURN_HOME),
    Service::<Vacuum>::new("set_fan_speed", "Set fan speed", "Sets the fan speed.", |robot, data, _| {
        robot.set_fan_speed(data)
    })
    .with(&[Field::text("fan_speed").needed()])
    .for_features(FAN_SPEED),
];

impl Thing for Vacuum {
    fn face(&self) -> Face {
        let state = match self.0.doing {
            Doing::Docked => "docked",
            Doing::Cleaning { .. } => "cleaning",
            Doing::Paused { .. } => "paused",
            Doing::Idle => "idle",
            Doing::Returning { .. } => "returning",
        };
        let fan_speed = FAN_SPEEDS.get(self.0.fan_speed);
        Face::new(state, json!({"fan_speed_list": FAN_SPEEDS, "fan_speed": fan_speed}))
    }

    fn features(&self) -> Option<u32> {
        Some(PAUSE | STOP | RETURN_HOME | FAN_SPEED | STATE | START)
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn due(&self) -> f64 {
        match self.0.doing {
            Doing::Cleaning { until } | Doing::Returning { until } => until,
            Doing::Docked | Doing::Paused { .. } | Doing::Idle => f64::INFINITY,
        }
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        self.0.doing = match self.0.doing {
            Doing::Cleaning { .. } => Doing::Returning { until: around.now + WAY_HOME },
            Doing::Returning { .. } => Doing::Docked,
            still @ (Doing::Docked | Doing::Paused { .. } | Doing::Idle) => still,
        };
    }

    fn is_under_way(&self) -> bool {
        matches!(self.0.doing, Doing::Cleaning { .. } | Doing::Returning { .. })
    }

    /// What was kept may be of another day.
    fn begin(&mut self, around: &mut Around<'_>) {
        let latest = around.now + CLEANING;
        match &mut self.0.doing {
            Doing::Cleaning { until } | Doing::Returning { until } => *until = until.min(latest),
            Doing::Paused { left } => *left = left.clamp(0.0, CLEANING),
            Doing::Docked | Doing::Idle => {}
        }
    }

    fn keep(&self) -> Value {
        json!(self.0)
    }

    fn restore(&mut self, value: &Value) {
        if let Some(setting) = kept::<Setting>(value) {
            self.0 = Setting { fan_speed: setting.fan_speed.min(FAN_SPEEDS.len() - 1), ..setting };
        }
    }
}
