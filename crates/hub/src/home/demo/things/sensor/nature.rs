//! Why a reading moves.

use super::appliance::Appliance;
use crate::home::demo::power;
use crate::home::demo::sky;
use crate::home::demo::thing::Around;

/// What a sensor follows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Nature {
    Room { base: f64, window: Option<&'static str> },
    Heated { heater: &'static str, window: Option<&'static str> },
    OutdoorTemperature,
    Fridge,
    Damp { base: f64, wet_when: Option<&'static str> },
    OutdoorHumidity,
    Breath { used_when: &'static str },
    Daylight { share: f64 },
    Machine(Appliance),
    House,
    Solar,
    Meter { of: &'static str, before: f64 },
    Battery { charge: f64, per_day: f64 },
    RobotBattery { robot: &'static str },
    CarBattery { charger: &'static str, driver: &'static str },
    Signal { base: f64 },
    Soil { sprinkler: &'static str },
}

impl Nature {
    /// The reading of a sensor that has just been put up.
    pub(super) fn first(&self, around: &mut Around<'_>) -> f64 {
        match *self {
            Self::Heated { .. } => 20.6 + 0.5 * around.chance.noise(),
            Self::Battery { charge, .. } => charge,
            Self::RobotBattery { .. } => 100.0,
            Self::CarBattery { .. } => 64.0,
            Self::Soil { .. } => 42.0,
            Self::Meter { before, .. } => before,
            // A day is enough for every other to find its place.
            Self::Room { .. }
            | Self::OutdoorTemperature
            | Self::Fridge
            | Self::Damp { .. }
            | Self::OutdoorHumidity
            | Self::Breath { .. }
            | Self::Daylight { .. }
            | Self::Machine(_)
            | Self::House
            | Self::Solar
            | Self::Signal { .. } => self.next(0.0, 86_400.0, around),
        }
    }

    /// The reading after `elapsed` seconds.
    pub(super) fn next(&self, value: f64, elapsed: f64, around: &mut Around<'_>) -> f64 {
        let (now, hours) = (around.now, elapsed / 3600.0);
        let noise = around.chance.noise();
        match *self {
            Self::Room { base, window } => {
                let target = base + 0.7 * sky::swing(now, 18.0) + 0.04 * (sky::temperature(now) - 10.0);
                airing(settle(value, target, hours, 1.5) + 0.07 * noise, window, hours, around)
            }
            Self::Heated { heater, window } => {
                let loss = 15.5 + 0.35 * sky::temperature(now).max(-5.0);
                let heat = if around.attribute(heater, "hvac_action") == Some("heating") { 2.5 } else { 0.0 };
                let value = settle(value, loss, hours, 7.0) + heat * hours + 0.05 * noise;
                airing(value, window, hours, around)
            }
            Self::OutdoorTemperature => sky::temperature(now) + 0.15 * noise,
            Self::Fridge => settle(value, 4.6, hours, 0.2) + 0.25 * noise,
            Self::Damp { base, wet_when } => {
                let is_wet = wet_when.is_some_and(|id| around.is(id, "on"));
                let target = base + 3.0 * sky::swing(now, 7.0) + if is_wet { 22.0 } else { 0.0 };
                settle(value, target, hours, 0.4) + 0.35 * noise
            }
            Self::OutdoorHumidity => sky::humidity(now) + noise,
            Self::Breath { used_when } => {
                let used = if around.is(used_when, "on") { 420.0 } else { 0.0 };
                let target = 440.0 + 55.0 * f64::from(around.people_at_home()) + used;
                settle(value, target, hours, 0.5) + 6.0 * noise
            }
            Self::Daylight { share } => {
                let light = sky::sun(now) * (1.0 - 0.75 * sky::clouds(now)) * 70_000.0;
                (light * share * (1.0 + 0.03 * noise)).max(0.0)
            }
            Self::Machine(appliance) => appliance.draws(now) * (1.0 + 0.02 * noise),
            Self::House => power::of_house(around.states) * (1.0 + 0.02 * noise),
            Self::Solar => {
                let light = sky::sun(now) * (1.0 - 0.8 * sky::clouds(now));
                (5200.0 * light * (1.0 + 0.02 * noise)).max(0.0)
            }
            Self::Meter { of, .. } => value + around.number(of).unwrap_or(0.0).max(0.0) * hours / 1000.0,
            Self::Battery { per_day, .. } if value < 12.0 => 100.0 - per_day * hours / 24.0,
            Self::Battery { per_day, .. } => value - per_day * hours / 24.0,
            Self::RobotBattery { robot } => value + hours * robot_charge(robot, around),
            Self::CarBattery { charger, driver } => {
                value + hours * car_charge(value, charger, driver, around)
            }
            Self::Signal { base } => base + 4.0 * noise,
            Self::Soil { sprinkler } => {
                let rain = if sky::condition(now) == "rainy" { 1.5 } else { -0.12 };
                let rate = if around.is(sprinkler, "on") { 40.0 } else { rain };
                (value + rate * hours).clamp(12.0, 88.0)
            }
        }
    }
}

/// Comes nearer to `target`; two thirds of the way in `slowness` hours.
fn settle(value: f64, target: f64, hours: f64, slowness: f64) -> f64 {
    target + (value - target) * (-hours / slowness).exp()
}

/// An open window lets the outside in.
fn airing(value: f64, window: Option<&str>, hours: f64, around: &Around<'_>) -> f64 {
    let is_open = window.is_some_and(|window| around.is(window, "on"));
    if is_open { settle(value, sky::temperature(around.now).max(12.0), hours, 1.8) } else { value }
}

/// Percent an hour.
fn robot_charge(robot: &str, around: &Around<'_>) -> f64 {
    match around.state(robot).map(|robot| robot.state.as_str()) {
        Some("cleaning" | "returning") => -70.0,
        Some("docked") => 60.0,
        _ => -2.0,
    }
}

/// Percent an hour.
fn car_charge(value: f64, charger: &str, driver: &str, around: &Around<'_>) -> f64 {
    match () {
        () if around.is(driver, "not_home") && value > 35.0 => -3.0,
        () if around.is(charger, "on") && value < 80.0 => 6.5,
        () => 0.0,
    }
}
