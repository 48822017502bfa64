//! Garden and garage.

use super::{Room, item};
use crate::home::demo::things::binary_sensor::BinarySensor;
use crate::home::demo::things::cover::Cover;
use crate::home::demo::things::light::Light;
use crate::home::demo::things::lock::Lock;
use crate::home::demo::things::sensor::Sensor;
use crate::home::demo::things::switch::Switch;
use crate::home::demo::things::weather::Weather;

pub(super) fn rooms() -> Vec<Room> {
    vec![garden(), garage()]
}

fn garden() -> Room {
    Room::new("garden", "Garden", "mdi:tree-outline")
        .one(item("light.patio", "Patio lights", Light::dimmable()))
        .one(item("light.garden_path", "Garden path", Light::plain()))
        .one(item("switch.sprinkler", "Sprinkler", Switch::plain()).icon("mdi:sprinkler-variant"))
        .one(item("cover.awning", "Awning", Cover::with_position("awning", 0.0)))
        .one(item("weather.home", "Weather", Weather::new()))
        .device(
            "Weather station",
            [
                item("sensor.outdoor_temperature", "Outdoor temperature", Sensor::outdoor_temperature()),
                item("sensor.outdoor_humidity", "Outdoor humidity", Sensor::outdoor_humidity()),
                item("sensor.outdoor_illuminance", "Outdoor illuminance", Sensor::illuminance(1.0)),
                item("sensor.soil_moisture", "Soil moisture", Sensor::soil("switch.sprinkler")),
            ],
        )
        .one(item("binary_sensor.garden_gate", "Garden gate", BinarySensor::door(8.0)).icon("mdi:gate"))
}

fn garage() -> Room {
    Room::new("garage", "Garage", "mdi:garage-variant")
        .one(item("light.garage", "Garage light", Light::plain()))
        .one(item("cover.garage_door", "Garage door", Cover::garage_door()))
        .one(item("lock.garage_side_door", "Garage side door", Lock::locked()))
        .device(
            "Car charger",
            [
                item("switch.car_charger", "Car charger", Switch::plain()).icon("mdi:ev-station"),
                item(
                    "sensor.car_battery",
                    "Car battery",
                    Sensor::car_battery("switch.car_charger", "person.anna"),
                ),
            ],
        )
        .one(item("sensor.solar_power", "Solar power", Sensor::solar_power()).icon("mdi:solar-power"))
        .one(item("switch.garage_freezer_alarm", "Freezer alarm", Switch::plain().on()).hidden())
}
