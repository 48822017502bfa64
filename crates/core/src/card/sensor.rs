//! Sensors: what is measured, and what is or is not.

use doorstep_protocol::json;
use doorstep_protocol::state::State;

use super::{Face, Glyph, Kind, Says, Tone, blank, rounded, text};

pub(super) fn measure(state: &State, precision: Option<u8>) -> Face {
    let class = text(state, "device_class").unwrap_or_default();
    let unit = text(state, "unit_of_measurement").unwrap_or_default();
    let glyph = match class {
        "temperature" => Glyph::Thermometer,
        "humidity" | "moisture" => Glyph::Drop,
        "power" | "energy" | "current" | "voltage" => Glyph::Bolt,
        "illuminance" => Glyph::Sun,
        "battery" => Glyph::Battery,
        "carbon_dioxide" | "carbon_monoxide" | "aqi" | "pm25" | "pm10" => Glyph::Carbon,
        "signal_strength" => Glyph::Signal,
        "water" => Glyph::Water,
        "wind_speed" => Glyph::Wind,
        _ => Glyph::Gauge,
    };
    let mut face = blank(state, glyph, if class == "timestamp" { Kind::Moment } else { Kind::Other });
    if glyph == Glyph::Thermometer {
        face.tone = Tone::Cool;
    }
    // A number that the registry wants rounded is rounded; any other is shown as the hub writes it.
    match (json::number(&state.state), precision) {
        (Some(value), Some(digits)) => {
            face.says = Says::Measure { value: rounded(value, digits), unit: unit.to_owned() };
        }
        (Some(_), None) => {
            face.says = Says::Measure { value: state.state.clone(), unit: unit.to_owned() };
        }
        (None, _) => {}
    }
    face
}

pub(super) fn binary(state: &State) -> Face {
    let is_on = state.state == "on";
    let (glyph, kind, on, off) = match text(state, "device_class").unwrap_or_default() {
        "door" => (Glyph::Door, Kind::Opening, Tone::Warm, Tone::Safe),
        "window" | "opening" => (Glyph::Window, Kind::Opening, Tone::Warm, Tone::Safe),
        "garage_door" => (Glyph::Garage, Kind::Opening, Tone::Warm, Tone::Safe),
        "motion" | "moving" | "occupancy" | "presence" => {
            (Glyph::Motion, Kind::Presence, Tone::Warm, Tone::Plain)
        }
        "moisture" => (Glyph::Water, Kind::Moisture, Tone::Bad, Tone::Safe),
        "smoke" | "gas" | "carbon_monoxide" | "safety" | "problem" | "tamper" => {
            (Glyph::Smoke, Kind::Alarm, Tone::Bad, Tone::Safe)
        }
        "battery" => (Glyph::Battery, Kind::Battery, Tone::Bad, Tone::Plain),
        "connectivity" => (Glyph::Signal, Kind::Link, Tone::Plain, Tone::Bad),
        "plug" | "power" | "running" => (Glyph::Plug, Kind::OnOff, Tone::Warm, Tone::Plain),
        _ => (Glyph::Gauge, Kind::OnOff, Tone::Plain, Tone::Plain),
    };
    let mut face = blank(state, glyph, kind);
    face.tone = if is_on { on } else { off };
    face
}
