//! The sensors that the house has, by what they measure.

use super::appliance::Appliance;
use super::nature::Nature;
use super::{Kind, Sensor};

const MEASUREMENT: Kind = Kind {
    unit: "%",
    class: "",
    state_class: "measurement",
    digits: 0,
    low: 0.0,
    high: 100.0,
    rhythm: (8.0, 22.0),
};

const CELSIUS: Kind = Kind {
    unit: "°C",
    class: "temperature",
    digits: 1,
    low: -25.0,
    high: 45.0,
    rhythm: (8.0, 20.0),
    ..MEASUREMENT
};
const HUMIDITY: Kind = Kind { class: "humidity", digits: 1, ..MEASUREMENT };
const BATTERY: Kind = Kind { class: "battery", rhythm: (50.0, 60.0), ..MEASUREMENT };
const WATTS: Kind = Kind { unit: "W", class: "power", high: 20_000.0, rhythm: (10.0, 30.0), ..MEASUREMENT };
/// What many things add up to, or a cloud takes away, is read more often.
const LIVELY_WATTS: Kind = Kind { rhythm: (5.0, 7.0), ..WATTS };
const LUX: Kind =
    Kind { unit: "lx", class: "illuminance", high: 120_000.0, rhythm: (8.0, 20.0), ..MEASUREMENT };

impl Sensor {
    /// A thermometer in a room without a thermostat, around these degrees.
    pub(crate) fn room_temperature(base: f64, window: Option<&'static str>) -> Self {
        Self::new(CELSIUS, Nature::Room { base, window })
    }

    /// A thermometer in a room with a thermostat.
    pub(crate) fn heated_temperature(heater: &'static str, window: Option<&'static str>) -> Self {
        Self::new(CELSIUS, Nature::Heated { heater, window })
    }

    /// A thermometer outside.
    pub(crate) fn outdoor_temperature() -> Self {
        Self::new(CELSIUS, Nature::OutdoorTemperature)
    }

    /// A thermometer in a fridge.
    pub(crate) fn fridge_temperature() -> Self {
        Self::new(CELSIUS, Nature::Fridge)
    }

    /// A hygrometer in a room, around this many percent, more where there is water and somebody.
    pub(crate) fn humidity(base: f64, wet_when: Option<&'static str>) -> Self {
        Self::new(HUMIDITY, Nature::Damp { base, wet_when })
    }

    /// A hygrometer outside.
    pub(crate) fn outdoor_humidity() -> Self {
        Self::new(HUMIDITY, Nature::OutdoorHumidity)
    }

    /// Carbon dioxide in a room that is used when this entity is on.
    pub(crate) fn carbon_dioxide(used_when: &'static str) -> Self {
        let kind = Kind { unit: "ppm", class: "carbon_dioxide", high: 5_000.0, ..MEASUREMENT };
        Self::new(kind, Nature::Breath { used_when })
    }

    /// How bright it is, with this share of the light outside.
    pub(crate) fn illuminance(share: f64) -> Self {
        Self::new(LUX, Nature::Daylight { share })
    }

    /// What a machine draws.
    pub(crate) fn appliance_power(appliance: Appliance) -> Self {
        Self::new(WATTS, Nature::Machine(appliance))
    }

    /// What a dishwasher draws.
    pub(crate) fn dishwasher_power() -> Self {
        Self::appliance_power(Appliance::dishwasher())
    }

    /// What a washing machine draws.
    pub(crate) fn washing_machine_power() -> Self {
        Self::appliance_power(Appliance::washing_machine())
    }

    /// What the house draws.
    pub(crate) fn house_power() -> Self {
        Self::new(LIVELY_WATTS, Nature::House)
    }

    /// What the roof gives.
    pub(crate) fn solar_power() -> Self {
        Self::new(LIVELY_WATTS, Nature::Solar)
    }

    /// The energy that a sensor of power adds up to.
    pub(crate) fn energy(of: &'static str, before: f64) -> Self {
        let kind = Kind {
            unit: "kWh",
            class: "energy",
            state_class: "total_increasing",
            digits: 3,
            high: 10_000_000.0,
            ..MEASUREMENT
        };
        Self::new(kind, Nature::Meter { of, before })
    }

    /// A battery that falls slowly, and is changed in time.
    pub(crate) fn battery(charge: f64) -> Self {
        Self::new(BATTERY, Nature::Battery { charge, per_day: 0.4 })
    }

    /// The battery of the robot.
    pub(crate) fn robot_battery(robot: &'static str) -> Self {
        Self::new(BATTERY, Nature::RobotBattery { robot })
    }

    /// The battery of the car.
    pub(crate) fn car_battery(charger: &'static str, driver: &'static str) -> Self {
        Self::new(BATTERY, Nature::CarBattery { charger, driver })
    }

    /// How well the router hears.
    pub(crate) fn signal(base: f64) -> Self {
        let kind = Kind { unit: "dBm", class: "signal_strength", low: -100.0, high: -20.0, ..MEASUREMENT };
        Self::new(kind, Nature::Signal { base })
    }

    /// How wet the soil is.
    pub(crate) fn soil(sprinkler: &'static str) -> Self {
        Self::new(Kind { class: "moisture", ..MEASUREMENT }, Nature::Soil { sprinkler })
    }
}
