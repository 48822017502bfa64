//! Kitchen, living room, dining room and hall.

use super::scenes;
use super::{Room, item};
use crate::home::demo::things::alarm::Alarm;
use crate::home::demo::things::binary_sensor::BinarySensor;
use crate::home::demo::things::climate::Climate;
use crate::home::demo::things::cover::Cover;
use crate::home::demo::things::light::Light;
use crate::home::demo::things::lock::Lock;
use crate::home::demo::things::media_player::Player;
use crate::home::demo::things::sensor::Sensor;
use crate::home::demo::things::switch::Switch;
use crate::home::demo::things::vacuum::Vacuum;

pub(super) fn rooms() -> Vec<Room> {
    vec![kitchen(), living_room(), dining_room(), hall()]
}

fn kitchen() -> Room {
    Room::new("kitchen", "Kitchen", "mdi:countertop-outline")
        .one(item("light.kitchen_ceiling", "Kitchen ceiling", Light::tunable().on(204).white(3500.0)))
        .one(item("light.kitchen_counter", "Kitchen counter", Light::dimmable().on(140)))
        .one(item("switch.coffee_machine", "Coffee machine", Switch::outlet()).icon("mdi:coffee-maker"))
        .one(item("media_player.kitchen_speaker", "Kitchen speaker", Player::speaker().playing(2)))
        .device(
            "Kitchen sensor",
            [
                item(
                    "sensor.kitchen_temperature",
                    "Kitchen temperature",
                    Sensor::room_temperature(21.6, None),
                ),
                item(
                    "sensor.kitchen_humidity",
                    "Kitchen humidity",
                    Sensor::humidity(44.0, Some("binary_sensor.kitchen_motion")),
                ),
                item(
                    "binary_sensor.kitchen_motion",
                    "Kitchen motion",
                    BinarySensor::motion((6.5, 22.5), 0.35),
                ),
            ],
        )
        .device(
            "Fridge",
            [
                item("sensor.fridge_temperature", "Fridge temperature", Sensor::fridge_temperature()),
                item("binary_sensor.fridge_door", "Fridge door", BinarySensor::door(22.0)),
            ],
        )
        .one(item("sensor.dishwasher_power", "Dishwasher power", Sensor::dishwasher_power()))
        .one(item("binary_sensor.kitchen_smoke", "Kitchen smoke alarm", BinarySensor::quiet("smoke")))
}

fn living_room() -> Room {
    Room::new("living_room", "Living room", "mdi:sofa-outline")
        .one(item("light.living_room_ceiling", "Living room ceiling", Light::dimmable()))
        .one(item("light.floor_lamp", "Floor lamp", Light::coloured().on(115).white(2400.0)))
        .one(item("light.tv_backlight", "TV backlight", Light::coloured().hue(265.0, 70.0)))
        .one(item("light.reading_lamp", "Reading lamp", Light::plain()))
        .one(item("media_player.living_room_tv", "Living room TV", Player::television()))
        .one(item("cover.living_room_blinds", "Living room blinds", Cover::with_position("blind", 70.0)))
        .device(
            "Living room heating",
            [
                item(
                    "climate.living_room",
                    "Living room thermostat",
                    Climate::reading("sensor.living_room_temperature", 21.0),
                ),
                item(
                    "sensor.living_room_temperature",
                    "Living room temperature",
                    Sensor::heated_temperature(
                        "climate.living_room",
                        Some("binary_sensor.living_room_window"),
                    ),
                ),
            ],
        )
        .device(
            "Living room air",
            [
                item("sensor.living_room_humidity", "Living room humidity", Sensor::humidity(42.0, None)),
                item(
                    "sensor.living_room_co2",
                    "Living room CO2",
                    Sensor::carbon_dioxide("binary_sensor.living_room_motion"),
                ),
            ],
        )
        .one(item("binary_sensor.living_room_window", "Living room window", BinarySensor::window(2.0)))
        .one(item(
            "binary_sensor.living_room_motion",
            "Living room motion",
            BinarySensor::motion((7.0, 23.0), 0.4),
        ))
        .device(
            "Robot vacuum",
            [
                item("vacuum.robot", "Robot vacuum", Vacuum::docked()),
                item(
                    "sensor.robot_vacuum_battery",
                    "Robot vacuum battery",
                    Sensor::robot_battery("vacuum.robot"),
                )
                .diagnostic(),
            ],
        )
        .one(item("scene.movie_night", "Movie night", scenes::movie_night()).icon("mdi:movie-open"))
}

fn dining_room() -> Room {
    Room::new("dining_room", "Dining room", "mdi:silverware-fork-knife")
        .one(item("light.dining_table", "Dining table", Light::tunable().white(2700.0)))
        .one(item("light.sideboard", "Sideboard lamp", Light::dimmable()))
        .one(item(
            "cover.dining_room_curtains",
            "Dining room curtains",
            Cover::with_position("curtain", 100.0),
        ))
        .one(item(
            "sensor.dining_room_temperature",
            "Dining room temperature",
            Sensor::room_temperature(20.8, None),
        ))
        .one(item("scene.dinner", "Dinner", scenes::dinner()).icon("mdi:candle"))
}

fn hall() -> Room {
    Room::new("hall", "Hall", "mdi:coat-rack")
        .one(item("light.hall", "Hall light", Light::dimmable().on(90)))
        .device(
            "Front door lock",
            [
                item("lock.front_door", "Front door lock", Lock::locked()),
                item("binary_sensor.front_door", "Front door", BinarySensor::door(14.0)),
                item("sensor.front_door_battery", "Front door lock battery", Sensor::battery(81.0))
                    .diagnostic(),
            ],
        )
        .one(item("binary_sensor.hall_motion", "Hall motion", BinarySensor::motion((6.0, 23.5), 0.25)))
        .one(item("alarm_control_panel.home", "Home alarm", Alarm::disarmed()))
        .device(
            "Electricity meter",
            [
                item("sensor.house_power", "House power", Sensor::house_power()),
                item("sensor.house_energy", "House energy", Sensor::energy("sensor.house_power", 8421.37)),
                item("sensor.meter_signal", "Electricity meter signal", Sensor::signal(-58.0)).diagnostic(),
            ],
        )
        .one(item("scene.good_morning", "Good morning", scenes::good_morning()).icon("mdi:weather-sunset-up"))
        .one(item("scene.good_night", "Good night", scenes::good_night()).icon("mdi:weather-night"))
}
