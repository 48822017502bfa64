//! What everything in the house draws from the wall, told from the states alone.

use doorstep_protocol::state::State;
use serde_json::Value;

use super::thing::States;

/// What is always on: fridge, router, standby.
const ALWAYS: f64 = 165.0;

/// Watts of the whole house.
pub(crate) fn of_house(states: &States) -> f64 {
    ALWAYS + states.values().map(|state| of(state)).sum::<f64>()
}

fn of(state: &State) -> f64 {
    let (domain, object) = (state.entity_id.domain(), state.entity_id.object_id());
    let is_on = state.state == "on";
    match domain {
        "light" if is_on => 9.0 * number(state, "brightness").unwrap_or(255.0) / 255.0,
        "fan" if is_on => 0.35 * number(state, "percentage").unwrap_or(0.0),
        "switch" if is_on => of_switch(object),
        "media_player" if state.state != "off" => {
            if text(state, "device_class") == Some("tv") {
                95.0
            } else {
                6.0
            }
        }
        "climate" if text(state, "hvac_action") == Some("heating") => 420.0,
        "vacuum" if state.state == "docked" => 4.0,
        // The two machines have a meter of their own.
        "sensor" if object == "dishwasher_power" || object == "washing_machine_power" => {
            state.state.parse().unwrap_or(0.0)
        }
        _ => 0.0,
    }
}

fn of_switch(object: &str) -> f64 {
    match object {
        "car_charger" => 3680.0,
        "towel_heater" => 300.0,
        "coffee_machine" => 120.0,
        "office_monitors" => 55.0,
        _ => 20.0,
    }
}

fn number(state: &State, key: &str) -> Option<f64> {
    state.attributes.get(key).and_then(Value::as_f64)
}

fn text<'a>(state: &'a State, key: &str) -> Option<&'a str> {
    state.attributes.get(key).and_then(Value::as_str)
}
