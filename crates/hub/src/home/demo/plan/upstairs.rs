//! Bedroom, Clara's room, bathroom and office.

use super::{Room, item};
use crate::home::demo::things::binary_sensor::BinarySensor;
use crate::home::demo::things::climate::Climate;
use crate::home::demo::things::cover::Cover;
use crate::home::demo::things::fan::Fan;
use crate::home::demo::things::light::Light;
use crate::home::demo::things::media_player::Player;
use crate::home::demo::things::sensor::Sensor;
use crate::home::demo::things::switch::Switch;

pub(super) fn rooms() -> Vec<Room> {
    vec![bedroom(), claras_room(), bathroom(), office()]
}

fn bedroom() -> Room {
    Room::new("bedroom", "Bedroom", "mdi:bed-king-outline")
        .one(item("light.bedroom_ceiling", "Bedroom ceiling", Light::tunable().white(3000.0)))
        .one(item("light.anna_bedside", "Anna's bedside lamp", Light::dimmable()))
        .one(item("light.ben_bedside", "Ben's bedside lamp", Light::dimmable()))
        .one(item("cover.bedroom_blinds", "Bedroom blinds", Cover::with_position("blind", 0.0)))
        .one(item("fan.bedroom", "Bedroom fan", Fan::of_speeds(4)))
        .device(
            "Bedroom heating",
            [
                item(
                    "climate.bedroom",
                    "Bedroom thermostat",
                    Climate::reading("sensor.bedroom_temperature", 18.5),
                ),
                item(
                    "sensor.bedroom_temperature",
                    "Bedroom temperature",
                    Sensor::heated_temperature("climate.bedroom", Some("binary_sensor.bedroom_window")),
                ),
            ],
        )
        .one(item("binary_sensor.bedroom_window", "Bedroom window", BinarySensor::window(3.0)))
}

fn claras_room() -> Room {
    Room::new("claras_room", "Clara's room", "mdi:teddy-bear")
        .one(item("light.clara_ceiling", "Clara's ceiling light", Light::coloured().white(4000.0)))
        .one(item("light.star_lamp", "Star lamp", Light::coloured().on(60).hue(225.0, 65.0)).icon("mdi:star"))
        .one(item("cover.clara_blinds", "Clara's blinds", Cover::with_position("blind", 100.0)))
        .one(item("media_player.clara_speaker", "Clara's speaker", Player::speaker()))
        .device(
            "Clara's heating",
            [
                item(
                    "climate.clara",
                    "Clara's thermostat",
                    Climate::reading("sensor.clara_temperature", 20.0),
                ),
                item(
                    "sensor.clara_temperature",
                    "Clara's room temperature",
                    Sensor::heated_temperature("climate.clara", None),
                ),
            ],
        )
}

fn bathroom() -> Room {
    Room::new("bathroom", "Bathroom", "mdi:shower-head")
        .one(item("light.bathroom_ceiling", "Bathroom ceiling", Light::plain()))
        .one(item("light.bathroom_mirror", "Bathroom mirror", Light::tunable().white(4500.0)))
        .one(item("fan.bathroom", "Bathroom fan", Fan::of_speeds(3).on(33)))
        .one(item("switch.towel_heater", "Towel heater", Switch::outlet()).icon("mdi:radiator"))
        .device(
            "Bathroom sensor",
            [
                item(
                    "sensor.bathroom_temperature",
                    "Bathroom temperature",
                    Sensor::room_temperature(22.4, None),
                ),
                item(
                    "sensor.bathroom_humidity",
                    "Bathroom humidity",
                    Sensor::humidity(52.0, Some("binary_sensor.bathroom_occupancy")),
                ),
                item(
                    "binary_sensor.bathroom_occupancy",
                    "Bathroom occupancy",
                    BinarySensor::occupancy("person.anna", (6.5, 8.0)),
                ),
            ],
        )
        .device(
            "Washing machine",
            [
                item(
                    "sensor.washing_machine_power",
                    "Washing machine power",
                    Sensor::washing_machine_power(),
                ),
                item(
                    "binary_sensor.washing_machine_leak",
                    "Washing machine leak",
                    BinarySensor::quiet("moisture"),
                ),
            ],
        )
}

fn office() -> Room {
    Room::new("office", "Office", "mdi:desk-lamp")
        .one(item("light.office_ceiling", "Office ceiling", Light::dimmable()))
        .one(item("light.desk", "Desk lamp", Light::tunable().on(217).white(4800.0)))
        .one(item("switch.office_monitors", "Office monitors", Switch::outlet().on()).icon("mdi:monitor"))
        .device(
            "Office sensor",
            [
                item("sensor.office_temperature", "Office temperature", Sensor::room_temperature(21.2, None)),
                item(
                    "sensor.office_co2",
                    "Office CO2",
                    Sensor::carbon_dioxide("binary_sensor.office_occupancy"),
                ),
                item(
                    "binary_sensor.office_occupancy",
                    "Office occupancy",
                    BinarySensor::occupancy("person.ben", (8.5, 17.5)),
                ),
                item("sensor.office_sensor_battery", "Office sensor battery", Sensor::battery(46.0))
                    .diagnostic(),
            ],
        )
}
