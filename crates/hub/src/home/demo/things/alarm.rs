//! The alarm panel. The demo asks for no code.
//!
//! Source: `homeassistant/components/alarm_control_panel/__init__.py`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::home::demo::service::{self, Data, Field, Service};
use crate::home::demo::thing::{Acted, Around, Face, Thing, kept};

/// An alarm panel.
pub(crate) struct Alarm(Watch);

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Watch {
    Disarmed,
    Arming { mode: Mode, at: f64 },
    Armed(Mode),
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Home,
    Away,
    Night,
}

/// Seconds to leave the house.
const DELAY: f64 = 3.0;

const ARM_HOME: u32 = 1;
const ARM_AWAY: u32 = 2;
const ARM_NIGHT: u32 = 4;

impl Alarm {
    /// Disarmed.
    pub(crate) fn disarmed() -> Self {
        Self(Watch::Disarmed)
    }

    fn arm(&mut self, mode: Mode, now: f64) -> Acted {
        if self.0 != Watch::Armed(mode) {
            self.0 = Watch::Arming { mode, at: now + DELAY };
        }
        Ok(())
    }

    fn disarm(&mut self) -> Acted {
        self.0 = Watch::Disarmed;
        Ok(())
    }
}

const CODE: &[Field] = &[Field::text("code")];

/// What can be asked of an alarm panel.
pub(crate) const SERVICES: &[Service<Alarm>] = &[
    Service::<Alarm>::new("alarm_disarm", "Disarm", "Disarms the alarm.", |alarm, _, _| alarm.disarm())
        .with(CODE),
    Service::<Alarm>::new(
        "alarm_arm_home",
        "Arm home",
        "Arms the alarm in the home mode.",
        |alarm, _, now| alarm.arm(Mode::Home, now),
    )
    .with(CODE)
    .for_features(ARM_HOME),
    Service::<Alarm>::new(
        "alarm_arm_away",
        "Arm away",
        "Arms the alarm in the away mode.",
        |alarm, _, now| alarm.arm(Mode::Away, now),
    )
    .with(CODE)
    .for_features(ARM_AWAY),
    Service::<Alarm>::new(
        "alarm_arm_night",
        "Arm night",
        "Arms the alarm in the night mode.",
        |alarm, _, now| alarm.arm(Mode::Night, now),
    )
    .with(CODE)
    .for_features(ARM_NIGHT),
];

impl Thing for Alarm {
    fn face(&self) -> Face {
        let state = match self.0 {
            Watch::Disarmed => "disarmed",
            Watch::Arming { .. } => "arming",
            Watch::Armed(Mode::Home) => "armed_home",
            Watch::Armed(Mode::Away) => "armed_away",
            Watch::Armed(Mode::Night) => "armed_night",
        };
        Face::new(state, json!({"code_format": null, "changed_by": null, "code_arm_required": false}))
    }

    fn features(&self) -> Option<u32> {
        Some(ARM_HOME | ARM_AWAY | ARM_NIGHT)
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn due(&self) -> f64 {
        match self.0 {
            Watch::Arming { at, .. } => at,
            Watch::Disarmed | Watch::Armed(_) => f64::INFINITY,
        }
    }

    fn proceed(&mut self, _: &mut Around<'_>) {
        if let Watch::Arming { mode, .. } = self.0 {
            self.0 = Watch::Armed(mode);
        }
    }

    fn is_under_way(&self) -> bool {
        matches!(self.0, Watch::Arming { .. })
    }

    fn keep(&self) -> Value {
        json!(self.0)
    }

    /// An alarm that was being armed when the house closed is armed when it opens.
    fn restore(&mut self, value: &Value) {
        self.0 = match kept(value).unwrap_or(self.0) {
            Watch::Arming { mode, .. } => Watch::Armed(mode),
            watch @ (Watch::Disarmed | Watch::Armed(_)) => watch,
        };
    }
}
